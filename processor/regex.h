// Regular expressions as users write them: RE2, linear in the text whatever the pattern.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "re2/re2.h"
#include "tl/expected.hpp"

namespace cwlogs {

// Immutable once compiled; any number of threads may use one.
class Regex {
 public:
  // Errors: RE2's reason, in one sentence.
  static tl::expected<Regex, std::string> compile(std::string_view pattern);

  // Whether it matches anywhere in `text`. Requires valid UTF-8.
  bool matches(std::string_view text) const;

  // The same, and appends what each named group took, in the order of names().
  bool match_groups(std::string_view text, std::vector<std::string_view>& groups) const;

  // The named groups, (?P<name>…), from left to right.
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::unique_ptr<RE2> re_;
  std::vector<std::string> names_;
  std::vector<size_t> indices_;
};

}  // namespace cwlogs
