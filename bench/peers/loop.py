"""The least of a Lambda runtime in Python."""
import http.client
import os

from transform import transform

INVOCATION = "/2018-06-01/runtime/invocation/"

api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
while True:
    api.request("GET", INVOCATION + "next")
    event = api.getresponse()
    body = event.read()
    request_id = event.headers["Lambda-Runtime-Aws-Request-Id"]
    api.request("POST", f"{INVOCATION}{request_id}/response", transform(body))
    api.getresponse().read()
