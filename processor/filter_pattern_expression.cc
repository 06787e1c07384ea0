#include "processor/filter_pattern_expression.h"

#include <utility>

namespace cwlogs {
namespace {

constexpr size_t kParenthesesMax = 100;

class ExpressionParser {
 public:
  ExpressionParser(PatternScanner& scanner,
                   const std::function<ParsedPattern<size_t>()>& parse_condition)
      : scanner_(scanner), parse_condition_(parse_condition) {}

  ParsedPattern<Expression> parse_any(size_t depth) {
    return parse_chain("||", Expression::Kind::kAny, [&] { return parse_all(depth); });
  }

 private:
  ParsedPattern<Expression> parse_all(size_t depth) {
    return parse_chain("&&", Expression::Kind::kAll, [&] { return parse_one(depth); });
  }

  template <class ParsePart>
  ParsedPattern<Expression> parse_chain(std::string_view token, Expression::Kind kind,
                                        const ParsePart& parse_part) {
    Expression chain{kind, 0, {}};
    do {
      auto part = parse_part();
      if (!part) return part;
      chain.parts.push_back(std::move(*part));
      scanner_.skip_blanks();
    } while (scanner_.take(token));
    if (chain.parts.size() > 1) return chain;
    Expression only = std::move(chain.parts.front());
    return only;
  }

  ParsedPattern<Expression> parse_one(size_t depth) {
    scanner_.skip_blanks();
    if (scanner_.peek() == '(') return parse_parentheses(depth + 1);
    const auto condition = parse_condition_();
    if (!condition) return tl::unexpected<std::string>(condition.error());
    return Expression{Expression::Kind::kCondition, *condition, {}};
  }

  ParsedPattern<Expression> parse_parentheses(size_t depth) {
    if (depth > kParenthesesMax) {
      return scanner_.error({"this is one ( too many; allowed are ",
                             std::to_string(kParenthesesMax), " in each other"});
    }
    scanner_.take("(");
    auto inside = parse_any(depth);
    if (inside && !scanner_.take(")")) {
      return scanner_.error({"&&, || or ) is expected, not ", scanner_.found()});
    }
    return inside;
  }

  PatternScanner& scanner_;
  const std::function<ParsedPattern<size_t>()>& parse_condition_;
};

}  // namespace

ParsedPattern<Expression> parse_expression(
    PatternScanner& scanner, const std::function<ParsedPattern<size_t>()>& parse_condition) {
  return ExpressionParser(scanner, parse_condition).parse_any(0);
}

}  // namespace cwlogs
