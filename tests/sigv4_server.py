#!/usr/bin/python3
"""A strict Firehose and Kinesis on loopback: recomputes every SigV4 signature with botocore.

Prints `port N` and serves until it is killed. Accepted records go to the journal, a JSON line each:
{"service", "stream", "data" (base64), "key", "call"}.
"""

import argparse
import base64
import binascii
import datetime
import hashlib
import hmac
import json
import re
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

CLOCK_SKEW_MAX = datetime.timedelta(minutes=5)
SIGNED_ALWAYS = {"host", "content-type", "x-amz-date", "x-amz-target"}
RECORDS_MAX = 500
SERVICES = {
    "Firehose_20150804.PutRecordBatch": {
        "name": "firehose",
        "stream": "DeliveryStreamName",
        "stream_max": 64,
        "members": {"Data"},
        "record_max": 1000 * 1024,
        "call_max": 4 * 1024 * 1024,
    },
    "Kinesis_20131202.PutRecords": {
        "name": "kinesis",
        "stream": "StreamName",
        "stream_max": 128,
        "members": {"Data", "PartitionKey"},
        "record_max": 1024 * 1024,
        "call_max": 5 * 1024 * 1024,
    },
}


class Refused(Exception):
    """What the service would answer: a code and a message."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code
        self.message = message


def one_header(headers, name):
    values = headers.get_all(name, [])
    if len(values) > 1:
        raise Refused("InvalidSignatureException", f"{name} was sent {len(values)} times")
    return values[0] if values else None


def parse_authorization(header):
    if not header:
        raise Refused("MissingAuthenticationTokenException", "Missing Authentication Token")
    form = re.fullmatch(
        r"AWS4-HMAC-SHA256 Credential=([^,\s]+), ?SignedHeaders=([^,\s]+), ?"
        r"Signature=([0-9a-f]{64})", header)
    if not form:
        raise Refused("IncompleteSignatureException", f"Authorization={header}")
    credential = form[1].split("/")
    if len(credential) != 5:
        raise Refused("IncompleteSignatureException", f"Credential={form[1]}")
    return credential, form[2].split(";"), form[3]


def check_date(headers, scope_date, clock_offset):
    stamp = one_header(headers, "X-Amz-Date")
    try:
        date = datetime.datetime.strptime(stamp or "", "%Y%m%dT%H%M%SZ")
    except ValueError:
        raise Refused("IncompleteSignatureException", f"X-Amz-Date is {stamp}") from None
    if stamp[:8] != scope_date:
        raise Refused("InvalidSignatureException", "Date in Credential scope does not match")
    now = datetime.datetime.utcnow() + clock_offset
    if abs(now - date) > CLOCK_SKEW_MAX:
        raise Refused("InvalidSignatureException", f"Signature expired: {stamp} against {now}")
    return stamp


def check_signed_headers(headers, signed):
    if signed != sorted(set(signed)):
        raise Refused("IncompleteSignatureException", "SignedHeaders are not in order")
    required = set(SIGNED_ALWAYS)
    required |= {name.lower() for name in headers if name.lower().startswith("x-amz-")}
    missing = required - set(signed)
    if missing:
        raise Refused("InvalidSignatureException", f"not signed: {sorted(missing)}")
    for name in signed:
        if one_header(headers, name) is None:
            raise Refused("InvalidSignatureException", f"signed, but not sent: {name}")


def verify(options, handler, body, service):
    """Raises Refused unless the request is signed as this account signs."""
    headers = handler.headers
    credential, signed, signature = parse_authorization(one_header(headers, "Authorization"))
    key, scope_date, region, scope_service, terminator = credential
    if key != options.access_key:
        raise Refused("UnrecognizedClientException", "The security token is invalid.")
    if (region, scope_service, terminator) != (options.region, service, "aws4_request"):
        raise Refused("InvalidSignatureException",
                      f"Credential should be scoped to {options.region}/{service}/aws4_request")
    if one_header(headers, "X-Amz-Security-Token") != options.token:
        raise Refused("UnrecognizedClientException", "The security token is invalid.")
    check_signed_headers(headers, signed)
    stamp = check_date(headers, scope_date, options.clock_offset)
    body_hash = one_header(headers, "X-Amz-Content-SHA256")
    if body_hash is not None and body_hash != hashlib.sha256(body).hexdigest():
        raise Refused("InvalidSignatureException", "X-Amz-Content-SHA256 is not the body's")

    request = AWSRequest(handler.command, f"http://{headers['Host']}{handler.path}", data=body,
                         headers={name: one_header(headers, name) for name in signed})
    request.context["timestamp"] = stamp
    signer = SigV4Auth(Credentials(key, options.secret_key), service, region)
    canonical = signer.canonical_request(request)
    if signer.signed_headers(signer.headers_to_sign(request)) != ";".join(signed):
        raise Refused("InvalidSignatureException", f"not to be signed: one of {signed}")
    expected = signer.signature(signer.string_to_sign(request, canonical), request)
    if not hmac.compare_digest(expected, signature):
        raise Refused("InvalidSignatureException",
                      f"The signature does not match. Canonical request:\n{canonical}")


def read_entry(entry, service):
    """The bytes of a right entry, as the limits count them."""
    members = service["members"]
    if not isinstance(entry, dict) or set(entry) != members or not all(
            isinstance(value, str) for value in entry.values()):
        raise Refused("SerializationException", f"members of a record: {entry!r:.200}")
    try:
        data = base64.b64decode(entry["Data"], validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("SerializationException", f"Data: {error}") from None
    if base64.b64encode(data).decode() != entry["Data"]:
        raise Refused("SerializationException", "Data is not canonical base64")
    key = entry.get("PartitionKey", "")
    if "PartitionKey" in members and not 1 <= len(key) <= 256:
        raise Refused("ValidationException", f"PartitionKey has {len(key)} characters")
    size = len(data) + len(key.encode())
    if size > service["record_max"]:
        raise Refused("ValidationException", f"a record has {size} bytes")
    return size


def read_call(body, service):
    """The stream's name and the entries of a call within all limits."""
    try:
        call = json.loads(body.decode("utf-8"))
    except ValueError as error:
        raise Refused("SerializationException", str(error)) from None
    if not isinstance(call, dict) or set(call) != {service["stream"], "Records"}:
        raise Refused("SerializationException", "members of the call")
    name, records = call[service["stream"]], call["Records"]
    if not isinstance(name, str) or not re.fullmatch(
            f"[a-zA-Z0-9_.-]{{1,{service['stream_max']}}}", name):
        raise Refused("ValidationException", f"{service['stream']} is {name!r}")
    if not isinstance(records, list) or not 1 <= len(records) <= RECORDS_MAX:
        raise Refused("ValidationException", "number of records")
    size = sum(read_entry(entry, service) for entry in records)
    if size > service["call_max"]:
        raise Refused("InvalidArgumentException", f"the records have {size} bytes")
    return name, records


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    options = None
    lock = threading.Lock()
    calls = 0

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        try:
            self.answer(200, self.put(body))
        except Refused as refused:
            print(f"{refused.code}: {refused.message}", file=sys.stderr, flush=True)
            self.answer(400, {"__type": refused.code, "message": refused.message})

    def put(self, body):
        service = SERVICES.get(one_header(self.headers, "X-Amz-Target"))
        if service is None or self.path != "/":
            raise Refused("UnknownOperationException", self.path)
        verify(self.options, self, body, service["name"])
        if one_header(self.headers, "Content-Type") != "application/x-amz-json-1.1":
            raise Refused("SerializationException", "Content-Type")
        stream, records = read_call(body, service)
        call = self.write_journal(service["name"], stream, records)
        if service["name"] == "kinesis":
            return {"FailedRecordCount": 0, "EncryptionType": "NONE", "Records": [
                {"SequenceNumber": f"4954{call:020}{i:06}", "ShardId": "shardId-000000000000"}
                for i in range(len(records))]}
        return {"FailedPutCount": 0, "Encrypted": False, "RequestResponses": [
            {"RecordId": f"record{call:020}{i:06}"} for i in range(len(records))]}

    def write_journal(self, service, stream, records):
        """The number of this call."""
        with Handler.lock, open(self.options.journal, "a", encoding="utf-8") as journal:
            call = Handler.calls
            Handler.calls += 1
            for record in records:
                journal.write(json.dumps({
                    "service": service, "stream": stream, "data": record["Data"],
                    "key": record.get("PartitionKey"), "call": call}) + "\n")
        return call

    def answer(self, status, content):
        text = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("x-amzn-RequestId", "00000000-0000-4000-8000-000000000000")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    tls = None

    def finish_request(self, request, client_address):
        """On the connection's own thread: a slow handshake delays nobody else."""
        try:
            stream = self.tls.wrap_socket(request, server_side=True) if self.tls else request
        except OSError:  # the client does not trust this server
            return
        super().finish_request(stream, client_address)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--access-key", required=True)
    parser.add_argument("--secret-key", required=True)
    parser.add_argument("--token")
    parser.add_argument("--region", default="us-east-1")
    parser.add_argument("--journal", required=True)
    parser.add_argument("--cert", help="PEM chain: serve HTTPS")
    parser.add_argument("--key")
    parser.add_argument("--clock-offset", type=int, default=0, metavar="SECONDS",
                        help="how far this server's clock is ahead")
    options = parser.parse_args()
    options.clock_offset = datetime.timedelta(seconds=options.clock_offset)
    Handler.options = options
    server = Server(("127.0.0.1", 0), Handler)
    if options.cert:
        server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.tls.load_cert_chain(options.cert, options.key)
    print(f"port {server.server_address[1]}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
