#include "processor/json_text.h"

#include <algorithm>
#include <array>

#include "processor/json_escape.h"

namespace cwlogs {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";

// Only \ud800 to \udfff can be half a pair.
bool may_hold_surrogate(std::string_view raw) {
  for (size_t at = raw.find('\\'); at != raw.npos; at = raw.find('\\', at + 2)) {
    if (raw[at + 1] == 'u' && (raw[at + 2] == 'd' || raw[at + 2] == 'D')) return true;
  }
  return false;
}

// As it stands, but for half pairs: readers refuse them.
void append_without_halves(std::string_view raw, std::string& out) {
  while (!raw.empty()) {
    const size_t plain = std::min(raw.find('\\'), raw.size());
    out += raw.substr(0, plain);
    raw.remove_prefix(plain);
    if (raw.empty()) return;
    std::array<char, kCharacterBytesMax> character;
    char* end = character.data();
    const char* const next = read_escape(raw.data(), raw.data() + raw.size(), end);
    const std::string_view utf8(character.data(), end);
    const auto size = static_cast<size_t>(next - raw.data());
    out += utf8 == kReplacement ? utf8 : raw.substr(0, size);
    raw.remove_prefix(size);
  }
}

// Bytes of the string that `json` starts with, quotes included.
size_t string_bytes(std::string_view json) {
  size_t at = 1;
  while (json[at] != '"') at += json[at] == '\\' ? size_t{2} : size_t{1};
  return at + 1;
}

}  // namespace

void append_json_string(const RawString& raw, std::string& out) {
  out += '"';
  if (raw.escaped && may_hold_surrogate(raw.text)) {
    append_without_halves(raw.text, out);
  } else {
    out += raw.text;
  }
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
