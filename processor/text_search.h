// Finds text in text, in linear time whatever both hold.
#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>

namespace cwlogs {

// The offset of the first `part` in `text`; npos if there is none.
inline size_t find_text(std::string_view text, std::string_view part) {
  if (part.empty()) return 0;
  if (text.size() < part.size()) return std::string_view::npos;
  // Two-way search in glibc and musl. std::string_view::find() takes text.size() * part.size()
  // steps for the likes of aaaab in aaaaaaaaa.
  const void* hit = memmem(text.data(), text.size(), part.data(), part.size());
  if (hit == nullptr) return std::string_view::npos;
  return static_cast<size_t>(static_cast<const char*>(hit) - text.data());
}

}  // namespace cwlogs
