#include "cli/explain_log_event.h"

#include <array>
#include <nlohmann/json.hpp>

namespace cwlogs {
namespace {

using Json = nlohmann::ordered_json;
using Key = LogEventExplanation::Key;

std::string_view name_of_kind(FieldKind kind) {
  constexpr std::array<std::string_view, 5> kNames = {"text", "number", "boolean", "time", "json"};
  return kNames.at(static_cast<size_t>(kind));
}

void explain_rule(const Treatment& treatment, const Rules& rules,
                  LogEventExplanation& explanation) {
  for (size_t i = 0; i < rules.rules.size(); ++i) {
    if (&rules.rules[i].treatment != &treatment) continue;
    explanation.rule = i;
    explanation.rule_name = rules.rules[i].name;
  }
}

void explain_redaction(const Redaction& redaction, const EventFields& fields,
                       LogEventExplanation& explanation) {
  if (!fields.redacted()) return;
  const std::vector<std::string> names = redaction.names();
  for (size_t i = 0; i < names.size(); ++i) {
    const uint32_t count = fields.replacements()[i];
    if (count != 0) explanation.redacted.push_back({names[i], count});
  }
}

void explain_reading(const MessageReading& reading, EventFields& fields,
                     LogEventExplanation& explanation) {
  explanation.message = fields.message();
  explain_redaction(reading.redaction, fields, explanation);
  explanation.has_parsers = !reading.parsers.empty();
  if (reading.time) explanation.time_field = reading.time->field();
  if (fields.parser() == nullptr) return;
  explanation.parser = fields.parser()->name;
  explanation.time_of_message = fields.has_message_time();
  for (const ParsedField& field : fields.parsed_fields().all()) {
    explanation.fields.push_back(
        {std::string(field.name), name_of_kind(field.kind), std::string(field.text)});
  }
}

Key explain_key(const std::string& name, const TextTemplate& text, const Json& values,
                EventFields& fields) {
  Key key{.name = name, .from = text.source(), .value = values.value(name, ""), .absent = {}};
  for (const std::string_view placeholder : text.absent(fields))
    key.absent.emplace_back(placeholder);
  return key;
}

void explain_metadata(const RecordMetadata& metadata, EventFields& fields,
                      LogEventExplanation& explanation) {
  if (metadata.empty()) return;
  metadata.append_json(fields, explanation.metadata);
  const Json values = Json::parse(explanation.metadata);
  for (const PartitionKeys::Key& key : metadata.partition_keys.all()) {
    explanation.partition_keys.push_back(
        explain_key(key.name, key.text, values["partitionKeys"], fields));
  }
  if (!metadata.iceberg) return;
  const auto add = [&](const std::string& name, const TextTemplate& text) {
    explanation.iceberg.push_back(explain_key(name, text, values["otfMetadata"], fields));
  };
  add("destinationDatabaseName", metadata.iceberg->database);
  add("destinationTableName", metadata.iceberg->table);
  if (metadata.iceberg->operation) add("operation", *metadata.iceberg->operation);
}

}  // namespace

LogEventExplanation explain(const ObservedLogEvent& observed, const Rules& rules) {
  EventFields& fields = observed.fields;
  const Treatment& treatment = observed.treatment;
  LogEventExplanation explanation;
  explanation.id = fields.id();
  explanation.log_group = fields.log_group();
  explanation.log_stream = fields.log_stream();
  explanation.joined = observed.raw.log_events;
  explanation.fate = observed.fate;
  explanation.read = observed.read;
  explain_rule(treatment, rules, explanation);
  if (observed.read) explain_reading(treatment.reading, fields, explanation);
  if (const auto time = fields.timestamp()) {
    fields.append_iso_time(*time, treatment.output.zone, explanation.time);
  }
  if (observed.fate != LogEventFate::kKept) return explanation;
  explain_metadata(treatment.metadata, fields, explanation);
  std::string_view line = observed.line;
  const std::string& delimiter = treatment.output.delimiter;
  if (line.ends_with(delimiter)) line.remove_suffix(delimiter.size());
  explanation.line = line;
  return explanation;
}

std::string_view name_of(LogEventFate fate) {
  constexpr std::array<std::string_view, kLogEventFateCount> kNames = {
      "",
      "RECURSION_GUARD",
      "drop",
      "LOG_GROUPS",
      "EXCLUDE_LOG_GROUPS",
      "LOG_STREAMS",
      "EXCLUDE_LOG_STREAMS",
      "SAMPLE_ONE_IN",
      "DROP_LAMBDA_PLATFORM_LOGS",
      "EXCLUDE_AT_MATCH",
      "INCLUDE_AT_MATCH",
      "FILTER_PATTERN",
      "FIELD_PATTERN",
      "transform",
      "transform",
  };
  return kNames.at(static_cast<size_t>(fate));
}

}  // namespace cwlogs
