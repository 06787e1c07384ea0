#include "cli/plain_data.h"

#include "processor/gunzip.h"
#include "processor/limits.h"

namespace cwlogs {

std::string plain_data(std::string_view data) {
  if (!has_gzip_magic(data)) return std::string(data);
  Gunzip gunzip;
  std::string text;
  // An answer is shorter than its text by no more than gzip can make it.
  for (size_t room = 16 * data.size(); room <= kInflatedBytesMaxLimit; room *= 4) {
    text.resize(room);
    const auto outcome = gunzip.inflate(data, text);
    text.resize(outcome.inflated_size);
    if (outcome.reason == Reason::kNone) return text;
    if (outcome.reason != Reason::kInflatedTooLarge) break;
  }
  return std::string(data);
}

}  // namespace cwlogs
