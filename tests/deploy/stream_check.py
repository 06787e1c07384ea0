"""What linters miss in a stream that this processor transforms for, told from the destination as
CreateDeliveryStream has it and the variables of the function."""

import functools
import re
import subprocess

BUFFER_MB_MIN = 64  # of an object, with dynamic partitioning
HINT_MB = (0.2, 3)  # of the function
KEY = "!{partitionKeyFromLambda:"
# Variables that are no settings of the processor.
NO_SETTINGS = {"POWERTOOLS_METRICS_NAMESPACE"}


def processor_parameters(s3):
    processors = s3["ProcessingConfiguration"]["Processors"]
    if [processor["Type"] for processor in processors] != ["Lambda"]:
        return None
    return {
        parameter["ParameterName"]: parameter["ParameterValue"]
        for parameter in processors[0]["Parameters"]
    }


def check(program, s3, variables, config=None):
    return [
        *check_partitioning(s3),
        *check_compression(s3, variables),
        *check_processor(s3),
        *check_settings(program, s3, variables, config),
    ]


def check_partitioning(s3):
    enabled = s3.get("DynamicPartitioningConfiguration", {}).get("Enabled", False)
    if enabled and int(s3["BufferingHints"]["SizeInMBs"]) < BUFFER_MB_MIN:
        yield f"with dynamic partitioning the buffer must be {BUFFER_MB_MIN} MB or more"
    if KEY in s3["Prefix"] and not enabled:
        yield "the prefix has partition keys, and dynamic partitioning is off"
    if "!{firehose:error-output-type}" not in s3.get("ErrorOutputPrefix", ""):
        yield "ErrorOutputPrefix must be there, with !{firehose:error-output-type}"


def check_compression(s3, variables):
    by_function = variables.get("OUTPUT_COMPRESSION") == "gzip"
    if by_function and s3["CompressionFormat"] != "UNCOMPRESSED":
        yield "what the function compressed must not be compressed again"
    if not by_function and s3["CompressionFormat"] != "GZIP":
        yield "objects called .gz are not compressed"
    if s3.get("FileExtension") != ".gz":
        yield "FileExtension must be .gz"


def check_processor(s3):
    parameters = processor_parameters(s3)
    if parameters is None:
        yield "the function must be the only processor"
        return
    low, high = HINT_MB
    if not low <= float(parameters["BufferSizeInMBs"]) <= high:
        yield f"the function's buffer hint must be {low} to {high} MB"
    if not 0 <= int(parameters["BufferIntervalInSeconds"]) <= 900:
        yield "the function's interval must be 0 to 900 seconds"


def check_settings(program, s3, variables, config):
    """`cwlogs check` knows settings, their combinations, and the keys that a prefix needs."""
    settings = {name: value for name, value in variables.items() if name not in NO_SETTINGS}
    unknown = [name for name in settings if f"`{name}`<br>" not in printed(program, "settings")]
    if unknown:
        return [f"{name} is no setting" for name in unknown]
    arguments = [f"--set={name}={value}" for name, value in settings.items() if value != ""]
    arguments += ["--config", config] if config else []
    arguments += ["--prefix", s3["Prefix"], "--error-prefix", s3.get("ErrorOutputPrefix", "")]
    return said(program, *arguments)


@functools.cache
def printed(program, command):
    run = subprocess.run([program, command], capture_output=True, text=True, timeout=60, check=True)
    return run.stdout


@functools.cache
def said(program, *arguments):
    run = subprocess.run(
        [program, "check", *arguments], env={}, capture_output=True, text=True, timeout=60
    )
    lines = run.stderr.splitlines() if run.returncode else []
    # A key that is given, but not used, is a mistake here.
    lines += [line for line in run.stderr.splitlines() if "is not in the prefix" in line]
    return [re.sub("^cwlogs: ", "", line) for line in lines]
