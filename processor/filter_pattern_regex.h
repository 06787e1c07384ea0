// The regular expressions of filter patterns: %ERROR|WARN%.
#pragma once

#include <memory>
#include <string_view>

#include "processor/filter_pattern_scanner.h"

namespace re2 {
class RE2;
}

namespace cwlogs {

// AWS's subset: ASCII letters, digits, spaces, : _ # = @ / ; , - and the operators
// ^ $ ? [ ] { } | \ * + . with \d \D \s \S \w \W \xhh. No parentheses. `^` and `$` are the ends of
// the whole text; `.` matches any one character, a line break too.
class PatternRegex {
 public:
  // At a %. Refuses what AWS refuses and what RE2 does.
  static ParsedPattern<PatternRegex> parse(PatternScanner& scanner);

  PatternRegex(PatternRegex&&) noexcept;
  PatternRegex& operator=(PatternRegex&&) noexcept;
  ~PatternRegex();

  // Whether it matches anywhere in `text`. Requires: valid UTF-8. Cost: linear.
  bool matches(std::string_view text) const;

 private:
  explicit PatternRegex(std::unique_ptr<const re2::RE2> regex);

  std::unique_ptr<const re2::RE2> regex_;
};

}  // namespace cwlogs
