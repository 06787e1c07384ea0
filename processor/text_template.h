// Templates: literal text with placeholders for the fields of a log event.
//
//   {logGroup!replace:/:-|none}/{timestamp:%Y-%m-%d}
//    field    modifiers  default
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "processor/event_fields.h"
#include "processor/json_pointer.h"
#include "tl/expected.hpp"

namespace cwlogs {

// Immutable once parsed; any number of threads may use one.
class TextTemplate {
 public:
  // What a template may refer to besides the fields of every log event.
  struct Scope {
    absl::TimeZone zone;  // of {timestamp:…}
    // Named groups, in the order of EventFields::captures, and those that only other rules have:
    // they are absent here.
    std::span<const std::string> captures = {};
    std::span<const std::string> captures_elsewhere = {};
  };

  // Fields: {owner} {logGroup} {logStream} {account} {region} {subscriptionFilter} {id} {message}
  // {s3Prefix} {timestamp:strftime} {message:/json/pointer} {extractedFields:name} {capture:name}
  // {field:name}, what a parser made of the message.
  // Behind the field may stand modifiers: !lower, !upper, !replace:CHARACTERS:TEXT; then a default
  // for what is absent or empty: |text. {{ and }} stand for braces.
  // Errors: one sentence that names the mistake and what is allowed.
  static tl::expected<TextTemplate, std::string> parse(std::string_view text, const Scope& scope);

  // Appends the text; `missing` stands for what is absent and has no default.
  void append(EventFields& fields, std::string_view missing, std::string& out) const;

  // As it was parsed.
  const std::string& source() const { return source_; }

  // The placeholders of the source that have no value: `{field:status|none}`. Views into this.
  std::vector<std::string_view> absent(EventFields& fields) const;

  // Most bytes this can become where every field has `field_bytes_max`, 12 for accounts, 32 for
  // regions and times as they are.
  size_t bytes_max(size_t field_bytes_max) const;

  // Whether log events of one document may differ in what this becomes.
  bool varies_within_document() const;

 private:
  enum class Field : uint8_t {
    kLiteral,
    kOwner,
    kLogGroup,
    kLogStream,
    kAccount,
    kRegion,
    kSubscriptionFilter,
    kId,
    kMessage,
    kS3Prefix,
    kTimestamp,
    kMessagePointer,
    kExtractedField,
    kCapture,
    kParsedField,
  };
  enum class Case : uint8_t { kAsIs, kLower, kUpper };
  struct Replace {
    std::string characters;
    std::string text;
  };
  struct Part {
    Field field = Field::kLiteral;
    std::string text{};  // the literal, the time format, or the name of the extracted field
    JsonPointer pointer{};
    size_t capture = 0;
    Case letters = Case::kAsIs;
    std::vector<Replace> replaces{};
    bool has_fallback = false;
    std::string fallback{};
    std::string placeholder{};  // as it was written
  };

  class Parser;

  // What `part` stands for: a view into it, into `fields` or into `scratch`.
  std::string_view value_of(const Part& part, EventFields& fields, std::string& scratch) const;

  std::string source_;
  std::vector<Part> parts_;
  absl::TimeZone zone_;
};

// Text from the configuration as it may stand in a one-line message. Requires valid UTF-8.
std::string quoted_text(std::string_view text);

}  // namespace cwlogs
