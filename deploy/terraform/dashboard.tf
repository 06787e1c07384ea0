locals {
  ours = [var.metrics_namespace]
  of   = ["FunctionName", aws_lambda_function.processor.function_name]

  widgets = [
    {
      title = "Records"
      stat  = "Sum"
      metrics = [
        for metric in ["RecordsOk", "RecordsDropped", "RecordsFailed"] : concat(local.ours, [metric], local.of)
      ]
    },
    {
      title = "Log events"
      stat  = "Sum"
      metrics = [
        for metric in ["EventsIn", "EventsFiltered", "EventsUnparsed", "EventsRedacted", "EventsJoined"] :
        concat(local.ours, [metric], local.of)
      ]
    },
    {
      title = "Bytes"
      stat  = "Sum"
      metrics = [
        for metric in ["BytesIn", "BytesInflated", "BytesReingested"] : concat(local.ours, [metric], local.of)
      ]
    },
    {
      title = "Put back"
      stat  = "Sum"
      metrics = [
        for metric in [
          "RecordsReingested", "RecordsSplit", "ReingestRetries", "ReingestThrottled", "ReingestOutcomeUnknown",
          "PartlyReingested",
        ] : concat(local.ours, [metric], local.of)
      ]
    },
    {
      title = "Invocations"
      stat  = "Maximum"
      metrics = concat(
        [for metric in ["DurationMs", "ResponseBytes", "ColdStart"] : concat(local.ours, [metric], local.of)],
        [for metric in ["Errors", "Throttles"] : concat(["AWS/Lambda", metric], local.of)],
      )
    },
    {
      title = "Age, seconds"
      stat  = "Maximum"
      metrics = [
        concat(local.ours, ["RecordAgeSeconds"], local.of),
        [
          "AWS/Firehose", "DeliveryToS3.DataFreshness", "DeliveryStreamName",
          aws_kinesis_firehose_delivery_stream.stream.name,
        ],
      ]
    },
  ]
}

resource "aws_cloudwatch_dashboard" "pipeline" {
  dashboard_name = var.name
  dashboard_body = jsonencode({
    widgets = [
      for i, widget in local.widgets : {
        type   = "metric"
        x      = 12 * (i % 2)
        y      = 6 * floor(i / 2)
        width  = 12
        height = 6
        properties = {
          title   = widget.title
          stat    = widget.stat
          metrics = widget.metrics
          region  = data.aws_region.current.id
          period  = 300
          view    = "timeSeries"
        }
      }
    ]
  })
}
