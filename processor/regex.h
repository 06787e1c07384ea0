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

  // Appends `text` to `out` with `by` in the place of every match, or of what every group of every
  // match took. Returns the number of replacements.
  size_t replace_matches(std::string_view text, std::string_view by, std::string& out) const;
  size_t replace_groups(std::string_view text, std::string_view by, std::string& out) const;

  // How many groups there are, named or not.
  size_t groups() const { return static_cast<size_t>(re_->NumberOfCapturingGroups()); }

  // The named groups, (?P<name>…), from left to right.
  const std::vector<std::string>& names() const { return names_; }

 private:
  template <class Spans>
  size_t replace(std::string_view text, std::string_view by, Spans spans, std::string& out) const;

  std::unique_ptr<RE2> re_;
  std::vector<std::string> names_;
  std::vector<size_t> indices_;
};

}  // namespace cwlogs
