locals {
  # What is above nothing in five minutes.
  alarms = {
    function-errors = {
      description = "The function failed. Firehose tries three times more, then writes the whole batch to the error prefix."
      namespace   = "AWS/Lambda"
      metric      = "Errors"
      dimensions  = { FunctionName = aws_lambda_function.processor.function_name }
    }
    function-throttles = {
      description = "The account's concurrency did not suffice for the function."
      namespace   = "AWS/Lambda"
      metric      = "Throttles"
      dimensions  = { FunctionName = aws_lambda_function.processor.function_name }
    }
    records-failed = {
      description = "Records were answered ProcessingFailed and are under the error prefix. The function's log has the reasons."
      namespace   = var.metrics_namespace
      metric      = "RecordsFailed"
      dimensions  = { FunctionName = aws_lambda_function.processor.function_name }
    }
    error-objects = {
      description = "Firehose wrote objects under failed/, for whatever reason."
      namespace   = "AWS/S3"
      metric      = "PutRequests"
      dimensions  = { BucketName = aws_s3_bucket.logs.id, FilterId = aws_s3_bucket_metric.errors.name }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "above_nothing" {
  for_each            = local.alarms
  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arn == null ? [] : [var.alarm_topic_arn]
}

resource "aws_cloudwatch_metric_alarm" "freshness" {
  alarm_name          = "${var.name}-freshness"
  alarm_description   = "The oldest record that has not been delivered is older than half an hour."
  namespace           = "AWS/Firehose"
  metric_name         = "DeliveryToS3.DataFreshness"
  dimensions          = { DeliveryStreamName = aws_kinesis_firehose_delivery_stream.stream.name }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 3
  threshold           = 1800 # twice the longest buffer_interval_seconds
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arn == null ? [] : [var.alarm_topic_arn]
}

resource "aws_cloudwatch_metric_alarm" "reingested_share" {
  alarm_name          = "${var.name}-reingested-share"
  alarm_description   = "More than a fifth of what arrives is put back and paid for again. output_compression = \"gzip\" ends that."
  evaluation_periods  = 3
  threshold           = 20
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arn == null ? [] : [var.alarm_topic_arn]

  metric_query {
    id          = "share"
    label       = "Put back, percent of what arrives"
    expression  = "100 * reingested / arrived"
    return_data = true
  }

  metric_query {
    id = "reingested"
    metric {
      namespace   = var.metrics_namespace
      metric_name = "BytesReingested"
      dimensions  = { FunctionName = aws_lambda_function.processor.function_name }
      stat        = "Sum"
      period      = 300
    }
  }

  metric_query {
    id = "arrived"
    metric {
      namespace   = var.metrics_namespace
      metric_name = "BytesIn"
      dimensions  = { FunctionName = aws_lambda_function.processor.function_name }
      stat        = "Sum"
      period      = 300
    }
  }
}
