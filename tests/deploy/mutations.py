"""Mistakes to plant: what stands there, what takes its place and what must be said."""

SAM = [
    (
        "!Ref CodeBucket",
        "!Ref CodeBuckt",
        "Processor: there is no parameter and no resource CodeBuckt",
    ),
    (
        "!If [Gzip, UNCOMPRESSED, GZIP]",
        "!If [Gzipped, UNCOMPRESSED, GZIP]",
        "there is no condition Gzipped",
    ),
    (
        "    Condition: FromKinesis\n    Properties:\n      StreamModeDetails",
        "    Condition: HasKey\n    Properties:\n      StreamModeDetails",
        "PutBackPolicy names SourceStream, which is not there for every choice",
    ),
    (
        "!If [Partitioned, !Ref PartitionedStream, !Ref PlainStream]",
        "!Ref PartitionedStream",
        "FreshnessAlarm names PartitionedStream, which is not there for every choice",
    ),
    (
        "[BucketPolicy, LogsPolicy]",
        "[BucketPolicy, LogsPolicy, PutBackPolicy]",
        "names PutBackPolicy, which is not there for every choice",
    ),
    (
        "    Type: AWS::Serverless::Function\n",
        "    Type: AWS::Serverless::Function\n    DependsOn: [PutBackPolicy]\n",
        "a cycle: ",
    ),
    (
        "Resource: !GetAtt FunctionLogGroup.Arn",
        "Resource: !Sub ${PartitionedStream.Arn}",
        "a cycle: ",
    ),
    (
        "  RawRecords:\n    Type: String",
        "  Unused:\n    Type: String\n    Default: a\n  RawRecords:\n    Type: String",
        "the parameter Unused is not used",
    ),
    ("          - RedactMatch\n", "", "the parameter RedactMatch is not in the interface"),
    (
        "firehose:PutRecordBatch\n",
        "firehose:PutRecordsBatch\n",
        "firehose has no operation PutRecordsBatch",
    ),
    (
        "kinesis:PutRecords\n",
        "kinesis:PutRecord\n",
        "the function may ['kinesis:PutRecord'], and needs",
    ),
    ("Action: logs:PutLogEvents", "Action: logs:*", "'logs:*' is not of the form"),
    ("Resource: !Ref Processor.Alias", 'Resource: "*"', "on everything"),
    ("aws:SourceArn", "aws:sourceVpc", "LogsRole must be limited by aws:SourceArn"),
    (
        "            Condition: {StringEquals: {sts:ExternalId: !Ref AWS::AccountId}}\n",
        "",
        "may assume the role",
    ),
    (
        "    MinValue: 64\n    MaxValue: 128\n    Default: 64",
        "    Default: 5",
        "the buffer must be 64 MB or more",
    ),
    (
        "ErrorOutputPrefix: failed/!{firehose:error-output-type}/",
        "ErrorOutputPrefix: failed/",
        "ErrorOutputPrefix must be there",
    ),
    (
        "        ErrorOutputPrefix: "
        "failed/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/\n",
        "",
        "ErrorOutputPrefix must be there",
    ),
    ("partitionKeyFromLambda:day", "partitionKeyFromLambda:date", "no partition key 'date'"),
    (
        "Default: logGroup={logGroup!replace:/:-},",
        "Default: logGroup={loggroup},",
        "PARTITION_KEYS",
    ),
    (
        "hour={timestamp:%H}",
        "hour={timestamp:%H},minute={timestamp:%M}",
        "'minute' is not in the prefix",
    ),
    (
        "DynamicPartitioningConfiguration: {Enabled: true}",
        "DynamicPartitioningConfiguration: {Enabled: false}",
        "dynamic partitioning is off",
    ),
    ("!If [Gzip, UNCOMPRESSED, GZIP]", "GZIP", "must not be compressed again"),
    ("FileExtension: .gz", "FileExtension: .json", "FileExtension must be .gz"),
    ('!If [Gzip, "3", "0.5"]', '!If [Gzip, "5", "0.5"]', "buffer hint must be 0.2 to 3 MB"),
    (
        "            - Type: Lambda\n",
        "            - Type: Decompression\n            - Type: Lambda\n",
        "must be the only processor",
    ),
    (
        "ParameterValue: !Ref Processor.Alias",
        "ParameterValue: !GetAtt Processor.Arn",
        "must invoke the published alias",
    ),
    ("      Timeout: 300", "      Timeout: 600", "the function may take 600"),
    (
        "SizeInMBs: !Ref",
        "SizeInMB: !Ref",
        'Unknown parameter in ExtendedS3DestinationConfiguration.BufferingHints: "SizeInMB"',
    ),
    (
        "        BucketARN: !GetAtt Bucket.Arn\n",
        "",
        'Missing required parameter in ExtendedS3DestinationConfiguration: "BucketARN"',
    ),
    (
        "        Prefix: !Ref PrefixByArrival\n",
        "        Prefix: !Ref PrefixByArrival\n        S3BackupMode: Enabled\n",
        "differ in S3BackupMode",
    ),
    ("TreatMissingData", "TreatMissing", 'Unknown parameter in input: "TreatMissing"'),
    (
        "MetricName: RecordsFailed",
        "MetricName: ProcessingFailed",
        "the function has no metric ProcessingFailed",
    ),
    ('"EventsUnparsed"', '"EventUnparsed"', "the function has no metric EventUnparsed"),
    ("METRICS: emf", "METRICS: none", "alarms and dashboard need METRICS=emf"),
    (
        "            OUTPUT_COMPRESSION: !Ref OutputCompression\n            GUARD",
        "            OUTPUT_COMPRESSION: none\n            GUARD",
        "objects called .gz are not compressed",
    ),
    ("REDACT_MATCH: !Ref", "REDACT_MATCHES: !Ref", "REDACT_MATCHES is no setting"),
    ("OUTPUT_FORMAT: !Ref", "OUTPUT_FORMAAT: !Ref", "OUTPUT_FORMAAT"),
    (
        'OUTPUT_FIELDS: !If [JsonLines, !Ref OutputFields, ""]',
        "OUTPUT_FIELDS: !Ref OutputFields",
        "OUTPUT_FIELDS",
    ),
    ("      RetentionInDays: !Ref LogRetentionDays\n", "", "keeps its log for ever"),
    (
        "[!Ref LogGroupNames, !Ref FirehoseLogGroupName]",
        "[!Ref LogGroupNames, a]",
        "no rule refuses to subscribe /aws/kinesisfirehose",
    ),
    ("        Condition: Subscribed\n", "", "are subscribed, not []"),
]

TERRAFORM = [
    ("local.gzip ?", "local.zip ?", "there is no local.zip"),
    ("var.kms_key_arn", "var.key_arn", "there is no var.key_arn"),
    ("aws_iam_role.logs.arn", "aws_iam_role.log.arn", "there is no aws_iam_role.log"),
    ('variable "reingest"', 'variable "unused" {}\nvariable "reingest"', "var.unused is not used"),
    ("local.own_log_groups[0]\n", "aws_lambda_alias.live.name\n", "a cycle: "),
    (
        "  publish          = true\n",
        "  publish = true\n  depends_on = [aws_iam_role_policy.put_back]\n",
        "a cycle: ",
    ),
    (
        '"firehose:PutRecordBatch"]\n    res',
        '"firehose:PutRecordsBatch"]\n    res',
        "firehose has no operation PutRecordsBatch",
    ),
    ('actions   = ["logs:PutLogEvents"]', 'actions   = ["logs:*"]', "'logs:*' is not of the form"),
    ("resources = [aws_lambda_alias.live.arn]", 'resources = ["*"]', "on everything"),
    (
        'variable = "aws:SourceArn"',
        'variable = "aws:sourceVpc"',
        "logs_trust must be limited by aws:SourceArn",
    ),
    ("var.buffer_size_mb >= 64", "var.buffer_size_mb >= 1", "must be 64 or more"),
    ("default     = 64\n", "default     = 5\n", "the buffer must be 64 MB or more"),
    ("failed/!{firehose:error-output-type}/!", "failed/!", "ErrorOutputPrefix must be there"),
    ("partitionKeyFromLambda:day", "partitionKeyFromLambda:date", "no partition key 'date'"),
    (
        "      enabled = var.dynamic_partitioning\n",
        "      enabled = false\n",
        "dynamic partitioning is off",
    ),
    ('"UNCOMPRESSED" : "GZIP"', '"GZIP" : "GZIP"', "must not be compressed again"),
    ('file_extension      = ".gz"', 'file_extension      = ".json"', "FileExtension must be .gz"),
    ('local.gzip ? "3"', 'local.gzip ? "2"', "BufferSizeInMBs is another than the template's"),
    ('local.gzip ? "3"', 'local.gzip ? "5"', "buffer hint must be 0.2 to 3 MB"),
    ('type = "Lambda"', 'type = "Decompression"', "must be the only processor"),
    (
        "= aws_lambda_alias.live.arn\n",
        "= aws_lambda_function.processor.arn\n",
        "must invoke the published alias",
    ),
    ("timeout          = 300", "timeout          = 600", "timeout is another than the template's"),
    (
        'METRICS                      = "emf"',
        'METRICS                      = "none"',
        "need METRICS=emf",
    ),
    ('"RecordsFailed"', '"ProcessingFailed"', "watches ['RecordsFailed']"),
    ("OUTPUT_FORMAT  =", "OUTPUT_FORMAAT =", "OUTPUT_FORMAAT"),
    (
        "  retention_in_days = var.log_retention_days\n  kms_key_id        = var.kms_key_arn\n"
        "}\n\ndata",
        "}\n\ndata",
        "keeps its log for ever",
    ),
    (
        "!contains(local.own_log_groups, each.value)",
        "true",
        "does not refuse the pipeline's own log groups",
    ),
    ('default     = "UTC"', 'default     = "Asia/Tokyo"', "var.time_zone is by default another"),
    ("\n    sid       = ", "\n    sid = = ", "module.tf:"),
]

ATHENA = [
    ("  logStream string,\n", "", "the columns"),
    ("  region string", "  region int", "the column region is no int"),
    ("/hour=${hour}/", "/${hour}/", "the objects are at"),
    ("'projection.hour.type'", "'projection.hours.type'", "the projections"),
    ("cwlogs_by_arrival", "cwlogs_arrived", "there is no table cwlogs_by_arrival"),
]
