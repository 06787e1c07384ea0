// Reads a filter pattern character by character and says where something is wrong.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

#include "tl/expected.hpp"

namespace cwlogs {

// What was parsed, or one sentence about what is wrong.
template <class T>
using ParsedPattern = tl::expected<T, std::string>;

bool is_pattern_word(char c);  // an ASCII letter, a digit or _

class PatternScanner {
 public:
  // Requires: valid UTF-8. Lifetime: `pattern` outlives this and the views handed out.
  explicit PatternScanner(std::string_view pattern) : pattern_(pattern) {}

  bool at_end() const { return position_ == pattern_.size(); }
  // What comes next; 0 at the end.
  char peek() const { return at_end() ? '\0' : pattern_[position_]; }
  // What comes next as a message shows it: the whole character in quotes, or "the end".
  std::string found() const;

  void skip_blanks();
  // Takes `token` if it comes next.
  bool take(std::string_view token);
  // Takes the characters for which `is_allowed` holds; there may be none.
  std::string_view take_while(bool (*is_allowed)(char));
  // At a quotation mark: takes all up to the same mark. \" and \\ stand for " and \; every other
  // backslash for itself.
  ParsedPattern<std::string> take_quoted();
  // At a %: takes all up to the next % and returns a scanner of what is between.
  ParsedPattern<PatternScanner> take_regex();

  size_t position() const { return position_; }
  void rewind(size_t position) { position_ = position; }

  // "at offset N, SENTENCE" about what comes next, or about another position. Offsets count
  // characters from 0.
  tl::unexpected<std::string> error(std::initializer_list<std::string_view> sentence) const {
    return error_at(position_, sentence);
  }
  tl::unexpected<std::string> error_at(size_t position,
                                       std::initializer_list<std::string_view> sentence) const;

  // How many regexes were taken.
  size_t regexes() const { return regexes_; }

 private:
  std::string_view pattern_;
  size_t position_ = 0;
  size_t regexes_ = 0;
};

}  // namespace cwlogs
