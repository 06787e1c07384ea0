// Reads a Firehose transformation event: where it came from, and its records.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "processor/json_cursor.h"
#include "processor/result.h"

namespace cwlogs {

enum class Source : uint8_t { kDirectPut, kKinesis, kMsk };

// As the summary and the README spell them.
std::string_view name_of(Source source);

struct Record {
  RawString id;
  RawString data;           // base64; of an MSK source `kafkaRecordValue`
  RawString partition_key;  // of a Kinesis source, else empty
  bool has_data = false;
  int64_t arrival_ms = 0;  // approximateArrivalTimestamp, since the epoch; 0: unknown
};

// All views point into the event's text or into `unescaped`; `records` keeps its capacity when it
// is filled again.
struct FirehoseEvent {
  Source source = Source::kDirectPut;
  std::string_view stream_arn;  // sourceKinesisStreamArn, sourceMSKArn or deliveryStreamArn
  std::string_view stream;      // its name: what a put goes to; empty where the ARN has none
  std::string_view region;      // of the ARN, else the event's `region`
  std::vector<Record> records;
  std::string unescaped;  // holds the ARN where it was written with escapes
};

// Requires: kJsonPadding readable zero bytes after `text`.
// Errors: kEventNotJson, kEventNotFirehose, kRecordIdMissing, each with the byte offset.
tl::expected<void, Error> parse_firehose_event(std::string_view text, FirehoseEvent& event);

}  // namespace cwlogs
