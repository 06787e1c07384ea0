#include "runtime/log_fields.h"

#include <array>
#include <charconv>
#include <utility>

#include "processor/json_string.h"
#include "processor/utf8.h"

namespace cwlogs {

LogField::LogField(std::string_view field, std::string_view text) : name(field) {
  if (is_utf8(text)) {
    append_quoted(text, json);
  } else {
    append_quoted(to_utf8(text), json);
  }
}

LogField::LogField(std::string_view field, double n) : name(field) {
  std::array<char, 32> digits;  // the shortest that reads back as n, at most 24
  json.assign(digits.data(), std::to_chars(digits.begin(), digits.end(), n).ptr);
}

LogField::LogField(std::string_view field, const LogFields& object)
    : name(field), json(to_json(object)) {}

LogField LogField::of_json(std::string_view field, std::string json) {
  LogField of_json(field, 0);
  of_json.json = std::move(json);
  return of_json;
}

void append(const LogFields& more, LogFields& fields) {
  fields.insert(fields.end(), more.begin(), more.end());
}

std::string to_json(const LogFields& fields) {
  size_t bytes = 2;
  for (const LogField& field : fields) bytes += field.name.size() + field.json.size() + 4;
  std::string json;
  json.reserve(bytes);
  json += '{';
  for (const LogField& field : fields) {
    if (json.size() > 1) json += ',';
    json += '"';
    json += field.name;
    json += "\":";
    json += field.json;
  }
  json += '}';
  return json;
}

}  // namespace cwlogs
