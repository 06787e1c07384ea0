#include "processor/ip_address.h"

#include <algorithm>

namespace cwlogs {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
// Other letters than these don't continue an address: Japanese has no spaces around it.
bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// Whether the backslash before `end` escapes what follows.
bool escapes(std::string_view text, size_t end) {
  size_t begin = end;
  while (begin != 0 && text[begin - 1] == '\\') --begin;
  return (end - begin) % 2 == 1;
}

// Whether an escape of JSON ends before `end`: \n or \u003e.
bool ends_escape(std::string_view text, size_t end) {
  constexpr std::string_view kLetters = "bfnrt";
  if (end >= 2 && kLetters.find(text[end - 1]) != kLetters.npos && escapes(text, end - 1)) {
    return true;
  }
  return end >= 6 && text[end - 5] == 'u' && escapes(text, end - 5) &&
         std::all_of(text.begin() + static_cast<ptrdiff_t>(end - 4),
                     text.begin() + static_cast<ptrdiff_t>(end), is_hex);
}

// Whether an address may start at `i`: not within a word, a number, a version or an escape.
bool may_start(std::string_view text, size_t i) {
  if (!is_hex(text[i]) && text[i] != ':') return false;
  if (i == 0 || ends_escape(text, i)) return true;
  if (ends_escape(text, i + 1)) return false;
  if (text[i - 1] == '.') return i == 1 || !is_word(text[i - 2]);
  return !is_word(text[i - 1]);
}

// Whether what follows an address is no part of it: 1.2.3.4.5 is a version.
bool ends_address(std::string_view rest) {
  if (rest.empty()) return true;
  if (rest[0] == '.') return rest.size() == 1 || !is_digit(rest[1]);
  return !is_word(rest[0]);
}

// Bytes of the decimal number from 0 to 255 that `text` starts with; 0 where there is none.
size_t octet_bytes(std::string_view text) {
  size_t n = 0;
  unsigned value = 0;
  while (n < text.size() && n < 3 && is_digit(text[n])) {
    value = value * 10 + static_cast<unsigned>(text[n++] - '0');
  }
  return value <= 255 ? n : 0;
}

// Bytes of the IPv4 address that `text` starts with; 0 where there is none.
size_t ipv4_bytes(std::string_view text) {
  size_t at = 0;
  for (int octet = 0; octet < 4; ++octet) {
    if (octet != 0 && (at >= text.size() || text[at++] != '.')) return 0;
    const size_t n = octet_bytes(text.substr(at));
    if (n == 0) return 0;
    at += n;
  }
  return at < text.size() && is_digit(text[at]) ? 0 : at;
}

// Bytes of the IPv6 address that `text` starts with; 0 where there is none.
size_t ipv6_bytes(std::string_view text) {
  size_t at = 0;
  size_t groups = 0;
  bool gap = false;
  if (text.starts_with("::")) {
    gap = true;
    at = 2;
  }
  while (at < text.size() && groups < 8) {
    size_t n = 0;
    while (n < 5 && at + n < text.size() && is_hex(text[at + n])) ++n;
    if (n == 0) break;
    if (const size_t v4 = ipv4_bytes(text.substr(at)); v4 != 0) {  // the last 32 bits
      if (groups > 6) return 0;
      groups += 2;
      at += v4;
      break;
    }
    if (n > 4) return 0;
    at += n;
    ++groups;
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("::")) {
      if (gap) break;
      gap = true;
      at += 2;
    } else if (rest.size() > 1 && rest[0] == ':' && is_hex(rest[1]) && groups < 8) {
      ++at;
    } else {
      break;
    }
  }
  return gap ? (groups < 8 && at > 2 ? at : 0) : (groups == 8 ? at : 0);
}

}  // namespace

TextSpan find_ip_address(std::string_view text, size_t from) {
  for (size_t i = from; i < text.size(); ++i) {
    if (!may_start(text, i)) continue;
    const std::string_view rest = text.substr(i);
    const size_t size = std::max(ipv6_bytes(rest), ipv4_bytes(rest));
    if (size != 0 && ends_address(rest.substr(size))) return {i, size};
  }
  return {};
}

}  // namespace cwlogs
