// The seam for custom transforms: what becomes of one log event.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "processor/output.h"

namespace cwlogs {

class EventFields;

// A log event and the envelope it came in. All strings are valid UTF-8, unescaped.
// Lifetime: until apply() returns.
struct LogEnvelope {
  std::string_view owner;  // the account
  std::string_view log_group;
  std::string_view log_stream;
  std::string_view subscription_filter;  // the first one
};

// What the configured parsers made of a message, and what a transform adds to it: fields for
// `fields` and `field:name` of OUTPUT_FIELDS and for `{field:name}` in templates.
// Names and values are copied, and live as long as the log event; what is no UTF-8 in them becomes
// U+FFFD. A name that is there already is replaced.
// Errors: std::invalid_argument and std::length_error where it is said.
class LogEventFields {
 public:
  explicit LogEventFields(EventFields& fields) : fields_(fields) {}

  // As the message writes it; of an object or array its JSON. Cost: a look at each field.
  std::optional<std::string_view> find(std::string_view name) const;
  // Whether one of the configured parsers knew the line, or set_parsed() was called.
  bool parsed() const;

  // Errors of all: std::length_error beyond kParsedFieldsMax fields.
  void set_text(std::string_view name, std::string_view text);
  void set_integer(std::string_view name, int64_t value);
  void set_number(std::string_view name, double value);  // null unless finite
  void set_boolean(std::string_view name, bool value);
  // Errors: std::invalid_argument where it is not one JSON value.
  void set_json(std::string_view name, std::string_view json);
  // The line needs no parser any more: `fields` stand for it, and its message is not written beside
  // them. Without it nothing of an unknown line gets lost.
  void set_parsed();

  // For `{timestamp:…}` and the output, in place of the log event's. 1970 to 9999.
  // Errors: std::invalid_argument beyond.
  void set_timestamp(std::chrono::milliseconds since_epoch);

  // A dynamic partition key, in place of the configured one of that name or beside them. The value
  // is made fit for a prefix as those of PARTITION_KEYS are. A record has the keys of its first log
  // event kept, unless PARTITION_STRADDLE=split.
  // Errors: std::invalid_argument for a name that is not of A-Z a-z 0-9 _ . - alone.
  void set_partition_key(std::string_view name, std::string_view value);

 private:
  std::string_view copy(std::string_view text);
  void check_room() const;

  EventFields& fields_;
};

struct LogEvent {
  std::string_view id;
  std::string_view message;                            // redacted and joined as configured
  std::optional<std::chrono::milliseconds> timestamp;  // since the epoch; absent if unusable
  std::string_view extracted_fields;                   // a JSON object as it came, or empty
  LogEventFields& fields;
};

enum class Kept : uint8_t {
  kYes,           // as what was appended
  kNo,            // dropped; whatever was appended is taken back
  kAsConfigured,  // what was appended, and behind it what the configuration makes of it
};

// Derive from this and hand it to Options::transform, or to run_lambda() of runtime/run_lambda.h.
//
//   class Upper : public cwlogs::Transform {
//     cwlogs::Kept apply(const cwlogs::LogEvent& log_event, const cwlogs::LogEnvelope&,
//                        cwlogs::Output& output) override {
//       for (unsigned char c : log_event.message) {
//         output.push_back(static_cast<char>(std::toupper(c)));
//       }
//       output.push_back('\n');
//       return cwlogs::Kept::kYes;
//     }
//   };
//
// It comes behind the configured joining, redaction, parsers and filters, and in front of the
// configured output and partition keys.
// Threads: a processor calls its transform from one thread at a time; give each processor its own,
// as run_lambda() does, unless apply() is thread-safe.
class Transform {
 public:
  virtual ~Transform() = default;

  // Decides what this log event becomes. Bytes already appended can't be read back; the output may
  // be only counting by then.
  // Requires of the implementation: the same for the same log event, whenever asked. A record that
  // does not fit the response is delivered in pieces, each of which is transformed again.
  // Errors: an exception fails this record (TransformFailed) and none other.
  virtual Kept apply(const LogEvent& log_event, const LogEnvelope& envelope, Output& output) = 0;
};

}  // namespace cwlogs
