#include "processor/firehose_event.h"

#include <charconv>

#include "processor/buffer.h"
#include "processor/json_key.h"
#include "processor/json_string.h"
#include "processor/utf8.h"

namespace cwlogs {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// The ARNs and the region as they were found, before it is clear which counts.
struct Arns {
  RawString delivery_stream;
  RawString kinesis_stream;
  RawString msk_cluster;
  RawString region;
};

Source source_of(const Arns& arns) {
  if (!arns.kinesis_stream.text.empty()) return Source::kKinesis;
  return arns.msk_cluster.text.empty() ? Source::kDirectPut : Source::kMsk;
}

// Leaves `string` empty where something else than a string stands.
bool read_string_or_skip(JsonCursor& cursor, RawString& string) {
  string = {};
  if (cursor.peek() == '"') return cursor.read_string(string);
  cursor.skip_value();
  return false;
}

// At the value of `kinesisRecordMetadata`, which may be null.
void read_kinesis_metadata(JsonCursor& cursor, RawString& partition_key) {
  partition_key = {};
  if (cursor.peek() != '{') {
    cursor.skip_value();
    return;
  }
  cursor.begin_object();
  for (RawString key; cursor.next_field(key);) {
    if (key_is(key, "partitionKey")) {
      read_string_or_skip(cursor, partition_key);
    } else {
      cursor.skip_value();
    }
  }
}

// 0 for anything but a whole number.
int64_t read_milliseconds(JsonCursor& cursor) {
  std::string_view value;
  if (!cursor.skip_value(value)) return 0;
  int64_t ms = 0;
  const auto [stop, error] = std::from_chars(value.data(), value.data() + value.size(), ms);
  return error == std::errc() && stop == value.data() + value.size() ? ms : 0;
}

// Returns whether the record has a recordId.
bool read_record(JsonCursor& cursor, std::string_view payload_field, Record& record) {
  bool has_id = false;
  if (!cursor.begin_object()) return false;
  for (RawString key; cursor.next_field(key);) {
    if (key_is(key, "recordId")) {
      has_id = read_string_or_skip(cursor, record.id);
    } else if (key_is(key, payload_field)) {
      record.has_data = read_string_or_skip(cursor, record.data);
    } else if (key_is(key, "kinesisRecordMetadata")) {
      read_kinesis_metadata(cursor, record.partition_key);
    } else if (key_is(key, "approximateArrivalTimestamp")) {
      record.arrival_ms = read_milliseconds(cursor);
    } else {
      cursor.skip_value();
    }
  }
  return has_id;
}

// At the value of `records`. The error is the first record's that has one.
Error read_records(JsonCursor& cursor, std::string_view payload_field,
                   std::vector<Record>& records) {
  records.clear();
  if (cursor.peek() != '[') {
    const Error error{Reason::kEventNotFirehose, cursor.offset()};
    cursor.skip_value();
    return error;
  }
  Error error;
  cursor.begin_array();
  while (cursor.next_element()) {
    const bool object = cursor.peek() == '{';
    const size_t offset = cursor.offset();
    Record& record = records.emplace_back();
    const bool has_id =
        object ? read_record(cursor, payload_field, record) : cursor.skip_value() && false;
    if (!has_id && error.reason == Reason::kNone) error = {Reason::kRecordIdMissing, offset};
  }
  return error;
}

// The n-th part of an ARN, counted from 0: arn:aws:firehose:eu-west-1:123456789012:…
std::string_view arn_part(std::string_view arn, int n) {
  for (; n > 0; --n) {
    const size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return {};
    arn.remove_prefix(colon + 1);
  }
  return arn.substr(0, arn.find(':'));
}

void settle_source(const Arns& arns, FirehoseEvent& event) {
  event.source = source_of(arns);
  const RawString& arn = event.source == Source::kKinesis ? arns.kinesis_stream
                         : event.source == Source::kMsk   ? arns.msk_cluster
                                                          : arns.delivery_stream;
  event.unescaped.clear();
  if (arn.escaped) append_unescaped(arn.text, event.unescaped);
  event.stream_arn = arn.escaped ? std::string_view(event.unescaped) : arn.text;
  const std::string_view resource = arn_part(event.stream_arn, 5);
  const size_t slash = resource.find('/');
  event.stream = slash == std::string_view::npos ? "" : resource.substr(slash + 1);
  event.stream = event.stream.substr(0, event.stream.find('/'));
  const std::string_view arn_region = arn_part(event.stream_arn, 3);
  event.region = arn_region.empty() ? arns.region.text : arn_region;
}

// At the opening brace. Returns what is wrong with `records`, if anything is.
Error read_event(JsonCursor& cursor, Arns& arns, std::vector<Record>& records) {
  const auto payload_field = [&arns]() -> std::string_view {
    return source_of(arns) == Source::kMsk ? "kafkaRecordValue" : "data";
  };
  Error error{Reason::kEventNotFirehose, cursor.offset()};
  const char* records_at = nullptr;
  std::string_view field_read;
  cursor.begin_object();
  for (RawString key; cursor.next_field(key);) {
    if (key_is(key, "records")) {
      records_at = cursor.position();
      field_read = payload_field();
      error = read_records(cursor, field_read, records);
    } else if (key_is(key, "deliveryStreamArn")) {
      read_string_or_skip(cursor, arns.delivery_stream);
    } else if (key_is(key, "sourceKinesisStreamArn")) {
      read_string_or_skip(cursor, arns.kinesis_stream);
    } else if (key_is(key, "sourceMSKArn")) {
      read_string_or_skip(cursor, arns.msk_cluster);
    } else if (key_is(key, "region")) {
      read_string_or_skip(cursor, arns.region);
    } else {
      cursor.skip_value();
    }
  }
  cursor.peek();
  if (!cursor.failed() && records_at != nullptr && field_read != payload_field()) {
    // sourceMSKArn came after the records.
    JsonCursor again = cursor;
    again.resume_at(records_at);
    error = read_records(again, payload_field(), records);
  }
  return error;
}

}  // namespace

std::string_view name_of(Source source) {
  switch (source) {
    case Source::kDirectPut:
      return "Direct PUT";
    case Source::kKinesis:
      return "Kinesis";
    case Source::kMsk:
      return "MSK";
  }
  return {};
}

tl::expected<void, Error> parse_firehose_event(std::string_view text, FirehoseEvent& event) {
  const auto fail = [](Reason reason, size_t offset) {
    return tl::make_unexpected(Error{reason, offset});
  };
  clear_for_reuse(event.records);
  if (!is_utf8(text)) return fail(Reason::kEventNotJson, find_invalid_utf8(text));
  JsonCursor cursor(text);
  if (text.starts_with(kByteOrderMark)) cursor.resume_at(text.data() + kByteOrderMark.size());
  Arns arns;
  const bool object = cursor.peek() == '{';
  Error error{Reason::kEventNotFirehose, cursor.offset()};
  if (object) {
    error = read_event(cursor, arns, event.records);
  } else {
    cursor.skip_value();
    cursor.peek();
  }
  if (cursor.failed() || cursor.offset() != text.size()) {
    return fail(Reason::kEventNotJson, cursor.offset());
  }
  if (error.reason != Reason::kNone) return tl::make_unexpected(error);
  settle_source(arns, event);
  return {};
}

}  // namespace cwlogs
