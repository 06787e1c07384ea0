#include "config/java_time_pattern.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace cwlogs {
namespace {

using MinMax = std::pair<size_t, size_t>;

MinMax length_of(std::string_view pattern) {
  const auto parsed = parse_java_time_pattern(pattern);
  EXPECT_TRUE(parsed) << pattern << ": " << parsed.error();
  return parsed ? MinMax(parsed->length.min, parsed->length.max) : MinMax(0, 0);
}

std::string fault_of(std::string_view pattern) {
  const auto parsed = parse_java_time_pattern(pattern);
  return parsed ? "no fault" : parsed.error();
}

TEST(JavaTimePattern, MeasuresDatesAndTimes) {
  EXPECT_EQ(length_of("yyyy/MM/dd/HH/"), MinMax(14, 14));
  EXPECT_EQ(length_of("yyyy"), MinMax(4, 4));
  EXPECT_EQ(length_of("yy"), MinMax(2, 2));
  EXPECT_EQ(length_of("y"), MinMax(4, 4));
  EXPECT_EQ(length_of("yyyyyy"), MinMax(6, 6));
  EXPECT_EQ(length_of("d.M"), MinMax(3, 5));
  EXPECT_EQ(length_of("D"), MinMax(1, 3));
  EXPECT_EQ(length_of("HHmmssSSS"), MinMax(9, 9));
  EXPECT_EQ(length_of("A"), MinMax(1, 8));
}

TEST(JavaTimePattern, MeasuresNames) {
  EXPECT_EQ(length_of("MMMM"), MinMax(3, 9));  // May, September
  EXPECT_EQ(length_of("EEE"), MinMax(3, 3));
  EXPECT_EQ(length_of("EEEE"), MinMax(6, 9));  // Monday, Wednesday
  EXPECT_EQ(length_of("h a"), MinMax(4, 5));   // 9 PM, 12 PM
  EXPECT_EQ(length_of("XXX"), MinMax(1, 6));   // Z, +09:00
}

TEST(JavaTimePattern, CountsTheCharactersOfLiterals) {
  EXPECT_EQ(length_of("'year='yyyy"), MinMax(9, 9));
  EXPECT_EQ(length_of("''"), MinMax(1, 1));
  EXPECT_EQ(length_of("'it''s'"), MinMax(4, 4));
  EXPECT_EQ(length_of("'{#}'"), MinMax(3, 3));
  EXPECT_EQ(length_of("yyyy年"), MinMax(5, 5));
  EXPECT_EQ(length_of("yyyy[-MM]"), MinMax(7, 7));
}

TEST(JavaTimePattern, Pads) {
  EXPECT_EQ(length_of("ppH"), MinMax(2, 2));
  EXPECT_EQ(length_of("pppd"), MinMax(3, 3));
  EXPECT_EQ(fault_of("pp"), "'p' stands before nothing");
}

TEST(JavaTimePattern, TellsTheLetters) {
  EXPECT_EQ(parse_java_time_pattern("yyyy/MM/dd 'at' HH")->letters, "yMdH");
}

TEST(JavaTimePattern, RefusesWhatJavaRefuses) {
  constexpr std::string_view kUnknown = " means nothing to Java's DateTimeFormatter";
  for (const std::string pattern : {"b", "ddd", "HHH", "MMMMMM", "aa", "VVV", "SSSSSSSSSS", "U"}) {
    EXPECT_EQ(fault_of(pattern), '\'' + pattern + '\'' + std::string(kUnknown));
  }
  EXPECT_EQ(fault_of(""), "the pattern is empty");
  EXPECT_EQ(fault_of("yyyy'"), "a single quote is not closed");
  EXPECT_EQ(fault_of("'it''s"), "a single quote is not closed");
  EXPECT_EQ(fault_of("yyyy#"), "'#' is reserved; write it between single quotes");
}

TEST(JavaTimePattern, TakesRunsUpToTheLongest) {
  for (const auto& [letter, most] : {std::pair('d', 2), {'M', 5}, {'S', 9}, {'y', 19}, {'X', 5}}) {
    const auto run = [letter = letter](int count) {
      return std::string(static_cast<size_t>(count), letter);
    };
    EXPECT_EQ(fault_of(run(most - 1)), "no fault");
    EXPECT_EQ(fault_of(run(most)), "no fault");
    EXPECT_NE(fault_of(run(most + 1)), "no fault");
  }
}

}  // namespace
}  // namespace cwlogs
