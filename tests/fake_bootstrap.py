#!/usr/bin/python3
"""A Lambda bootstrap for tests. Each event says in `do` how to behave; without it, well.

An event without `do` is answered with every record Ok and no data of its own but the log lines.
FAKE_... behaviour before the first event comes from the PARTITION_KEYS variable, as it is one of
the few that reach a bootstrap: `start=exit`, `start=init-error`, `start=late-init-error`.
"""
import base64
import gzip
import http.client
import json
import os
import signal
import sys
import time

BASE = "/2018-06-01/runtime/"
JSON = {"Content-Type": "application/json"}
START = os.environ.get("PARTITION_KEYS", "")
api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])


def call(method, path, body=None, headers=JSON):
    api.request(method, BASE + path, body, headers if body is not None else {})
    response = api.getresponse()
    text = response.read()
    if method == "POST":
        print("POST", path.split("/")[-1], response.status, flush=True)
    return response, text


def error_body(kind, message):
    return json.dumps({"errorType": kind, "errorMessage": message, "stackTrace": []})


def put(service, stream, records, headers=None):
    endpoint = os.environ["AWS_ENDPOINT_URL"].split("//")[1]
    target, name = {
        "firehose": ("Firehose_20150804.PutRecordBatch", "DeliveryStreamName"),
        "kinesis": ("Kinesis_20131202.PutRecords", "StreamName"),
    }[service]
    body = json.dumps({name: stream, "Records": records})
    scope = f"{os.environ['AWS_ACCESS_KEY_ID']}/20260101/eu-west-1/{service}/aws4_request"
    fields = {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": target,
        "X-Amz-Date": "20260101T000000Z",
        "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, "
        "SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=" + "0" * 64,
    }
    fields.update(headers or {})
    connection = http.client.HTTPConnection(endpoint)
    connection.request("POST", "/", body, fields)
    response = connection.getresponse()
    print("PUT", response.status, response.read().decode(), flush=True)


def answer_to(event):
    records = []
    for record in event.get("records", []):
        text = gzip.decompress(base64.b64decode(record["data"]))
        lines = "".join(e["message"] + "\n" for e in json.loads(text)["logEvents"])
        data = base64.b64encode(lines.encode()).decode()
        records.append({"recordId": record["recordId"], "result": "Ok", "data": data})
    # Not the spelling of any library of the program under test.
    return json.dumps({"records": records}, indent=1)


def respond(request_id, invocation_id, body, headers=None):
    fields = dict(JSON)
    fields["Lambda-Runtime-Invocation-Id"] = invocation_id
    fields.update(headers or {})
    fields = {name: value for name, value in fields.items() if value is not None}
    return call("POST", f"invocation/{request_id}/response", body, fields)


def post_error(request_id, invocation_id, kind="Function.Broken"):
    fields = dict(JSON)
    fields["Lambda-Runtime-Invocation-Id"] = invocation_id
    fields["Lambda-Runtime-Function-Error-Type"] = kind
    call("POST", f"invocation/{request_id}/error", error_body(kind, "it broke"), fields)


def misbehave(do, request_id, invocation_id, event, deadline_ms):
    body = answer_to(event)
    if do == "error":
        post_error(request_id, invocation_id)
    elif do == "error-type":
        post_error(request_id, invocation_id, "oops")
    elif do == "double":
        respond(request_id, invocation_id, body)
        respond(request_id, invocation_id, body)
    elif do == "wrong-request-id":
        respond("no-such-id", invocation_id, body)
        respond(request_id, invocation_id, body)
    elif do == "wrong-invocation-id":
        respond(request_id, "stale", body)
        respond(request_id, invocation_id, body)
    elif do == "no-invocation-id":
        respond(request_id, None, body)
    elif do == "content-type":
        respond(request_id, invocation_id, body, {"Content-Type": "text/html"})
    elif do == "oversize":
        respond(request_id, invocation_id, "x" * 6291557)
    elif do == "error-after-oversize":
        respond(request_id, invocation_id, "x" * 6291557)
        post_error(request_id, invocation_id)
    elif do == "exit":
        os._exit(3)
    elif do == "abort":
        os.kill(os.getpid(), signal.SIGKILL)
    elif do == "exit-after-answer":
        respond(request_id, invocation_id, body)
        os._exit(4)
    elif do == "no-answer":
        pass
    elif do == "late":
        time.sleep(max(0.0, deadline_ms / 1000 - time.time()) + 0.3)
        respond(request_id, invocation_id, body)
    elif do == "hang":
        time.sleep(60)
    elif do == "init-error":
        call("POST", "init/error", error_body("Runtime.Late", "too late"))
        respond(request_id, invocation_id, body)
    elif do == "garbage":
        respond(request_id, invocation_id, "<html>")
    elif do == "forget-a-record":
        respond(request_id, invocation_id, '{"records":[]}')
    elif do == "environment":
        respond(request_id, invocation_id, json.dumps(dict(os.environ, cwd=os.getcwd())))
    elif do == "ignore-sigterm":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        respond(request_id, invocation_id, body)
    elif do == "pid":
        respond(request_id, invocation_id, str(os.getpid()))
    else:
        for one in do:
            put(**one)
        respond(request_id, invocation_id, body)


def main():
    if START == "start=exit":
        sys.exit(7)
    if START == "start=init-error":
        call("POST", "init/error", error_body("Runtime.Config", "PARTITION_KEYS: no"))
        sys.exit(1)
    print("started", flush=True)
    print("on standard error", file=sys.stderr, flush=True)
    while True:
        response, text = call("GET", "invocation/next")
        if response.status != 200:
            time.sleep(0.05)
            continue
        event = json.loads(text)
        request_id = response.headers["Lambda-Runtime-Aws-Request-Id"]
        invocation_id = response.headers["Lambda-Runtime-Invocation-Id"]
        if "do" in event:
            deadline_ms = int(response.headers["Lambda-Runtime-Deadline-Ms"])
            misbehave(event["do"], request_id, invocation_id, event, deadline_ms)
        else:
            respond(request_id, invocation_id, answer_to(event))


main()
