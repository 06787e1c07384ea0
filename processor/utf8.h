// UTF-8 validation, and mending.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cwlogs {

// Cost: above 10 GB/s for ASCII text.
bool is_utf8(std::string_view text);

// The offset of the first character that is not UTF-8; text.size() if there is none. For messages.
size_t find_invalid_utf8(std::string_view text);

// `bytes` with U+FFFD in the place of every byte that makes them invalid.
std::string to_utf8(std::string_view bytes);

// The longest prefix of valid `text` that has at most n bytes and cuts no character.
inline std::string_view cut_utf8(std::string_view text, size_t n) {
  if (text.size() <= n) return text;
  while (n > 0 && (static_cast<unsigned char>(text[n]) & 0xc0) == 0x80) --n;
  return text.substr(0, n);
}

}  // namespace cwlogs
