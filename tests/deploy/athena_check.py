"""deploy/athena.sql against what the pipeline writes as it is deployed by default."""

import json
import os
import re
import subprocess
import sys

import cloudformation

sys.path.append(os.path.join(os.path.dirname(__file__), ".."))
import recipe_check  # pylint: disable=wrong-import-position

EVENT = "events/several-records.json"


def check(sql, template_text, program):
    template = cloudformation.parse(template_text)
    prefixes = {
        "cwlogs": template["Parameters"]["Prefix"]["Default"],
        "cwlogs_by_arrival": template["Parameters"]["PrefixByArrival"]["Default"],
    }
    lines = printed_lines(program, template["Parameters"])
    for statement in re.sub("^--.*", "", sql, flags=re.MULTILINE).split(";")[:-1]:
        name = re.search(r"(?:EXTERNAL TABLE|FROM) (\w+)", statement)[1]
        if name in prefixes and "CREATE" in statement:
            found = recipe_check.check_table(lines, statement, prefixes.pop(name))
            yield from (f"athena.sql: {name}: {problem}" for problem in found)
    yield from (f"athena.sql: there is no table {name}" for name in prefixes)


def printed_lines(program, parameters):
    fields = parameters["OutputFields"]["Default"]
    settings = ["--set", "OUTPUT_FORMAT=json", "--set", f"OUTPUT_FIELDS={fields}"]
    run = subprocess.run(
        [program, "replay", "-q", "--decode", *settings, EVENT],
        env={}, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    return [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
