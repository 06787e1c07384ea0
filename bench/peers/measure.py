"""A peer for compare.py; see measure.cc."""
import functools
import sys
import time

from transform import transform


@functools.cache
def event_of(path):
    with open(path, "rb") as file:
        return file.read()


def measure(invocations, event):
    start = time.process_time_ns()
    for _ in range(invocations):
        transform(event)
    return time.process_time_ns() - start


for line in sys.stdin:
    command, first, second = line.split()
    if command == "measure":
        print(measure(int(first), event_of(second)), flush=True)
    else:
        with open(second, "wb") as output:
            output.write(transform(event_of(first)))
        print("done", flush=True)
