#include "processor/text_escapes.h"

#include <cstddef>

#include "processor/json_string.h"
#include "processor/utf8.h"

namespace cwlogs {
namespace {

constexpr size_t kUnicodeEscapeBytes = 6;  // \u0041

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// Two hexadecimal digits at the start of `text`.
bool read_hex_byte(std::string_view text, char& byte) {
  if (text.size() < 2) return false;
  const int high = hex_value(text[0]);
  const int low = hex_value(text[1]);
  if (high < 0 || low < 0) return false;
  byte = static_cast<char>(high * 16 + low);
  return true;
}

// What the letter behind a backslash stands for, 0 if it is none of the short escapes.
char short_escape(char letter) {
  switch (letter) {
    case '"':
    case '\\':
      return letter;
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    default:
      return '\0';
  }
}

// Decodes the escape at the start of `text`, a backslash. Returns its bytes, 0 if it is none.
size_t decode_access_log_escape(std::string_view text, char*& out) {
  if (text.size() < 2) return 0;
  if (text[1] == 'x' && read_hex_byte(text.substr(2), *out)) {
    ++out;
    return 4;
  }
  const char decoded = text[1] == 'v' ? '\v' : short_escape(text[1]);
  if (decoded == '\0') return 0;
  *out++ = decoded;
  return 2;
}

bool is_unicode_escape(std::string_view text) {
  char byte = 0;
  return text.size() >= kUnicodeEscapeBytes && text[0] == '\\' && text[1] == 'u' &&
         read_hex_byte(text.substr(2), byte) && read_hex_byte(text.substr(4), byte);
}

size_t decode_quoted_escape(std::string_view text, char*& out) {
  if (text.size() < 2) return 0;
  if (is_unicode_escape(text)) {
    // Two may be the halves of one character.
    const bool is_pair = is_unicode_escape(text.substr(kUnicodeEscapeBytes));
    const size_t taken = is_pair ? 2 * kUnicodeEscapeBytes : kUnicodeEscapeBytes;
    out += unescape_json(text.substr(0, taken), out);
    return taken;
  }
  const char decoded = text[1] == '/' ? '/' : short_escape(text[1]);
  if (decoded == '\0') return 0;
  *out++ = decoded;
  return 2;
}

size_t decode_percent_escape(std::string_view text, char*& out) {
  if (!read_hex_byte(text.substr(1), *out)) return 0;
  ++out;
  return 3;
}

// No escape is shorter than what it stands for.
template <typename DecodeOne>
std::string_view decode(std::string_view text, char mark, TextArena& arena, DecodeOne decode_one) {
  if (text.find(mark) == text.npos) return text;
  char* const begin = arena.reserve(text.size() + 1);
  char* out = begin;
  for (std::string_view rest = text; !rest.empty();) {
    size_t taken = rest.front() == mark ? decode_one(rest, out) : 0;
    if (taken == 0) {
      *out++ = rest.front();
      taken = 1;
    }
    rest.remove_prefix(taken);
  }
  const std::string_view decoded(begin, static_cast<size_t>(out - begin));
  return is_utf8(decoded) ? arena.keep(decoded.size()) : text;
}

}  // namespace

std::string_view decode_access_log_escapes(std::string_view text, TextArena& arena) {
  return decode(text, '\\', arena, decode_access_log_escape);
}

std::string_view decode_quoted_escapes(std::string_view text, TextArena& arena) {
  return decode(text, '\\', arena, decode_quoted_escape);
}

std::string_view decode_percent(std::string_view text, TextArena& arena) {
  return decode(text, '%', arena, decode_percent_escape);
}

}  // namespace cwlogs
