// Named values of a log entry, as JSON in the order given. There is an entry for every invocation:
// a tree of a JSON library costs more than the smallest invocation itself.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

namespace cwlogs {

struct LogField;
using LogFields = std::vector<LogField>;

// Requires: the name outlives this, and needs no escapes in JSON.
struct LogField {
  LogField(std::string_view field, std::string_view text);  // what is no UTF-8 becomes U+FFFD
  LogField(std::string_view field, const std::string& text)
      : LogField(field, std::string_view(text)) {}
  LogField(std::string_view field, const char* text) : LogField(field, std::string_view(text)) {}
  LogField(std::string_view field, std::integral auto n) : name(field), json(std::to_string(n)) {}
  LogField(std::string_view field, bool value) : name(field), json(value ? "true" : "false") {}
  LogField(std::string_view field, double n);
  LogField(std::string_view field, const LogFields& object);
  static LogField of_json(std::string_view field, std::string json);

  std::string_view name;
  std::string json;
};

void append(const LogFields& more, LogFields& fields);

// {"records":1,…}
std::string to_json(const LogFields& fields);

}  // namespace cwlogs
