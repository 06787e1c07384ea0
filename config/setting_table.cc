// The table of settings. What is said here is said again nowhere: docs/configuration.md and
// processor.schema.json are printed from it.
#include <array>

#include "config/setting.h"
#include "processor/limits.h"

namespace cwlogs {
namespace {

using enum SettingType;
using enum SettingScope;

// Both leave room for the answers of a few records; less only ever fails.
constexpr size_t kResponseBytesMin = 256;
constexpr size_t kInflatedBytesMin = 1024;
// What any stream takes, and what the largest may be configured to take.
// https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html
constexpr size_t kKinesisRecordBytesMin = 64 * kKiB;
constexpr size_t kKinesisBytesLimit = 10 * kMiB;
// Twice a name's longest: a wildcard more for each character.
constexpr size_t kGlobBytesMax = 1024;

constexpr auto kSettings = std::to_array<Setting>({
    // --- rules ---------------------------------------------------------------------------------
    {.name = "name",
     .type = kText,
     .scope = kRule,
     .meaning = "What messages call the rule. No two rules may share one.",
     .fallback = "`rules[0]`, `rules[1]`, …",
     .example = "lambda",
     .min = 1},
    {.name = "logGroup",
     .type = kText,
     .scope = kRule,
     .meaning = "Log groups the rule is for: `*` stands for any characters, `?` for one. "
                "`logGroupPattern` means the same.",
     .fallback = "all",
     .example = "/aws/lambda/*",
     .min = 1,
     .max = kGlobBytesMax},
    {.name = "logStream",
     .type = kText,
     .scope = kRule,
     .meaning = "Log streams the rule is for, with `*` and `?`.",
     .fallback = "all",
     .example = "i-*",
     .min = 1,
     .max = kGlobBytesMax},
    {.name = "logGroupRegex",
     .type = kText,
     .scope = kRule,
     .meaning = "The same as an RE2 regular expression that matches anywhere in the log group's "
                "name. Templates may use its named groups: `(?P<service>[^/]+)` is "
                "`{capture:service}`.",
     .fallback = "all",
     .example = "^/ecs/(?P<service>[^/]+)$",
     .min = 1},
    {.name = "logStreamRegex",
     .type = kText,
     .scope = kRule,
     .meaning = "The same for the log stream's name.",
     .fallback = "all",
     .example = "^(?P<container>[^/]+)/",
     .min = 1},
    {.name = "s3Prefix",
     .type = kText,
     .scope = kRule,
     .meaning = "Text for `{s3Prefix}` in templates.",
     .fallback = "none",
     .example = "lambda"},
    {.name = "drop",
     .type = kSwitch,
     .scope = kRule,
     .meaning = "Drops all log events of these log streams.",
     .fallback = "`off`",
     .example = "on"},
    // --- output --------------------------------------------------------------------------------
    {.name = "outputFormat",
     .type = kChoice,
     .scope = kShared,
     .meaning = "What a log event becomes. `message`: its message. `json`: an object of "
                "`OUTPUT_FIELDS`. `envelope`: the CloudWatch Logs document, metadata and all, with "
                "this log event alone. `splunk-hec`: an event of Splunk's HTTP Event Collector. "
                "`template`: the text of `OUTPUT_TEMPLATE`.",
     .fallback = "`message`",
     .example = "json",
     .choices = "message|json|envelope|splunk-hec|template"},
    {.name = "outputDelimiter",
     .type = kText,
     .scope = kShared,
     .meaning =
         "What follows each log event. `\\n`, `\\r`, `\\t` and `\\\\` are understood; `none` "
         "stands for nothing.",
     .fallback = "`\\n`",
     .example = "\\r\\n"},
    {.name = "outputTemplate",
     .type = kText,
     .scope = kShared,
     .meaning = "The [template](#templates) of `OUTPUT_FORMAT=template`.",
     .fallback = "none",
     .example = "{timestamp:%FT%TZ} {logStream} {message}",
     .min = 1},
    {.name = "outputFields",
     .type = kFields,
     .scope = kShared,
     .meaning =
         "Fields of the JSON line, in this order: `field`, `name=field` to rename it, or "
         "`name=template`. Fields: `id`, `timestamp`, `message`, `owner`, `account`, `region`, "
         "`logGroup`, `logStream`, `subscriptionFilters`, `extractedFields`. What is absent is "
         "left "
         "out. With `splunk-hec`: what goes into the event's `fields`.",
     .fallback = "all of them; with `splunk-hec` none",
     .example = "@timestamp=timestamp,message,service={logGroup!replace:/:-}"},
    {.name = "outputTimestamp",
     .type = kChoice,
     .scope = kShared,
     .meaning = "`timestamp` in JSON lines: ISO 8601 with milliseconds in `TIME_ZONE`, or "
                "milliseconds since 1970.",
     .fallback = "`iso`",
     .example = "epoch-ms",
     .choices = "iso|epoch-ms"},
    {.name = "outputMessage",
     .type = kChoice,
     .scope = kShared,
     .meaning = "A message that is itself a JSON object, in JSON lines and Splunk events: stays a "
                "`string`, is an object (`embed`), or its fields become the line's own (`merge`: "
                "they win over fields of ours with the same name; rename ours to keep both). Other "
                "messages stay strings.",
     .fallback = "`string`",
     .example = "embed",
     .choices = "string|embed|merge"},
    {.name = "splunkHost",
     .type = kText,
     .scope = kShared,
     .meaning = "[Template](#templates) of `host` in Splunk events.",
     .fallback = "`{logStream}`",
     .example = "{logStream}",
     .min = 1},
    {.name = "splunkSource",
     .type = kText,
     .scope = kShared,
     .meaning = "Template of `source` in Splunk events.",
     .fallback = "`{logGroup}`",
     .example = "{subscriptionFilter}",
     .min = 1},
    {.name = "splunkSourcetype",
     .type = kText,
     .scope = kShared,
     .meaning = "Template of `sourcetype` in Splunk events.",
     .fallback = "`aws:cloudwatchlogs`",
     .example = "aws:lambda",
     .min = 1},
    {.name = "splunkIndex",
     .type = kText,
     .scope = kShared,
     .meaning = "Template of `index` in Splunk events.",
     .fallback = "left out",
     .example = "main",
     .min = 1},
    {.name = "outputCompression",
     .type = kChoice,
     .scope = kGlobal,
     .meaning = "`gzip` makes each record's data one gzip member: objects in S3 are then valid "
                "`.gz` files, and the response limit is hardly ever met. The destination must be "
                "S3 with `CompressionFormat` UNCOMPRESSED, `FileExtension` `.gz`, no format "
                "conversion and no `AppendDelimiterToRecord`.",
     .fallback = "`none`",
     .example = "gzip",
     .choices = "none|gzip"},
    {.name = "outputCompressionLevel",
     .type = kInteger,
     .scope = kGlobal,
     .meaning = "Of `gzip`: the lowest is the fastest, the highest makes the smallest objects.",
     .fallback = "`1`",
     .example = "6",
     .min = 1,
     .max = 12},
    // --- filter --------------------------------------------------------------------------------
    {.name = "includeAtMatch",
     .type = kText,
     .scope = kShared,
     .meaning = "Keeps only log events whose message this RE2 regular expression matches anywhere.",
     .fallback = "all",
     .example = "ERROR|WARN",
     .min = 1},
    {.name = "excludeAtMatch",
     .type = kText,
     .scope = kShared,
     .meaning = "Drops log events whose message matches, `INCLUDE_AT_MATCH` or not.",
     .fallback = "none",
     .example = "GET /health",
     .min = 1},
    {.name = "filterPattern",
     .type = kText,
     .scope = kShared,
     .meaning = "Keeps only log events that this [filter "
                "pattern](https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/"
                "FilterAndPatternSyntax.html) of CloudWatch Logs matches.",
     .fallback = "all",
     .example = "{ $.level = \"ERROR\" || $.status >= 500 }"},
    {.name = "dropLambdaPlatformLogs",
     .type = kSwitch,
     .scope = kShared,
     .meaning = "Drops what Lambda itself writes: the lines `START`, `END`, `REPORT`, `INIT_START` "
                "and their like, and `platform.*` records of the JSON format.",
     .fallback = "`off`",
     .example = "on"},
    {.name = "sampleOneIn",
     .type = kInteger,
     .scope = kShared,
     .meaning = "Keeps one log event in so many, chosen by its id: the same ones whenever asked.",
     .fallback = "`1`",
     .example = "10",
     .min = 1,
     .max = 1'000'000},
    {.name = "logGroups",
     .type = kList,
     .scope = kShared,
     .meaning = "Keeps only log events of these log groups, with `*` and `?`.",
     .fallback = "all",
     .example = "/aws/lambda/*,/ecs/*",
     .min = 1,
     .max = kGlobBytesMax},
    {.name = "excludeLogGroups",
     .type = kList,
     .scope = kShared,
     .meaning = "Drops log events of these log groups, `LOG_GROUPS` or not.",
     .fallback = "none",
     .example = "*/debug",
     .min = 1,
     .max = kGlobBytesMax},
    {.name = "logStreams",
     .type = kList,
     .scope = kShared,
     .meaning = "Keeps only log events of these log streams.",
     .fallback = "all",
     .example = "i-*",
     .min = 1,
     .max = kGlobBytesMax},
    {.name = "excludeLogStreams",
     .type = kList,
     .scope = kShared,
     .meaning = "Drops log events of these log streams, `LOG_STREAMS` or not.",
     .fallback = "none",
     .example = "canary-*",
     .min = 1,
     .max = kGlobBytesMax},
    {.name = "recursionGuard",
     .type = kSwitch,
     .scope = kGlobal,
     .meaning =
         "Drops log events of log groups that would feed on themselves: this function's own, "
         "Firehose's (`/aws/kinesisfirehose/*`), and `GUARD_LOG_GROUPS`.",
     .fallback = "`on`",
     .example = "off"},
    {.name = "guardLogGroups",
     .type = kList,
     .scope = kGlobal,
     .meaning = "Further log groups that the guard drops, with `*` and `?`.",
     .fallback = "none",
     .example = "/aws/lambda/log-*",
     .min = 1,
     .max = kGlobBytesMax},
    {.name = "rawRecords",
     .type = kChoice,
     .scope = kGlobal,
     .meaning = "Records that are neither gzip nor a CloudWatch Logs document: plain lines put "
                "directly, or what Firehose's message extraction leaves. `fail`: "
                "`ProcessingFailed`, reason `RawRecord`. `lines`: each line is a log event at the "
                "record's arrival time. `pass`: delivered as they are, neither filtered nor "
                "formatted.",
     .fallback = "`fail`",
     .example = "lines",
     .choices = "fail|lines|pass"},
    // --- partition keys ------------------------------------------------------------------------
    {.name = "partitionKeys",
     .type = kPairs,
     .scope = kShared,
     .meaning = "Dynamic partition keys, `name=`[`template`](#templates) pairs. Values are never "
                "empty (`unknown`), at most 256 bytes, without control characters, `.` and `..` "
                "segments, leading and doubled `/`.",
     .fallback = "none",
     .example = "service={logGroup!replace:/:-},hour={timestamp:%Y/%m/%d/%H}"},
    {.name = "timeZone",
     .type = kText,
     .scope = kShared,
     .meaning = "IANA time zone of `{timestamp:…}` and of ISO times.",
     .fallback = "`UTC`",
     .example = "Asia/Tokyo",
     .min = 1},
    {.name = "partitionStraddle",
     .type = kChoice,
     .scope = kGlobal,
     .meaning = "A record whose log events belong to different partitions: all follow the `first` "
                "one, or it is `split`: the partition with most bytes is delivered, the others "
                "are re-ingested. Where re-ingestion is off or impossible, `split` behaves as "
                "`first`.",
     .fallback = "`first`",
     .example = "split",
     .choices = "first|split"},
    {.name = "partitionsMax",
     .type = kInteger,
     .scope = kGlobal,
     .meaning = "Distinct partitions of one invocation; records beyond get `PARTITION_FALLBACK` "
                "for every key. Firehose allows 500 active ones.",
     .fallback = "no limit",
     .example = "400",
     .min = 1,
     .max = 100'000},
    {.name = "partitionFallback",
     .type = kText,
     .scope = kGlobal,
     .meaning = "Value of every key for records beyond `PARTITIONS_MAX`.",
     .fallback = "`other`",
     .example = "overflow",
     .min = 1},
    {.name = "icebergDatabase",
     .type = kText,
     .scope = kShared,
     .meaning = "Template of `otfMetadata.destinationDatabaseName` for Iceberg destinations.",
     .fallback = "no `otfMetadata`",
     .example = "logs",
     .min = 1},
    {.name = "icebergTable",
     .type = kText,
     .scope = kShared,
     .meaning = "Template of `otfMetadata.destinationTableName`.",
     .fallback = "no `otfMetadata`",
     .example = "app_{account}",
     .min = 1},
    {.name = "icebergOperation",
     .type = kText,
     .scope = kShared,
     .meaning = "Template of `otfMetadata.operation`: `insert`, `update` or `delete`.",
     .fallback = "left out, which means `insert`",
     .example = "insert",
     .min = 1},
    // --- limits, re-ingestion, metrics ---------------------------------------------------------
    {.name = "responseBytesMax",
     .type = kInteger,
     .scope = kGlobal,
     .meaning = "Bytes of a response. Lambda refuses more than 6,291,556.",
     .fallback = "`6291456`",
     .example = "5000000",
     .min = kResponseBytesMin,
     .max = kResponseBytesMax},
    {.name = "inflatedBytesMax",
     .type = kInteger,
     .scope = kGlobal,
     .meaning = "Bytes that one record may inflate to.",
     .fallback = "an eighth of the function's memory per worker, at most `33554432`",
     .example = "67108864",
     .min = kInflatedBytesMin,
     .max = kInflatedBytesMaxLimit},
    {.name = "kinesisRecordBytesMax",
     .type = kInteger,
     .scope = kGlobal,
     .meaning = "Bytes of a record put to Kinesis, its partition key included; set it to the "
                "stream's `MaxRecordSizeInKiB` where that was raised.",
     .fallback = "`1048576`",
     .example = "10485760",
     .min = kKinesisRecordBytesMin,
     .max = kKinesisBytesLimit},
    {.name = "kinesisRequestBytesMax",
     .type = kInteger,
     .scope = kGlobal,
     .meaning = "Bytes of a PutRecords call, partition keys included; at least "
                "`KINESIS_RECORD_BYTES_MAX`.",
     .fallback = "`5242880`, or `KINESIS_RECORD_BYTES_MAX` where that is more",
     .example = "10485760",
     .min = kKinesisRecordBytesMin,
     .max = kKinesisBytesLimit},
    {.name = "reingest",
     .type = kChoice,
     .scope = kGlobal,
     .meaning = "What does not fit the response: `put` it back into the stream, or `fail` it: "
                "Firehose writes the original to the error prefix.",
     .fallback = "`put`",
     .example = "fail",
     .choices = "put|fail"},
    {.name = "reingestAttempts",
     .type = kInteger,
     .scope = kGlobal,
     .meaning = "Calls for a batch, the first included. `AWS_MAX_ATTEMPTS` is ignored.",
     .fallback = "`20`",
     .example = "5",
     .min = 1,
     .max = 1000},
    {.name = "reingestReserveMs",
     .type = kInteger,
     .scope = kGlobal,
     .meaning = "Milliseconds of the invocation's time kept back for answering.",
     .fallback = "`1000`",
     .example = "2000",
     .min = 100,
     .max = 300'000},
    {.name = "metrics",
     .type = kChoice,
     .scope = kGlobal,
     .meaning = "`emf` writes the summary of each invocation as CloudWatch's embedded metric "
                "format.",
     .fallback = "`none`",
     .example = "emf",
     .choices = "none|emf"},
});

// From one setting to before another.
constexpr std::span<const Setting> settings_from(std::string_view first, std::string_view end) {
  size_t begin = 0;
  while (kSettings.at(begin).name != first) ++begin;
  size_t size = 0;
  while (begin + size < kSettings.size() && kSettings.at(begin + size).name != end) ++size;
  return std::span(kSettings).subspan(begin, size);
}

constexpr auto kSections = std::to_array<SettingSection>({
    {"Output", settings_from("outputFormat", "includeAtMatch")},
    {"Filter", settings_from("includeAtMatch", "partitionKeys")},
    {"Partition keys", settings_from("partitionKeys", "responseBytesMax")},
    {"Limits, re-ingestion, metrics", settings_from("responseBytesMax", "")},
    {"Rules", settings_from("name", "outputFormat")},
});

}  // namespace

std::span<const Setting> all_settings() { return kSettings; }

std::span<const SettingSection> setting_sections() { return kSections; }

}  // namespace cwlogs
