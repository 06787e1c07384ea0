#include "processor/filter_pattern_json.h"

#include <algorithm>
#include <string>
#include <utility>

#include "processor/json_cursor.h"
#include "processor/json_string.h"
#include "processor/limits.h"

namespace cwlogs {
namespace {

constexpr std::ptrdiff_t kWildcardsMax = 3;  // AWS's limit

bool begins_object(std::string_view message) {
  const size_t begin = message.find_first_not_of(" \t\r\n");
  return begin != message.npos && message[begin] == '{';
}

// Whether `text` is one valid JSON value.
bool is_document(std::string_view text) {
  JsonCursor cursor(text);
  return cursor.skip_value() && cursor.peek() == '\0' && cursor.offset() == text.size();
}

// Takes `word` if it comes next and no longer word.
bool take_word(PatternScanner& scanner, std::string_view word) {
  scanner.skip_blanks();
  const size_t begin = scanner.position();
  if (scanner.take_while(is_pattern_word) == word) return true;
  scanner.rewind(begin);
  return false;
}

}  // namespace

ParsedPattern<JsonPattern> JsonPattern::parse(PatternScanner& scanner) {
  JsonPattern pattern;
  scanner.take("{");
  auto expression = parse_expression(scanner, [&] { return pattern.add(scanner); });
  if (!expression) return tl::unexpected<std::string>(std::move(expression.error()));
  pattern.expression_ = std::move(*expression);
  if (!scanner.take("}")) {
    return scanner.error({"&&, || or } is expected, not ", scanner.found()});
  }
  scanner.skip_blanks();
  if (scanner.at_end()) return pattern;
  return scanner.error({"nothing may follow the }, but ", scanner.found(), " does"});
}

ParsedPattern<size_t> JsonPattern::add(PatternScanner& scanner) {
  const size_t begin = scanner.position();
  auto condition = parse_condition(scanner);
  if (!condition) return tl::unexpected<std::string>(std::move(condition.error()));
  conditions_.push_back(std::move(*condition));
  const auto wildcards =
      std::count_if(conditions_.begin(), conditions_.end(),
                    [](const Condition& c) { return c.selector.has_wildcard(); });
  if (wildcards <= kWildcardsMax) return conditions_.size() - 1;
  return scanner.error_at(begin, {"this is one selector with a wildcard too many; allowed are ",
                                  std::to_string(kWildcardsMax)});
}

ParsedPattern<JsonPattern::Condition> JsonPattern::parse_condition(PatternScanner& scanner) {
  auto selector = Selector::parse(scanner);
  if (!selector) return tl::unexpected<std::string>(std::move(selector.error()));
  if (take_word(scanner, "IS")) {
    const auto test = parse_is(scanner);
    if (!test) return tl::unexpected<std::string>(test.error());
    return Condition{std::move(*selector), *test, std::nullopt};
  }
  if (take_word(scanner, "NOT")) {
    if (take_word(scanner, "EXISTS")) {
      return Condition{std::move(*selector), Test::kNotExists, std::nullopt};
    }
    return scanner.error({"behind NOT is expected EXISTS, not ", scanner.found()});
  }
  if (scanner.skip_blanks(); is_pattern_word(scanner.peek())) {
    return scanner.error(
        {"an operator is expected, not ", scanner.found(),
         "; allowed are = != > < >= <= and IS NULL, IS TRUE, IS FALSE, NOT EXISTS"});
  }
  auto comparison = Comparison::parse(scanner);
  if (!comparison) return tl::unexpected<std::string>(std::move(comparison.error()));
  return Condition{std::move(*selector), Test::kCompare, std::move(*comparison)};
}

ParsedPattern<JsonPattern::Test> JsonPattern::parse_is(PatternScanner& scanner) {
  if (take_word(scanner, "NULL")) return Test::kIsNull;
  if (take_word(scanner, "TRUE")) return Test::kIsTrue;
  if (take_word(scanner, "FALSE")) return Test::kIsFalse;
  return scanner.error({"behind IS is expected NULL, TRUE or FALSE, not ", scanner.found()});
}

bool JsonPattern::matches(std::string_view message) const {
  if (!begins_object(message)) return false;
  std::string padded(message.size() + kJsonPadding, '\0');
  message.copy(padded.data(), message.size());
  const std::string_view text(padded.data(), message.size());
  if (!is_document(text)) return false;
  const JsonCursor document(text);
  return evaluate(expression_,
                  [&](size_t condition) { return holds(conditions_[condition], document); });
}

bool JsonPattern::holds(const Condition& condition, const JsonCursor& document) {
  if (condition.test == Test::kNotExists) {
    return !condition.selector.any(document, [](JsonCursor&) { return true; });
  }
  return condition.selector.any(document,
                                [&](JsonCursor& value) { return holds_at(condition, value); });
}

bool JsonPattern::holds_at(const Condition& condition, JsonCursor& value) {
  const char first = value.peek();
  switch (condition.test) {
    case Test::kIsNull:
      return first == 'n';
    case Test::kIsTrue:
      return first == 't';
    case Test::kIsFalse:
      return first == 'f';
    default:
      break;
  }
  if (first == '{' || first == '[' || first == 'n') return false;
  if (first != '"') {
    std::string_view literal;
    value.skip_value(literal);
    return condition.comparison->holds(literal, Decimal::Exponents::kAllowed);
  }
  RawString string;
  value.read_string(string);
  if (!string.escaped)
    return condition.comparison->holds(string.text, Decimal::Exponents::kRefused);
  std::string unescaped;
  append_unescaped(string.text, unescaped);
  return condition.comparison->holds(unescaped, Decimal::Exponents::kRefused);
}

}  // namespace cwlogs
