"""What one would write in Python, after AWS's blueprint: message and newline of each log event."""
import base64
import gzip
import json

GZIP_MAGIC = b"\x1f\x8b"


def transform_record(record):
    record_id = record["recordId"]
    try:
        data = base64.b64decode(record["data"])
        if data.startswith(GZIP_MAGIC):
            data = gzip.decompress(data)
        document = json.loads(data)
        if document["messageType"] == "CONTROL_MESSAGE":
            return {"recordId": record_id, "result": "Dropped"}
        if document["messageType"] != "DATA_MESSAGE":
            return {"recordId": record_id, "result": "ProcessingFailed"}
        lines = "".join(log_event["message"] + "\n" for log_event in document["logEvents"])
    except (ValueError, KeyError, OSError, EOFError):
        return {"recordId": record_id, "result": "ProcessingFailed"}
    return {
        "recordId": record_id,
        "result": "Ok",
        "data": base64.b64encode(lines.encode()).decode(),
    }


def transform(body):
    """Response bytes for the bytes of a Firehose transformation event."""
    event = json.loads(body)
    return json.dumps({"records": [transform_record(r) for r in event["records"]]}).encode()
