#include "processor/filter_pattern_terms.h"

#include <algorithm>
#include <utility>

#include "processor/text_search.h"

namespace cwlogs {
namespace {

bool is_found(const std::variant<std::string, PatternRegex>& term, std::string_view message) {
  if (const auto* regex = std::get_if<PatternRegex>(&term)) return regex->matches(message);
  return find_text(message, *std::get_if<std::string>(&term)) != message.npos;
}

}  // namespace

ParsedPattern<TermsPattern> TermsPattern::parse(PatternScanner& scanner) {
  TermsPattern pattern;
  for (scanner.skip_blanks(); !scanner.at_end();) {
    auto* terms = &pattern.required_;
    if (scanner.take("-")) terms = &pattern.excluded_;
    if (terms == &pattern.required_ && scanner.take("?")) terms = &pattern.optional_;
    scanner.skip_blanks();  // behind - in an example of AWS
    auto term = parse_term(scanner);
    if (!term) return tl::unexpected<std::string>(std::move(term.error()));
    terms->push_back(std::move(*term));
    const size_t end = scanner.position();
    scanner.skip_blanks();
    if (!scanner.at_end() && scanner.position() == end) {
      return scanner.error({"a blank is expected between terms, not ", scanner.found(),
                            "; put double quotes around a term of other characters than letters, "
                            "digits and _"});
    }
  }
  if (pattern.is_blank_phrase()) pattern.required_.clear();
  return pattern;
}

ParsedPattern<TermsPattern::Term> TermsPattern::parse_term(PatternScanner& scanner) {
  if (scanner.peek() == '%') {
    auto regex = PatternRegex::parse(scanner);
    if (!regex) return tl::unexpected<std::string>(std::move(regex.error()));
    return Term(std::move(*regex));
  }
  if (scanner.peek() == '"') {
    auto phrase = scanner.take_quoted();
    if (!phrase) return tl::unexpected<std::string>(std::move(phrase.error()));
    return Term(std::move(*phrase));
  }
  const std::string_view word = scanner.take_while(is_pattern_word);
  if (!word.empty()) return Term(std::string(word));
  return scanner.error({"a term is expected, not ", scanner.found(),
                        "; allowed are letters, digits and _, \"a phrase\" and %regex%"});
}

bool TermsPattern::is_blank_phrase() const {
  if (required_.size() != 1 || !optional_.empty() || !excluded_.empty()) return false;
  const auto* phrase = std::get_if<std::string>(&required_.front());
  return phrase != nullptr && phrase->find_first_not_of(" \t\r\n") == phrase->npos;
}

bool TermsPattern::matches(std::string_view message) const {
  const auto found = [message](const Term& term) { return is_found(term, message); };
  const bool has_options_only = required_.empty() && excluded_.empty() && !optional_.empty();
  if (has_options_only) return std::any_of(optional_.begin(), optional_.end(), found);
  return std::all_of(required_.begin(), required_.end(), found) &&
         std::none_of(excluded_.begin(), excluded_.end(), found);
}

}  // namespace cwlogs
