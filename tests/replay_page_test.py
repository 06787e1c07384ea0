"""The page of `cwlogs replay --html` in a browser, opened from disk.

replay_page_test.py PROGRAM REPOSITORY
"""

import base64
import json
import os
import subprocess
import sys
import tempfile
import unicodedata
import unittest

from chromium import Browser

PROGRAM, REPOSITORY = sys.argv[1:3]
EVENTS = os.path.join(REPOSITORY, "events")
FOLDER = tempfile.TemporaryDirectory()
BROWSER = None

# [background, colour, text] of every element with text of its own.
COLOURS = """
[...document.querySelectorAll("body *")].filter((element) => element.offsetParent !== null &&
  [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ""))
  .map((element) => {
    let behind = element;
    const back = () => getComputedStyle(behind).backgroundColor;
    while (behind !== document.body && back() === "rgba(0, 0, 0, 0)") behind = behind.parentElement;
    return [back(), getComputedStyle(element).color, element.textContent.slice(0, 40)];
  })"""
SHOWN = """[...document.querySelectorAll(".records tbody:not([hidden]) .result")]
  .map((cell) => cell.firstChild.data)"""
FOLDERS = """[...document.querySelectorAll(".folders tbody tr")].map((row) =>
  [Number(row.cells[0].style.getPropertyValue("--depth")),
   ...[...row.cells].map((cell) => cell.textContent)])"""
OPEN_ALL = "document.querySelectorAll('.open').forEach((button) => button.click())"
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


def setUpModule():
    global BROWSER
    BROWSER = Browser()


def tearDownModule():
    BROWSER.__exit__()


def options_of(name):
    with open(os.path.join(EVENTS, name + ".options"), encoding="utf-8") as file:
        return file.read().splitlines()


def replay(arguments, stdin=None):
    """Writes the page and opens it; returns its path and the response."""
    path = os.path.join(FOLDER.name, "page.html")
    run = subprocess.run([PROGRAM, "replay", "--quiet", "--html", path, *arguments],
                         stdout=subprocess.PIPE, stdin=stdin, check=True, timeout=60)
    BROWSER.resize(1280)
    BROWSER.open(path)
    return path, run.stdout


def replay_saved(name, *arguments):
    return replay([*options_of(name), *arguments, os.path.join(EVENTS, name + ".json")])


def marked(text):
    """As the page shows it: characters that can't be seen by name."""
    unseen = ("Cc", "Cf", "Cs", "Zl", "Zp")
    return "".join(f"U+{ord(c):04X}" if unicodedata.category(c) in unseen
                   and c not in "\t\u200c\u200d" else c for c in text)


def luminance(colour):
    parts = [int(part) / 255 for part in colour[colour.index("(") + 1:-1].split(",")[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


class ReplayPage(unittest.TestCase):
    def expect_quiet(self, path):
        """Nothing was loaded but the page, and the browser had nothing to say."""
        self.assertEqual(BROWSER.requests(), ["file://" + path])
        self.assertEqual(BROWSER.complaints(), [])

    def test_hostile_text_stays_text(self):
        path, response = replay_saved("hostile-text")
        BROWSER.evaluate(OPEN_ALL)
        records = json.loads(response)["records"]
        ids = BROWSER.evaluate("[...document.querySelectorAll('.details dd:nth-child(2)')]"
                               ".map((id) => id.textContent)")
        self.assertEqual(ids, [marked(record["recordId"]) for record in records])
        lines = BROWSER.evaluate("[...document.querySelectorAll('.lines li')]"
                                 ".map((line) => line.textContent)")
        text = b"".join(base64.b64decode(record.get("data", "")) for record in records)
        self.assertEqual(lines, [marked(line) for line in text.decode().split("\n")[:-1]])
        self.assertGreater(len(lines), 15)
        keys = BROWSER.evaluate("document.querySelector('.records').textContent")
        for record in records:
            for key, value in record.get("metadata", {}).get("partitionKeys", {}).items():
                self.assertIn(marked(key + " = " + value), keys)
        self.assertEqual(BROWSER.evaluate("document.querySelectorAll('script').length"), 2)
        self.assertEqual(BROWSER.evaluate(
            "document.querySelectorAll('a, img, svg, link, iframe, body style').length"), 0)
        self.assertEqual(BROWSER.evaluate("typeof window.pwned"), "undefined")
        self.expect_quiet(path)

    def test_shows_the_records_of_the_answer(self):
        for name in ("syslog-partitioned", "overflow-kinesis"):
            path, response = replay_saved(name)
            results = [record["result"] for record in json.loads(response)["records"]]
            self.assertEqual(BROWSER.evaluate(SHOWN), results)
            self.expect_quiet(path)

    def test_works_by_keyboard(self):
        path, response = replay_saved("syslog-partitioned")
        results = [record["result"] for record in json.loads(response)["records"]]
        BROWSER.press("Tab", 2)
        self.assertEqual(BROWSER.evaluate("document.activeElement.dataset.result"), "Ok")
        self.assertNotEqual(BROWSER.evaluate("getComputedStyle(document.activeElement).outlineStyle"),
                            "none")
        BROWSER.press(" ")
        self.assertEqual(BROWSER.evaluate("document.activeElement.ariaPressed"), "true")
        self.assertEqual(BROWSER.evaluate(SHOWN), [result for result in results if result == "Ok"])
        self.assertEqual(BROWSER.evaluate("document.querySelector('[role=status]').textContent"),
                         "4 of 6 records")
        BROWSER.press("Tab", 3)
        BROWSER.write("hour=00")
        self.assertEqual(BROWSER.evaluate(SHOWN), ["Ok", "Ok"])
        BROWSER.press("Tab", 3)  # to the heading Log events
        BROWSER.press("Enter")
        self.assertEqual(BROWSER.evaluate(
            "document.activeElement.closest('th').ariaSort"), "descending")
        BROWSER.press("Tab", 8)  # to the first record
        self.assertNotEqual(BROWSER.evaluate("getComputedStyle(document.activeElement).outlineStyle"),
                            "none")
        expanded = "document.activeElement.className + document.activeElement.ariaExpanded"
        shown = "document.querySelectorAll('.details:not([hidden]) .lines li').length"
        self.assertEqual(BROWSER.evaluate(expanded), "openfalse")
        BROWSER.press("Enter")
        self.assertEqual(BROWSER.evaluate(expanded), "opentrue")
        self.assertEqual(BROWSER.evaluate(shown), 3)
        BROWSER.press(" ")
        self.assertEqual(BROWSER.evaluate(expanded), "openfalse")
        self.assertEqual(BROWSER.evaluate(shown), 0)
        self.expect_quiet(path)

    def test_names_what_can_be_operated(self):
        replay_saved("syslog-partitioned")
        BROWSER.evaluate(OPEN_ALL)
        names = [node["name"]["value"] for node in BROWSER.call("Accessibility.getFullAXTree")["nodes"]
                 if node.get("role", {}).get("value") in ("button", "searchbox", "table", "group")]
        self.assertGreater(len(names), 20)
        self.assertTrue(all(names), names)

    def test_sorts(self):
        replay_saved("overflow-kinesis")
        numbers = """[...document.querySelectorAll(".records tbody [data-label='Bytes in']")]
          .map((cell) => Number(cell.textContent.replace(",", "")))"""
        original = BROWSER.evaluate(numbers)
        heading = "document.querySelectorAll('.records thead button')[6].click()"
        BROWSER.evaluate(heading)
        self.assertEqual(BROWSER.evaluate(numbers), sorted(original, reverse=True))
        BROWSER.evaluate(heading)
        self.assertEqual(BROWSER.evaluate(numbers), sorted(original))
        self.assertNotEqual(original, sorted(original))

    def test_is_legible_in_light_and_dark(self):
        for name in ("overflow-kinesis", "hostile-text"):
            replay_saved(name)
            BROWSER.evaluate(OPEN_ALL)
            backs = set()
            for scheme in ("light", "dark"):
                BROWSER.prefer(scheme)
                backs.add(BROWSER.evaluate("getComputedStyle(document.body).backgroundColor"))
                colours = BROWSER.evaluate(COLOURS)
                self.assertGreater(len(colours), 50)
                for back, colour, text in colours:
                    self.assertGreaterEqual(contrast(back, colour), 4.5, (scheme, text))
            self.assertEqual(len(backs), 2)

    def test_shows_the_folders_in_s3(self):
        replay_saved("syslog-partitioned")
        self.assertEqual(BROWSER.evaluate(FOLDERS), [
            [0, "instanceId=i-0a1b2c3d4e5f60718/year=2022/month=06/", "2", "7", "737"],
            [1, "date=21/hour=23/", "1", "4", "442"],
            [1, "date=22/hour=00/", "1", "3", "295"],
            [0, "instanceId=i-0b2c3d4e5f6071829/year=2022/month=06/date=21/hour=23/", "1", "4", "422"],
            [0, "instanceId=i-0c3d4e5f607182930/year=2022/month=06/date=22/hour=00/", "1", "3", "404"]])
        prefix = "logs/!{timestamp:yyyy/MM/dd}/!{partitionKeyFromLambda:hour}-!{firehose:random-string}"
        replay_saved("syslog-partitioned", "--prefix", prefix)
        self.assertEqual(BROWSER.evaluate(FOLDERS), [
            [0, "logs/2022/06/21/", "4", "14", "1,563"],
            [1, "00-!{firehose:random-string}…", "2", "6", "699"],
            [1, "23-!{firehose:random-string}…", "2", "8", "864"]])
        replay_saved("syslog-partitioned", "--prefix", "!{partitionKeyFromLambda:customer}/")
        self.assertIn("no partition key customer: Firehose writes these to the error prefix",
                      BROWSER.evaluate(FOLDERS)[0][1])

    def test_shows_what_was_put_back(self):
        _, response = replay_saved("overflow-kinesis")
        text = BROWSER.evaluate("document.body.innerText")
        self.assertIn("1 record in 2 pieces: 1,133 bytes in 1 PutRecords call, assumed accepted.", text)
        rows = BROWSER.evaluate("""[...document.querySelectorAll(
          "[aria-label='Records put back'] tbody tr")].map((row) => row.innerText)""")
        self.assertEqual([row.split("\t")[1:] for row in rows], [["2 pieces", "12", "1,133", "1"]])

    def test_fits_a_narrow_window(self):
        for name in ("syslog-partitioned", "overflow-kinesis", "hostile-text"):
            replay_saved(name)
            BROWSER.evaluate(OPEN_ALL)
            for width in (360, 700, 1280):
                BROWSER.resize(width)
                self.assertTrue(BROWSER.evaluate(FITS), (name, width))

    def test_shows_several_events_and_what_is_no_event(self):
        broken = os.path.join(FOLDER.name, "broken.json")
        with open(broken, "w", encoding="utf-8") as file:
            file.write("{")
        path = os.path.join(FOLDER.name, "page.html")
        saved = [os.path.join(EVENTS, name + ".json") for name in ("one-record", "several-records")]
        run = subprocess.run([PROGRAM, "replay", "--html", path, saved[0], broken, saved[1]],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
        self.assertEqual(run.returncode, 1)
        BROWSER.open(path)
        responses = [json.loads(line) for line in run.stdout.splitlines()]
        self.assertEqual(BROWSER.evaluate(SHOWN), [record["result"] for response in responses
                                                   for record in response["records"]])
        self.assertEqual(BROWSER.evaluate("[...document.querySelectorAll('h2')].length"), 3)
        self.assertIn("EventNotJson", BROWSER.evaluate("document.querySelector('main').innerText"))

    def test_reads_without_a_script(self):
        path, _ = replay_saved("hostile-text")
        BROWSER.call("Emulation.setScriptExecutionDisabled", value=True)
        try:
            BROWSER.open(path)
            text = BROWSER.evaluate("document.body.innerText")
            self.assertIn("Without JavaScript", text)
            self.assertIn("6 records: 5 Ok, 1 ProcessingFailed", text)
            self.assertIn("group=</script><script>window.pwned=1</script>", text)
        finally:
            BROWSER.call("Emulation.setScriptExecutionDisabled", value=False)

    def test_takes_the_largest_event(self):
        event = os.path.join(FOLDER.name, "large.json")
        with open(event, "wb") as file:
            subprocess.run([PROGRAM, "generate", "--size", "6MB", "--log-events", "2000"],
                           stdout=file, check=True, timeout=60)
        path, response = replay([event])
        self.assertLess(os.path.getsize(path), 24 << 20)
        self.assertEqual(len(BROWSER.evaluate(SHOWN)), len(json.loads(response)["records"]))
        BROWSER.evaluate("document.querySelector('.open').click()")
        self.assertEqual(BROWSER.evaluate("document.querySelectorAll('.lines li').length"), 1000)
        self.assertRegex(BROWSER.evaluate("document.querySelector('.details .more').textContent"),
                         r"^… [\d,]+ more lines \([\d,]+ bytes\), not on this page$")
        self.expect_quiet(path)

    def test_forbids_markup_and_further_scripts(self):
        replay_saved("hostile-text")
        with self.assertRaisesRegex(RuntimeError, "TrustedHTML"):
            BROWSER.evaluate("document.body.innerHTML = '<b>markup</b>'")
        with self.assertRaisesRegex(RuntimeError, "TrustedScript"):
            BROWSER.evaluate("document.body.setAttribute('onclick', 'window.pwned = 1')")
        BROWSER.evaluate("""(() => { const image = document.createElement("img");
          image.src = "https://example.com/x"; document.body.append(image); })()""")
        self.assertEqual(BROWSER.evaluate("typeof window.pwned"), "undefined")
        self.assertTrue(any("img-src" in complaint or "default-src" in complaint
                            for complaint in BROWSER.complaints()), BROWSER.complaints())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
