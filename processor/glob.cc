#include "processor/glob.h"

namespace cwlogs {
namespace {

// Where the UTF-8 character that starts at `n` ends.
size_t after_character(std::string_view name, size_t n) {
  do {
    ++n;
  } while (n < name.size() && (static_cast<unsigned char>(name[n]) & 0xc0) == 0x80);
  return n;
}

}  // namespace

// Only the latest star need ever be tried again: what an earlier one could take instead, the later
// one can take as well.
bool Glob::matches(std::string_view name) const {
  size_t p = 0;
  size_t n = 0;
  size_t star = pattern_.npos;
  size_t star_ends = 0;
  while (n < name.size()) {
    if (p < pattern_.size() && pattern_[p] == '*') {
      star = p++;
      star_ends = n;
    } else if (p < pattern_.size() && pattern_[p] == '?') {
      ++p;
      n = after_character(name, n);
    } else if (p < pattern_.size() && pattern_[p] == name[n]) {
      ++p;
      ++n;
    } else if (star != pattern_.npos) {
      p = star + 1;
      n = star_ends = after_character(name, star_ends);
    } else {
      return false;
    }
  }
  return pattern_.find_first_not_of('*', p) == pattern_.npos;
}

}  // namespace cwlogs
