output "bucket_name" {
  description = "Where objects go."
  value       = aws_s3_bucket.logs.id
}

output "stream_name" {
  description = "The Firehose stream."
  value       = aws_kinesis_firehose_delivery_stream.stream.name
}

output "function_name" {
  description = "The function."
  value       = aws_lambda_function.processor.function_name
}

output "function_version" {
  description = "What Firehose invokes."
  value       = aws_lambda_alias.live.function_version
}

output "own_log_group_names" {
  description = "None of these may be subscribed."
  value       = join(",", local.own_log_groups)
}

output "log_group_names" {
  description = "What is subscribed."
  value       = join(",", var.log_group_names)
}
