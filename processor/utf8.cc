#include "processor/utf8.h"

#include <simdjson.h>

namespace cwlogs {
namespace {

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

// By its first byte, of a valid one.
size_t character_bytes(unsigned char first) {
  if (first < 0x80) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

}  // namespace

bool is_utf8(std::string_view text) { return simdjson::validate_utf8(text.data(), text.size()); }

size_t find_invalid_utf8(std::string_view text) {
  // Halve the span in front of which all is valid, cutting between characters only.
  size_t valid = 0;
  size_t end = text.size();
  if (is_utf8(text)) return end;
  while (end - valid > 8) {
    size_t middle = valid + (end - valid) / 2;
    // A run of more than three continuation bytes is invalid wherever it is cut.
    for (int i = 0; i < 3 && continues_character(text[middle]); ++i) --middle;
    if (is_utf8(text.substr(valid, middle - valid))) {
      valid = middle;
    } else {
      end = middle;
    }
  }
  for (size_t n = 1; valid + n <= text.size() && n <= 4; ++n) {
    if (is_utf8(text.substr(valid, n))) {
      valid += n;
      n = 0;
    }
  }
  return valid;
}

std::string to_utf8(std::string_view bytes) {
  if (is_utf8(bytes)) return std::string(bytes);
  std::string text;
  while (!bytes.empty()) {
    const size_t size = character_bytes(static_cast<unsigned char>(bytes.front()));
    const std::string_view character = bytes.substr(0, size);
    const bool valid = size == 1 || is_utf8(character);
    text += valid ? character : "\xef\xbf\xbd";
    bytes.remove_prefix(valid ? size : 1);
  }
  return text;
}

}  // namespace cwlogs
