#include "config/java_time_pattern.h"

#include <algorithm>
#include <array>
#include <utility>

#include "config/in_quotes.h"

namespace cwlogs {
namespace {

// What a run of 1, 2, … of a letter becomes. No length: Java refuses the run.
struct Letter {
  std::string_view letters;
  std::array<TextLength, 5> lengths;
};

constexpr TextLength kNone = {0, 0};
constexpr auto kLetters = std::to_array<Letter>({
    {"G", {{{2, 2}, {2, 2}, {2, 2}, {11, 13}, {1, 1}}}},    // AD, Anno Domini, A
    {"ML", {{{1, 2}, {2, 2}, {3, 4}, {3, 9}, {1, 1}}}},     // 9, 09, Sep or Sept, September, S
    {"Qq", {{{1, 1}, {2, 2}, {2, 2}, {11, 11}, {1, 1}}}},   // 3, 03, Q3, 3rd quarter, 3
    {"D", {{{1, 3}, {2, 3}, {3, 3}, kNone, kNone}}},        // day of the year
    {"E", {{{3, 3}, {3, 3}, {3, 3}, {6, 9}, {1, 1}}}},      // Wed, Wednesday, W
    {"e", {{{1, 1}, {2, 2}, {3, 3}, {6, 9}, {1, 1}}}},      // the same, or its number
    {"c", {{{1, 1}, kNone, {3, 3}, {6, 9}, {1, 1}}}},       //
    {"dhHkKmsw", {{{1, 2}, {2, 2}, kNone, kNone, kNone}}},  // 9, 09
    {"WF", {{{1, 1}, kNone, kNone, kNone, kNone}}},         // week of the month
    {"a", {{{2, 2}, kNone, kNone, kNone, kNone}}},          // PM
    {"V", {{kNone, {1, 50}, kNone, kNone, kNone}}},         // America/Los_Angeles
    {"z", {{{1, 8}, {1, 8}, {1, 8}, {1, 60}, kNone}}},      // PST, Pacific Standard Time
    {"O", {{{3, 12}, kNone, kNone, {3, 12}, kNone}}},       // GMT+8, GMT+08:00
    {"X", {{{1, 5}, {1, 5}, {1, 6}, {1, 7}, {1, 9}}}},      // Z, -0830, -08:30
    {"x", {{{3, 5}, {5, 5}, {6, 6}, {5, 7}, {6, 9}}}},      // +00
    {"Z", {{{5, 5}, {5, 5}, {5, 5}, {3, 12}, {1, 9}}}},     // +0000, GMT+08:00
});

// Numbers as wide as the run: at least `digits` where there is so much to say.
struct Number {
  std::string_view letters;
  size_t digits;
  size_t run_max;
};

constexpr auto kNumbers = std::to_array<Number>({
    {"uyY", 4, 19},  // years
    {"A", 8, 19},    // milliseconds of the day
    {"n", 9, 19},    // nanoseconds of the second
    {"N", 14, 19},   // of the day
});

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Nothing that Java takes where the most is 0.
TextLength length_of_run(char letter, size_t run) {
  if (letter == 'S') return run <= 9 ? TextLength{run, run} : kNone;
  for (const Number& number : kNumbers) {
    if (number.letters.find(letter) == number.letters.npos) continue;
    if (run > number.run_max) return kNone;
    const bool is_year = number.digits == 4;
    if (is_year && run == 2) return {2, 2};
    return {is_year ? std::max<size_t>(run, 4) : run, std::max(run, number.digits)};
  }
  for (const Letter& entry : kLetters) {
    if (entry.letters.find(letter) == entry.letters.npos) continue;
    return run <= entry.lengths.size() ? entry.lengths.at(run - 1) : kNone;
  }
  return kNone;
}

class Parser {
 public:
  explicit Parser(std::string_view pattern) : pattern_(pattern) {}

  tl::expected<JavaTimePattern, std::string> parse() {
    if (pattern_.empty()) return tl::make_unexpected(std::string("the pattern is empty"));
    while (fault_.empty() && at_ < pattern_.size()) take();
    if (fault_.empty() && pad_ != 0) fault_ = "'p' stands before nothing";
    if (!fault_.empty()) return tl::make_unexpected(fault_);
    return result_;
  }

 private:
  void take() {
    const char c = pattern_[at_];
    if (c == '\'') return take_quoted();
    if (is_letter(c)) return take_run();
    ++at_;
    if (c == '{' || c == '}' || c == '#') {
      fault_ = in_quotes(std::string_view(&c, 1)) + " is reserved; write it between single quotes";
    } else if (c != '[' && c != ']') {
      add_text(std::string(1, c));
    }
  }

  void add_text(std::string text) {
    const auto characters =
        static_cast<size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
    result_.length += {characters, characters};
    result_.fields.push_back({.text = std::move(text)});
  }

  // 'text', where '' is a quote.
  void take_quoted() {
    const size_t begin = at_ + 1;
    std::string text;
    for (at_ = begin; at_ < pattern_.size(); ++at_) {
      const bool is_quote = pattern_[at_] == '\'';
      const bool is_doubled = pattern_.substr(at_).starts_with("''");
      if (is_quote && (!is_doubled || at_ == begin)) break;
      if (is_quote) ++at_;
      text += pattern_[at_];
    }
    if (at_ == pattern_.size()) {
      fault_ = "a single quote is not closed";
      return;
    }
    ++at_;
    add_text(text.empty() ? "'" : std::move(text));
  }

  void take_run() {
    const char letter = pattern_[at_];
    const size_t begin = at_;
    at_ = std::min(pattern_.find_first_not_of(letter, at_), pattern_.size());
    const size_t run = at_ - begin;
    if (letter == 'p') {  // pads what follows
      pad_ = run;
      return;
    }
    TextLength length = length_of_run(letter, run);
    if (length.max == 0) {
      fault_ =
          in_quotes(pattern_.substr(begin, run)) + " means nothing to Java's DateTimeFormatter";
      return;
    }
    length.min = std::max(length.min, pad_);
    length.max = std::max(length.max, pad_);
    result_.length += length;
    result_.fields.push_back({.letter = letter, .run = run, .width = pad_, .text = {}});
    pad_ = 0;
    result_.letters += letter;
  }

  std::string_view pattern_;
  size_t at_ = 0;
  size_t pad_ = 0;
  std::string fault_;
  JavaTimePattern result_;
};

}  // namespace

tl::expected<JavaTimePattern, std::string> parse_java_time_pattern(std::string_view pattern) {
  return Parser(pattern).parse();
}

}  // namespace cwlogs
