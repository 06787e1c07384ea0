"""The AWS CLI takes the commands of the documentation. Their scripts run with an `aws` that only
writes down what it was asked; then the real one is asked the same, with nobody at the other end.

commands_test.py REPOSITORY
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

import aws_command

PAGES = ["README.md", "deploy/README.md", "docs/migrating.md"]
# What scripts run besides; `aws` answers with a name, for what asks it.
SILENT = ["make", "cwlogs", "sleep", "smoke.sh"]
AWS = """#!/usr/bin/python3
import json, os, sys
with open(os.environ["CALLS"], "a") as file:
    file.write(json.dumps(sys.argv[1:]) + "\\n")
print("name")
"""
# Files that commands read.
ZIP = "dist/cwlogs-lambda-arm64.zip"
FILES = ["event.json", "processing.json", "processing-before.json"]
# A mistake of each kind, which must be refused.
WRONG = [
    ["s3api", "list-object-v2", "--bucket", "b"],
    ["lambda", "update-alias", "--function-name", "f", "--alias", "live"],
    ["lambda", "update-alias", "--function-name", "f"],
    ["firehose", "update-destination", "--delivery-stream-name", "s", "--destination-id", "d",
     "--current-delivery-stream-version-id", "1",
     "--extended-s3-destination-update", '{"Processing": {}}'],
]  # fmt: skip


def scripts(text):
    """The sh blocks, and the `aws` commands of console blocks."""
    yield from re.findall(r"^ *```sh\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
    for block in re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        yield from re.findall(r"^\$ (aws (?:.*\\\n)*.*)$", block, re.MULTILINE)


def calls_of(script, folder):
    """The arguments of each `aws` in it."""
    written = os.path.join(folder, "calls")
    open(written, "w", encoding="utf-8").close()
    subprocess.run(
        ["sh", "-c", script], cwd=folder, timeout=60, check=False, stdout=subprocess.DEVNULL,
        env={"PATH": f"{folder}/bin:/usr/bin:/bin", "CALLS": written},
    )  # fmt: skip
    with open(written, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def executable(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path, 0o755)


def furnish(folder, template):
    for name in SILENT:
        executable(f"{folder}/bin/{name}", "#!/bin/sh\n")
    executable(f"{folder}/deploy/smoke.sh", "#!/bin/sh\n")
    executable(f"{folder}/bin/aws", AWS)
    shutil.copy(template, f"{folder}/deploy/template.yaml")
    for name in FILES:
        executable(f"{folder}/{name}", "{}")
    os.makedirs(f"{folder}/dist", exist_ok=True)
    with zipfile.ZipFile(f"{folder}/{ZIP}", "w") as package:
        package.writestr("bootstrap", "")


def main():
    repository = os.path.abspath(sys.argv[1])
    problems, asked = [], []
    with tempfile.TemporaryDirectory() as folder:
        furnish(folder, f"{repository}/deploy/template.yaml")
        for page in PAGES:
            with open(f"{repository}/{page}", encoding="utf-8") as file:
                text = file.read()
            found = [call for script in scripts(text) for call in calls_of(script, folder)]
            print(f"{page}: {len(found)} commands")
            asked += [call for call in found if call not in asked]
        furnish(folder, f"{repository}/deploy/template.yaml")  # a script may have written into them
        problems += filter(None, (aws_command.refusal(call, folder) for call in asked))
        taken = [call for call in WRONG if aws_command.refusal(call, folder) is None]
        problems += [f"taken: {call}" for call in taken]
    print("\n".join([*problems, f"{len(asked)} different commands, {len(problems)} problems"]))
    return 1 if problems or not asked else 0


sys.exit(main())
