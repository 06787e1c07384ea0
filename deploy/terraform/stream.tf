resource "aws_kinesis_firehose_delivery_stream" "stream" {
  name        = local.stream_name
  destination = "extended_s3"

  dynamic "kinesis_source_configuration" {
    for_each = aws_kinesis_stream.source
    content {
      kinesis_stream_arn = kinesis_source_configuration.value.arn
      role_arn           = aws_iam_role.firehose.arn
    }
  }

  # With a Kinesis source the source's counts.
  dynamic "server_side_encryption" {
    for_each = var.kinesis_source ? [] : ["firehose"]
    content {
      enabled  = true
      key_type = var.kms_key_arn == null ? "AWS_OWNED_CMK" : "CUSTOMER_MANAGED_CMK"
      key_arn  = var.kms_key_arn
    }
  }

  extended_s3_configuration {
    bucket_arn          = aws_s3_bucket.logs.arn
    role_arn            = aws_iam_role.firehose.arn
    prefix              = var.dynamic_partitioning ? var.prefix : var.prefix_by_arrival
    error_output_prefix = "failed/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/"
    buffering_size      = var.buffer_size_mb
    buffering_interval  = var.buffer_interval_seconds
    compression_format  = local.gzip ? "UNCOMPRESSED" : "GZIP"
    file_extension      = ".gz"

    dynamic_partitioning_configuration {
      enabled = var.dynamic_partitioning
    }

    cloudwatch_logging_options {
      enabled         = true
      log_group_name  = aws_cloudwatch_log_group.firehose.name
      log_stream_name = aws_cloudwatch_log_stream.firehose.name
    }

    processing_configuration {
      enabled = true
      processors {
        type = "Lambda"
        parameters {
          parameter_name  = "LambdaArn"
          parameter_value = aws_lambda_alias.live.arn
        }
        parameters {
          parameter_name  = "RoleArn"
          parameter_value = aws_iam_role.firehose.arn
        }
        parameters {
          parameter_name  = "BufferSizeInMBs"
          parameter_value = local.gzip ? "3" : "0.5"
        }
        parameters {
          parameter_name  = "BufferIntervalInSeconds"
          parameter_value = "60"
        }
        parameters {
          parameter_name  = "NumberOfRetries"
          parameter_value = "3"
        }
      }
    }
  }

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [aws_iam_role_policy.firehose]
}

resource "aws_kinesis_stream" "source" {
  count           = var.kinesis_source ? 1 : 0
  name            = var.name
  encryption_type = "KMS"
  kms_key_id      = var.kms_key_arn == null ? "alias/aws/kinesis" : var.kms_key_arn
  stream_mode_details {
    stream_mode = "ON_DEMAND"
  }
}

resource "aws_cloudwatch_log_group" "firehose" {
  name              = local.own_log_groups[1]
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_cloudwatch_log_stream" "firehose" {
  name           = "DestinationDelivery"
  log_group_name = aws_cloudwatch_log_group.firehose.name
}

data "aws_iam_policy_document" "firehose_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["firehose.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

resource "aws_iam_role" "firehose" {
  name_prefix        = "${var.name}-firehose-"
  assume_role_policy = data.aws_iam_policy_document.firehose_trust.json
}

data "aws_iam_policy_document" "firehose" {
  statement {
    sid       = "Objects"
    actions   = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"]
    resources = ["${aws_s3_bucket.logs.arn}/*"]
  }
  statement {
    sid       = "Bucket"
    actions   = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]
    resources = [aws_s3_bucket.logs.arn]
  }
  statement {
    sid       = "Transform"
    actions   = ["lambda:GetFunctionConfiguration", "lambda:InvokeFunction"]
    resources = [aws_lambda_alias.live.arn]
  }
  statement {
    sid       = "Errors"
    actions   = ["logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.firehose.arn}:*"]
  }
  dynamic "statement" {
    for_each = aws_kinesis_stream.source
    content {
      sid       = "Source"
      actions   = ["kinesis:DescribeStream", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"]
      resources = [statement.value.arn]
    }
  }
  dynamic "statement" {
    for_each = var.kms_key_arn == null ? [] : [var.kms_key_arn]
    content {
      sid       = "Key"
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources = [statement.value]
    }
  }
}

resource "aws_iam_role_policy" "firehose" {
  name   = "deliver"
  role   = aws_iam_role.firehose.id
  policy = data.aws_iam_policy_document.firehose.json
}
