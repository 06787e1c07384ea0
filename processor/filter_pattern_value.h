// How a filter pattern compares one value: = "x*", >= 400, != %4[0-9]{2}%.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "processor/decimal.h"
#include "processor/filter_pattern_regex.h"
#include "processor/filter_pattern_scanner.h"

namespace cwlogs {

// Text in which * stands for any text, the empty one too.
class Wildcard {
 public:
  explicit Wildcard(std::string_view text);

  // Cost: linear.
  bool matches(std::string_view text) const;

 private:
  std::vector<std::string> parts_;  // between the asterisks; at least one
};

// An operator and what stands on its right. = and != take text, a number or a regex; > < >= <= take
// a number. Unquoted text that is a number compares by value, in every other form by text.
class Comparison {
 public:
  static constexpr size_t kRegexesMax = 2;  // in a whole pattern; AWS's limit

  static ParsedPattern<Comparison> parse(PatternScanner& scanner);

  // Whether it holds for `text`. Text that is no number is unequal to every number, and neither
  // greater nor smaller. `exponents`: whether 1e3 is one.
  bool holds(std::string_view text, Decimal::Exponents exponents) const;

 private:
  enum class Operator : uint8_t {
    kEqual,
    kNotEqual,
    kGreaterEqual,
    kLessEqual,
    kGreater,
    kLess,
  };
  using Operand = std::variant<Wildcard, Decimal, PatternRegex>;

  Comparison(Operator op, Operand operand) : operator_(op), operand_(std::move(operand)) {}
  static ParsedPattern<Operator> parse_operator(PatternScanner& scanner);
  static ParsedPattern<Operand> parse_operand(PatternScanner& scanner);
  static ParsedPattern<Operand> parse_regex(PatternScanner& scanner);
  bool is_in_order(std::strong_ordering order) const;

  Operator operator_;
  Operand operand_;
};

}  // namespace cwlogs
