"""CPU time of a warm invocation: cwlogs, and what one would write in C++, Node.js and Python.

The peers take turns on whatever core this runs on. Their decoded answers must be the same before
any time counts. Prints tables; --data gets the times for chart.gp.
"""
import argparse
import base64
import json
import math
import pathlib
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
OURS = "cwlogs"
TURN_NS = 20_000_000  # a peer measures about so long before the next one has its turn


class Peer:
    def __init__(self, name, command):
        self.name = name
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, *words):
        print(*words, file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline().strip()
        if not answer:
            sys.exit(f"compare.py: {self.name} ended at: {' '.join(map(str, words))}")
        return answer

    def ns_per_invocation(self, invocations, event):
        return int(self.ask("measure", invocations, event)) / invocations

    def answer(self, event):
        """(recordId, result, decoded data) of each record."""
        with tempfile.NamedTemporaryFile() as output:
            self.ask("answer", event, output.name)
            records = json.load(output)["records"]
        return [(r["recordId"], r["result"], base64.b64decode(r.get("data", ""))) for r in records]

    def warm_up(self, event):
        """Until it is compiled and its buffers have grown. Returns the invocations of a turn."""
        self.ns_per_invocation(3, event)
        invocations = max(1, round(TURN_NS / self.ns_per_invocation(5, event)))
        self.ns_per_invocation(invocations, event)
        return invocations


def require_same_answers(peers, name, event):
    expected = peers[0].answer(event)
    if not any(result == "Ok" for _, result, _ in expected):
        sys.exit(f"compare.py: {name}: nothing is delivered")
    for peer in peers[1:]:
        if peer.answer(event) != expected:
            sys.exit(f"compare.py: {name}: {peer.name} and {peers[0].name} answer differently")


def measure(peers, event, rounds):
    """Times by peer, one a round."""
    invocations = {peer.name: peer.warm_up(event) for peer in peers}
    times = {peer.name: [] for peer in peers}
    for _ in range(rounds):
        for peer in peers:
            times[peer.name].append(peer.ns_per_invocation(invocations[peer.name], event))
    return times


def ratio(times, name):
    """Median of the rounds' ratios: both of a pair ran in the same second."""
    return statistics.median(a / b for a, b in zip(times[name], times[OURS]))


def geometric_mean(values):
    return math.exp(statistics.fmean(map(math.log, values)))


def print_table(names, results):
    print("| event |", " | ".join(f"{name}, ms" for name in names), "|")
    print("|---" + "|--:" * len(names) + "|")
    for sample, times in results:
        cells = [f"{statistics.median(times[OURS]) / 1e6:.3f}"]
        cells += [f"{statistics.median(times[name]) / 1e6:.2f} ({ratio(times, name):.1f} x)"
                  for name in names[1:]]
        print(f"| {sample['name']} |", " | ".join(cells), "|")
    for kind, title in (("usual", "300 KB to 2 MB"), ("small", "10 and 120 KB")):
        of_kind = [times for sample, times in results if sample["kind"] == kind]
        if not of_kind:
            continue
        means = [f"{geometric_mean([ratio(t, name) for t in of_kind]):.1f} x" for name in names]
        print(f"| geometric mean, {title} |", " | ".join(means), "|")


def write_data(path, names, results):
    with open(path, "w", encoding="utf-8") as data:
        print("event", *(f'"{name}"' for name in names), sep="\t", file=data)
        for sample, times in results:
            if sample["kind"] == "usual":
                cells = [f"{statistics.median(times[name]) / 1e6:.3f}" for name in names]
                label = "\\n".join(sample["name"].rsplit("_", 1))  # in two lines
                print(f'"{label}"', *cells, sep="\t", file=data)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", required=True, type=pathlib.Path, help="folder of the peers")
    parser.add_argument("--events", required=True, type=pathlib.Path, help="folder of index.json")
    parser.add_argument("--data", required=True, help="file for the chart's numbers")
    parser.add_argument("--kind", choices=["small", "usual"], help="only such events")
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    peers = [
        Peer(OURS, [options.programs / "peer_cwlogs"]),
        Peer("C++", [options.programs / "peer_plain"]),
        Peer("Node.js", ["node", HERE / "measure.js"]),
        Peer("Python", [sys.executable, "-B", HERE / "measure.py"]),
    ]
    results = []
    for sample in json.loads((options.events / "index.json").read_text()):
        if sample["kind"] == "overflow":
            continue  # the others have no answer to it
        if options.kind not in (None, sample["kind"]):
            continue
        event = options.events / sample["file"]
        require_same_answers(peers, sample["name"], event)
        results.append((sample, measure(peers, event, options.rounds)))
    names = [peer.name for peer in peers]
    print_table(names, results)
    write_data(options.data, names, results)


main()
