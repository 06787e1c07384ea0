// Filter patterns for messages of any form: ERROR "exact phrase" -DEBUG, ?ERROR ?WARN, %5[0-9]{2}%.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "processor/filter_pattern_regex.h"
#include "processor/filter_pattern_scanner.h"

namespace cwlogs {

// Every plain term must be found anywhere in the message, in words too, and no term behind -. If
// all terms are behind ?, one of them must; next to any other term those behind ? count for
// nothing. A term is a word of letters, digits and _, a phrase in quotes or a regex. Other unquoted
// characters are refused, as AWS does.
class TermsPattern {
 public:
  // Takes everything. No terms match everything, and so does a blank phrase alone.
  static ParsedPattern<TermsPattern> parse(PatternScanner& scanner);

  bool matches(std::string_view message) const;

 private:
  using Term = std::variant<std::string, PatternRegex>;

  static ParsedPattern<Term> parse_term(PatternScanner& scanner);
  bool is_blank_phrase() const;

  std::vector<Term> required_;
  std::vector<Term> optional_;
  std::vector<Term> excluded_;
};

}  // namespace cwlogs
