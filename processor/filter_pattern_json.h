// Filter patterns for JSON messages: { $.level = "ERROR" && ($.ms >= 1e3 || $.path = %^/api%) }.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "processor/filter_pattern_expression.h"
#include "processor/filter_pattern_scanner.h"
#include "processor/filter_pattern_selector.h"
#include "processor/filter_pattern_value.h"

namespace cwlogs {

// What a condition says of the values that its selector reaches; with a wildcard, of any of them:
//   compared      text, a number or a boolean (as the text true or false) for which it holds.
//                 Nothing holds, != neither, for what is missing, null, an object or an array.
//                 A number compares with text as it is spelled; text that is a number without an
//                 exponent compares with numbers.
//   IS NULL       null itself; IS TRUE and IS FALSE likewise
//   NOT EXISTS    nothing is reached
class JsonPattern {
 public:
  // At the {. Takes everything.
  static ParsedPattern<JsonPattern> parse(PatternScanner& scanner);

  // Never for what is not one JSON object, with blanks around it at most.
  bool matches(std::string_view message) const;

 private:
  enum class Test : uint8_t { kCompare, kIsNull, kIsTrue, kIsFalse, kNotExists };

  struct Condition {
    Selector selector;
    Test test;
    std::optional<Comparison> comparison;  // of kCompare
  };

  static ParsedPattern<Condition> parse_condition(PatternScanner& scanner);
  static ParsedPattern<Test> parse_is(PatternScanner& scanner);
  ParsedPattern<size_t> add(PatternScanner& scanner);
  static bool holds(const Condition& condition, const JsonCursor& document);
  static bool holds_at(const Condition& condition, JsonCursor& value);

  std::vector<Condition> conditions_;
  Expression expression_;
};

}  // namespace cwlogs
