#include "processor/json_string.h"

#include <array>

#include "processor/json_escape.h"
#include "processor/string_scan.h"

namespace cwlogs {
namespace {

constexpr char kUnicode = 'u';  // must be spelled \u00xx

// For every byte that may not stand as it is kUnicode, or the letter of its short escape.
constexpr std::array<char, 256> kEscapeLetters = [] {
  std::array<char, 256> letters{};
  for (size_t control = 0; control < 0x20; ++control) letters[control] = kUnicode;
  letters['\b'] = 'b';
  letters['\f'] = 'f';
  letters['\n'] = 'n';
  letters['\r'] = 'r';
  letters['\t'] = 't';
  letters['"'] = '"';
  letters['\\'] = '\\';
  return letters;
}();

void append_escape(unsigned char byte, std::string& out) {
  constexpr std::string_view kHexDigits = "0123456789abcdef";
  const char letter = kEscapeLetters[byte];
  out += '\\';
  out += letter;
  if (letter != kUnicode) return;
  out += "00";
  out += kHexDigits[byte >> 4];
  out += kHexDigits[byte & 0xF];
}

}  // namespace

size_t unescape_json(std::string_view raw, char* out) {
  const char* p = raw.data();
  const char* const end = p + raw.size();
  const char* const out_begin = out;
  for (;;) {
    p = copy_until_backslash(p, end, out);
    if (p == end) break;
    p = read_escape(p, end, out);
  }
  return static_cast<size_t>(out - out_begin);
}

void append_unescaped(std::string_view raw, std::string& out) {
  const size_t old_bytes = out.size();
  out.resize(old_bytes + raw.size());
  out.resize(old_bytes + unescape_json(raw, out.data() + old_bytes));
}

void append_escaped(std::string_view utf8, std::string& out) {
  const char* p = utf8.data();
  const char* const end = p + utf8.size();
  for (;;) {
    const char* const stop = find_string_end(p, end);
    out.append(p, stop);
    if (stop == end) return;
    append_escape(static_cast<unsigned char>(*stop), out);
    p = stop + 1;
  }
}

void append_quoted(std::string_view utf8, std::string& out) {
  out += '"';
  append_escaped(utf8, out);
  out += '"';
}

}  // namespace cwlogs
