#include "processor/filter_pattern_fields.h"

#include <utility>

namespace cwlogs {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

bool is_name(char c) { return is_pattern_word(c) || c == '-'; }

// Takes the fields of a message from its front.
class FieldReader {
 public:
  explicit FieldReader(std::string_view message)
      : message_(message),
        last_bracket_(message.rfind(']')),
        last_mark_(message.rfind('"')),
        position_(message.find_first_not_of(kBlanks)) {}

  bool at_end() const { return position_ == message_.npos; }

  std::string_view next() {
    const char first = message_[position_];
    const bool is_closed =
        first == '[' ? has_more(last_bracket_) : first == '"' && has_more(last_mark_);
    const size_t begin = is_closed ? position_ + 1 : position_;
    // Never searched for in vain: that once for each field would be quadratic.
    size_t end = is_closed ? message_.find(first == '[' ? ']' : '"', begin)
                           : message_.find_first_of(kBlanks, begin);
    if (end == message_.npos) end = message_.size();
    position_ = message_.find_first_not_of(kBlanks, is_closed ? end + 1 : end);
    return message_.substr(begin, end - begin);
  }

 private:
  bool has_more(size_t last) const { return last != message_.npos && last > position_; }

  std::string_view message_;
  size_t last_bracket_;
  size_t last_mark_;
  size_t position_;
};

std::vector<std::string_view> split_fields(std::string_view message, size_t fields_max) {
  std::vector<std::string_view> fields;
  FieldReader reader(message);
  while (!reader.at_end() && fields.size() < fields_max) fields.push_back(reader.next());
  return fields;
}

}  // namespace

ParsedPattern<FieldsPattern> FieldsPattern::parse(PatternScanner& scanner) {
  FieldsPattern pattern;
  scanner.take("[");
  scanner.skip_blanks();
  bool has_more = !scanner.take("]");
  if (!has_more) pattern.runs_.emplace_back();  // as if it were [...]
  while (has_more) {
    scanner.skip_blanks();
    if (scanner.take("...")) {
      pattern.runs_.emplace_back();
    } else {
      auto entry = pattern.parse_entry(scanner);
      if (!entry) return tl::unexpected<std::string>(std::move(entry.error()));
      pattern.runs_.back().push_back(std::move(*entry));
    }
    scanner.skip_blanks();
    has_more = scanner.take(",");
    if (!has_more && !scanner.take("]")) {
      return scanner.error({"a comma or ] is expected, not ", scanner.found()});
    }
  }
  scanner.skip_blanks();
  if (scanner.at_end()) return pattern;
  return scanner.error({"nothing may follow the ], but ", scanner.found(), " does"});
}

ParsedPattern<FieldsPattern::Entry> FieldsPattern::parse_entry(PatternScanner& scanner) {
  const size_t begin = scanner.position();
  std::string_view field = scanner.take_while(is_name);
  scanner.skip_blanks();
  if (scanner.peek() == ',' || scanner.peek() == ']' || scanner.at_end()) return Entry();
  scanner.rewind(begin);
  auto expression = parse_expression(scanner, [&] {
    const size_t name_begin = scanner.position();
    if (field.empty()) field = scanner.take_while(is_name);  // behind (
    scanner.rewind(name_begin);
    return parse_comparison(scanner, field);
  });
  if (!expression) return tl::unexpected<std::string>(std::move(expression.error()));
  return Entry(std::move(*expression));
}

ParsedPattern<size_t> FieldsPattern::parse_comparison(PatternScanner& scanner,
                                                      std::string_view field) {
  const size_t begin = scanner.position();
  const std::string_view name = scanner.take_while(is_name);
  if (name.empty()) {
    return scanner.error({"the name of a field is expected, not ", scanner.found(),
                          "; allowed are letters, digits, _ and -"});
  }
  if (name != field) {
    return scanner.error_at(begin, {"only the field '", field, "' may be compared here, not '",
                                    name, "'; each field's conditions stand at its own place"});
  }
  auto comparison = Comparison::parse(scanner);
  if (!comparison) return tl::unexpected<std::string>(std::move(comparison.error()));
  comparisons_.push_back(std::move(*comparison));
  return comparisons_.size() - 1;
}

bool FieldsPattern::matches(std::string_view message) const {
  const Run& front = runs_.front();
  const Run& back = runs_.back();
  if (runs_.size() == 1) {
    const auto fields = split_fields(message, front.size() + 1);
    return fields.size() == front.size() && run_matches(front, fields, 0);
  }
  const auto fields = split_fields(message, kFieldsUnlimited);
  return fields.size() >= front.size() + back.size() && run_matches(front, fields, 0) &&
         run_matches(back, fields, fields.size() - back.size()) && middle_matches(fields);
}

bool FieldsPattern::run_matches(const Run& run, const std::vector<std::string_view>& fields,
                                size_t first) const {
  for (size_t i = 0; i < run.size(); ++i) {
    const auto holds = [&](size_t comparison) {
      return comparisons_[comparison].holds(fields[first + i], Decimal::Exponents::kAllowed);
    };
    if (run[i] && !evaluate(*run[i], holds)) return false;
  }
  return true;
}

// The leftmost place for each run between two ... leaves the most for those after it.
bool FieldsPattern::middle_matches(const std::vector<std::string_view>& fields) const {
  size_t first = runs_.front().size();
  const size_t end = fields.size() - runs_.back().size();
  for (size_t i = 1; i + 1 < runs_.size(); ++i) {
    const Run& run = runs_[i];
    while (first + run.size() <= end && !run_matches(run, fields, first)) ++first;
    first += run.size();
    if (first > end) return false;
  }
  return true;
}

}  // namespace cwlogs
