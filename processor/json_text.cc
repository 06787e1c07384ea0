#include "processor/json_text.h"

#include <algorithm>

#include "processor/json_string.h"

namespace cwlogs {
namespace {

// Only \ud800 to \udfff can be half a pair.
bool may_hold_surrogate(std::string_view raw) {
  return raw.find("\\ud") != raw.npos || raw.find("\\uD") != raw.npos;
}

// Bytes of the string that `json` starts with, quotes included.
size_t string_bytes(std::string_view json) {
  size_t at = 1;
  while (json[at] != '"') at += json[at] == '\\' ? size_t{2} : size_t{1};
  return at + 1;
}

}  // namespace

void append_json_string(const RawString& raw, std::string& out) {
  if (raw.escaped && may_hold_surrogate(raw.text)) {
    std::string unescaped;
    append_unescaped(raw.text, unescaped);
    append_quoted(unescaped, out);
    return;
  }
  out += '"';
  out += raw.text;
  out += '"';
}

void append_compact_json(std::string_view json, std::string& out) {
  constexpr std::string_view kStops = "\" \t\r\n";
  while (!json.empty()) {
    const size_t plain = std::min(json.find_first_of(kStops), json.size());
    out += json.substr(0, plain);
    json.remove_prefix(plain);
    if (json.empty()) return;
    size_t taken = 1;  // white space
    if (json.front() == '"') {
      taken = string_bytes(json);
      append_json_string({json.substr(1, taken - 2), true}, out);
    }
    json.remove_prefix(taken);
  }
}

bool is_json_object(std::string_view text) {
  JsonCursor cursor(text);
  if (cursor.peek() != '{' || !cursor.skip_value()) return false;
  cursor.peek();
  return cursor.offset() == text.size();
}

}  // namespace cwlogs
