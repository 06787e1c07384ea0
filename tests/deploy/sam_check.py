"""What is wrong with deploy/template.yaml: as it stands, and resolved for its choices."""

import functools
import itertools
import json
import re

import botocore.session
import botocore.validate

import cloudformation
import iam_check
import stream_check
import template_check

GIVEN = {
    "CodeBucket": "amzn-s3-demo-bucket",
    "CodeKey": "cwlogs.zip",
    "Release": "1",
    "LogGroupNames": "/app/payments,/ecs/web",
}
CHOICES = {
    "Architecture": ["arm64", "x86_64"],
    "Source": ["DirectPut", "Kinesis"],
    "DynamicPartitioning": ["on", "off"],
    "OutputCompression": ["gzip", "none"],
    "OutputFormat": ["json", "message"],
    "Subscriptions": ["on", "off"],
    "Reingest": ["put", "fail"],
    "KmsKeyArn": ["", "arn:aws:kms:us-east-1:123456789012:key/1"],
    "AlarmTopicArn": ["", "arn:aws:sns:us-east-1:123456789012:alarms"],
    "GuardLogGroups": ["", "/aws/lambda/other"],
}
# All that is a text of the user's, given.
TEXTS = {
    "MultiLineStartPattern": r"^\d{4}-",
    "Parsers": "regex,vpc-flow",
    "ParserRegex": "(?P<time>[^ ]+) (?P<text>.*)",
    "VpcFlowFormat": "${version} ${srcaddr} ${action}",
    "TimeField": "time",
    "TimeFormat": "%Y-%m-%dT%H:%M:%S",
    "TimeZone": "Asia/Tokyo",
    "RedactMatch": r"password=(\S+)",
    "FilterPattern": "ERROR",
    "FieldPattern": '{ $.text = "a*" }',
    "IncludeAtMatch": "a",
    "ExcludeAtMatch": "b",
    "ExcludeLogGroups": "*/debug",
    "GuardLogGroups": "/aws/lambda/other",
}
# By a file in the zip: a recipe, with its prefix.
FILE = "docs/recipes/athena.json"
BY_FILE = {
    "ConfigurationFile": "on",
    "Prefix": "app/day=!{partitionKeyFromLambda:day}/hour=!{partitionKeyFromLambda:hour}/",
}
FUNCTION_SECONDS_MAX = 300  # Firehose waits no longer
# Newer than Debian's botocore.
UNKNOWN_TO_BOTOCORE = {"FileExtension"}
# The operation that each type of resource becomes, and what CloudFormation adds to it by itself.
OPERATIONS = {
    "AWS::KinesisFirehose::DeliveryStream": ("firehose", "CreateDeliveryStream"),
    "AWS::CloudWatch::Alarm": ("cloudwatch", "PutMetricAlarm"),
    "AWS::CloudWatch::Dashboard": ("cloudwatch", "PutDashboard"),
    "AWS::Logs::SubscriptionFilter": ("logs", "PutSubscriptionFilter"),
    "AWS::Logs::LogStream": ("logs", "CreateLogStream"),
    "AWS::Kinesis::Stream": ("kinesis", "CreateStream"),
}
NAMES = {"DeliveryStreamName": "n", "AlarmName": "n", "DashboardName": "n", "StreamName": "n"}
NOT_IN_CREATE = {"StreamEncryption"}  # StartStreamEncryption


@functools.cache
def choices():
    """Each value of each choice with each of every other one, in few combinations: all pairs."""
    names = list(CHOICES)
    everything = [dict(zip(names, values)) for values in itertools.product(*CHOICES.values())]
    missing = {pair for combination in everything for pair in pairs(combination)}
    chosen = []
    while missing:
        best = max(everything, key=lambda combination: len(missing & pairs(combination)))
        missing -= pairs(best)
        chosen.append(best)
    return chosen


def pairs(combination):
    return set(itertools.combinations(sorted(combination.items()), 2))


def check(text, program, metrics):
    template = cloudformation.parse(text)
    once = cloudformation.unrolled(template, GIVEN)
    problems = template_check.check_sound(once)
    if problems:  # what names nothing can't be resolved
        return problems
    problems += template_check.check_tidy(once)
    problems += check_twins(once)
    problems += check_own_log_groups(template)
    problems += check_texts(template)
    for choice, config in [*((choice, None) for choice in [*choices(), TEXTS]), (BY_FILE, FILE)]:
        found = check_resolved(template, {**GIVEN, **choice}, program, metrics, config)
        problems += [problem for problem in found if problem not in problems]
    return problems


def check_texts(template):
    given = {*TEXTS, *CHOICES, "SubscriptionFilterPattern"}
    for name, parameter in template["Parameters"].items():
        if parameter.get("Default") == "" and name not in given:
            yield f"the parameter {name} is never given in the tests"


def of_type(resources, kind):
    return {name: body["Properties"] for name, body in resources.items() if body["Type"] == kind}


def the(resources, kind):
    (properties,) = of_type(resources, kind).values()
    return properties


def check_resolved(template, given, program, metrics, config=None):
    parameters = cloudformation.default_parameters(template, given)
    resources = cloudformation.Resolver(template, parameters).resources()
    problems = list(check_shapes(resources))
    if problems:  # what has another shape can't be looked into
        return problems
    function = the(resources, "AWS::Serverless::Function")
    variables = function["Environment"]["Variables"]
    stream = the(resources, "AWS::KinesisFirehose::DeliveryStream")
    s3 = stream["ExtendedS3DestinationConfiguration"]
    return [
        *stream_check.check(program, s3, variables, config),
        *check_function(function, s3),
        *check_there(resources),
        *check_log_groups(resources),
        *check_roles(resources),
        *check_subscriptions(resources, given),
        *check_metrics(resources, variables, metrics),
    ]


def check_twins(template):
    """The two streams differ where they must, and nowhere else."""
    streams = of_type(template["Resources"], "AWS::KinesisFirehose::DeliveryStream")
    plain, partitioned = streams["PlainStream"], streams["PartitionedStream"]
    s3 = "ExtendedS3DestinationConfiguration"
    for key in sorted({*plain[s3], *partitioned[s3], *plain, *partitioned} - {s3}):
        if key in ("Prefix", "DynamicPartitioningConfiguration"):
            continue
        if plain[s3].get(key) != partitioned[s3].get(key) or plain.get(key) != partitioned.get(key):
            yield f"PlainStream and PartitionedStream differ in {key}"


def check_own_log_groups(template):
    for name in ("FunctionLogGroupName", "FirehoseLogGroupName"):
        own = template["Parameters"][name]["Default"]
        given = {**GIVEN, "LogGroupNames": f"/app/payments,{own}"}
        parameters = cloudformation.default_parameters(template, given)
        if not cloudformation.Resolver(template, parameters).broken_rules():
            yield f"no rule refuses to subscribe {own}"
    parameters = cloudformation.default_parameters(template, GIVEN)
    yield from cloudformation.Resolver(template, parameters).broken_rules()


def check_function(function, s3):
    if function["Runtime"] != "provided.al2023":
        yield f"the runtime is {function['Runtime']}"
    if function["Timeout"] > FUNCTION_SECONDS_MAX:
        yield f"the function may take {function['Timeout']} s: Firehose waits {FUNCTION_SECONDS_MAX}"
    parameters = stream_check.processor_parameters(s3) or {}
    if "AutoPublishAlias" not in function or parameters.get("LambdaArn") != "«Processor.Alias»":
        yield "Firehose must invoke the published alias"


def check_shapes(resources):
    """Names and types of properties, as the operation's own client would check them."""
    for name, body in resources.items():
        if body["Type"] not in OPERATIONS:
            continue
        shape = input_of(*OPERATIONS[body["Type"]])
        names = {key: value for key, value in NAMES.items() if key in shape.members}
        report = botocore.validate.ParamValidator().validate(
            fitted({**names, **body["Properties"]}, shape), shape
        )
        if report.has_errors():
            yield f"{name}: {report.generate_report()}"


@functools.cache
def input_of(service, operation):
    model = botocore.session.get_session().get_service_model(service)
    return model.operation_model(operation).input_shape


def fitted(value, shape):
    """Properties as the operation has them: first letters, numbers that are given as text."""
    if shape.type_name == "structure" and isinstance(value, dict):
        first = str.lower if next(iter(shape.members))[0].islower() else str
        spelled = {first(key[0]) + key[1:]: item for key, item in value.items()}
        return {
            key: fitted(item, shape.members[key]) if key in shape.members else item
            for key, item in spelled.items()
            if key not in UNKNOWN_TO_BOTOCORE | NOT_IN_CREATE
        }
    if shape.type_name == "list" and isinstance(value, list):
        return [fitted(item, shape.member) for item in value]
    if shape.type_name in ("integer", "long") and re.fullmatch(r"\d+", str(value)):
        return int(value)
    return value


def check_there(resources):
    """Whoever names a resource that is there only sometimes must ask for the same."""
    for name, body in resources.items():
        named = {*re.findall(r"«(\w+)", str(body["Properties"])), *body.get("DependsOn", [])}
        for other in sorted(named):
            if other not in resources and not other.startswith("AWS"):
                yield f"{name} names {other}, which is not there for every choice"


def check_log_groups(resources):
    for name, group in of_type(resources, "AWS::Logs::LogGroup").items():
        if "RetentionInDays" not in group:
            yield f"{name} keeps its log for ever"


def statements(resources):
    for name, role in of_type(resources, "AWS::IAM::Role").items():
        for policy in role.get("Policies", []):
            yield from ((name, statement) for statement in policy["PolicyDocument"]["Statement"])
        for statement in role["AssumeRolePolicyDocument"]["Statement"]:
            yield name, {"Resource": [], **statement}
    for kind in ("AWS::IAM::Policy", "AWS::S3::BucketPolicy"):
        for name, policy in of_type(resources, kind).items():
            yield from ((name, statement) for statement in policy["PolicyDocument"]["Statement"])


def check_roles(resources):
    for name, statement in statements(resources):
        yield from (f"{name}: {problem}" for problem in iam_check.check_statement(statement))
    trust = resources["LogsRole"]["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]
    keys = {key for test in trust.get("Condition", {}).values() for key in test}
    if keys != {"aws:SourceArn", "aws:SourceAccount"}:
        yield "LogsRole must be limited by aws:SourceArn and aws:SourceAccount"
    put_back = resources.get("PutBackPolicy")
    actions = {
        action
        for name, statement in statements(resources)
        if name == "FunctionRole" or put_back and name == "PutBackPolicy"
        for action in iam_check.as_list(statement["Action"])
        if action.startswith(("firehose:", "kinesis:"))
    }
    from_kinesis = bool(of_type(resources, "AWS::Kinesis::Stream"))
    needed = "kinesis:PutRecords" if from_kinesis else "firehose:PutRecordBatch"
    expected = {needed} if put_back else set()
    if actions != expected:
        yield f"the function may {sorted(actions)}, and needs {sorted(expected)}"


def check_subscriptions(resources, given):
    subscribed = {
        properties["LogGroupName"]
        for properties in of_type(resources, "AWS::Logs::SubscriptionFilter").values()
    }
    names = given["LogGroupNames"].split(",")
    wanted = set(names if given.get("Subscriptions") != "off" else [])
    if subscribed != wanted:
        yield f"{sorted(subscribed)} are subscribed, not {sorted(wanted)}"


def metrics_of(resources):
    """(namespace, name) of alarms and dashboard."""
    for alarm in of_type(resources, "AWS::CloudWatch::Alarm").values():
        if "MetricName" in alarm:
            yield alarm["Namespace"], alarm["MetricName"]
        for query in alarm.get("Metrics", []):
            if "MetricStat" in query:
                metric = query["MetricStat"]["Metric"]
                yield metric["Namespace"], metric["MetricName"]
    dashboard = the(resources, "AWS::CloudWatch::Dashboard")
    for widget in json.loads(dashboard["DashboardBody"])["widgets"]:
        for namespace, name, *_ in widget_metrics(widget):
            yield namespace, name


def widget_metrics(widget):
    """With each dot as what stands above it."""
    above = []
    for metric in widget["properties"]["metrics"]:
        metric = [item for item in metric if not isinstance(item, dict)]
        above = [above[i] if item == "." else item for i, item in enumerate(metric)]
        yield above


def check_metrics(resources, variables, metrics):
    ours = variables["POWERTOOLS_METRICS_NAMESPACE"]
    if variables.get("METRICS") != "emf":
        yield "alarms and dashboard need METRICS=emf"
    for namespace, name in metrics_of(resources):
        if namespace == ours and name not in metrics:
            yield f"the function has no metric {name}"
        if namespace != ours and not namespace.startswith("AWS/"):
            yield f"the function does not write to {namespace}"
