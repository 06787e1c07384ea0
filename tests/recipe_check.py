"""docs/recipes.md: each recipe's stream against its configuration, and its table against both."""

import json
import re
import subprocess

BUFFER_MB_MIN = 64  # of a stream with dynamic partitioning
S3 = "ExtendedS3DestinationConfiguration"


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def check_recipes(program, text):
    """What is wrong. Each section but the first has a configuration and a stream."""
    head, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    common, *recipes = sections
    defaults = json.loads(blocks(common, "json")[0])[S3]
    problems = [f"no recipe for {line}" for line in missing_sections(head, recipes)]
    for section in recipes:
        title = section.splitlines()[0]
        for problem in check_recipe(program, section, defaults):
            problems.append(f"recipe {title!r}: {problem}")
    return problems


def missing_sections(head, recipes):
    titles = {section.splitlines()[0] for section in recipes}
    listed = set(re.findall(r"^- \[(.+?)\]", head, re.MULTILINE))
    return sorted(titles ^ listed)


def check_recipe(program, section, defaults):
    parts = [json.loads(block) for block in blocks(section, "json")]
    configurations = [part for part in parts if "$schema" in part]
    streams = [part for part in parts if "$schema" not in part]
    if not all("tests" in configuration for configuration in configurations):
        return ["its configuration has no tests"]
    if len(configurations) != 1 or len(streams) != 1:
        return ["it needs one configuration and one stream"]
    configuration = configurations[0]
    stream = streams[0]
    with open(config_of(section), encoding="utf-8") as file:
        if json.load(file) != configuration:
            return ["its commands run another configuration"]
    problems = check_prefixes(program, section, with_defaults(stream, defaults))
    if "Prefix" in stream:
        problems += check_s3(configuration, {**defaults, **stream})
    for table in blocks(section, "sql"):
        if table.startswith("CREATE"):
            problems += check_table(printed_lines(program, section), table, stream["Prefix"])
    return problems


def with_defaults(stream, defaults):
    """The part that has the prefixes."""
    if "Prefix" in stream:
        return {**defaults, **stream}
    (destination,) = stream.values()
    return destination["S3Configuration"]


def run(program, arguments):
    return subprocess.run(
        [program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        timeout=60,
    )


def config_of(section):
    return re.search(r"--config (docs/recipes/\S+\.json)", section)[1]


def check_prefixes(program, section, s3):
    arguments = ["check", "--run-tests", "--config", config_of(section)]
    arguments += ["--error-prefix", s3["ErrorOutputPrefix"]]
    if "Prefix" in s3:
        arguments += ["--prefix", s3["Prefix"]]
    result = run(program, arguments)
    # A key that is given, but not used, would be a mistake of the recipe.
    fine = result.returncode == 0 and "is not in the prefix" not in result.stdout
    return [] if fine else [result.stdout]


def check_s3(configuration, s3):
    problems = []
    if "!{partitionKeyFromLambda:" in s3["Prefix"]:
        if not s3["DynamicPartitioningConfiguration"]["Enabled"]:
            problems.append("keys need dynamic partitioning")
        if s3["BufferingHints"]["SizeInMBs"] < BUFFER_MB_MIN:
            problems.append("its buffer is too small for dynamic partitioning")
    if configuration.get("outputCompression") == "gzip":
        if s3["CompressionFormat"] != "UNCOMPRESSED" or s3.get("FileExtension") != ".gz":
            problems.append("what is compressed must not be compressed again")
    return problems


# --- Athena's table --------------------------------------------------------------------------------

TYPES = {"string": str, "int": int, "bigint": int, "double": float, "boolean": bool}


def columns_of(text):
    return dict(re.findall(r"`?(\w+)`? (\w+)", text))


def check_table(lines, table, prefix):
    """Its columns against the lines, its partitions against the prefix: column=!{…}/ for each."""
    problems = []
    columns = columns_of(re.search(r"\(\n(.*?)\n\)", table, re.DOTALL)[1])
    partitions = columns_of(re.search(r"PARTITIONED BY \((.*?)\)", table)[1])
    properties = dict(re.findall(r"'([^']+)' = '([^']+)'", table))
    for line in lines:
        if list(line) != list(columns):
            problems.append(f"the columns {list(columns)} are not the fields {list(line)}")
            continue
        for name, value in line.items():
            if type(value) is not TYPES[columns[name]]:
                problems.append(f"the column {name} is no {columns[name]}: {value!r}")
    projected = {name.split(".")[1] for name in properties if re.match(r"projection\.\w+\.", name)}
    if projected != set(partitions):
        problems.append(f"the projections {projected} are not of {set(partitions)}")
    location = re.search(r"LOCATION '(s3://[^/]+/)", table)[1]
    expected = location + re.sub(r"(\w+)=!\{[^}]*\}", r"\1=${\1}", prefix)
    if properties["storage.location.template"] != expected:
        problems.append(f"the objects are at {expected}")
    return problems


def printed_lines(program, section):
    config = config_of(section)
    event = config.replace(".json", ".event.json")
    printed = run(program, ["replay", "-q", "--decode", "--config", config, event]).stdout
    lines = [json.loads(line) for line in printed.splitlines() if line.startswith("{")]
    assert lines, printed
    return lines
