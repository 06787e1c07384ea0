"""IAM actions are spelled as AWS has them: as botocore has its operations."""

import functools
import re

import botocore.session

# Permissions that are called otherwise than the operation that needs them.
NO_OPERATION = {
    "lambda:InvokeFunction",  # Invoke
    "s3:ListBucket",  # ListObjectsV2
    "s3:ListBucketMultipartUploads",  # ListMultipartUploads
}


@functools.cache
def operations_of(service):
    session = botocore.session.get_session()
    if service not in session.get_available_services():
        return None
    return set(session.get_service_model(service).operation_names)


def check_action(action, effect="Allow"):
    if effect == "Deny" and action == "s3:*":
        return []
    if not re.fullmatch(r"[a-z0-9-]+:[A-Za-z]+", action):
        return [f"the action {action!r} is not of the form service:Action, or allows too much"]
    service, name = action.split(":")
    operations = operations_of(service)
    if operations is None:
        return [f"the action {action}: there is no service {service}"]
    if name not in operations and action not in NO_OPERATION:
        return [f"the action {action}: {service} has no operation {name}"]
    return []


def as_list(value):
    return value if isinstance(value, list) else [value]


def check_statement(statement):
    problems = []
    for action in as_list(statement["Action"]):
        problems += check_action(action, statement["Effect"])
    allows = statement["Effect"] == "Allow"
    if allows and "*" in as_list(statement.get("Resource", [])):
        problems.append(f"{statement['Sid']} allows {statement['Action']} on everything")
    if allows and "Principal" in statement and not statement.get("Condition"):
        # Lambda's own trust needs none: only functions of this account can be given the role.
        if statement["Principal"] != {"Service": "lambda.amazonaws.com"}:
            problems.append(f"whoever asks {statement['Principal']} may assume the role")
    return problems
