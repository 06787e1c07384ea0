#include "processor/glob.h"

namespace cwlogs {

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
    } else if (p < pattern_.size() && (pattern_[p] == '?' || pattern_[p] == name[n])) {
      ++p;
      ++n;
    } else if (star != pattern_.npos) {
      p = star + 1;
      n = ++star_ends;
    } else {
      return false;
    }
  }
  return pattern_.find_first_not_of('*', p) == pattern_.npos;
}

}  // namespace cwlogs
