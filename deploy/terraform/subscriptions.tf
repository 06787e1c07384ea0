# Last of all, when everything that a log event meets is in its place.
resource "aws_cloudwatch_log_subscription_filter" "logs" {
  for_each        = toset([for name in var.log_group_names : name if var.subscriptions])
  name            = var.name
  log_group_name  = each.value
  filter_pattern  = var.subscription_filter_pattern
  destination_arn = var.kinesis_source ? aws_kinesis_stream.source[0].arn : local.stream_arn
  role_arn        = aws_iam_role.logs.arn

  lifecycle {
    precondition {
      condition     = !contains(local.own_log_groups, each.value)
      error_message = "The pipeline's own log groups would feed on themselves."
    }
  }

  depends_on = [
    aws_iam_role_policy.logs,
    aws_iam_role_policy.put_back,
    aws_kinesis_firehose_delivery_stream.stream,
  ]
}

data "aws_iam_policy_document" "logs_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["logs.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
    condition {
      test     = "StringLike"
      variable = "aws:SourceArn"
      values = [
        "arn:${data.aws_partition.current.partition}:logs:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:*",
      ]
    }
  }
}

resource "aws_iam_role" "logs" {
  name_prefix        = "${var.name}-logs-"
  assume_role_policy = data.aws_iam_policy_document.logs_trust.json
}

data "aws_iam_policy_document" "logs" {
  statement {
    sid       = "Put"
    actions   = var.kinesis_source ? ["kinesis:PutRecord"] : ["firehose:PutRecord", "firehose:PutRecordBatch"]
    resources = [var.kinesis_source ? aws_kinesis_stream.source[0].arn : local.stream_arn]
  }
  dynamic "statement" {
    for_each = var.kinesis_source && var.kms_key_arn != null ? [var.kms_key_arn] : []
    content {
      sid       = "Key"
      actions   = ["kms:GenerateDataKey"]
      resources = [statement.value]
    }
  }
}

resource "aws_iam_role_policy" "logs" {
  name   = "put"
  role   = aws_iam_role.logs.id
  policy = data.aws_iam_policy_document.logs.json
}
