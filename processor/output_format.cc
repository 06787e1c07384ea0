#include "processor/output_format.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "processor/json_string.h"
#include "processor/json_text.h"

namespace cwlogs {
namespace {

using Source = OutputField::Source;

constexpr std::array<std::pair<std::string_view, Source>, 11> kSources = {{
    {"id", Source::kId},
    {"timestamp", Source::kTimestamp},
    {"message", Source::kMessage},
    {"owner", Source::kOwner},
    {"account", Source::kAccount},
    {"region", Source::kRegion},
    {"logGroup", Source::kLogGroup},
    {"logStream", Source::kLogStream},
    {"subscriptionFilters", Source::kSubscriptionFilters},
    {"extractedFields", Source::kExtractedFields},
    {"fields", Source::kFields},
}};

// Writes the fields of one object.
class ObjectWriter {
 public:
  explicit ObjectWriter(std::string& out) : out_(out) { out_ += '{'; }

  // To be followed by the field's value.
  void name(std::string_view name) {
    separate();
    append_quoted(name, out_);
    out_ += ':';
  }
  // Absent text is left out.
  void text(std::string_view field, std::string_view value) {
    if (value.empty()) return;
    name(field);
    append_quoted(value, out_);
  }
  // The fields of another object.
  void members(std::string_view json_object) {
    std::string compact;
    append_compact_json(json_object, compact);
    if (compact.size() <= 2) return;
    separate();
    out_ += std::string_view(compact).substr(1, compact.size() - 2);
  }
  void end() { out_ += '}'; }

 private:
  void separate() {
    if (!first_) out_ += ',';
    first_ = false;
  }

  std::string& out_;
  bool first_ = true;
};

void append_epoch_seconds(int64_t ms, std::string& out) {
  const std::string digits = std::to_string(ms % 1000 + 1000);
  out += std::to_string(ms / 1000) + '.' + digits.substr(1);
}

// The line of one log event under construction.
class JsonLine {
 public:
  JsonLine(const OutputFormat& format, EventFields& fields, std::string& line)
      : format_(format), fields_(fields), line_(line), object_(line) {
    if (format.json_message != JsonMessage::kString) message_object_ = fields.message_object();
  }

  void write() {
    if (merges()) collect_names();
    merged_ = taken_.size();
    if (has(Source::kFields)) collect_parsed_names();
    for (const OutputField& field : format_.fields) {
      const bool is_taken = std::ranges::find(taken_, field.name) != taken_.end();
      if (field.source == Source::kFields || !is_taken) append_field(field);
    }
    if (merges()) object_.members(message_object_);
    object_.end();
  }

  void write_message(std::string_view name) {
    object_.name(name);
    if (message_object_.empty()) {
      fields_.append_message(line_);
    } else {
      append_compact_json(message_object_, line_);
    }
  }

 private:
  bool merges() const {
    return format_.json_message == JsonMessage::kMerge && !message_object_.empty() &&
           has(Source::kMessage);
  }

  bool has(Source source) const {
    return std::ranges::any_of(
        format_.fields, [source](const OutputField& field) { return field.source == source; });
  }

  // The names that the message's own fields take.
  void collect_names() {
    JsonCursor cursor(message_object_);
    cursor.begin_object();
    for (RawString key; cursor.next_field(key); cursor.skip_value()) {
      append_unescaped(key.text, taken_.emplace_back());
    }
  }

  void collect_parsed_names() {
    if (!fields_.parsed()) taken_.insert(taken_.end(), {"message", "unparsed"});
    for (const ParsedField& field : fields_.parsed_fields().all()) taken_.emplace_back(field.name);
  }

  // Of several with one name the last one counts, and above all those that the message merges.
  void append_parsed_fields() {
    if (!fields_.parsed()) append_unparsed();
    index_parsed_fields();
    for (const ParsedField& field : fields_.parsed_fields().all()) {
      if (!fields_.parsed() && (field.name == "message" || field.name == "unparsed")) continue;
      const ParsedField* const counts =
          last_.empty() ? fields_.parsed_fields().find(field.name) : last_.at(field.name);
      if (counts == &field) append_parsed(field.name, field);
    }
  }

  // A few fields are found as fast without it.
  void index_parsed_fields() {
    constexpr size_t kFewFields = 32;
    const auto all = fields_.parsed_fields().all();
    if (all.size() <= kFewFields && merged_ == 0) return;
    for (const ParsedField& field : all) last_[field.name] = &field;
    for (size_t i = 0; i < merged_; ++i) last_[taken_[i]] = nullptr;
  }

  void append_unparsed() {
    if (!merges()) write_message("message");
    const auto merged_end = taken_.begin() + static_cast<ptrdiff_t>(merged_);
    if (std::find(taken_.begin(), merged_end, "unparsed") != merged_end) return;
    object_.name("unparsed");
    line_ += "true";
  }

  void append_parsed(std::string_view name, const ParsedField& field) {
    object_.name(name);
    switch (field.kind) {
      case FieldKind::kText:
        return append_quoted(field.text, line_);
      case FieldKind::kTime:
        return append_time_value(field.time);
      case FieldKind::kJson:  // Splunk takes no objects here
        if (format_.kind == OutputKind::kSplunkHec) return append_quoted(field.text, line_);
        [[fallthrough]];
      default:
        line_ += field.text;
    }
  }

  void append_field(const OutputField& field) {
    switch (field.source) {
      case Source::kId:
        return object_.text(field.name, fields_.id());
      case Source::kTimestamp:
        return append_time(field.name);
      case Source::kMessage:
        if (!merges()) write_message(field.name);
        return;
      case Source::kOwner:
        return object_.text(field.name, fields_.owner());
      case Source::kAccount:
        return object_.text(field.name, fields_.account());
      case Source::kRegion:
        return object_.text(field.name, fields_.region());
      case Source::kLogGroup:
        return object_.text(field.name, fields_.log_group());
      case Source::kLogStream:
        return object_.text(field.name, fields_.log_stream());
      case Source::kSubscriptionFilters:
        return append_json(field.name, fields_.subscription_filters());
      case Source::kExtractedFields:
        return append_json(field.name, fields_.extracted_fields());
      case Source::kFields:
        return append_parsed_fields();
      case Source::kField:
        if (const ParsedField* const parsed = find_parsed(field.parsed)) {
          append_parsed(field.name, *parsed);
        }
        return;
      case Source::kTemplate: {
        std::string text;
        field.text.append(fields_, "", text);
        return object_.text(field.name, text);
      }
    }
  }

  void append_json(std::string_view name, std::string_view json) {
    if (json.empty()) return;
    object_.name(name);
    append_compact_json(json, line_);
  }

  void append_time(std::string_view name) {
    if (!fields_.timestamp()) return;
    object_.name(name);
    append_time_value(*fields_.timestamp());
  }

  void append_time_value(std::chrono::milliseconds time) {
    if (format_.time_format == TimeFormat::kEpochMs) {
      line_ += std::to_string(time.count());
      return;
    }
    line_ += '"';
    fields_.append_iso_time(time, format_.zone, line_);
    line_ += '"';
  }

  const ParsedField* find_parsed(std::string_view name) const {
    return fields_.parsed_fields().find(name);
  }

  const OutputFormat& format_;
  EventFields& fields_;
  std::string& line_;
  ObjectWriter object_;
  std::string_view message_object_;
  std::vector<std::string> taken_;  // names of fields that win over ours
  size_t merged_ = 0;               // how many of them the message merges; they come first
  std::unordered_map<std::string_view, const ParsedField*> last_;  // of many parsed fields
};

// https://docs.splunk.com/Documentation/Splunk/latest/Data/FormateventsforHTTPEventCollector
void append_splunk(const OutputFormat& format, EventFields& fields, std::string& line) {
  const SplunkHec& splunk = *format.splunk;
  std::string text;
  const auto expand = [&](const TextTemplate& part) -> std::string_view {
    text.clear();
    part.append(fields, "", text);
    return text;
  };
  ObjectWriter event(line);
  if (fields.timestamp()) {
    event.name("time");
    append_epoch_seconds(fields.timestamp()->count(), line);
  }
  event.text("host", expand(splunk.host));
  event.text("source", expand(splunk.source));
  event.text("sourcetype", expand(splunk.sourcetype));
  if (splunk.index) event.text("index", expand(*splunk.index));
  event.name("event");
  const bool embed = format.json_message != JsonMessage::kString;
  if (embed && !fields.message_object().empty()) {
    append_compact_json(fields.message_object(), line);
  } else {
    fields.append_message(line);
  }
  if (!format.fields.empty()) {
    event.name("fields");
    JsonLine(format, fields, line).write();
  }
  event.end();
}

void append_document(EventFields& fields, std::string& line) {
  append_compact_json(fields.head, line);
  fields.append_log_event(line);
  append_compact_json(fields.tail, line);
}

}  // namespace

std::optional<OutputField::Source> output_source_of(std::string_view name) {
  for (const auto& [known, source] : kSources) {
    if (known == name) return source;
  }
  return std::nullopt;
}

std::vector<OutputField> default_output_fields() {
  std::vector<OutputField> fields;
  fields.reserve(kSources.size());
  for (const auto& [name, source] : kSources) {
    if (source != Source::kFields) fields.push_back({std::string(name), source});
  }
  return fields;
}

std::vector<OutputField> default_parsed_output_fields() {
  std::vector<OutputField> fields = default_output_fields();
  for (OutputField& field : fields) {
    if (field.source == Source::kMessage) field = {"fields", Source::kFields};
  }
  return fields;
}

void OutputFormat::append(EventFields& fields_of_event, std::string& line) const {
  switch (kind) {
    case OutputKind::kMessage:
      line += fields_of_event.message();
      break;
    case OutputKind::kJson:
      JsonLine(*this, fields_of_event, line).write();
      break;
    case OutputKind::kEnvelope:
      append_document(fields_of_event, line);
      break;
    case OutputKind::kSplunkHec:
      append_splunk(*this, fields_of_event, line);
      break;
    case OutputKind::kTemplate:
      text.append(fields_of_event, "", line);
      break;
  }
  line += delimiter;
}

}  // namespace cwlogs
