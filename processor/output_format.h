// What a log event becomes: its message, a JSON line, or text by a template.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "processor/text_template.h"

namespace cwlogs {

enum class OutputKind : uint8_t {
  kMessage,    // the message
  kJson,       // an object of chosen fields
  kEnvelope,   // the CloudWatch Logs document with this one log event
  kSplunkHec,  // an event of Splunk's HTTP Event Collector
  kTemplate,
};

// A message that is itself a JSON object, in JSON output.
enum class JsonMessage : uint8_t {
  kString,  // stays a string
  kEmbed,   // becomes an object: "message":{"level":"INFO"}
  kMerge,   // its fields become the line's own, and win over ours of the same name
};

enum class TimeFormat : uint8_t { kIso, kEpochMs };

// A field of the JSON output: one of the log event's, or a template's text.
struct OutputField {
  enum class Source : uint8_t {
    kId,
    kTimestamp,
    kMessage,
    kOwner,
    kAccount,
    kRegion,
    kLogGroup,
    kLogStream,
    kSubscriptionFilters,
    kExtractedFields,
    kFields,  // all that was parsed; of a line that was not, its message and a mark
    kField,   // one of them, by `parsed`
    kTemplate,
  };
  std::string name;
  Source source = Source::kTemplate;
  TextTemplate text{};   // of kTemplate
  std::string parsed{};  // of kField
};

// All fields, under their own names.
std::vector<OutputField> default_output_fields();
// The same with the message's parsed fields in its place.
std::vector<OutputField> default_parsed_output_fields();
std::optional<OutputField::Source> output_source_of(std::string_view name);

struct SplunkHec {
  TextTemplate host;
  TextTemplate source;
  TextTemplate sourcetype;
  std::optional<TextTemplate> index;
};

// Immutable once filled; any number of threads may use one.
struct OutputFormat {
  OutputKind kind = OutputKind::kMessage;
  std::string delimiter = "\n";
  std::vector<OutputField> fields;  // of kJson; of kSplunkHec those beside the event
  JsonMessage json_message = JsonMessage::kString;
  TimeFormat time_format = TimeFormat::kIso;
  absl::TimeZone zone;
  TextTemplate text;  // of kTemplate
  std::optional<SplunkHec> splunk;

  // The message and a newline.
  bool is_default() const { return kind == OutputKind::kMessage && delimiter == "\n"; }
};

}  // namespace cwlogs
