#include "processor/output_writer.h"

#include <algorithm>

#include "processor/buffer.h"
#include "processor/json_cursor.h"
#include "processor/json_string.h"
#include "processor/json_text.h"
#include "processor/limits.h"

namespace cwlogs {
namespace {

using Source = OutputField::Source;

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
  // The fields of another object, without white space.
  void members(std::string_view compact_object) {
    if (compact_object.size() <= 2) return;
    separate();
    out_ += compact_object.substr(1, compact_object.size() - 2);
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

bool is_of_document(Source source) {
  switch (source) {
    case Source::kOwner:
    case Source::kAccount:  // unless extractedFields say otherwise
    case Source::kRegion:   // likewise
    case Source::kLogGroup:
    case Source::kLogStream:
    case Source::kSubscriptionFilters:
      return true;
    default:
      return false;
  }
}

void append_time(const OutputFormat& format, EventFields& fields, std::chrono::milliseconds time,
                 std::string& line) {
  if (format.time_format == TimeFormat::kEpochMs) {
    line += std::to_string(time.count());
    return;
  }
  line += '"';
  fields.append_iso_time(time, format.zone, line);
  line += '"';
}

// The line of one log event under construction.
class JsonLine {
 public:
  JsonLine(const OutputFormat& format, EventFields& fields, OutputScratch& scratch,
           std::string& line)
      : format_(format), fields_(fields), scratch_(scratch), line_(line), object_(line) {
    if (format.json_message != JsonMessage::kString) message_object_ = fields.message_object();
  }

  void write() {
    scratch_.taken.clear();
    if (merges()) collect_names();
    merged_ = scratch_.taken.size();
    if (has(Source::kFields)) collect_parsed_names();
    const size_t fields = format_.fields.size();
    for (size_t i = 0; i < fields;) {
      const size_t alike = alike_from(i);
      if (alike > 0) {
        append_alike(i, alike);
        i += alike;
      } else {
        const OutputField& field = format_.fields[i++];
        if (field.source == Source::kFields || !is_taken(field.name)) append_field(field);
      }
    }
    if (merges()) append_merged();
    object_.end();
  }

  void append_field(const OutputField& field) {
    switch (field.source) {
      case Source::kId:
        return append_id(field.name);
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
      case Source::kTemplate:
        scratch_.text.clear();
        field.text.append(fields_, "", scratch_.text);
        return object_.text(field.name, scratch_.text);
    }
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

  bool is_taken(std::string_view name) const {
    return std::ranges::find(scratch_.taken, name) != scratch_.taken.end();
  }

  // The names that the message's own fields take.
  void collect_names() {
    JsonCursor cursor(message_object_);
    cursor.begin_object();
    scratch_.names.clear();
    for (RawString key; cursor.next_field(key); cursor.skip_value()) {
      char* const name = scratch_.names.reserve(key.text.size());
      scratch_.taken.push_back(scratch_.names.keep(unescape_json(key.text, name)));
    }
  }

  void collect_parsed_names() {
    if (!fields_.parsed()) scratch_.taken.insert(scratch_.taken.end(), {"message", "unparsed"});
    for (const ParsedField& field : fields_.parsed_fields().all()) {
      scratch_.taken.push_back(field.name);
    }
  }

  // How many fields from that one on are the same for all log events of the document.
  size_t alike_from(size_t begin) const {
    if (!scratch_.taken.empty() || !fields_.extracted_fields().empty()) return 0;
    size_t end = begin;
    while (end < format_.fields.size() && is_of_document(format_.fields[end].source)) ++end;
    return end - begin;
  }

  // Those are written once.
  void append_alike(size_t begin, size_t n) {
    if (scratch_.of_document.size() < format_.fields.size()) {
      scratch_.of_document.resize(format_.fields.size());
    }
    std::string& members = scratch_.of_document[begin];
    if (members.empty()) {
      JsonLine line(format_, fields_, scratch_, members);
      for (size_t i = begin; i < begin + n; ++i) line.append_field(format_.fields[i]);
      line.object_.end();
    }
    object_.members(members);
  }

  void append_merged() {
    scratch_.text.clear();
    append_compact_json(message_object_, scratch_.text);
    object_.members(scratch_.text);
  }

  // Of several with one name the last one counts, and above all those that the message merges.
  void append_parsed_fields() {
    if (!fields_.parsed()) append_unparsed();
    scratch_.last.clear();
    index_parsed_fields();
    for (const ParsedField& field : fields_.parsed_fields().all()) {
      if (!fields_.parsed() && (field.name == "message" || field.name == "unparsed")) continue;
      if (counts(field)) append_parsed(field.name, field);
    }
  }

  // A few fields are found as fast without it.
  void index_parsed_fields() {
    constexpr size_t kFewFields = 32;
    const auto all = fields_.parsed_fields().all();
    if (all.size() <= kFewFields && merged_ == 0) return;
    for (const ParsedField& field : all) scratch_.last.push_back({field.name, &field});
    for (size_t i = 0; i < merged_; ++i) scratch_.last.push_back({scratch_.taken[i], nullptr});
    // Of one name, the one that counts comes first: what is merged, else the last one.
    std::ranges::sort(scratch_.last, [](const NamedField& a, const NamedField& b) {
      if (a.name != b.name) return a.name < b.name;
      return b.field != nullptr && (a.field == nullptr || a.field > b.field);
    });
  }

  bool counts(const ParsedField& field) const {
    if (scratch_.last.empty()) return fields_.parsed_fields().find(field.name) == &field;
    return std::ranges::lower_bound(scratch_.last, field.name, {}, &NamedField::name)->field ==
           &field;
  }

  void append_unparsed() {
    if (!merges()) write_message("message");
    const auto merged = std::span(scratch_.taken).first(merged_);
    if (std::ranges::find(merged, "unparsed") != merged.end()) return;
    object_.name("unparsed");
    line_ += "true";
  }

  void append_parsed(std::string_view name, const ParsedField& field) {
    object_.name(name);
    switch (field.kind) {
      case FieldKind::kText:
        return append_quoted(field.text, line_);
      case FieldKind::kTime:
        return cwlogs::append_time(format_, fields_, field.time, line_);
      case FieldKind::kJson:  // Splunk takes no objects here
        if (format_.kind == OutputKind::kSplunkHec) return append_quoted(field.text, line_);
        [[fallthrough]];
      default:
        line_ += field.text;
    }
  }

  void append_json(std::string_view name, std::string_view json) {
    if (json.empty()) return;
    object_.name(name);
    append_compact_json(json, line_);
  }

  void append_id(std::string_view name) {
    if (fields_.id().empty()) return;
    object_.name(name);
    fields_.append_id(line_);
  }

  void append_time(std::string_view name) {
    if (!fields_.timestamp()) return;
    object_.name(name);
    cwlogs::append_time(format_, fields_, *fields_.timestamp(), line_);
  }

  const ParsedField* find_parsed(std::string_view name) const {
    return fields_.parsed_fields().find(name);
  }

  const OutputFormat& format_;
  EventFields& fields_;
  OutputScratch& scratch_;
  std::string& line_;
  ObjectWriter object_;
  std::string_view message_object_;
  size_t merged_ = 0;  // how many of the taken names the message merges; they come first
};

bool is_of_log_event(Source source) {
  return source == Source::kId || source == Source::kTimestamp || source == Source::kMessage;
}

// Whether lines are the document's own text around what is each log event's.
bool has_frame(const OutputFormat& format) {
  return format.json_message == JsonMessage::kString &&
         std::ranges::all_of(format.fields, [](const OutputField& field) {
           return is_of_log_event(field.source) || is_of_document(field.source) ||
                  field.source == Source::kExtractedFields;
         });
}

// Requires: has_frame(), and a log event without extractedFields.
void make_frame(const OutputFormat& format, EventFields& fields, OutputScratch& scratch) {
  std::string& text = scratch.frame_end;
  text = '{';
  bool first = true;
  for (const OutputField& field : format.fields) {
    std::string& member = scratch.text;
    member.clear();
    if (is_of_log_event(field.source)) {
      append_quoted(field.name, member);
      member += ':';
    } else {
      JsonLine(format, fields, scratch, member).append_field(field);
      member.erase(0, 1);  // its brace
    }
    if (member.empty()) continue;
    if (!first) text += ',';
    first = false;
    text += member;
    if (!is_of_log_event(field.source)) continue;
    if (scratch.pieces.size() == scratch.pieces_used) scratch.pieces.emplace_back();
    OutputScratch::Piece& piece = scratch.pieces[scratch.pieces_used++];
    piece.before.swap(text);
    piece.source = field.source;
    text.clear();
  }
  text += '}';
}

// False where something is absent that the frame has, or there that it has not.
bool append_framed(const OutputFormat& format, EventFields& fields, OutputScratch& scratch,
                   std::string& line) {
  if (!fields.timestamp() || fields.id().empty() || !fields.extracted_fields().empty()) {
    return false;
  }
  if (scratch.frame_end.empty()) make_frame(format, fields, scratch);
  for (const OutputScratch::Piece& piece : std::span(scratch.pieces).first(scratch.pieces_used)) {
    line += piece.before;
    switch (piece.source) {
      case Source::kId:
        fields.append_id(line);
        break;
      case Source::kTimestamp:
        append_time(format, fields, *fields.timestamp(), line);
        break;
      default:
        fields.append_message(line);
    }
  }
  line += scratch.frame_end;
  return true;
}

// https://docs.splunk.com/Documentation/Splunk/latest/Data/FormateventsforHTTPEventCollector
void append_splunk(const OutputFormat& format, EventFields& fields, OutputScratch& scratch,
                   std::string& line) {
  const SplunkHec& splunk = *format.splunk;
  std::string& text = scratch.text;
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
    JsonLine(format, fields, scratch, line).write();
  }
  event.end();
}

void append_document(EventFields& fields, std::string& line) {
  append_compact_json(fields.head, line);
  fields.append_log_event(line);
  append_compact_json(fields.tail, line);
}

}  // namespace

void OutputWriter::start_document() {
  for (std::string& members : scratch_.of_document) members.clear();
  scratch_.pieces_used = 0;
  scratch_.frame_end.clear();
}

void OutputWriter::append(const OutputFormat& format, EventFields& fields, std::string& line) {
  switch (format.kind) {
    case OutputKind::kMessage:
      line += fields.message();
      break;
    case OutputKind::kJson:
      if (has_frame(format) && append_framed(format, fields, scratch_, line)) break;
      JsonLine(format, fields, scratch_, line).write();
      break;
    case OutputKind::kEnvelope:
      append_document(fields, line);
      break;
    case OutputKind::kSplunkHec:
      append_splunk(format, fields, scratch_, line);
      break;
    case OutputKind::kTemplate:
      format.text.append(fields, "", line);
      break;
  }
  line += format.delimiter;
}

void OutputWriter::release_oversize() {
  if (scratch_.text.capacity() > kBufferKeepBytes) std::string().swap(scratch_.text);
  scratch_.names.clear();
  for (std::string& members : scratch_.of_document) {
    if (members.capacity() > kBufferKeepBytes) std::string().swap(members);
  }
  clear_for_reuse(scratch_.taken);
  clear_for_reuse(scratch_.last);
  start_document();
  if (scratch_.frame_end.capacity() > kBufferKeepBytes) std::string().swap(scratch_.frame_end);
  for (OutputScratch::Piece& piece : scratch_.pieces) {
    if (piece.before.capacity() > kBufferKeepBytes) std::string().swap(piece.before);
  }
}

}  // namespace cwlogs
