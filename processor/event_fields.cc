#include "processor/event_fields.h"

#include "processor/json_string.h"
#include "processor/json_text.h"
#include "processor/limits.h"

namespace cwlogs {

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

void EventFields::append_iso_time(const absl::TimeZone& zone, std::string& out) {
  if (!timestamp()) return;
  const int64_t ms = timestamp()->count();
  if (ms / 1000 != iso_second_ || zone != iso_zone_) {
    iso_second_ = ms / 1000;
    iso_zone_ = zone;
    const absl::Time time = absl::FromUnixSeconds(iso_second_);
    iso_text_ = absl::FormatTime("%Y-%m-%dT%H:%M:%S.", time, zone);
    iso_offset_ = zone == absl::UTCTimeZone() ? "Z" : absl::FormatTime("%Ez", time, zone);
  }
  const auto digit = [&](int64_t n) { return static_cast<char>('0' + n % 10); };
  out += iso_text_;
  out += {digit(ms / 100), digit(ms / 10), digit(ms)};
  out += iso_offset_;
}

void EventFields::release_oversize() {
  for (std::string* const text : {&id_.unescaped, &message_.unescaped, &extracted_.unescaped,
                                  &account_, &event_region_, &padded_message_}) {
    if (text->capacity() > kBufferKeepBytes) std::string().swap(*text);
  }
}

}  // namespace cwlogs
