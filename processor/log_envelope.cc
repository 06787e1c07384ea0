#include "processor/log_envelope.h"

#include <charconv>
#include <cstring>

#include "processor/json_key.h"
#include "processor/limits.h"
#include "processor/string_scan.h"

namespace cwlogs {
namespace {

std::string_view view_of(const char* begin, const char* end) {
  return {begin, static_cast<size_t>(end - begin)};
}

std::optional<std::chrono::milliseconds> parse_timestamp(std::string_view json) {
  int64_t ms = 0;
  const char* const end = json.data() + json.size();
  const auto [stop, error] = std::from_chars(json.data(), end, ms);
  if (error != std::errc() || stop != end || ms < 0 || ms > kTimestampMax.count())
    return std::nullopt;
  return std::chrono::milliseconds(ms);
}

MessageType message_type_of(const RawString& type) {
  if (key_is(type, "DATA_MESSAGE")) return MessageType::kData;
  if (key_is(type, "CONTROL_MESSAGE")) return MessageType::kControl;
  return MessageType::kOther;
}

// Reads a string, or passes over whatever else stands there and says false.
bool read_string_if_any(JsonCursor& cursor, RawString& string) {
  if (cursor.peek() == '"') return cursor.read_string(string);
  cursor.skip_value();
  return false;
}

void read_id(JsonCursor& cursor, RawString& id) {
  if (cursor.peek() == '"') {
    cursor.read_string(id);
    return;
  }
  id = {};
  std::string_view value;
  if (!cursor.skip_value(value)) return;
  if (value[0] == '-' || (value[0] >= '0' && value[0] <= '9')) id.text = value;
}

// Behind `expected` if it stands at p, else null. Requires: as JsonCursor does.
const char* skip(const char* p, std::string_view expected) {
  return std::memcmp(p, expected.data(), expected.size()) == 0 ? p + expected.size() : nullptr;
}

// What CloudWatch Logs writes in front of every message, byte for byte in this form:
//
//   {"id":"…","timestamp":1655856000000,"message":
struct UsualFields {
  std::string_view id;
  const char* timestamp;
  const char* end;  // null where they have another form, be that JSON or not
};

constexpr size_t kTimestampDigits = 13;

// Whether each of the 8 bytes at p is 30 to 39: its high nibble is 3, and still is with 6 added.
bool are_digits_8(const char* p) {
  constexpr uint64_t kEach = 0x0101010101010101;
  constexpr uint64_t kHigh = 0xf0 * kEach;
  uint64_t bytes = 0;
  std::memcpy(&bytes, p, sizeof bytes);
  return ((bytes & kHigh) | ((bytes + 6 * kEach) & kHigh) >> 4) == 0x33 * kEach;
}

std::chrono::milliseconds usual_timestamp(const char* digits) {
  int64_t ms = 0;
  for (size_t i = 0; i < kTimestampDigits; ++i) ms = ms * 10 + (digits[i] - '0');
  return std::chrono::milliseconds(ms);
}

// Behind the opening brace. In one go it costs a third of what reading field by field does.
UsualFields read_usual_fields(const char* p) {
  p = skip(p, R"("id":")");
  if (p == nullptr) return {};
  const char* const id = p;
  p = find_string_end(p);
  const std::string_view id_text = view_of(id, p);
  const char* const timestamp = skip(p, R"(","timestamp":)");
  if (timestamp == nullptr || *timestamp == '0') return {};
  if (!are_digits_8(timestamp) || !are_digits_8(timestamp + kTimestampDigits - 8)) return {};
  return {id_text, timestamp, skip(timestamp + kTimestampDigits, R"(,"message":)")};
}

// At a log event. Returns whether it is an object with a message.
bool read_log_event(JsonCursor& cursor, RawLogEvent& log_event) {
  log_event = {};
  bool has_message = false;
  const char* const begin = cursor.position();
  if (const UsualFields usual = read_usual_fields(begin + 1); usual.end != nullptr) {
    log_event.id.text = usual.id;
    log_event.timestamp = usual_timestamp(usual.timestamp);
    cursor.resume_at(usual.end);
    has_message = read_string_if_any(cursor, log_event.message);
  } else if (!cursor.begin_object()) {
    return false;
  }
  for (RawString key; cursor.next_field(key);) {
    if (key_is(key, "message")) {
      has_message = read_string_if_any(cursor, log_event.message);
    } else if (key_is(key, "timestamp")) {
      std::string_view value;
      if (cursor.skip_value(value)) log_event.timestamp = parse_timestamp(value);
    } else if (key_is(key, "id")) {
      read_id(cursor, log_event.id);
    } else if (key_is(key, "extractedFields")) {
      std::string_view value;
      if (cursor.skip_value(value)) log_event.extracted_fields = value[0] == '{' ? value : "";
    } else {
      cursor.skip_value();
    }
  }
  log_event.text = view_of(begin, cursor.position());
  return has_message;
}

}  // namespace

bool LogReader::fail(Reason reason) {
  // What is missed may still come, twice even, and malformed text behind it is the better reason.
  if (reason == Reason::kMissingField && order_ == FieldOrder::kLogEventsLast) {
    needs_any_order_ = true;
  }
  reason_ = needs_any_order_ ? Reason::kNone : reason;
  state_ = State::kEnded;
  return false;
}

bool LogReader::next_document() {
  RawLogEvent passed_over;
  while (next_log_event(passed_over)) continue;
  if (state_ == State::kEnded) return false;
  cursor_.peek();
  if (cursor_.position() == text_.data() + text_.size()) {
    if (!seen_document_) return fail(Reason::kBadJson);
    state_ = State::kEnded;
    return false;
  }
  seen_document_ = true;
  return enter_document();
}

bool LogReader::enter_document() {
  envelope_ = {};
  log_events_ = nullptr;
  document_ = cursor_.position();
  if (!cursor_.begin_object()) return fail(Reason::kBadJson);
  if (!read_fields()) return false;
  if (envelope_.message_type == MessageType::kMissing) return fail(Reason::kMissingField);
  if (envelope_.message_type != MessageType::kData) return true;
  return reach_log_events();
}

// Reads the envelope up to `logEvents`, or to the end of the document.
bool LogReader::read_fields() {
  for (RawString key; cursor_.next_field(key);) {
    const bool log_events = key_is(key, "logEvents");
    if (log_events) log_events_ = cursor_.position();
    if (log_events && order_ == FieldOrder::kLogEventsLast) {
      if (envelope_.message_type == MessageType::kData) return true;
      needs_any_order_ = envelope_.message_type == MessageType::kMissing;
      if (needs_any_order_) return fail(Reason::kNone);
    }
    if (log_events ? !cursor_.skip_value() : !read_field(key)) break;
    if (log_events) log_events_end_ = cursor_.position();
  }
  if (cursor_.failed()) return fail(Reason::kBadJson);
  document_end_ = cursor_.position();
  return true;
}

bool LogReader::read_field(const RawString& key) {
  if (key_is(key, "messageType")) return read_message_type();
  if (key_is(key, "owner")) return read_text(envelope_.owner);
  if (key_is(key, "logGroup")) return read_text(envelope_.log_group);
  if (key_is(key, "logStream")) return read_text(envelope_.log_stream);
  if (key_is(key, "subscriptionFilters")) return read_subscription_filters();
  return cursor_.skip_value();
}

bool LogReader::read_message_type() {
  saw_message_type_ = true;
  RawString type;
  const bool string = read_string_if_any(cursor_, type);
  envelope_.message_type = string ? message_type_of(type) : MessageType::kMissing;
  return !cursor_.failed();
}

bool LogReader::read_text(RawString& field) {
  if (!read_string_if_any(cursor_, field)) field = {};
  return !cursor_.failed();
}

bool LogReader::read_subscription_filters() {
  envelope_.subscription_filter = {};
  envelope_.subscription_filters = {};
  if (cursor_.peek() != '[') return cursor_.skip_value();
  const char* const begin = cursor_.position();
  cursor_.begin_array();
  for (bool first = true; cursor_.next_element(); first = false) {
    if (first) {
      read_text(envelope_.subscription_filter);
    } else {
      cursor_.skip_value();
    }
  }
  envelope_.subscription_filters = view_of(begin, cursor_.position());
  return !cursor_.failed();
}

bool LogReader::reach_log_events() {
  if (log_events_ == nullptr || *log_events_ != '[') return fail(Reason::kMissingField);
  cursor_.resume_at(log_events_);
  cursor_.begin_array();
  head_ = view_of(document_, cursor_.position());
  if (order_ == FieldOrder::kAnyOrder) tail_ = view_of(log_events_end_ - 1, document_end_);
  state_ = State::kInLogEvents;
  return true;
}

bool LogReader::next_log_event(RawLogEvent& log_event) {
  if (state_ != State::kInLogEvents) return false;
  if (!cursor_.next_element()) {
    return cursor_.failed() ? fail(Reason::kBadJson) : leave_document();
  }
  if (cursor_.peek() != '{') return fail(Reason::kMissingField);
  if (read_log_event(cursor_, log_event)) return true;
  return fail(cursor_.failed() ? Reason::kBadJson : Reason::kMissingField);
}

char* LogReader::copy_next_message(const JsonKernels& kernels, std::string_view& log_event,
                                   char* out, const char* out_limit) {
  const char* const comma = cursor_.position();
  if (state_ != State::kInLogEvents || comma[0] != ',' || comma[1] != '{') return nullptr;
  const char* const message = read_usual_fields(comma + 2).end;
  if (message == nullptr || *message != '"') return nullptr;
  const CopiedString text = kernels.copy_string(message + 1, out, out_limit);
  if (text.end == nullptr) return nullptr;
  const char* end = text.end + 1;
  if (const char* const fields = skip(end, R"(,"extractedFields":{)")) {
    end = kernels.skip_flat_object(fields);
  }
  if (end == nullptr || *end != '}') return nullptr;
  ++end;
  log_event = view_of(comma + 1, end);
  cursor_.resume_at(end);
  return text.out_end;
}

// Behind the closing bracket of `logEvents`. Always false: there is no further log event.
bool LogReader::leave_document() {
  const char* const bracket = cursor_.position() - 1;
  state_ = State::kBetweenDocuments;
  if (order_ == FieldOrder::kAnyOrder) {
    cursor_.resume_at(document_end_);
    return false;
  }
  for (RawString key; cursor_.next_field(key);) {
    const bool used = key_is(key, "logEvents") || key_is(key, "messageType") ||
                      key_is(key, "owner") || key_is(key, "logGroup") || key_is(key, "logStream") ||
                      key_is(key, "subscriptionFilters");
    needs_any_order_ = needs_any_order_ || used;
    cursor_.skip_value();
  }
  if (cursor_.failed()) return fail(Reason::kBadJson);
  if (needs_any_order_) return fail(Reason::kNone);
  document_end_ = cursor_.position();
  tail_ = view_of(bracket, document_end_);
  return false;
}

bool find_extracted_field(std::string_view extracted_fields, std::string_view name,
                          RawString& value) {
  if (extracted_fields.empty()) return false;
  JsonCursor cursor(extracted_fields);
  bool found = false;
  cursor.begin_object();
  for (RawString key; cursor.next_field(key);) {
    if (key_is(key, name)) {
      found = read_string_if_any(cursor, value);
    } else {
      cursor.skip_value();
    }
  }
  return found;
}

}  // namespace cwlogs
