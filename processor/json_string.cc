#include "processor/json_string.h"

#include <array>
#include <cassert>
#include <cstdint>

#include "processor/string_scan.h"

namespace cwlogs {
namespace {

constexpr uint32_t kReplacementCharacter = 0xFFFD;
constexpr size_t kUnicodeEscapeBytes = 6;  // \u0041

bool is_high_surrogate(uint32_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool is_low_surrogate(uint32_t unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

uint32_t hex_value(char digit) {
  if (digit <= '9') return static_cast<uint32_t>(digit - '0');
  return static_cast<uint32_t>((digit | 0x20) - 'a' + 10);
}

// The UTF-16 unit that the \uXXXX at `escape` spells.
uint32_t read_unit(const char* escape) {
  return hex_value(escape[2]) << 12 | hex_value(escape[3]) << 8 | hex_value(escape[4]) << 4 |
         hex_value(escape[5]);
}

char* write_utf8(uint32_t code_point, char* out) {
  const auto continuation = [code_point](int shift) {
    return static_cast<char>(0x80 | ((code_point >> shift) & 0x3F));
  };
  if (code_point < 0x80) {
    *out++ = static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    *out++ = static_cast<char>(0xC0 | code_point >> 6);
    *out++ = continuation(0);
  } else if (code_point < 0x10000) {
    *out++ = static_cast<char>(0xE0 | code_point >> 12);
    *out++ = continuation(6);
    *out++ = continuation(0);
  } else {
    *out++ = static_cast<char>(0xF0 | code_point >> 18);
    *out++ = continuation(12);
    *out++ = continuation(6);
    *out++ = continuation(0);
  }
  return out;
}

// Decodes the \uXXXX at `escape`, together with the one after it where the two are a surrogate
// pair. Returns what follows.
const char* unescape_unicode(const char* escape, const char* end, char*& out) {
  assert(static_cast<size_t>(end - escape) >= kUnicodeEscapeBytes);
  const uint32_t unit = read_unit(escape);
  const char* const next = escape + kUnicodeEscapeBytes;
  if (!is_high_surrogate(unit)) {
    out = write_utf8(is_low_surrogate(unit) ? kReplacementCharacter : unit, out);
    return next;
  }
  // What follows is well formed too: `\u` is never cut short.
  if (next != end && next[0] == '\\' && next[1] == 'u') {
    const uint32_t low = read_unit(next);
    if (is_low_surrogate(low)) {
      out = write_utf8(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00), out);
      return next + kUnicodeEscapeBytes;
    }
  }
  out = write_utf8(kReplacementCharacter, out);
  return next;
}

// The character that the letter of a two-character escape stands for.
char short_escape(char letter) {
  switch (letter) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      assert(letter == '"' || letter == '\\' || letter == '/');
      return letter;
  }
}

// Decodes the escape at `escape`, a backslash. Returns what follows.
const char* unescape_one(const char* escape, const char* end, char*& out) {
  assert(end - escape >= 2);
  if (escape[1] == 'u') return unescape_unicode(escape, end, out);
  *out++ = short_escape(escape[1]);
  return escape + 2;
}

constexpr char kPlain = 0;      // stands as it is
constexpr char kUnicode = 'u';  // must be spelled \u00xx

// For every byte kPlain, kUnicode, or the letter of its short escape.
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
    p = unescape_one(p, end, out);
  }
  return static_cast<size_t>(out - out_begin);
}

void append_unescaped(std::string_view raw, std::string& out) {
  const size_t old_bytes = out.size();
  out.resize(old_bytes + raw.size());
  out.resize(old_bytes + unescape_json(raw, out.data() + old_bytes));
}

void append_escaped(std::string_view utf8, std::string& out) {
  size_t run_begin = 0;
  for (size_t i = 0; i < utf8.size(); ++i) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    if (kEscapeLetters[byte] == kPlain) continue;
    out.append(utf8, run_begin, i - run_begin);
    append_escape(byte, out);
    run_begin = i + 1;
  }
  out.append(utf8, run_begin, utf8.size() - run_begin);
}

void append_quoted(std::string_view utf8, std::string& out) {
  out += '"';
  append_escaped(utf8, out);
  out += '"';
}

}  // namespace cwlogs
