"""The JSON Schema and `cwlogs check` agree about configuration files.

schema_agreement_test.py PROGRAM SCHEMA
"""

import json
import os
import subprocess
import sys
import tempfile

import jsonschema

GOOD = "good"  # for both
BAD = "bad"  # for both
UNSEEN = "unseen"  # by the schema: only the check can know

MANY = 1001

# What the file says, and who finds it wrong.
CASES = [
    # --- the file ---
    (GOOD, {}),
    (GOOD, []),
    (GOOD, {"$schema": "./processor.schema.json"}),
    (GOOD, {"rules": []}),
    (BAD, 5),
    (BAD, "json"),
    (BAD, None),
    (BAD, True),
    (BAD, {"$schema": 5}),
    (BAD, {"rules": {}}),
    (BAD, {"rules": None}),
    (BAD, {"rules": [5]}),
    (BAD, [[]]),
    (BAD, {"outputFromat": "json"}),
    (BAD, {"": 1}),
    (BAD, {"OUTPUT_FORMAT": "json"}),
    # --- levels ---
    (GOOD, {"rules": [{"logGroup": "/aws/lambda/*", "dropLambdaPlatformLogs": True}]}),
    (GOOD, [{"logGroupPattern": "/aws/lambda/*", "s3Prefix": "lambda"}]),
    (GOOD, {"rules": [{}]}),
    (BAD, {"logGroup": "/aws/lambda/*"}),
    (BAD, {"drop": True}),
    (BAD, {"rules": [{"metrics": "emf"}]}),
    (BAD, {"rules": [{"rules": []}]}),
    (BAD, {"rules": [{"$schema": "x"}]}),
    (BAD, {"rules": [{"loggroup": "x"}]}),
    (BAD, [{"logGroup": "a", "logGroupPattern": "b"}]),
    (BAD, {"logGroupPattern": "a"}),
    # --- texts ---
    (GOOD, {"timeZone": "Asia/Tokyo"}),
    (GOOD, {"outputDelimiter": ""}),
    (BAD, {"timeZone": ""}),
    (BAD, {"timeZone": 9}),
    (BAD, {"timeZone": None}),
    (BAD, {"timeZone": ["UTC"]}),
    (BAD, {"excludeAtMatch": ""}),
    (BAD, {"rules": [{"logGroup": ""}]}),
    (GOOD, {"rules": [{"logGroup": "g" * 1024}]}),
    (BAD, {"rules": [{"logGroup": "g" * 1025}]}),
    (BAD, {"rules": [{"name": ""}]}),
    # --- integers ---
    (GOOD, {"sampleOneIn": 1}),
    (GOOD, {"sampleOneIn": 1000000}),
    (GOOD, {"sampleOneIn": 10.0}),
    (BAD, {"sampleOneIn": 0}),
    (BAD, {"sampleOneIn": 1000001}),
    (BAD, {"sampleOneIn": -1}),
    (BAD, {"sampleOneIn": 1.5}),
    (BAD, {"sampleOneIn": 10**30}),
    (BAD, {"sampleOneIn": "10"}),
    (BAD, {"sampleOneIn": True}),
    (BAD, {"sampleOneIn": {}}),
    (GOOD, {"responseBytesMax": 6291556}),
    (BAD, {"responseBytesMax": 6291557}),
    # --- choices and switches ---
    (GOOD, {"outputFormat": "envelope"}),
    (BAD, {"outputFormat": "JSON"}),
    (BAD, {"outputFormat": ""}),
    (BAD, {"outputFormat": 1}),
    (GOOD, {"recursionGuard": False}),
    (GOOD, {"recursionGuard": "off"}),
    (GOOD, {"recursionGuard": "false"}),
    (BAD, {"recursionGuard": "no"}),
    (BAD, {"recursionGuard": 0}),
    # --- lists ---
    (GOOD, {"logGroups": "/aws/lambda/*,/ecs/*"}),
    (GOOD, {"logGroups": ["/aws/lambda/*", "/ecs/*"]}),
    (GOOD, {"logGroups": []}),
    (GOOD, {"logGroups": ["g"] * (MANY - 1)}),
    (BAD, {"logGroups": ["g"] * MANY}),
    (BAD, {"logGroups": ""}),
    (BAD, {"logGroups": [""]}),
    (BAD, {"logGroups": [1]}),
    (BAD, {"logGroups": {"a": "b"}}),
    (BAD, {"logGroups": ["g" * 1025]}),
    # --- pairs ---
    (GOOD, {"partitionKeys": "service={logGroup},hour={timestamp:%H}"}),
    (GOOD, {"partitionKeys": {"service": "{logGroup}", "hour": "{timestamp:%H}"}}),
    (GOOD, {"partitionKeys": {}}),
    (BAD, {"partitionKeys": ["service={logGroup}"]}),
    (BAD, {"partitionKeys": {"service": 1}}),
    (BAD, {"partitionKeys": {"service": {"a": {"b": "c"}}}}),
    (BAD, {"partitionKeys": {"service": ""}}),
    (BAD, {"partitionKeys": {"the service": "{logGroup}"}}),
    (BAD, {"partitionKeys": {"": "{logGroup}"}}),
    (BAD, {"partitionKeys": {f"k{i}": "v" for i in range(MANY)}}),
    # --- fields ---
    (GOOD, {"outputFormat": "json", "outputFields": "time=timestamp,message"}),
    (GOOD, {"outputFormat": "json", "outputFields": ["time=timestamp", "message"]}),
    (GOOD, {"outputFormat": "json", "outputFields": {"time": "timestamp", "a b": "x{id}"}}),
    (BAD, {"outputFormat": "json", "outputFields": ""}),
    (BAD, {"outputFormat": "json", "outputFields": [""]}),
    (BAD, {"outputFormat": "json", "outputFields": [{}]}),
    (BAD, {"outputFormat": "json", "outputFields": {"": "message"}}),
    (BAD, {"outputFormat": "json", "outputFields": {"a": 1}}),
    (BAD, {"outputFormat": "json", "outputFields": 1}),
    # --- tests ---
    (GOOD, {"tests": []}),
    (GOOD, {"tests": [{"input": "a", "expect": {"lines": ["a"]}}]}),
    (GOOD, {"tests": [{"name": "n", "input": ["a", ""], "logGroup": "g", "logStream": "s",
                       "owner": "1", "subscriptionFilter": "f", "region": "r", "timestamp": 0,
                       "extractedFields": {"a": "b"},
                       "expect": {"lines": [], "fields": {"a": 1, "b": None},
                                  "partitionKeys": {}}}]}),
    (GOOD, {"tests": [{"input": "", "timestamp": "2022-06-22", "expect": {"lines": []}}]}),
    (GOOD, {"tests": [{"input": "", "timestamp": 1.0, "expect": {"lines": []}}]}),
    (BAD, {"tests": {}}),
    (BAD, {"tests": [5]}),
    (BAD, {"tests": [{}]}),
    (BAD, {"tests": [{"input": "a"}]}),
    (BAD, {"tests": [{"expect": {"lines": []}}]}),
    (BAD, {"tests": [{"input": "a", "expect": {}}]}),
    (BAD, {"tests": [{"input": "a", "expect": []}]}),
    (BAD, {"tests": [{"input": "a", "expect": {"line": []}}]}),
    (BAD, {"tests": [{"input": "a", "expect": {"lines": "a"}}]}),
    (BAD, {"tests": [{"input": "a", "expect": {"lines": [1]}}]}),
    (BAD, {"tests": [{"input": "a", "expect": {"fields": {}}}]}),
    (BAD, {"tests": [{"input": "a", "expect": {"fields": []}}]}),
    (BAD, {"tests": [{"input": "a", "expect": {"partitionKeys": {"a": 1}}}]}),
    (BAD, {"tests": [{"input": [], "expect": {"lines": []}}]}),
    (BAD, {"tests": [{"input": [1], "expect": {"lines": []}}]}),
    (BAD, {"tests": [{"input": {}, "expect": {"lines": []}}]}),
    (BAD, {"tests": [{"inptu": "a", "input": "a", "expect": {"lines": []}}]}),
    (BAD, {"tests": [{"input": "a", "name": "", "expect": {"lines": []}}]}),
    (BAD, {"tests": [{"input": "a", "logGroup": 5, "expect": {"lines": []}}]}),
    (BAD, {"tests": [{"input": "a", "timestamp": -1, "expect": {"lines": []}}]}),
    (BAD, {"tests": [{"input": "a", "timestamp": 0.5, "expect": {"lines": []}}]}),
    (BAD, {"tests": [{"input": "a", "timestamp": 253402300800000, "expect": {"lines": []}}]}),
    (BAD, {"tests": [{"input": "a", "timestamp": None, "expect": {"lines": []}}]}),
    (BAD, {"tests": [{"input": "a", "extractedFields": [], "expect": {"lines": []}}]}),
    (BAD, {"rules": [{"tests": []}]}),
    (BAD, [{"tests": []}]),
    # --- what only the check can know ---
    (UNSEEN, {"tests": [{"input": "a", "timestamp": "noon", "expect": {"lines": []}}]}),
    (UNSEEN, {"tests": [{"name": "a", "input": "a", "expect": {"lines": []}},
                        {"name": "a", "input": "a", "expect": {"lines": []}}]}),
    (UNSEEN, {"timeZone": "Asia/Tokio"}),
    (UNSEEN, {"includeAtMatch": "("}),
    (UNSEEN, {"filterPattern": "{ $.level = "}),
    (UNSEEN, {"logGroups": "a,,b"}),
    (UNSEEN, {"partitionKeys": "service"}),
    (UNSEEN, {"partitionKeys": {"service": "{loggroup}"}}),
    (UNSEEN, {"partitionKeys": {"service": "{capture:service}"}}),
    (UNSEEN, {"partitionKeys": {"service": "{s3Prefix}"}}),
    (UNSEEN, {"outputFormat": "json", "outputFields": ["loggroup"]}),
    (UNSEEN, {"outputFormat": "json", "outputFields": []}),
    (UNSEEN, {"outputFormat": "template"}),
    (UNSEEN, {"outputFields": ["message"]}),
    (UNSEEN, {"outputDelimiter": "\\q"}),
    (UNSEEN, {"outputFormat": "splunk-hec", "outputCompression": "gzip"}),
    (UNSEEN, {"icebergTable": "logs"}),
    (UNSEEN, {"partitionStraddle": "split"}),
    (UNSEEN, {"partitionsMax": 5, "partitionFallback": "/"}),
    (UNSEEN, {"kinesisRecordBytesMax": 10485760, "kinesisRequestBytesMax": 5242880}),
    (UNSEEN, {"rules": [{"name": "a", "logGroup": "x"}, {"name": "a", "logGroup": "y"}]}),
    (UNSEEN, {"rules": [{"logGroup": "*"}, {"logGroup": "x"}]}),
    (UNSEEN, {"rules": [{"logGroupRegex": "(?P<a>)"}]}),
    (UNSEEN, {"rules": [{"logGroup": "x", "s3Prefix": "y"}]}),
    (UNSEEN, {"rules": [{"logGroup": "x", "drop": True, "sampleOneIn": 5}]}),
]


def check_accepts(program, folder, config):
    path = os.path.join(folder, "processor.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(config, file)
    run = subprocess.run(
        [program, "check", "--config", path], env={}, capture_output=True, text=True, timeout=60
    )
    if run.returncode not in (0, 2):
        sys.exit(f"cwlogs check ended with {run.returncode}: {run.stderr}")
    return run.returncode == 0, run.stderr


def main():
    program, schema_path = sys.argv[1:]
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        for kind, config in CASES:
            by_check, problems = check_accepts(program, folder, config)
            by_schema = validator.is_valid(config)
            if (by_check, by_schema) == (kind == GOOD, kind != BAD):
                continue
            failures += 1
            print(f"{kind}: {json.dumps(config)[:200]}: the check says {by_check}, the schema "
                  f"{by_schema}\n{problems}")
    print(f"{len(CASES)} files, {failures} where schema and check are not as expected")
    return 1 if failures else 0


sys.exit(main())
