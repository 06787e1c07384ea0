"""What is wrong with deploy/terraform/, and where it is not the same as the SAM template."""

import itertools
import re

import cloudformation
import hcl_module
import iam_check
import sam_check
import stream_check
import template_check

CHOICES = {
    "dynamic_partitioning": [True, False],
    "output_compression": ["gzip", "none"],
    "output_format": ["json", "message"],
    "kinesis_source": [True, False],
}
# Of the destination, by CreateDeliveryStream's names.
S3 = {
    "prefix": "Prefix",
    "error_output_prefix": "ErrorOutputPrefix",
    "compression_format": "CompressionFormat",
    "file_extension": "FileExtension",
}
# Variables that the template has otherwise: the zip, names, and what `settings` may hold.
OTHERWISE = {
    "package", "name", "function_version", "settings", "log_group_names", "subscriptions",
    "kinesis_source", "dynamic_partitioning", "alarm_topic_arn", "kms_key_arn", "configuration_file",
}  # fmt: skip


def check(folder, modules, template_text, program, metrics):
    try:
        module = hcl_module.parse(folder, modules)
    except ValueError as error:
        return [str(error)]
    template = cloudformation.parse(template_text)
    problems = [*check_names(module), *check_cycles(module)]
    if problems:  # what names nothing has no value
        return problems
    problems += [
        *check_variables(module, template),
        *check_policies(module),
        *check_log_groups(module),
        *check_own_log_groups(module),
        *check_same(module, template, metrics),
    ]
    for values in itertools.product(*CHOICES.values()):
        found = check_stream(module, dict(zip(CHOICES, values)), template, program)
        problems += [problem for problem in found if problem not in problems]
    return problems


def check_names(module):
    known = dict(module.named())
    used = set()
    for where, body in known.items():
        names = hcl_module.references(body)
        used |= names - {where}
        yield from (f"{where}: there is no {name}" for name in sorted(names - set(known)))
    for name in known:
        if name.startswith(("var.", "local.", "data.")) and name not in used:
            yield f"{name} is not used"


def check_cycles(module):
    known = dict(module.named())
    # A variable's own validation names it.
    edges = {
        name: hcl_module.references(body) & set(known) - {name} for name, body in known.items()
    }
    return template_check.cycles(edges)


def check_variables(module, template):
    """Described, typed, and by default what the template has."""
    for name, body in module.variables.items():
        if not body.get("description") or not body.get("type"):
            yield f"var.{name} needs a description and a type"
    parameters = {snake(name): body for name, body in template["Parameters"].items()}
    for name in sorted(set(module.variables) - OTHERWISE):
        if name not in parameters:
            yield f"var.{name} is no parameter of the template"
        elif str(module.variables[name].get("default")) != str(parameters[name].get("Default")):
            yield f"var.{name} is by default another than the template's"
    size = module.variables["buffer_size_mb"].get("validation", [{}])[0].get("condition", "")
    if f"var.buffer_size_mb >= {stream_check.BUFFER_MB_MIN}" not in size:
        yield f"var.buffer_size_mb must be {stream_check.BUFFER_MB_MIN} or more"


def snake(name):
    return re.sub(r"(?<=[a-z])([A-Z])", r"_\1", name).lower()


def statements(module):
    """(document, statement) of all policies, dynamic ones too."""
    for name, body in module.of_type("data.aws_iam_policy_document").items():
        dynamic = body.get("dynamic", {}).get("statement", [])
        for statement in [*body.get("statement", []), *(item["content"][0] for item in dynamic)]:
            yield name.split(".")[-1], statement


def actions_of(statement):
    return sorted(set(re.findall(r"[a-z0-9-]+:[A-Za-z*]+", str(statement["actions"]))))


def check_policies(module):
    for name, statement in statements(module):
        actions = actions_of(statement)
        written = {
            "Sid": name,
            "Effect": statement.get("effect", "Allow"),
            "Action": actions,
            "Resource": statement.get("resources", []),
        }
        if statement.get("principals"):
            (principal,) = statement["principals"]
            if written["Effect"] == "Allow":
                written["Principal"] = {principal["type"]: principal["identifiers"][0]}
            written["Condition"] = statement.get("condition")
        yield from (f"{name}: {problem}" for problem in iam_check.check_statement(written))
        if name == "logs_trust":
            keys = {condition["variable"] for condition in statement.get("condition", [])}
            if keys != {"aws:SourceArn", "aws:SourceAccount"}:
                yield "logs_trust must be limited by aws:SourceArn and aws:SourceAccount"


def check_log_groups(module):
    for name, group in module.of_type("aws_cloudwatch_log_group").items():
        if "retention_in_days" not in group:
            yield f"{name} keeps its log for ever"


def check_own_log_groups(module):
    ((name, body),) = module.of_type("aws_cloudwatch_log_subscription_filter").items()
    conditions = [
        item["condition"]
        for lifecycle in body.get("lifecycle", [])
        for item in lifecycle.get("precondition", [])
    ]
    if conditions != ["${!contains(local.own_log_groups, each.value)}"]:
        yield f"{name} does not refuse the pipeline's own log groups"
    own = set(module.locals["own_log_groups"])
    groups = module.of_type("aws_cloudwatch_log_group").values()
    if {f"${{local.own_log_groups[{i}]}}" for i in range(len(own))} != {g["name"] for g in groups}:
        yield "local.own_log_groups are not the log groups of the module"


def check_stream(module, given, template, program):
    (stream,) = module.of_type("aws_kinesis_firehose_delivery_stream").values()
    s3 = destination(module, stream["extended_s3_configuration"][0], given)
    settings = {**module.locals["settings"], **module.locals["fixed_settings"]}
    settings = module.value(settings, given)
    problems = list(stream_check.check(program, s3, settings))
    if stream_check.processor_parameters(s3) is None:
        return problems
    if stream_check.processor_parameters(s3)["LambdaArn"] != "«aws_lambda_alias.live.arn»":
        problems.append("Firehose must invoke the published alias")
    return problems + list(check_same_stream(s3, given, template))


def destination(module, block, given):
    """The destination as CreateDeliveryStream has it."""
    value = module.value(block, given)
    processors = value["processing_configuration"][0]["processors"]
    return {
        **{S3[name]: value[name] for name in S3 if name in value},
        "BufferingHints": {
            "SizeInMBs": value["buffering_size"],
            "IntervalInSeconds": value["buffering_interval"],
        },
        "DynamicPartitioningConfiguration": {
            "Enabled": value["dynamic_partitioning_configuration"][0]["enabled"]
        },
        "ProcessingConfiguration": {
            "Processors": [
                {
                    "Type": processor["type"],
                    "Parameters": [
                        {
                            "ParameterName": item["parameter_name"],
                            "ParameterValue": item["parameter_value"],
                        }
                        for item in processor["parameters"]
                    ],
                }
                for processor in processors
            ]
        },
    }


def check_same_stream(s3, given, template):
    resources = resolved(template, {
        "DynamicPartitioning": "on" if given["dynamic_partitioning"] else "off",
        "OutputCompression": given["output_compression"],
    })
    stream = sam_check.the(resources, "AWS::KinesisFirehose::DeliveryStream")
    other = stream["ExtendedS3DestinationConfiguration"]
    for name in S3.values():
        if s3.get(name) != other.get(name):
            yield f"{name} is another than the template's"
    ours, theirs = stream_check.processor_parameters(s3), stream_check.processor_parameters(other)
    for name in sorted({*ours, *theirs}):
        if not name.endswith("Arn") and ours.get(name) != theirs.get(name):
            yield f"{name} is another than the template's"


def check_same(module, template, metrics):
    resources = resolved(template, {})
    function = sam_check.the(resources, "AWS::Serverless::Function")
    ours = module.blocks["aws_lambda_function.processor"]
    for name in ("Timeout", "MemorySize", "Runtime"):
        if ours[snake(name)] != function[name]:
            yield f"{snake(name)} is another than the template's"
    if module.locals["fixed_settings"].get("METRICS") != "emf":
        yield "alarms and dashboard need METRICS=emf"
    allowed = {action for _, statement in statements(module) for action in actions_of(statement)}
    if allowed != template_actions(template):
        yield f"only one of template and module has {sorted(allowed ^ template_actions(template))}"
    watched = {name for _, name in sam_check.metrics_of(resources)}
    text = str([module.locals, module.of_type("aws_cloudwatch_metric_alarm")])
    quoted = set(re.findall(r"['\"]([\w.]+)\\?['\"]", text))
    shown = quoted & (watched | set(metrics))
    if shown != watched:
        yield f"only one of template and module watches {sorted(shown ^ watched)}"


def template_actions(template):
    """Of every choice."""
    return {
        action
        for choice in sam_check.choices()
        for _, statement in sam_check.statements(resolved(template, choice))
        for action in iam_check.as_list(statement["Action"])
    }


def resolved(template, choice):
    parameters = cloudformation.default_parameters(template, {**sam_check.GIVEN, **choice})
    return cloudformation.Resolver(template, parameters).resources()
