// What became of one log event, and why, as values of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "processor/transform_observer.h"

namespace cwlogs {

struct LogEventExplanation {
  struct Field {
    std::string name;
    std::string_view kind;  // text, number, boolean, time, json
    std::string value;
  };
  struct Replacements {
    std::string by;  // ip, email, match[0], …
    uint32_t count;
  };
  // A partition key, or a part of an Iceberg route.
  struct Key {
    std::string name;
    std::string from;  // its template
    std::string value;
    std::vector<std::string> absent;  // placeholders of the template that had no value
  };

  std::string id;
  std::string log_group;
  std::string log_stream;
  std::optional<size_t> rule;  // its index; none: the settings outside of rules
  std::string rule_name;
  uint32_t joined = 1;  // log events of which this is the first

  bool read = false;    // else it was dropped before
  std::string message;  // redacted
  std::vector<Replacements> redacted;
  bool has_parsers = false;
  std::string parser;  // empty: none knew the message
  std::vector<Field> fields;

  std::string time;              // ISO 8601; empty: there is no usable one
  std::string time_field;        // TIME_FIELD; empty: not configured
  bool time_of_message = false;  // else the log event's timestamp

  LogEventFate fate = LogEventFate::kKept;
  std::string line;      // of a kept one, without delimiter
  std::string metadata;  // that its record has where it is the first: JSON, or empty
  std::vector<Key> partition_keys;
  std::vector<Key> iceberg;
};

// Requires: `observed` is of a processor with these rules.
LogEventExplanation explain(const ObservedLogEvent& observed, const Rules& rules);

// The setting that drops for this reason: `FILTER_PATTERN`. Empty for kKept.
std::string_view name_of(LogEventFate fate);

}  // namespace cwlogs
