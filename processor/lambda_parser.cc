// What Lambda itself writes to a function's log group.
// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-view.html
// https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
//
//   REPORT RequestId: 8f5…<tab>Duration: 3.53 ms<tab>Billed Duration: 4 ms<tab>Memory Size: 128 MB…
//   {"time":"…","type":"platform.report","record":{"requestId":"8f5…","metrics":{"durationMs":3.53…}}}
//
// Both get the names of the second form, which say their unit; lines of text get its `type` too.
#include <array>
#include <optional>
#include <string_view>

#include "processor/json_members.h"
#include "processor/log_time.h"
#include "processor/parsers.h"

namespace cwlogs {
namespace {

enum class Unit : uint8_t { kText, kMilliseconds, kMegabytes, kBoolean };

struct Label {
  std::string_view text;
  std::string_view name;
  Unit unit;
};

constexpr auto kLabels = std::to_array<Label>({
    {"RequestId", "requestId", Unit::kText},
    {"Version", "version", Unit::kText},
    {"Duration", "durationMs", Unit::kMilliseconds},
    {"Billed Duration", "billedDurationMs", Unit::kMilliseconds},
    {"Memory Size", "memorySizeMB", Unit::kMegabytes},
    {"Max Memory Used", "maxMemoryUsedMB", Unit::kMegabytes},
    {"Init Duration", "initDurationMs", Unit::kMilliseconds},
    {"Restore Duration", "restoreDurationMs", Unit::kMilliseconds},
    {"Billed Restore Duration", "billedRestoreDurationMs", Unit::kMilliseconds},
    {"Runtime Version", "runtimeVersion", Unit::kText},
    {"Runtime Version ARN", "runtimeVersionArn", Unit::kText},
    {"Phase", "phase", Unit::kText},
    {"Status", "status", Unit::kText},
    {"Error Type", "errorType", Unit::kText},
    {"XRAY TraceId", "xrayTraceId", Unit::kText},
    {"SegmentId", "xraySegmentId", Unit::kText},
    {"Sampled", "xraySampled", Unit::kBoolean},
});

// How a line starts, and its `type`. `platform.end` is of the Logs API, the Telemetry API's
// predecessor.
struct LineKind {
  std::string_view start;
  std::string_view first_label;
  std::string_view type;
};

constexpr auto kLineKinds = std::to_array<LineKind>({
    {"START ", "RequestId: ", "platform.start"},
    {"END ", "RequestId: ", "platform.end"},
    {"REPORT ", "RequestId: ", "platform.report"},
    {"INIT_START ", "Runtime Version: ", "platform.initStart"},
    {"INIT_REPORT ", "Init Duration: ", "platform.initReport"},
    {"RESTORE_START ", "Runtime Version: ", "platform.restoreStart"},
    {"RESTORE_REPORT ", "Restore Duration: ", "platform.restoreReport"},
});

std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(' ');
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

const Label* find_label(std::string_view text) {
  for (const Label& label : kLabels) {
    if (label.text == text) return &label;
  }
  return nullptr;
}

// Where the next known label starts, behind a space.
size_t find_next_label(std::string_view text) {
  for (size_t space = text.find(' '); space != text.npos; space = text.find(' ', space + 1)) {
    const std::string_view behind = text.substr(space + 1);
    for (const Label& label : kLabels) {
      if (!behind.starts_with(label.text)) continue;
      if (behind.substr(label.text.size()).starts_with(": ")) return space;
    }
  }
  return text.size();
}

bool add_quantity(std::string_view name, std::string_view value, std::string_view unit,
                  ParsedFields& fields) {
  if (!value.ends_with(unit)) return false;
  value.remove_suffix(unit.size());
  if (!is_plain_number(value)) return false;
  fields.add_number(name, value);
  return true;
}

bool add_value(const Label& label, std::string_view value, ParsedFields& fields) {
  switch (label.unit) {
    case Unit::kMilliseconds:
      return add_quantity(label.name, value, " ms", fields);
    case Unit::kMegabytes:
      return add_quantity(label.name, value, " MB", fields);
    case Unit::kBoolean:
      if (value != "true" && value != "false") return false;
      fields.add_boolean(label.name, value);
      return true;
    case Unit::kText:
      break;
  }
  fields.add_text(label.name, value);
  return true;
}

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c & ~0x20) : c; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

// A label that came after this was written: `Tenant Id` becomes tenantId.
std::string_view name_of(std::string_view label, TextArena& arena) {
  char* const begin = arena.reserve(label.size());
  char* out = begin;
  bool starts_word = false;
  for (const char c : label) {
    if (c != ' ') {
      const char letter = starts_word ? upper(c) : c;
      *out = out == begin ? lower(c) : letter;
      ++out;
    }
    starts_word = c == ' ';
  }
  return arena.keep(static_cast<size_t>(out - begin));
}

// `Duration: 3.53 ms`, or several of these with spaces between.
bool add_segment(std::string_view segment, ParsedFields& fields) {
  for (std::string_view rest = trimmed(segment); !rest.empty(); rest = trimmed(rest)) {
    const size_t colon = rest.find(": ");
    if (colon == rest.npos || colon == 0) return false;
    const std::string_view text = rest.substr(0, colon);
    rest.remove_prefix(colon + 2);
    const size_t end = find_next_label(rest);
    const std::string_view value = trimmed(rest.substr(0, end));
    rest.remove_prefix(end);
    const Label* const label = find_label(text);
    if (label == nullptr) {
      fields.add_text(name_of(text, fields.arena()), value);
    } else if (!add_value(*label, value, fields)) {
      return false;
    }
  }
  return true;
}

// Between labels stand tabs; the line about X-Ray may be a line of its own.
bool parse_text(std::string_view message, ParsedFields& fields) {
  for (const LineKind& kind : kLineKinds) {
    LineScanner line(message);
    if (!line.skip(kind.start) || !line.rest().starts_with(kind.first_label)) continue;
    fields.add_text("type", kind.type);
    while (!line.at_end()) {
      LineScanner segments(line.take_token('\n'));
      while (!segments.at_end()) {
        if (!add_segment(segments.take_token('\t'), fields)) return false;
      }
    }
    return true;
  }
  return false;
}

// --- JSON
// -----------------------------------------------------------------------------------------

// A phase's own report calls its duration just that.
std::string_view metric_name(std::string_view type, std::string_view name) {
  if (type == "platform.initReport" && name == "durationMs") return "initDurationMs";
  if (type == "platform.restoreReport" && name == "durationMs") return "restoreDurationMs";
  if (type == "platform.restoreReport" && name == "billedDurationMs") {
    return "billedRestoreDurationMs";
  }
  return name;
}

bool add_metrics(std::string_view type, std::string_view json, ParsedFields& fields) {
  JsonMembers members(json, fields);
  for (std::string_view name, value; members.next(name, value);) {
    fields.add_json(metric_name(type, name), value);
  }
  return members.complete();
}

// Out of `Root=1-5e1…;Parent=…;Sampled=1`, the value of the header X-Amzn-Trace-Id.
void add_trace(std::string_view header, ParsedFields& fields) {
  for (LineScanner line(header); !line.at_end();) {
    LineScanner part(line.take_token(';'));
    if (part.skip("Root=")) fields.add_text("xrayTraceId", part.rest());
    if (part.skip("Sampled=")) {
      fields.add_boolean("xraySampled", part.rest() == "1" ? "true" : "false");
    }
  }
}

void add_tracing(std::string_view json, ParsedFields& fields) {
  JsonMembers members(json, fields);
  for (std::string_view name, value; members.next(name, value);) {
    const auto text = json_string_text(value, fields);
    if (name == "value" && text) add_trace(*text, fields);
  }
}

bool add_record(std::string_view type, std::string_view json, ParsedFields& fields) {
  JsonMembers members(json, fields);
  for (std::string_view name, value; members.next(name, value);) {
    if (name == "metrics" && add_metrics(type, value, fields)) continue;
    fields.add_json(name, value);
    if (name == "tracing") add_tracing(value, fields);
  }
  return members.complete();
}

bool add_time(std::string_view json, ParsedFields& fields) {
  const auto text = json_string_text(json, fields);
  WrittenTime written;
  if (!text || !read_rfc3339_time(*text, written)) return false;
  const OptionalTime time = to_time(written, absl::UTCTimeZone());
  if (time) fields.add_event_time("time", *text, *time);
  return time.has_value();
}

bool parse_json(std::string_view message, ParsedFields& fields) {
  JsonMembers members(message, fields);
  std::optional<std::string_view> type;
  std::string_view record;
  for (std::string_view name, json; members.next(name, json);) {
    if (name == "record") {
      record = json;
      continue;
    }
    if (name == "type") type = json_string_text(json, fields);
    if (name != "time" || !add_time(json, fields)) fields.add_json(name, json);
  }
  return members.complete() && type && type->starts_with("platform.") &&
         add_record(*type, record, fields);
}

class LambdaParser : public LineParser {
 protected:
  bool parse_line(const LogLine& line, ParsedFields& fields) const override {
    return line.message.starts_with('{') ? parse_json(line.message, fields)
                                         : parse_text(line.message, fields);
  }
};

}  // namespace

LineParserPointer make_lambda_parser() { return std::make_unique<LambdaParser>(); }

}  // namespace cwlogs
