// The fields of a log event and its envelope, as text: what templates, filters and outputs refer
// to.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "processor/log_envelope.h"
#include "processor/message_reading.h"
#include "processor/parsed_fields.h"

namespace cwlogs {

// A partition key that a transform has set.
struct OwnKey {
  std::string name;
  std::string value;
};

// Unescapes a field when it is first asked for. Text is valid UTF-8; empty stands for absent.
// Lifetime: until the next set_…() of the envelope or log event it belongs to. One per thread.
class EventFields {
 public:
  // The stream's region, for log events that don't name their own. Requires: `region` outlives use.
  void set_region(std::string_view region) { region_ = region; }
  // Starts a document. What a rule made of its names is forgotten.
  void set_envelope(const RawEnvelope& envelope);
  void set_log_event(const RawLogEvent& log_event);

  std::string_view owner() { return owner_.text(); }
  std::string_view log_group() { return log_group_.text(); }
  std::string_view log_stream() { return log_stream_.text(); }
  std::string_view subscription_filter() { return subscription_filter_.text(); }   // the first
  std::string_view subscription_filters() const { return subscription_filters_; }  // JSON array

  std::string_view id() { return id_.text(); }
  std::string_view message() { return message_.text(); }
  // The message's own time where read() found one, else the log event's.
  std::optional<std::chrono::milliseconds> timestamp() const { return timestamp_; }
  std::string_view extracted_fields() const { return log_event_.extracted_fields; }  // JSON object
  // A string of extractedFields. Lifetime: until the next call.
  std::string_view extracted_field(std::string_view name);
  // Where the log event comes from: extractedFields say so in centralised logging, else the
  // envelope and the stream.
  std::string_view account();
  std::string_view region();

  // Redacts the log event, parses its message and finds its time, as configured. To be called at
  // most once for a log event, before its fields are used.
  void read(const MessageReading& reading);
  // What read() made of it.
  bool redacted() const { return redacted_; }
  std::span<const uint32_t> replacements() const { return replacements_; }  // as Redaction::names()
  bool parsed() const { return parsed_; }
  const NamedLineParser* parser() const { return parser_; }  // null where none knew the message
  bool has_message_time() const { return has_message_time_; }
  // Empty unless it was parsed, or a transform has set some.
  const ParsedFields& parsed_fields() const { return parsed_fields_; }

  // --- for transforms: of the present log event ------------------------------------------------
  ParsedFields& own_fields() {
    has_own_ = true;
    return parsed_fields_;
  }
  void set_parsed() { parsed_ = true; }
  void set_timestamp(std::chrono::milliseconds time) { timestamp_ = time; }
  void set_partition_key(std::string_view name, std::string_view value);
  // In the order of their first setting.
  const std::vector<OwnKey>& own_partition_keys() const { return own_keys_; }

  // As JSON: id and message as strings, and the whole log event with its unknown fields.
  void append_id(std::string& out);
  void append_message(std::string& out) const;
  void append_log_event(std::string& out) const;

  // The message if it is one JSON object, else empty; padded for JsonCursor.
  std::string_view message_object();

  // A time as ISO 8601 with milliseconds: 2022-06-22T09:00:00.000+09:00, or Z for UTC.
  void append_iso_time(std::chrono::milliseconds time, const absl::TimeZone& zone,
                       std::string& out);

  // Gives back what an unusual log event made large.
  void release_oversize();

  // What the rule in force adds: named captures by index, and its S3 prefix.
  std::vector<std::string_view> captures;
  std::string_view s3_prefix;

  // The document around its log events, where a rule's output asks for it.
  std::string_view head;
  std::string_view tail;

 private:
  struct Field {
    RawString raw;
    std::string unescaped;
    bool done = false;

    void set(const RawString& string) {
      raw = string;
      done = false;
    }
    std::string_view text();
  };

  Field owner_;
  Field log_group_;
  Field log_stream_;
  Field subscription_filter_;
  std::string_view subscription_filters_;
  std::string_view region_;
  RawLogEvent log_event_;
  Field id_;
  Field message_;
  Field extracted_;
  std::string account_;
  std::string event_region_;
  std::string padded_message_;
  enum class IsObject { kUnknown, kYes, kNo } message_is_object_ = IsObject::kUnknown;

  void redact(const Redaction& redaction);
  void redact_extracted_fields(const Redaction& redaction);

  std::optional<std::chrono::milliseconds> timestamp_;
  bool redacted_ = false;
  std::vector<uint32_t> replacements_;
  const NamedLineParser* parser_ = nullptr;
  bool parsed_ = false;  // by it, or by a transform
  bool has_message_time_ = false;
  std::string redacted_message_;
  std::string redacted_fields_;
  std::string compact_fields_;  // what they are made of
  std::string field_value_;
  std::string redacted_value_;
  ParsedFields parsed_fields_;
  std::vector<OwnKey> own_keys_;
  bool has_own_ = false;  // fields or keys that the next log event must not have

  // Log events come many a second: the text of the latest one, of which the milliseconds change.
  absl::TimeZone iso_zone_;
  int64_t iso_second_ = -1;
  std::string iso_text_;
  size_t iso_ms_at_ = 0;
};

}  // namespace cwlogs
