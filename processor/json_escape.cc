#include "processor/json_escape.h"

#include <cstdint>

namespace cwlogs {
namespace {

constexpr uint32_t kReplacementCharacter = 0xFFFD;
constexpr size_t kUnicodeEscapeBytes = 6;  // \u0041
constexpr uint32_t kNoUnit = 0x10000;

bool is_high_surrogate(uint32_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool is_low_surrogate(uint32_t unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

// Above 0xF for what is no digit.
uint32_t hex_value(char c) {
  if (c >= '0' && c <= '9') return static_cast<uint32_t>(c - '0');
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? static_cast<uint32_t>(lower - 'a' + 10) : kNoUnit;
}

// The UTF-16 unit that the \uXXXX at p spells, or kNoUnit where none stands there.
uint32_t read_unit(const char* p, const char* end) {
  if (static_cast<size_t>(end - p) < kUnicodeEscapeBytes || p[0] != '\\' || p[1] != 'u') {
    return kNoUnit;
  }
  uint32_t unit = 0;
  for (size_t i = 2; i < kUnicodeEscapeBytes; ++i) {
    const uint32_t digit = hex_value(p[i]);
    if (digit == kNoUnit) return kNoUnit;
    unit = unit << 4 | digit;
  }
  return unit;
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

const char* read_unicode_escape(const char* p, const char* end, char*& out) {
  const uint32_t unit = read_unit(p, end);
  if (unit == kNoUnit) return nullptr;
  const char* const next = p + kUnicodeEscapeBytes;
  if (is_high_surrogate(unit)) {
    const uint32_t low = read_unit(next, end);
    if (is_low_surrogate(low)) {
      out = write_utf8(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00), out);
      return next + kUnicodeEscapeBytes;
    }
  }
  const bool half = is_high_surrogate(unit) || is_low_surrogate(unit);
  out = write_utf8(half ? kReplacementCharacter : unit, out);
  return next;
}

// The character that the letter of a two-character escape stands for, 0 if it is none.
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
    case '"':
    case '\\':
    case '/':
      return letter;
    default:
      return '\0';
  }
}

}  // namespace

const char* read_escape(const char* p, const char* end, char*& out) {
  if (end - p < 2) return nullptr;
  if (p[1] == 'u') return read_unicode_escape(p, end, out);
  const char c = short_escape(p[1]);
  if (c == '\0') return nullptr;
  *out++ = c;
  return p + 2;
}

}  // namespace cwlogs
