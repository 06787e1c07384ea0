// Random patterns against random messages: whatever comes, an answer or a sentence.
#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <random>
#include <string>
#include <string_view>

#include "processor/filter_pattern.h"
#include "processor/utf8.h"

namespace cwlogs {
namespace {

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}

  size_t below(size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(engine_); }

  template <size_t N>
  std::string_view pick(const std::array<std::string_view, N>& choices) {
    return choices[below(N)];
  }

 private:
  std::mt19937 engine_;
};

constexpr auto kPatternTokens = std::to_array<std::string_view>({
    "{",    "}",    "[",    "]",           "(",        ")",     "$.", "a",   "b",  "['",  "']",
    "*",    ".*",   "[0",   "=",           "!=",       ">=",    "<",  "&&",  "||", "IS",  "NULL",
    " ",    " ",    "TRUE", "NOT EXISTS",  "%",        "\"",    "\\", "...", ",",  "-",   "?",
    "1e3",  "-0.5", "é",    "\\d",         "{1,",      "\\x41", "^",  "|",   "\n", "x*y", "'",
    "\\\"", "$",    "@",    "{ $.a = 1 }", "[a, ...]", "%a+%",  "\t",
});

constexpr auto kMessageTokens = std::to_array<std::string_view>({
    "{", "}",   "[",    "]",    "\"a\":", "\"b\":",    "\"", "a",       "b",
    "1", "1e3", "-0.5", "null", "true",   ",",         " ",  "\\u0061", "\\ud800",
    "é", "😀",   "\n",   "\\",   "x",      "{\"a\":1}", "[[", "\"x y\"", "\t",
});

template <size_t N>
std::string join(Dice& dice, const std::array<std::string_view, N>& tokens, size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += dice.pick(tokens);
  return text;
}

// A pattern that is more often right than wrong.
std::string likely_pattern(Dice& dice) {
  constexpr auto kOperators =
      std::to_array<std::string_view>({"=", "!=", ">", "<=", " = ", " IS "});
  constexpr auto kOperands = std::to_array<std::string_view>(
      {"1", "a*", "\"x y\"", "%a|b%", "1e3", "NULL", "TRUE", "*", "-0.5"});
  constexpr auto kJoints = std::to_array<std::string_view>({"&&", " || "});
  const bool is_json = dice.below(2) == 0;
  std::string pattern = is_json ? "{" : "[..., ";
  for (size_t i = dice.below(4);; --i) {
    pattern += is_json ? (dice.below(4) == 0 ? "$.*" : "$.a") : "a";
    if (is_json && dice.below(3) == 0) pattern += dice.below(2) == 0 ? "[0]" : ".b";
    pattern.append(dice.pick(kOperators)).append(dice.pick(kOperands));
    if (i == 0) break;
    pattern += dice.pick(kJoints);
  }
  return pattern + (is_json ? "}" : "]");
}

// Matches twice, as nothing may stay behind.
void match(const FilterPattern& filter, const std::string& message) {
  EXPECT_EQ(filter.matches(message), filter.matches(message)) << message;
}

TEST(FilterPatternRandom, AnswersOrSaysWhatIsWrong) {
  Dice dice(20240522);
  size_t parsed = 0;
  for (int round = 0; round < 20'000; ++round) {
    const bool is_likely = dice.below(2) == 0;
    const std::string pattern =
        is_likely ? likely_pattern(dice) : join(dice, kPatternTokens, dice.below(12));
    const auto filter = FilterPattern::parse(pattern);
    if (!filter) {
      EXPECT_FALSE(filter.error().empty()) << pattern;
      EXPECT_TRUE(is_utf8(filter.error())) << pattern;
      continue;
    }
    ++parsed;
    for (int i = 0; i < 4; ++i) match(*filter, join(dice, kMessageTokens, dice.below(16)));
  }
  EXPECT_GT(parsed, 4'000U);
}

TEST(FilterPatternRandom, TakesAnyBytesForAPattern) {
  Dice dice(7);
  for (int round = 0; round < 20'000; ++round) {
    std::string pattern(1, "{[\"%-?"[dice.below(6)]);
    for (size_t i = dice.below(20); i > 0; --i) pattern += static_cast<char>(dice.below(256));
    const auto filter = FilterPattern::parse(pattern);
    EXPECT_TRUE(filter || is_utf8(filter.error())) << round;
  }
}

}  // namespace
}  // namespace cwlogs
