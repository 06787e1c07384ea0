# --- What is deployed ---

variable "package" {
  description = "Path of the zip, built for architecture."
  type        = string
}

variable "architecture" {
  description = "arm64 or x86_64."
  type        = string
  default     = "arm64"
  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "The architecture is arm64 or x86_64."
  }
}

variable "configuration_file" {
  description = "Leaves what becomes of log events, and the partition keys, to a processor.json in the zip."
  type        = bool
  default     = false
}

variable "name" {
  description = "Of the function; all other names begin with it."
  type        = string
  default     = "cwlogs-processor"
}

variable "function_version" {
  description = "The version that Firehose invokes: an older one rolls back. By default the latest."
  type        = string
  default     = null
}

# --- Where log events come from ---

variable "log_group_names" {
  description = "Log groups to subscribe, which must exist."
  type        = set(string)
}

variable "subscription_filter_pattern" {
  description = "What CloudWatch Logs sends at all; what it holds back costs nothing here."
  type        = string
  default     = ""
}

variable "subscriptions" {
  description = "false removes the subscription filters, to drain the stream before it is replaced or destroyed."
  type        = bool
  default     = true
}

variable "kinesis_source" {
  description = "Puts a data stream before Firehose, for other readers or for a day's reserve."
  type        = bool
  default     = false
}

# --- What they become, and where they go ---

variable "output_format" {
  description = "OUTPUT_FORMAT: json, message or envelope."
  type        = string
  default     = "json"
}

variable "output_fields" {
  description = "OUTPUT_FIELDS of a JSON line."
  type        = string
  default     = "timestamp,account,region,logGroup,logStream,message"
}

variable "output_compression" {
  description = "gzip compresses in the function; none leaves it to Firehose. Objects are .gz either way."
  type        = string
  default     = "gzip"
  validation {
    condition     = contains(["gzip", "none"], var.output_compression)
    error_message = "The compression is gzip or none."
  }
}

variable "time_zone" {
  description = "TIME_ZONE of partition keys and times, an IANA name."
  type        = string
  default     = "UTC"
}

variable "settings" {
  description = "Further settings of the function, by their variables: { PARSERS = \"nginx\" }. What has a variable of its own here stays as that is."
  type        = map(string)
  default     = {}
}

variable "dynamic_partitioning" {
  description = "By partition_keys, or by the time of arrival alone. Switching replaces the stream; drain it first."
  type        = bool
  default     = true
}

variable "partition_keys" {
  description = "PARTITION_KEYS, all that prefix uses."
  type        = string
  default     = "logGroup={logGroup!replace:/:-},day={timestamp:%Y-%m-%d},hour={timestamp:%H}"
}

variable "prefix" {
  description = "Where objects go with dynamic partitioning."
  type        = string
  default     = "logs/log_group=!{partitionKeyFromLambda:logGroup}/day=!{partitionKeyFromLambda:day}/hour=!{partitionKeyFromLambda:hour}/"
}

variable "prefix_by_arrival" {
  description = "Where objects go without dynamic partitioning."
  type        = string
  default     = "logs/day=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/"
}

variable "buffer_size_mb" {
  description = "Of an object, before it is written."
  type        = number
  default     = 64
  validation {
    condition     = var.buffer_size_mb >= 64 && var.buffer_size_mb <= 128
    error_message = "Firehose wants 64 MB or more with dynamic partitioning, and takes 128 at most."
  }
}

variable "buffer_interval_seconds" {
  description = "How long an object waits at most."
  type        = number
  default     = 300
  validation {
    condition     = var.buffer_interval_seconds >= 60 && var.buffer_interval_seconds <= 900
    error_message = "Firehose takes 60 to 900 seconds with dynamic partitioning."
  }
}

variable "expire_after_days" {
  description = "When objects are deleted."
  type        = number
  default     = 365
}

variable "expire_errors_after_days" {
  description = "When objects under the error prefix are deleted, if that is earlier."
  type        = number
  default     = 90
}

# --- Operation ---

variable "reingest" {
  description = "REINGEST, what becomes of records that don't fit the response: put or fail."
  type        = string
  default     = "put"
  validation {
    condition     = contains(["put", "fail"], var.reingest)
    error_message = "What does not fit is put back, or fails."
  }
}

variable "log_level" {
  description = "AWS_LAMBDA_LOG_LEVEL of the function: TRACE, DEBUG or INFO."
  type        = string
  default     = "INFO"
  validation {
    condition     = contains(["TRACE", "DEBUG", "INFO"], var.log_level)
    error_message = "Above INFO Lambda would drop the metrics, which it takes for lines of that level."
  }
}

variable "log_retention_days" {
  description = "Of the pipeline's own log groups."
  type        = number
  default     = 30
}

variable "metrics_namespace" {
  description = "POWERTOOLS_METRICS_NAMESPACE."
  type        = string
  default     = "cwlogs-processor"
}

variable "alarm_topic_arn" {
  description = "An SNS topic that alarms go to."
  type        = string
  default     = null
}

variable "kms_key_arn" {
  description = "A key for bucket, streams, log groups and the function's variables in place of AWS's own."
  type        = string
  default     = null
}
