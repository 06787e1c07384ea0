"""The commands of docs/configuration.md print what stands below them.

documentation_test.py PROGRAM REPOSITORY
"""

import os
import re
import subprocess
import sys

ELISION = "…"  # alone on a line: any lines


def sessions(text):
    """Each command of the console blocks, with the lines printed below it."""
    for block in re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            lines = part.split("\n")
            end = next(i for i, line in enumerate(lines) if not line.endswith("\\"))
            yield "\n".join(lines[: end + 1]), "\n".join(lines[end + 1 :])


def is_printed(expected, printed):
    pattern = re.escape(expected).replace(re.escape(ELISION + "\n"), "(?:.*\n)*")
    return re.fullmatch(pattern, printed) is not None


def is_quoted(path, repository, text):
    with open(os.path.join(repository, "docs", path), encoding="utf-8") as file:
        return f"```json\n{file.read()}```" in text


def main():
    program, repository = sys.argv[1:]
    with open(os.path.join(repository, "docs", "configuration.md"), encoding="utf-8") as file:
        text = file.read()
    environment = {"PATH": os.path.dirname(program) + ":/usr/bin:/bin"}
    failures = 0
    commands = 0
    for command, expected in sessions(text):
        commands += 1
        run = subprocess.run(
            ["sh", "-c", command], cwd=repository, env=environment, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, encoding="utf-8", timeout=60,
        )
        if is_printed(expected, run.stdout):
            continue
        failures += 1
        print(f"$ {command}\n--- it prints\n{run.stdout}--- it should print\n{expected}")
    for path in ("processor.json", "mapping.json", "broken.json"):
        if is_quoted(path, repository, text):
            continue
        failures += 1
        print(f"docs/{path} does not stand in docs/configuration.md as it is")
    print(f"{commands} commands, {failures} failures")
    return 1 if failures or commands == 0 else 0


sys.exit(main())
