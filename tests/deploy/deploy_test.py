"""The deployment is sound, and the checks find what is planted in it.

deploy_test.py PROGRAM REPOSITORY MODULES, the folder that has @cdktf/hcl2json
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

import athena_check
import hcl_check
import mutations
import sam_check


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def check_planted(name, text, planted, check):
    """Each mistake must be found, and named."""
    problems = []
    for old, new, told in planted:
        if text.count(old) == 0:
            problems.append(f"{name}: there is no {old!r} to plant {told!r}")
            continue
        found = check(text.replace(old, new))
        if not any(told in problem for problem in found):
            problems.append(f"{name}: {old!r} -> {new!r}, and nobody said {told!r}: {found[:3]}")
    print(f"{name}: {len(planted)} planted mistakes")
    return problems


def terraform_text():
    """The module's files in one text, each behind its name."""
    names = sorted(name for name in os.listdir("deploy/terraform") if name.endswith(".tf"))
    return "".join(f"# {name}\n" + read(f"deploy/terraform/{name}") for name in names)


def lint(command):
    """What a linter says, where it is installed."""
    if shutil.which(command[0]) is None:
        print(f"{command[0]} is not installed")
        return []
    run = subprocess.run(command, capture_output=True, text=True, timeout=300)
    print(f"{command[0]}: {run.returncode}")
    return [run.stdout + run.stderr] if run.returncode else []


def main():
    program, repository, modules = map(os.path.abspath, sys.argv[1:])
    os.chdir(repository)
    metrics = set(re.findall(r'\{"(\w+)", "', read("runtime/metrics.cc")))
    text = read("deploy/template.yaml")

    def check_sam(template):
        return sam_check.check(template, program, metrics)

    problems = check_sam(text)
    problems += check_planted("template.yaml", text, mutations.SAM, check_sam)

    def check_terraform(module):
        with tempfile.TemporaryDirectory() as folder:
            with open(f"{folder}/module.tf", "w", encoding="utf-8") as file:
                file.write(module)
            return hcl_check.check(folder, modules, text, program, metrics)

    module = terraform_text()
    problems += check_terraform(module)
    problems += check_planted("terraform", module, mutations.TERRAFORM, check_terraform)

    def check_athena(sql):
        return list(athena_check.check(sql, text, program))

    sql = read("deploy/athena.sql")
    problems += check_athena(sql)
    problems += check_planted("athena.sql", sql, mutations.ATHENA, check_athena)
    problems += lint(["cfn-lint", "deploy/template.yaml"])
    problems += lint(["terraform", "fmt", "-check", "-diff", "deploy/terraform"])
    print("\n".join([*problems, f"{len(problems)} problems"]))
    return 1 if problems else 0


sys.exit(main())
