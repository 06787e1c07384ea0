#include "processor/transform.h"

#include <array>
#include <charconv>
#include <cmath>
#include <stdexcept>
#include <string>

#include "processor/event_fields.h"
#include "processor/limits.h"
#include "processor/partition_keys.h"
#include "processor/utf8.h"

namespace cwlogs {

std::optional<std::string_view> LogEventFields::find(std::string_view name) const {
  const ParsedField* const field = fields_.parsed_fields().find(name);
  if (field == nullptr) return std::nullopt;
  return field->text;
}

bool LogEventFields::parsed() const { return fields_.parsed(); }

void LogEventFields::set_text(std::string_view name, std::string_view text) {
  check_room();
  fields_.own_fields().add_text(copy(name), copy(text));
}

void LogEventFields::set_integer(std::string_view name, int64_t value) {
  check_room();
  fields_.own_fields().add_integer(copy(name), value);
}

void LogEventFields::set_number(std::string_view name, double value) {
  if (!std::isfinite(value)) return set_json(name, "null");
  check_room();
  std::array<char, 32> digits;
  const char* const end = std::to_chars(digits.begin(), digits.end(), value).ptr;
  const size_t size = static_cast<size_t>(end - digits.begin());
  fields_.own_fields().add_number(copy(name), copy({digits.data(), size}));
}

void LogEventFields::set_boolean(std::string_view name, bool value) {
  check_room();
  fields_.own_fields().add_boolean(copy(name), value ? "true" : "false");
}

void LogEventFields::set_json(std::string_view name, std::string_view json) {
  check_room();
  const std::string_view padded = fields_.own_fields().padded_copy(copy(json));
  JsonCursor cursor(padded);
  std::string_view value;
  if (!cursor.skip_value(value) || cursor.peek() != '\0' || cursor.offset() != padded.size()) {
    throw std::invalid_argument("not one JSON value");
  }
  fields_.own_fields().add_json(copy(name), value);
}

void LogEventFields::set_parsed() { fields_.set_parsed(); }

void LogEventFields::set_timestamp(std::chrono::milliseconds since_epoch) {
  if (since_epoch < std::chrono::milliseconds(0) || since_epoch > kTimestampMax) {
    throw std::invalid_argument("a timestamp beyond 1970 to 9999");
  }
  fields_.set_timestamp(since_epoch);
}

void LogEventFields::set_partition_key(std::string_view name, std::string_view value) {
  if (!is_partition_key_name(name)) throw std::invalid_argument("no name of a partition key");
  fields_.set_partition_key(name, copy(value));
}

// Into the log event's own text.
std::string_view LogEventFields::copy(std::string_view text) {
  TextArena& arena = fields_.own_fields().arena();
  return is_utf8(text) ? arena.copy(text) : arena.copy(to_utf8(text));
}

void LogEventFields::check_room() const {
  if (fields_.parsed_fields().all().size() >= kParsedFieldsMax) {
    throw std::length_error("too many fields");
  }
}

}  // namespace cwlogs
