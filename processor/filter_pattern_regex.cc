#include "processor/filter_pattern_regex.h"

#include <re2/re2.h>

#include <cstdint>
#include <utility>

namespace cwlogs {
namespace {

// What one compiled regex and its states may take. With less RE2 matches slower, never wrongly;
// a quarter of its default, as a function may have 128 MB for everything.
constexpr int64_t kRegexBytesMax = int64_t{2} * 1024 * 1024;

constexpr std::string_view kSymbols = ":_#=@/;,- ";  // the space is in AWS's examples only
constexpr std::string_view kOperators = "^$?[]{}|\\*+.";
constexpr std::string_view kClasses = "dDsSwW";
constexpr std::string_view kAllowed =
    "allowed are ASCII letters, digits, spaces, : _ # = @ / ; , - ^ $ ? [ ] { } | \\ * + . and for "
    "every other ASCII character \\xhh";

bool contains(std::string_view characters, char c) { return characters.find(c) != characters.npos; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_hex_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_allowed(char c) {
  return is_pattern_word(c) || contains(kSymbols, c) || contains(kOperators, c);
}

// Translates AWS's syntax, checked, into RE2's.
class Translator {
 public:
  explicit Translator(const PatternScanner& scanner) : scanner_(scanner) {}

  ParsedPattern<std::string> translate() {
    while (!scanner_.at_end()) {
      if (!is_allowed(scanner_.peek())) {
        return scanner_.error({scanner_.found(), " is not allowed in a regex; ", kAllowed});
      }
      if (auto done = translate_one(); !done) return tl::unexpected<std::string>(done.error());
    }
    return std::move(out_);
  }

 private:
  ParsedPattern<void> translate_one() {
    if (scanner_.peek() == '\\') return translate_escape();
    if (scanner_.peek() == '{' && !in_class_) return translate_repetition();
    if (scanner_.peek() == '[' && !in_class_) return translate_class_begin();
    if (scanner_.peek() == ']') in_class_ = false;
    copy();
    return {};
  }

  // A ] right at the beginning is one of the class.
  ParsedPattern<void> translate_class_begin() {
    in_class_ = true;
    copy();
    for (const std::string_view first : {"^", "]"}) {
      if (scanner_.take(first)) out_ += first;
    }
    return {};
  }

  ParsedPattern<void> translate_escape() {
    const size_t begin = scanner_.position();
    copy();
    const char c = scanner_.peek();
    if (c == 'x') return translate_hex(begin);
    if (contains(kClasses, c) || contains(kOperators, c) || contains(kSymbols, c)) {
      copy();
      return {};
    }
    return scanner_.error_at(
        begin, {"\\ before ", scanner_.found(),
                " is not allowed in a regex; allowed are \\d \\D \\s \\S \\w \\W \\xhh and "
                "\\ before an operator or a symbol"});
  }

  ParsedPattern<void> translate_hex(size_t begin) {
    copy();
    const std::string_view digits = scanner_.take_while(is_hex_digit);
    const bool is_ascii = digits.size() >= 2 && digits[0] <= '7';
    if (!is_ascii) {
      return scanner_.error_at(
          begin, {"\\x needs two hexadecimal digits of an ASCII character, 00 to 7F"});
    }
    out_ += digits;
    return {};
  }

  // RE2 takes {,n} and {m, n} for plain text.
  ParsedPattern<void> translate_repetition() {
    const size_t begin = scanner_.position();
    scanner_.take("{");
    scanner_.skip_blanks();
    const std::string_view min = scanner_.take_while(is_digit);
    scanner_.skip_blanks();
    const bool has_comma = scanner_.take(",");
    scanner_.skip_blanks();
    const std::string_view max = has_comma ? scanner_.take_while(is_digit) : std::string_view();
    scanner_.skip_blanks();
    if (!scanner_.take("}") || (min.empty() && max.empty())) {
      return scanner_.error_at(
          begin, {"{ must begin a repetition: {n}, {m,}, {,n} or {m,n}; for the character "
                  "itself write \\{"});
    }
    out_.append("{").append(min.empty() ? "0" : min);
    if (has_comma) out_.append(",").append(max);
    out_ += '}';
    return {};
  }

  void copy() {
    out_ += scanner_.peek();
    scanner_.rewind(scanner_.position() + 1);
  }

  PatternScanner scanner_;
  std::string out_;
  bool in_class_ = false;
};

}  // namespace

PatternRegex::PatternRegex(std::unique_ptr<const re2::RE2> regex) : regex_(std::move(regex)) {}
PatternRegex::PatternRegex(PatternRegex&&) noexcept = default;
PatternRegex& PatternRegex::operator=(PatternRegex&&) noexcept = default;
PatternRegex::~PatternRegex() = default;

ParsedPattern<PatternRegex> PatternRegex::parse(PatternScanner& scanner) {
  const size_t begin = scanner.position();
  const auto inside = scanner.take_regex();
  if (!inside) return tl::unexpected<std::string>(inside.error());
  if (inside->at_end()) return scanner.error_at(begin, {"a regex is empty; put it between two %"});
  auto translated = Translator(*inside).translate();
  if (!translated) return tl::unexpected<std::string>(std::move(translated.error()));
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kRegexBytesMax);
  options.set_never_capture(true);
  options.set_dot_nl(true);
  auto regex = std::make_unique<const re2::RE2>(*translated, options);
  if (!regex->ok()) return scanner.error_at(begin, {"the regex is not usable: ", regex->error()});
  return PatternRegex(std::move(regex));
}

bool PatternRegex::matches(std::string_view text) const {
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *regex_);
}

}  // namespace cwlogs
