# CloudWatch Logs to S3 by Amazon Data Firehose and cwlogs-processor. ../template.yaml is the same in
# CloudFormation.

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  gzip       = var.output_compression == "gzip"
  json_lines = var.output_format == "json"

  # Both are fixed when a stream is created: another choice is another stream, beside the old one.
  stream_name = join("-", [
    var.name,
    var.kinesis_source ? "kinesis" : "direct",
    var.dynamic_partitioning ? "partitioned" : "plain",
  ])
  stream_arn = aws_kinesis_firehose_delivery_stream.stream.arn

  own_log_groups = ["/aws/lambda/${var.name}", "/aws/kinesisfirehose/${var.name}"]

  # What stream, roles and alarms must agree with. Variables are stronger than the file.
  fixed_settings = {
    METRICS                      = "emf"
    POWERTOOLS_METRICS_NAMESPACE = var.metrics_namespace
    OUTPUT_COMPRESSION           = var.output_compression
    REINGEST                     = var.reingest
  }
  settings = {
    OUTPUT_FORMAT  = var.output_format
    OUTPUT_FIELDS  = local.json_lines ? var.output_fields : ""
    TIME_ZONE      = var.time_zone
    PARTITION_KEYS = var.dynamic_partitioning ? var.partition_keys : ""
    PARTITIONS_MAX = var.dynamic_partitioning ? "400" : ""
  }
}
