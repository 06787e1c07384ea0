"""The commands of the documentation print what stands below them, files stand in it as they are,
and each recipe's stream goes with its configuration.

documentation_test.py PROGRAM REPOSITORY
"""

import glob
import os
import re
import subprocess
import sys

from recipe_check import check_recipes

ELISION = "…"  # alone on a line: any lines


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


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


def check_commands(name, text, run):
    """What is wrong with the page's commands."""
    problems = []
    commands = list(sessions(text))
    for command, expected in commands:
        printed = run(command)
        if not is_printed(expected, printed):
            problems.append(
                f"$ {command}\n--- it prints\n{printed}--- it should print\n{expected}"
            )
    print(f"{name}: {len(commands)} commands")
    return problems if commands else [f"{name} has no commands"]


def language_of(file):
    extension = os.path.splitext(file)[1][1:]
    return {"cc": "cpp"}.get(extension, extension)


def check_quotes(name, text, files):
    """Of each file that does not stand in the page as it is."""
    return [
        f"{file} does not stand in {name} as it is"
        for file in files
        if f"```{language_of(file)}\n{read(file)}```" not in text
    ]


def main():
    program, repository = map(os.path.abspath, sys.argv[1:])
    os.chdir(repository)
    environment = {"PATH": os.path.dirname(program) + ":/usr/bin:/bin"}

    build = os.path.dirname(os.path.dirname(program))

    def run(command):
        return subprocess.run(
            ["sh", "-c", command.replace("build/release/", build + "/")], env=environment, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, encoding="utf-8", timeout=60,
        ).stdout

    events = glob.glob("docs/recipes/*.event.json")
    recipes = set(glob.glob("docs/recipes/*")) - set(events)
    pages = {
        "docs/configuration.md": sorted(glob.glob("docs/*.json")),
        "docs/recipes.md": sorted(recipes),
        "docs/migrating.md": [],
        "docs/troubleshooting.md": [],
        "examples/README.md": ["examples/minimal/main.cc"],
    }
    problems = []
    for name, files in pages.items():
        text = read(name)
        problems += check_commands(name, text, run)
        problems += check_quotes(name, text, files)
    problems += check_quotes("README.md", read("README.md"), ["examples/minimal/main.cc"])
    page = read("docs/recipes.md")
    problems += [f"{event}: no recipe runs on it" for event in events if event not in page]
    problems += check_recipes(program, page)
    print("\n".join([*problems, f"{len(problems)} problems"]))
    return 1 if problems else 0


sys.exit(main())
