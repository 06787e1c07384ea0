// Filter patterns for space-delimited messages: [ip, ..., request = *.html*, status = 4*, bytes].
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "processor/filter_pattern_expression.h"
#include "processor/filter_pattern_scanner.h"
#include "processor/filter_pattern_value.h"

namespace cwlogs {

// The fields of a message are separated by blanks. What stands between [ and the next ] or between
// quotation marks, where a field begins, is one field without them; a bracket or mark that is not
// closed is a character as any other.
//
// A pattern has one entry for each field, no fewer and no more, or ... for any number of them, none
// included. An entry is empty, a name, or comparisons of that name joined by && and ||:
// [w1=ERROR || w1=WARN, w2]. [] matches any fields, as in AWS's examples. That ... may come several
// times, and that parentheses may, are liberties of ours.
class FieldsPattern {
 public:
  // At the [. Takes everything.
  static ParsedPattern<FieldsPattern> parse(PatternScanner& scanner);

  bool matches(std::string_view message) const;

 private:
  using Entry = std::optional<Expression>;  // over comparisons_
  using Run = std::vector<Entry>;

  static constexpr size_t kFieldsUnlimited = static_cast<size_t>(-1);

  ParsedPattern<Entry> parse_entry(PatternScanner& scanner);
  ParsedPattern<size_t> parse_comparison(PatternScanner& scanner, std::string_view field);
  bool run_matches(const Run& run, const std::vector<std::string_view>& fields, size_t first) const;
  bool middle_matches(const std::vector<std::string_view>& fields) const;

  std::vector<Run> runs_{1};  // between the ...; empty runs do no harm
  std::vector<Comparison> comparisons_;
};

}  // namespace cwlogs
