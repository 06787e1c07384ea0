"""Whether the AWS CLI takes a command: it is run against an endpoint that nobody listens at."""

import os
import subprocess

AWS = "/usr/bin/aws"
DEAD = "http://127.0.0.1:1"
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/nonexistent",
    "AWS_ACCESS_KEY_ID": "id",
    "AWS_SECRET_ACCESS_KEY": "key",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_MAX_ATTEMPTS": "1",
}


def refusal(arguments, folder=None):
    """What is wrong with `aws` and these arguments, or None."""
    command = [AWS, *arguments, "--endpoint-url", DEAD, "--cli-connect-timeout", "2"]
    run = subprocess.run(
        command, env={**os.environ, **ENVIRONMENT}, cwd=folder, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60,
    )  # fmt: skip
    # It got as far as calling.
    if "Could not connect to the endpoint URL" in run.stdout:
        return None
    return f"aws {' '.join(arguments)}: {run.stdout.strip()}"
