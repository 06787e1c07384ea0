// Conditions joined by && and ||: () binds tighter than &&, that tighter than ||.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "processor/filter_pattern_scanner.h"

namespace cwlogs {

struct Expression {
  enum class Kind : uint8_t { kCondition, kAll, kAny };

  Kind kind = Kind::kCondition;
  size_t condition = 0;           // of kCondition: its index, whatever it is an index of
  std::vector<Expression> parts;  // of kAll and kAny: two or more
};

// `parse_condition` takes one condition and returns its index; blanks before it are taken already.
// Levels of parentheses are bounded, and with them recursion here and below.
ParsedPattern<Expression> parse_expression(
    PatternScanner& scanner, const std::function<ParsedPattern<size_t>()>& parse_condition);

// `holds(index)` says whether a condition holds. Asks for no more than it needs, from the left.
template <class Holds>
bool evaluate(const Expression& expression, const Holds& holds) {
  const auto is_true = [&holds](const Expression& part) { return evaluate(part, holds); };
  const auto& parts = expression.parts;
  switch (expression.kind) {
    case Expression::Kind::kCondition:
      return holds(expression.condition);
    case Expression::Kind::kAll:
      return std::all_of(parts.begin(), parts.end(), is_true);
    case Expression::Kind::kAny:
      return std::any_of(parts.begin(), parts.end(), is_true);
  }
  return false;
}

}  // namespace cwlogs
