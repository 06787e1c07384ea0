#include "config/java_time_format.h"

#include <gtest/gtest.h>

#include <string>

namespace cwlogs {
namespace {

using std::chrono::milliseconds;
using std::chrono::sys_time;

constexpr sys_time<milliseconds> kAfternoon{
    milliseconds{1655815391007}};                                         // 2022-06-21T12:43:11.007
constexpr sys_time<milliseconds> kMidnight{milliseconds{1704067200000}};  // 2024-01-01T00:00:00

std::string format(std::string_view pattern, sys_time<milliseconds> time = kAfternoon) {
  const auto parsed = parse_java_time_pattern(pattern);
  EXPECT_TRUE(parsed) << pattern;
  return parsed ? format_java_time(*parsed, time).value_or("nothing") : "";
}

TEST(JavaTimeFormat, WritesDatesAndTimes) {
  EXPECT_EQ(format("yyyy/MM/dd/HH/"), "2022/06/21/12/");
  EXPECT_EQ(format("yy-M-d D"), "22-6-21 172");
  EXPECT_EQ(format("y uuuuuu DDD"), "2022 002022 172");
  EXPECT_EQ(format("HH:mm:ss.SSS"), "12:43:11.007");
  EXPECT_EQ(format("yyyy-MM-dd'T'HH:mm:ssX", kMidnight), "2024-01-01T00:00:00Z");
}

TEST(JavaTimeFormat, CountsHoursInFourWays) {
  EXPECT_EQ(format("H k h K a"), "12 12 12 0 PM");
  EXPECT_EQ(format("H k h K a", kMidnight), "0 24 12 0 AM");
}

TEST(JavaTimeFormat, WritesNamesInEnglish) {
  EXPECT_EQ(format("MMM MMMM MMMMM LLL"), "Jun June J Jun");
  EXPECT_EQ(format("E EEEE EEEEE"), "Tue Tuesday T");
  EXPECT_EQ(format("Q QQ QQQ QQQQ qqqqq"), "2 02 Q2 2nd quarter 2");
  EXPECT_EQ(format("G GGGG GGGGG"), "AD Anno Domini A");
}

TEST(JavaTimeFormat, WritesFractions) {
  EXPECT_EQ(format("S SS SSSSSSSSS"), "0 00 007000000");
  EXPECT_EQ(format("n A N", kAfternoon), "7000000 45791007 45791007000000");
  EXPECT_EQ(format("AAAAAAAAAA", kMidnight), "0000000000");
}

TEST(JavaTimeFormat, WritesTheOffsetOfUtc) {
  EXPECT_EQ(format("X XXX x xx xxx Z ZZZZ ZZZZZ O"), "Z Z +00 +0000 +00:00 +0000 GMT Z GMT");
}

TEST(JavaTimeFormat, KeepsLiteralsAndPads) {
  EXPECT_EQ(format("'year='yyyy''"), "year=2022'");
  EXPECT_EQ(format("'it''s' yyyy年[-MM]"), "it's 2022年-06");
  EXPECT_EQ(format("pppH|pM"), " 12|6");
}

TEST(JavaTimeFormat, LeavesWhatDependsOnTheLocale) {
  for (const char* pattern : {"YYYY", "w", "W", "F", "e", "c", "VV", "z", "yyyy-ww"}) {
    EXPECT_EQ(format(pattern), "nothing") << pattern;
  }
}

TEST(JavaTimeFormat, WritesTimesBeforeTheEpoch) {
  EXPECT_EQ(format("yyyy-MM-dd HH:mm:ss.SSS", sys_time<milliseconds>(milliseconds(-1))),
            "1969-12-31 23:59:59.999");
}

// What is written has the length that was foretold.
TEST(JavaTimeFormat, AgreesWithTheLength) {
  for (const char* pattern :
       {"yyyy/MM/dd", "MMMM", "EEEE d", "h:mm a", "QQQQ", "SSS", "XXX", "DDD"}) {
    const auto parsed = parse_java_time_pattern(pattern);
    for (const auto time : {kAfternoon, kMidnight}) {
      const std::string text = format(pattern, time);
      EXPECT_GE(text.size(), parsed->length.min) << pattern;
      EXPECT_LE(text.size(), parsed->length.max) << pattern;
    }
  }
}

}  // namespace
}  // namespace cwlogs
