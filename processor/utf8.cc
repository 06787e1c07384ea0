#include "processor/utf8.h"

#include <simdjson.h>

namespace cwlogs {
namespace {

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

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

}  // namespace cwlogs
