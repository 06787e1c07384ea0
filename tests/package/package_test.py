#!/usr/bin/python3
"""The zips as Lambda unpacks them: bootstrap alone in an empty root.

package_test.py DIST CWLOGS CWLOGS_TESTS ARCH...   as root, for it makes roots and devices

The root has none but broken libraries, no /proc, and names come from a name server of its own. What
is put by HTTPS goes to a server that checks every signature with botocore.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import zipfile

from empty_root import EmptyRoot
from name_server import A, NameServer

HERE = os.path.dirname(os.path.abspath(__file__))
EVENTS = os.path.join(HERE, "../../events")
HOST = "firehose.cwlogs.test"
HANGING_HOST = "hangs.cwlogs.test"
LOSSY_HOST = "lossy.cwlogs.test"
ZIP_BYTES_MAX = 3_500_000

# What of cwlogs_tests runs a bootstrap, but for tests that expect to find a file again where they put
# it, or to get a resolver of their own into the program.
SUITES = ("Events/SavedEvent.IsAnsweredTheSameByBootstrap/*:BootstrapLoop.*:BootstrapEnd.*:"
          "BootstrapReingest.*:BootstrapConfiguration.IsTheFileThatTheVariableNames")


def make_certificate(folder):
    """A certificate for HOST and LOSSY_HOST, signed by a CA of its own: the paths of the CA's, its own and its key."""
    ca, ca_key, request, certificate, key = (
        os.path.join(folder, name) for name in ("ca.pem", "ca.key", "request", "cert.pem", "key.pem"))
    run = lambda *command: subprocess.run(["openssl", *command], check=True, capture_output=True)
    run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=test root", "-days", "2",
        "-keyout", ca_key, "-out", ca)
    run("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={HOST}", "-addext",
        f"subjectAltName=DNS:{HOST},DNS:{LOSSY_HOST}", "-keyout", key, "-out", request)
    run("x509", "-req", "-in", request, "-CA", ca, "-CAkey", ca_key, "-CAcreateserial",
        "-copy_extensions", "copy", "-days", "2", "-out", certificate)
    return ca, certificate, key


class Packaged(unittest.TestCase):
    """All of this once for each architecture; see main()."""

    arch = dist = cwlogs = cwlogs_tests = names = None

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="cwlogs-package-")
        cls.zip = os.path.join(cls.dist, f"cwlogs-lambda-{cls.arch}.zip")
        cls.ca, certificate, key = make_certificate(cls.folder)
        cls.journal = os.path.join(cls.folder, "journal")
        cls.server = subprocess.Popen(
            ["/usr/bin/python3", os.path.join(HERE, "../sigv4_server.py"), "--access-key", "AKIDEXAMPLE",
             "--secret-key", "secret-of-nobody", "--token", "token-of-nobody", "--region",
             "ap-northeast-1", "--journal", cls.journal, "--cert", certificate, "--key", key],
            stdout=subprocess.PIPE, text=True)
        cls.port = cls.server.stdout.readline().split()[1]

    @classmethod
    def tearDownClass(cls):
        cls.server.kill()
        cls.server.communicate()
        shutil.rmtree(cls.folder)

    def setUp(self):
        self.root = EmptyRoot(os.path.join(tempfile.mkdtemp(dir=self.folder), "root"), self.zip,
                              self.arch, self.names.address)
        self.names.asked.clear()
        if os.path.exists(self.journal):
            os.remove(self.journal)

    def replay(self, event, *options, entry=None, **variables):
        """The response to a saved event, and what the bootstrap said."""
        with open(f"{EVENTS}/{event}.options", encoding="utf-8") as file:
            options = [*file.read().splitlines(), *options]
        environment = {"PATH": "/usr/bin:/bin", **variables}
        done = subprocess.run([self.cwlogs, "replay", "--bootstrap", entry or self.root.entry(),
                               *options, f"{EVENTS}/{event}.json"],
                              env=environment, capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout, done.stderr

    def put_by_https(self, host=HOST, *options, **variables):
        """Whether what bootstrap put of an event was taken, and what it said."""
        url = f"https://{host}:{self.port}/"
        response, said = self.replay("overflow", "--put-to", url, *options, **variables)
        taken = os.path.exists(self.journal)
        self.assertEqual(response == self.expected("overflow"), taken, said)
        self.assertEqual("ReingestFailed" in said, not taken, said)
        return taken, said

    def expected(self, event):
        with open(f"{EVENTS}/{event}.expected.json", encoding="utf-8") as file:
            return file.read()

    # --- the file ---

    def test_zip_has_the_program_and_the_zones_alone(self):
        self.assertLessEqual(os.path.getsize(self.zip), ZIP_BYTES_MAX)
        with zipfile.ZipFile(self.zip) as archive:
            names = archive.namelist()
            self.assertEqual({name.partition("/")[0] for name in names}, {"bootstrap", "zoneinfo"})
            self.assertEqual(archive.getinfo("bootstrap").external_attr >> 16, 0o100755)
            self.assertEqual({entry.date_time for entry in archive.infolist()}, {(1980, 1, 1, 0, 0, 0)})

    def test_program_is_static_and_hardened(self):
        text = subprocess.run(["readelf", "-hldW", self.root.path("var/task/bootstrap")], check=True,
                              capture_output=True, text=True).stdout
        self.assertRegex(text, r"Type: +DYN \(Position-Independent")
        self.assertRegex(text, "FLAGS_1.*NOW PIE")
        self.assertIn("GNU_RELRO", text)
        self.assertRegex(text, r"GNU_STACK .* RW +0x")
        self.assertNotIn("INTERP", text)
        self.assertNotIn("(NEEDED)", text)

    # --- in the root ---

    def test_a_program_that_asks_glibc_for_names_dies_in_this_root(self):
        self.assertNotEqual(self.root.ask_glibc().returncode, 0)

    def test_suites_of_bootstrap(self):
        done = subprocess.run([self.cwlogs_tests, "--gtest_brief=1", "--gtest_filter=" + SUITES],
                              env={**os.environ, "CWLOGS_BOOTSTRAP": self.root.entry()},
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout[-5000:])
        passed = re.search(r"PASSED +\] (\d+) tests", done.stdout)
        self.assertGreater(int(passed[1]), 60)

    def test_zones_come_with_the_zip(self):
        for task_root in ("/var/task", "/elsewhere", ""):
            response, _ = self.replay("syslog-partitioned", entry=self.root.entry(task_root))
            self.assertEqual(response, self.expected("syslog-partitioned"))
        shutil.rmtree(self.root.path("var/task/zoneinfo"))
        with self.assertRaisesRegex(AssertionError, "Asia/Tokyo"):
            self.replay("syslog-partitioned")

    def test_puts_by_https_to_a_name_of_the_name_server(self):
        self.assertTrue(self.put_by_https(SSL_CERT_FILE=self.ca)[0])
        self.assertIn((HOST, A), self.names.asked)

    def test_trusts_the_systems_roots_where_amazons_know_no_issuer(self):
        for path in ("etc/pki/tls/certs/ca-bundle.crt", "etc/ssl/certs/ca-certificates.crt"):
            os.makedirs(os.path.dirname(self.root.path(path)))
            shutil.copy(self.ca, self.root.path(path))
            self.assertTrue(self.put_by_https()[0])
            os.remove(self.root.path(path))
            os.remove(self.journal)

    def test_trusts_nobody_else(self):
        taken, said = self.put_by_https()
        self.assertFalse(taken)
        self.assertIn("UntrustedCertificate", said)

    def test_answers_in_time_where_the_name_server_does_not(self):
        start = time.monotonic()
        self.assertFalse(self.put_by_https(HANGING_HOST, "--timeout", "3")[0])
        self.assertLess(time.monotonic() - start, 4)
        self.assertIn((HANGING_HOST, A), self.names.asked)

    def test_asks_again_where_a_query_is_lost(self):
        _, said = self.put_by_https(LOSSY_HOST, SSL_CERT_FILE=self.ca)
        self.assertIn('"retries":0', said)
        self.assertGreaterEqual(self.names.asked.count((LOSSY_HOST, A)), 2)

    def test_opens_no_library(self):
        self.replay("overflow", "--put-to", f"https://{HOST}:{self.port}/",
                    entry=self.root.entry(trace=True), SSL_CERT_FILE=self.ca)
        with open(self.root.path("tmp/trace"), encoding="utf-8") as file:
            calls = file.read()
        if "execve(" in calls:  # of chroot before it
            calls = calls.partition('execve("/var/task/bootstrap"')[2]
        self.assertIn("/etc/resolv.conf", calls)
        self.assertNotIn(".so", calls)


def main():
    Packaged.dist, Packaged.cwlogs, Packaged.cwlogs_tests, *archs = sys.argv[1:]
    # Several of these may run at the same time.
    address = f"127.53.{os.getpid() >> 8 & 255}.{os.getpid() & 255}"
    Packaged.names = NameServer(address, {HOST: "127.0.0.1", LOSSY_HOST: "127.0.0.1"},
                                {HANGING_HOST}, {LOSSY_HOST})
    Packaged.names.start()
    passed = True
    for arch in archs:
        Packaged.arch = arch
        print(f"cwlogs-lambda-{arch}.zip", file=sys.stderr)
        suite = unittest.defaultTestLoader.loadTestsFromTestCase(Packaged)
        passed &= unittest.TextTestRunner(verbosity=2).run(suite).wasSuccessful()
    sys.exit(not passed)


if __name__ == "__main__":
    main()
