"""deploy/smoke.sh shows the object, and says what is wrong, with an AWS CLI that answers from a
table; its commands are ones that the AWS CLI takes.

smoke_test.py REPOSITORY
"""

import json
import os
import subprocess
import sys
import tempfile

import aws_command

OUTPUTS = {
    "BucketName": "bucket",
    "FunctionName": "function",
    "OwnLogGroupNames": "/aws/lambda/a,/aws/kinesisfirehose/a",
    "LogGroupNames": "/app/payments,/ecs/web",
}
KEY = "logs/log_group=-app-payments/day=2026-11-22/hour=00/stream-1.gz"

# Answers as the environment's ANSWERS have them, writes down what it was asked.
FAKE = """#!/usr/bin/python3
import gzip, json, os, sys
arguments = sys.argv[1:]
with open(os.environ["CALLS"], "a") as file:
    file.write(json.dumps(arguments) + "\\n")
answers = json.loads(os.environ["ANSWERS"])
verb = " ".join(arguments[:2])
given = lambda name: arguments[arguments.index(name) + 1]
if verb == "cloudformation describe-stacks":
    print(answers["outputs"].get(given("--query").split("'")[1], "None"))
elif verb == "lambda get-function-configuration":
    print(answers["configurations"][given("--qualifier")])
elif verb == "logs describe-subscription-filters":
    print(answers["filters"].get(given("--log-group-name"), ""))
elif verb == "logs put-log-events":
    with open(os.environ["SENT"], "w") as file:
        file.write(given("--log-events").split("message=")[1])
elif verb == "s3api list-objects-v2":
    for key in answers["objects"]:
        print("2099-01-01T00:00:00+00:00\\t" + key)
elif verb == "s3 cp":
    with open(os.environ["SENT"]) as file:
        sys.stdout.buffer.write(gzip.compress(file.read().encode() + b" arrived\\n"))
"""
FINE = {
    "outputs": OUTPUTS,
    "configurations": {"live": "1", "$LATEST": "1"},
    "filters": {},
    "objects": [KEY],
}
# What is other than fine, the exit code, and what must be said.
CASES = [
    ({}, 0, "arrived"),
    ({}, 0, f"s3://bucket/{KEY}"),
    ({"outputs": {}}, 1, "has no output of this deployment"),
    ({"configurations": {"live": "1", "$LATEST": "2"}}, 1, "another configuration"),
    ({"filters": {"/aws/lambda/a": "all"}}, 1, "/aws/lambda/a is subscribed by all"),
    ({"objects": ["failed/processing-failed/1"]}, 1, "under the error prefix: failed/"),
    ({"objects": []}, 1, "did not arrive within 1 seconds"),
]


def run(folder, answers):
    environment = {
        "PATH": f"{folder}:/usr/bin:/bin",
        "CALLS": f"{folder}/calls",
        "SENT": f"{folder}/sent",
        "ANSWERS": json.dumps({**FINE, **answers}),
        "SMOKE_SECONDS_BETWEEN": "1",
        "SMOKE_SECONDS_AT_MOST": "1",
    }
    return subprocess.run(
        ["sh", "deploy/smoke.sh", "stack"], env=environment, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, timeout=60,
    )  # fmt: skip


def main():
    os.chdir(sys.argv[1])
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/aws", "w", encoding="utf-8") as file:
            file.write(FAKE)
        os.chmod(f"{folder}/aws", 0o755)
        for answers, code, told in CASES:
            done = run(folder, answers)
            if done.returncode != code or told not in done.stdout:
                got = f"{done.returncode}: {done.stdout}"
                problems.append(f"{answers}: not {code} and {told!r}, but {got}")
        with open(f"{folder}/calls", encoding="utf-8") as file:
            calls = {tuple(call[:2]): call for call in map(json.loads, file)}
    problems += filter(None, map(aws_command.refusal, calls.values()))
    summary = f"{len(CASES)} cases, {len(calls)} commands, {len(problems)} problems"
    print("\n".join([*problems, summary]))
    return 1 if problems else 0


sys.exit(main())
