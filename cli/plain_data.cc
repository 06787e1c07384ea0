#include "cli/plain_data.h"

#include <algorithm>

#include "processor/gunzip.h"

namespace cwlogs {

std::string plain_data(std::string_view data, size_t bytes_max) {
  if (!has_gzip_magic(data)) return std::string(data);
  Gunzip gunzip;
  std::string text;
  // An answer is shorter than its text by no more than gzip can make it.
  size_t room = std::min(16 * data.size(), bytes_max);
  for (;; room = std::min(room * 4, bytes_max)) {
    text.resize(room);
    const auto outcome = gunzip.inflate(data, text);
    text.resize(outcome.inflated_size);
    if (outcome.reason == Reason::kNone) return text;
    if (outcome.reason != Reason::kInflatedTooLarge || room == bytes_max) break;
  }
  return std::string(data);
}

}  // namespace cwlogs
