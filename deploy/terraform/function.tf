resource "aws_lambda_function" "processor" {
  function_name    = var.name
  description      = "Firehose transformation of CloudWatch Logs"
  filename         = var.package
  source_code_hash = filebase64sha256(var.package)
  handler          = "bootstrap"
  runtime          = "provided.al2023"
  architectures    = [var.architecture]
  memory_size      = 512
  timeout          = 300
  role             = aws_iam_role.function.arn
  kms_key_arn      = var.kms_key_arn
  publish          = true

  logging_config {
    log_group             = aws_cloudwatch_log_group.function.name
    log_format            = "JSON"
    application_log_level = var.log_level
  }

  environment {
    variables = merge(var.configuration_file ? {} : local.settings, var.settings, local.fixed_settings)
  }
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.processor.function_name
  function_version = var.function_version == null ? aws_lambda_function.processor.version : var.function_version
}

resource "aws_cloudwatch_log_group" "function" {
  name              = local.own_log_groups[0]
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

data "aws_iam_policy_document" "function_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "function" {
  name_prefix        = "${var.name}-function-"
  assume_role_policy = data.aws_iam_policy_document.function_trust.json
}

data "aws_iam_policy_document" "function" {
  statement {
    sid       = "OwnLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.function.arn}:*"]
  }
  dynamic "statement" {
    for_each = var.kms_key_arn == null ? [] : [var.kms_key_arn]
    content {
      sid       = "Key"
      actions   = var.kinesis_source ? ["kms:Decrypt", "kms:GenerateDataKey"] : ["kms:Decrypt"]
      resources = [statement.value]
    }
  }
}

resource "aws_iam_role_policy" "function" {
  name   = "own-log"
  role   = aws_iam_role.function.id
  policy = data.aws_iam_policy_document.function.json
}

data "aws_iam_policy_document" "put_back" {
  statement {
    sid       = "PutBack"
    actions   = [var.kinesis_source ? "kinesis:PutRecords" : "firehose:PutRecordBatch"]
    resources = [var.kinesis_source ? aws_kinesis_stream.source[0].arn : local.stream_arn]
  }
}

# A resource of its own: the stream needs the function, and the function's role the stream.
resource "aws_iam_role_policy" "put_back" {
  count  = var.reingest == "put" ? 1 : 0
  name   = "put-back"
  role   = aws_iam_role.function.id
  policy = data.aws_iam_policy_document.put_back.json
}
