#include "cli/explain_report.h"

#include <utility>

#include "cli/replay_summary.h"
#include "runtime/error_message.h"

namespace cwlogs {
namespace {

using Json = nlohmann::ordered_json;
using Explanation = LogEventExplanation;

Color color_of(Verdict verdict) {
  if (verdict == Verdict::kOk) return Color::kGreen;
  return verdict == Verdict::kDropped ? Color::kYellow : Color::kRed;
}

std::string name_of_rule(const Explanation& log_event) {
  if (!log_event.rule) return "none: the settings";
  const std::string place = "rules[" + std::to_string(*log_event.rule) + "]";
  return log_event.rule_name.empty() ? place : log_event.rule_name + ", " + place;
}

std::string render_redacted(const Explanation& log_event) {
  std::string text;
  for (const auto& [by, count] : log_event.redacted) {
    if (!text.empty()) text += ", ";
    text += std::to_string(count) + " by " + by;
  }
  return text;
}

std::string render_joined(const Explanation& log_event) {
  const uint32_t others = log_event.joined - 1;
  return "with " + std::to_string(others) + (others == 1 ? " log event" : " log events") +
         " behind it, by MULTI_LINE_START_PATTERN";
}

std::string render_time(const Explanation& log_event) {
  const std::string& field = log_event.time_field;
  if (log_event.time_of_message) return log_event.time + ", the message's field " + field;
  std::string text = log_event.time.empty() ? "none: the log event's timestamp is not usable"
                                            : log_event.time + ", the log event's timestamp";
  if (log_event.read && !field.empty()) text += "; TIME_FIELD " + field + " is absent or no time";
  return text;
}

std::string render_key(const Explanation::Key& key) {
  std::string text = key.name + '=' + key.value + ", from " + key.from;
  for (const std::string& placeholder : key.absent) text += ", absent: " + placeholder;
  return text;
}

std::string render_result(const Explanation& log_event) {
  if (log_event.fate == LogEventFate::kKept) return "kept";
  if (log_event.fate == LogEventFate::kTransformFailed) return "failed in the transform";
  if (log_event.fate == LogEventFate::kRuleDrop) return "dropped by the rule: drop";
  return "dropped by " + std::string(name_of(log_event.fate));
}

Json to_json(const std::vector<Explanation::Key>& keys) {
  Json array = Json::array();
  for (const Explanation::Key& key : keys) {
    array.push_back(
        {{"name", key.name}, {"template", key.from}, {"value", key.value}, {"absent", key.absent}});
  }
  return array;
}

Json fields_of(const Explanation& log_event) {
  Json fields = Json::array();
  for (const auto& [name, kind, value] : log_event.fields) {
    fields.push_back({{"name", name}, {"kind", kind}, {"value", value}});
  }
  return fields;
}

Json time_of(const Explanation& log_event) {
  if (log_event.time.empty()) return nullptr;
  Json from = "timestamp";
  if (log_event.time_of_message) from = "field:" + log_event.time_field;
  return {{"value", log_event.time}, {"from", std::move(from)}};
}

Json rule_of(const Explanation& log_event) {
  if (!log_event.rule) return nullptr;
  Json name = log_event.rule_name.empty() ? Json() : Json(log_event.rule_name);
  return {{"index", *log_event.rule}, {"name", std::move(name)}};
}

Json text_or_null(std::string_view text) { return text.empty() ? Json() : Json(text); }

}  // namespace

Json to_json(const RecordExplanation& record) {
  Json json = {{"event", record.event},
               {"recordId", record.id},
               {"result", name_of(record.answer.verdict)},
               {"reason", text_or_null(name_of(record.answer.reason))},
               {"advice", text_or_null(advice_for(record.answer.reason))},
               {"metadata", nullptr},
               {"partitionFallback", record.answer.keys_replaced},
               {"puts", record.answer.puts}};
  if (!record.metadata.empty()) json["metadata"] = Json::parse(record.metadata);
  return json;
}

Json to_json(const Explanation& log_event) {
  Json redacted = Json::object();
  for (const auto& [by, count] : log_event.redacted) redacted[by] = count;
  const bool kept = log_event.fate == LogEventFate::kKept;
  return {{"id", log_event.id},
          {"logGroup", log_event.log_group},
          {"logStream", log_event.log_stream},
          {"rule", rule_of(log_event)},
          {"joined", log_event.joined},
          {"message", log_event.read ? Json(log_event.message) : Json()},
          {"redacted", std::move(redacted)},
          {"parser", text_or_null(log_event.parser)},
          {"fields", fields_of(log_event)},
          {"time", time_of(log_event)},
          {"kept", kept},
          {"droppedBy", text_or_null(name_of(log_event.fate))},
          {"partitionKeys", to_json(log_event.partition_keys)},
          {"iceberg", to_json(log_event.iceberg)},
          {"line", kept ? Json(log_event.line) : Json()}};
}

std::string ExplanationText::begin(const RecordExplanation& record) {
  record_ = record;
  metadata_.clear();
  const Answer& answer = record.answer;
  std::string result(name_of(answer.verdict));
  if (answer.reason != Reason::kNone) result += ": " + std::string(name_of(answer.reason));
  std::string text = style_.paint(Color::kBold, "record " + on_one_line(record.id)) + ' ' +
                     style_.paint(color_of(answer.verdict), result) + '\n';
  const std::string_view advice = advice_for(answer.reason);
  if (!advice.empty()) text += "  " + std::string(advice) + '\n';
  if (!record.metadata.empty()) {
    text += "  partition " + on_one_line(render_metadata(record.metadata)) + '\n';
  }
  if (answer.keys_replaced)
    text += "  PARTITION_FALLBACK for each key: PARTITIONS_MAX is reached\n";
  if (answer.puts != 0) {
    text += "  put back  " + with_thousands(answer.puts) +
            (answer.puts == 1 ? " record\n" : " records\n");
  }
  return text;
}

std::string ExplanationText::add(const Explanation& log_event) {
  const bool kept = log_event.fate == LogEventFate::kKept;
  const std::string id = log_event.id.empty() ? "without id" : log_event.id;
  std::string text = "  " + style_.paint(Color::kBold, on_one_line("log event " + id)) + '\n' +
                     row("from", log_event.log_group + ' ' + log_event.log_stream) +
                     row("rule", name_of_rule(log_event)) +
                     (log_event.joined > 1 ? row("joined", render_joined(log_event)) : "") +
                     rows_of_reading(log_event) + row("time", render_time(log_event));
  if (log_event.read && !kept) text += row("message", log_event.message);
  text += row("result", render_result(log_event));
  if (kept) text += rows_of_keys(log_event) + row("line", log_event.line);
  return text;
}

std::string ExplanationText::row(std::string_view title, const std::string& text) const {
  constexpr size_t kTitleWidth = 10;
  const std::string padded = std::string(title) + std::string(kTitleWidth - title.size(), ' ');
  return "    " + style_.paint(Color::kDim, padded) + on_one_line(text) + '\n';
}

std::string ExplanationText::rows_of_reading(const Explanation& log_event) const {
  std::string text;
  if (!log_event.redacted.empty()) text += row("redacted", render_redacted(log_event));
  if (!log_event.read || !log_event.has_parsers) return text;
  if (log_event.parser.empty()) return text + row("parsed", "no: no parser knows the message");
  text += row("parsed", "by " + log_event.parser);
  for (const auto& [name, kind, value] : log_event.fields) {
    std::string field = name;
    field.append(" = ").append(value).append(" (").append(kind).append(")");
    text += row("", field);
  }
  return text;
}

// Those of the first log event, and where they change.
std::string ExplanationText::rows_of_keys(const Explanation& log_event) {
  if (log_event.metadata == metadata_) return {};
  metadata_ = log_event.metadata;
  std::string text;
  for (const Explanation::Key& key : log_event.partition_keys) text += row("key", render_key(key));
  for (const Explanation::Key& key : log_event.iceberg) text += row("iceberg", render_key(key));
  const Answer& answer = record_.answer;
  if (answer.verdict != Verdict::kOk || answer.keys_replaced || record_.metadata == metadata_) {
    return text;
  }
  return text + row("", answer.puts == 0 ? "but the record follows its first log event"
                                         : "another partition: put back");
}

}  // namespace cwlogs
