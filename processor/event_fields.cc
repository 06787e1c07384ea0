#include "processor/event_fields.h"

#include <algorithm>

#include "processor/json_key.h"
#include "processor/json_string.h"
#include "processor/json_text.h"
#include "processor/limits.h"

namespace cwlogs {
namespace {

// Where the string ends that begins with the quote at `begin`, or the text's end.
size_t end_of_string(const std::string& json, size_t begin) {
  size_t end = begin + 1;
  while (end < json.size() && json[end] != '"') end += json[end] == '\\' ? 2U : 1U;
  return std::min(end + 1, json.size());
}

// 2022-06-22T09:00:00. as absl::FormatTime would, which allocates.
void write_iso_second(const absl::CivilSecond& time, std::string& text) {
  text.clear();
  const auto append = [&text](int64_t n, int64_t unit, char separator) {
    for (; unit > 0; unit /= 10) text += static_cast<char>('0' + n / unit % 10);
    text += separator;
  };
  append(time.year(), time.year() > 9999 ? 10000 : 1000, '-');  // next year begins in the east
  append(time.month(), 10, '-');
  append(time.day(), 10, 'T');
  append(time.hour(), 10, ':');
  append(time.minute(), 10, ':');
  append(time.second(), 10, '.');
}

}  // namespace

std::string_view EventFields::Field::text() {
  if (!raw.escaped) return raw.text;
  if (!done) {
    unescaped.clear();
    append_unescaped(raw.text, unescaped);
    done = true;
  }
  return unescaped;
}

void EventFields::set_envelope(const RawEnvelope& envelope) {
  owner_.set(envelope.owner);
  log_group_.set(envelope.log_group);
  log_stream_.set(envelope.log_stream);
  subscription_filter_.set(envelope.subscription_filter);
  subscription_filters_ = envelope.subscription_filters;
  captures.clear();
  s3_prefix = {};
}

void EventFields::set_log_event(const RawLogEvent& log_event) {
  log_event_ = log_event;
  id_.set(log_event.id);
  message_.set(log_event.message);
  message_is_object_ = IsObject::kUnknown;
  timestamp_ = log_event.timestamp;
  redacted_ = false;
  parsed_ = false;
  parser_ = nullptr;
  has_message_time_ = false;
  replacements_.clear();
  // Fields refer to the message they came from.
  if (!has_own_ && parsed_fields_.all().empty()) return;
  has_own_ = false;
  parsed_fields_.clear();
  own_keys_.clear();
}

void EventFields::read(const MessageReading& reading) {
  if (!reading.redaction.empty()) redact(reading.redaction);
  if (reading.parsers.empty()) return;
  const LogLine line{.message = message(), .timestamp = timestamp_};
  for (const NamedLineParser& candidate : reading.parsers) {
    if (!candidate.parser->parse(line, parsed_fields_)) continue;
    parser_ = &candidate;
    break;
  }
  parsed_ = parser_ != nullptr;
  if (!parsed_) return parsed_fields_.clear();
  if (!reading.time) return;
  const auto time = reading.time->find(parsed_fields_, timestamp_);
  has_message_time_ = time.has_value();
  if (time) timestamp_ = time;
}

void EventFields::set_partition_key(std::string_view name, std::string_view value) {
  has_own_ = true;
  const auto same = [name](const OwnKey& key) { return key.name == name; };
  const auto found = std::ranges::find_if(own_keys_, same);
  if (found != own_keys_.end()) {
    found->value = value;
  } else {
    own_keys_.push_back({std::string(name), std::string(value)});
  }
}

void EventFields::redact(const Redaction& redaction) {
  if (redaction.apply(message(), redacted_message_, replacements_) != 0) {
    redacted_ = true;
    message_.set({.text = redacted_message_, .escaped = false});
  }
  if (!log_event_.extracted_fields.empty()) redact_extracted_fields(redaction);
}

// Redacts their strings at any depth, but for the names of fields.
void EventFields::redact_extracted_fields(const Redaction& redaction) {
  std::string& json = compact_fields_;
  std::string& value = field_value_;
  std::string& by = redacted_value_;
  json.clear();
  append_compact_json(log_event_.extracted_fields, json);
  bool changed = false;
  redacted_fields_.clear();
  for (size_t at = 0; at < json.size();) {
    const size_t begin = std::min(json.find('"', at), json.size());
    const size_t end = end_of_string(json, begin);
    redacted_fields_.append(json, at, begin - at);
    at = end;
    value.clear();
    const bool is_value = begin < end && json[end] != ':';
    if (is_value) append_unescaped({json.data() + begin + 1, end - begin - 2}, value);
    if (is_value && redaction.apply(value, by, replacements_) != 0) {
      changed = true;
      append_quoted(by, redacted_fields_);
    } else {
      redacted_fields_.append(json, begin, end - begin);
    }
  }
  if (!changed) return;
  redacted_ = true;
  const size_t size = redacted_fields_.size();
  redacted_fields_.append(kJsonPadding, '\0');
  log_event_.extracted_fields = std::string_view(redacted_fields_).substr(0, size);
}

void EventFields::append_id(std::string& out) {
  if (id_.raw.escaped) return append_quoted(id(), out);
  out += '"';
  out += id_.raw.text;
  out += '"';
}

void EventFields::append_message(std::string& out) const {
  if (message_.raw.text.data() == redacted_message_.data()) {
    append_quoted(redacted_message_, out);
  } else {
    append_json_string(message_.raw, out);
  }
}

// Of joined ones the first, with the message of all.
void EventFields::append_log_event(std::string& out) const {
  if (!redacted_ && log_event_.log_events == 1) return append_compact_json(log_event_.text, out);
  const size_t begin = out.size();
  out += '{';
  JsonCursor cursor(log_event_.text);
  cursor.begin_object();
  for (RawString key; cursor.next_field(key);) {
    if (out.size() > begin + 1) out += ',';
    append_json_string(key, out);
    out += ':';
    std::string_view json;
    cursor.skip_value(json);
    if (key_is(key, "message")) {
      append_message(out);
    } else if (key_is(key, "extractedFields") && !log_event_.extracted_fields.empty()) {
      append_compact_json(log_event_.extracted_fields, out);
    } else {
      append_compact_json(json, out);
    }
  }
  out += '}';
}

std::string_view EventFields::extracted_field(std::string_view name) {
  RawString found;
  if (!find_extracted_field(log_event_.extracted_fields, name, found)) return {};
  extracted_.set(found);
  return extracted_.text();
}

std::string_view EventFields::account() {
  if (log_event_.extracted_fields.empty()) return owner();
  account_ = extracted_field("@aws.account");
  return account_.empty() ? owner() : account_;
}

std::string_view EventFields::region() {
  if (log_event_.extracted_fields.empty()) return region_;
  event_region_ = extracted_field("@aws.region");
  return event_region_.empty() ? region_ : event_region_;
}

std::string_view EventFields::message_object() {
  if (message_is_object_ == IsObject::kUnknown) {
    message_is_object_ = IsObject::kNo;
    const std::string_view text = message();
    const size_t first = text.find_first_not_of(" \t\r\n");
    if (first == text.npos || text[first] != '{') return {};
    padded_message_.assign(text);
    padded_message_.append(kJsonPadding, '\0');
    const auto padded = std::string_view(padded_message_).substr(0, text.size());
    if (is_json_object(padded)) message_is_object_ = IsObject::kYes;
  }
  if (message_is_object_ == IsObject::kNo) return {};
  return std::string_view(padded_message_).substr(0, padded_message_.size() - kJsonPadding);
}

void EventFields::append_iso_time(std::chrono::milliseconds time_of_event,
                                  const absl::TimeZone& zone, std::string& out) {
  const int64_t ms = time_of_event.count();
  if (ms / 1000 != iso_second_ || zone != iso_zone_) {
    iso_second_ = ms / 1000;
    iso_zone_ = zone;
    const absl::Time time = absl::FromUnixSeconds(iso_second_);
    write_iso_second(absl::ToCivilSecond(time, zone), iso_text_);
    iso_ms_at_ = iso_text_.size();
    iso_text_ += "000";
    iso_text_ += zone == absl::UTCTimeZone() ? "Z" : absl::FormatTime("%Ez", time, zone);
  }
  char* const digits = iso_text_.data() + iso_ms_at_;
  digits[0] = static_cast<char>('0' + ms / 100 % 10);
  digits[1] = static_cast<char>('0' + ms / 10 % 10);
  digits[2] = static_cast<char>('0' + ms % 10);
  out += iso_text_;
}

void EventFields::release_oversize() {
  for (std::string* const text :
       {&id_.unescaped, &message_.unescaped, &extracted_.unescaped, &account_, &event_region_,
        &padded_message_, &redacted_message_, &redacted_fields_, &compact_fields_, &field_value_,
        &redacted_value_}) {
    if (text->capacity() > kBufferKeepBytes) std::string().swap(*text);
  }
}

}  // namespace cwlogs
