#include "processor/filter_pattern_value.h"

#include <utility>

#include "processor/text_search.h"

namespace cwlogs {
namespace {

// AWS asks for quotes around everything but letters, digits and _, yet its own examples have
// 123.123.* and *.html*; 4* and 1e+3 need no quotes either. Nothing here could be read otherwise.
bool is_unquoted(char c) {
  constexpr std::string_view kSymbols = "*.+-:/@#";
  return is_pattern_word(c) || kSymbols.find(c) != kSymbols.npos;
}

}  // namespace

Wildcard::Wildcard(std::string_view text) {
  for (size_t asterisk = text.find('*'); asterisk != text.npos; asterisk = text.find('*')) {
    parts_.emplace_back(text.substr(0, asterisk));
    text.remove_prefix(asterisk + 1);
  }
  parts_.emplace_back(text);
}

bool Wildcard::matches(std::string_view text) const {
  const std::string& first = parts_.front();
  const std::string& last = parts_.back();
  if (parts_.size() == 1) return text == first;
  if (text.size() < first.size() + last.size()) return false;
  if (!text.starts_with(first) || !text.ends_with(last)) return false;
  text.remove_prefix(first.size());
  text.remove_suffix(last.size());
  // The leftmost place for each part leaves the most for those after it.
  for (size_t i = 1; i + 1 < parts_.size(); ++i) {
    const size_t at = find_text(text, parts_[i]);
    if (at == text.npos) return false;
    text.remove_prefix(at + parts_[i].size());
  }
  return true;
}

ParsedPattern<Comparison> Comparison::parse(PatternScanner& scanner) {
  scanner.skip_blanks();
  const auto op = parse_operator(scanner);
  if (!op) return tl::unexpected<std::string>(op.error());
  scanner.skip_blanks();
  const size_t begin = scanner.position();
  auto operand = parse_operand(scanner);
  if (!operand) return tl::unexpected<std::string>(std::move(operand.error()));
  const bool is_equality = *op == Operator::kEqual || *op == Operator::kNotEqual;
  if (!is_equality && !std::holds_alternative<Decimal>(*operand)) {
    return scanner.error_at(begin, {"a number without quotes is expected, such as -1, 0.5 or 1e3; "
                                    "text and regexes compare with = and != only"});
  }
  return Comparison(*op, std::move(*operand));
}

ParsedPattern<Comparison::Operator> Comparison::parse_operator(PatternScanner& scanner) {
  constexpr std::pair<std::string_view, Operator> kOperators[] = {
      {"=", Operator::kEqual},      {"!=", Operator::kNotEqual}, {">=", Operator::kGreaterEqual},
      {"<=", Operator::kLessEqual}, {">", Operator::kGreater},   {"<", Operator::kLess},
  };
  for (const auto& [token, op] : kOperators) {
    if (scanner.take(token)) return op;
  }
  return scanner.error(
      {"an operator is expected, not ", scanner.found(), "; allowed are = != > < >= <="});
}

ParsedPattern<Comparison::Operand> Comparison::parse_operand(PatternScanner& scanner) {
  if (scanner.peek() == '%') return parse_regex(scanner);
  if (scanner.peek() == '"') {
    const auto text = scanner.take_quoted();
    if (!text) return tl::unexpected<std::string>(text.error());
    return Wildcard(*text);
  }
  const std::string_view text = scanner.take_while(is_unquoted);
  if (text.empty()) {
    return scanner.error({"a value is expected, not ", scanner.found(),
                          "; allowed are a number, text, \"text\" and %regex%"});
  }
  if (auto number = Decimal::parse(text, Decimal::Exponents::kAllowed)) return std::move(*number);
  return Wildcard(text);
}

ParsedPattern<Comparison::Operand> Comparison::parse_regex(PatternScanner& scanner) {
  if (scanner.regexes() == kRegexesMax) {
    return scanner.error({"this is one regex too many; allowed are ", std::to_string(kRegexesMax),
                          " in a pattern with {} or []"});
  }
  auto regex = PatternRegex::parse(scanner);
  if (!regex) return tl::unexpected<std::string>(std::move(regex.error()));
  return std::move(*regex);
}

bool Comparison::holds(std::string_view text, Decimal::Exponents exponents) const {
  if (const auto* number = std::get_if<Decimal>(&operand_)) {
    const auto value = Decimal::parse(text, exponents);
    return value ? is_in_order(*value <=> *number) : operator_ == Operator::kNotEqual;
  }
  const auto* wildcard = std::get_if<Wildcard>(&operand_);
  const bool is_equal = wildcard != nullptr ? wildcard->matches(text)
                                            : std::get_if<PatternRegex>(&operand_)->matches(text);
  return is_equal == (operator_ == Operator::kEqual);
}

bool Comparison::is_in_order(std::strong_ordering order) const {
  switch (operator_) {
    case Operator::kEqual:
      return std::is_eq(order);
    case Operator::kNotEqual:
      return std::is_neq(order);
    case Operator::kGreaterEqual:
      return std::is_gteq(order);
    case Operator::kLessEqual:
      return std::is_lteq(order);
    case Operator::kGreater:
      return std::is_gt(order);
    case Operator::kLess:
      return std::is_lt(order);
  }
  return false;
}

}  // namespace cwlogs
