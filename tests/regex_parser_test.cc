#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/parsed_line.h"

namespace cwlogs {
namespace {

using testing::ParsedLine;

std::string parse(std::string_view pattern, std::string_view line,
                  const std::vector<std::string>& numbers = {}) {
  return ParsedLine({.name = "regex", .argument = std::string(pattern), .numbers = numbers})(line);
}

std::string error_of(std::string_view pattern, const std::vector<std::string>& numbers = {}) {
  const auto parser =
      make_line_parser({.name = "regex", .argument = std::string(pattern), .numbers = numbers});
  return parser ? "no error" : parser.error();
}

TEST(RegexParser, MakesAFieldOfEveryNamedCapture) {
  EXPECT_EQ(parse(R"((?P<level>[A-Z]+) (?P<text>.*))", "2024 WARN disk full"),
            R"({"level":"WARN","text":"disk full"})");
  EXPECT_EQ(parse(R"(^(?P<a>\d+)-(\d+)-(?P<b>\d+)$)", "1-2-3"), R"({"a":"1","b":"3"})");
  EXPECT_EQ(parse(R"((?P<日付>\d+)月)", "今日は12月"), R"({"日付":"12"})");
  EXPECT_EQ(parse(R"((?s)^(?P<all>.*)$)", "a\nb\n"), R"({"all":"a\nb"})");
  EXPECT_EQ(parse(R"((?i)error: (?P<what>\S+))", "ERROR: 障害🔥 now"), R"({"what":"障害🔥"})");
  EXPECT_EQ(parse(R"(\[(?P<thread>[^\]]+)\] (?P<class>[\w.]+) - (?P<message>.*))",
                  "[main] c.e.App - started in 2.5 s"),
            R"({"thread":"main","class":"c.e.App","message":"started in 2.5 s"})");
}

TEST(RegexParser, LeavesOutWhatTookNoPart) {
  constexpr std::string_view kPattern = R"((?P<key>\w+)(?:=(?P<value>\w*))?)";
  EXPECT_EQ(parse(kPattern, "a"), R"({"key":"a"})");
  EXPECT_EQ(parse(kPattern, "a="), R"({"key":"a","value":""})");
  EXPECT_EQ(parse(kPattern, "a=b"), R"({"key":"a","value":"b"})");
}

TEST(RegexParser, MakesNumbersOfTheCapturesThatAreListed) {
  constexpr std::string_view kPattern = R"((?P<id>\S+) (?P<ms>\S+) (?P<n>\S+))";
  EXPECT_EQ(parse(kPattern, "007 12.5 3"), R"({"id":"007","ms":"12.5","n":"3"})");
  EXPECT_EQ(parse(kPattern, "007 12.5 -3", {"ms", "n"}), R"({"id":"007","ms":12.5,"n":-3})");
  // What is no number stays text.
  for (const std::string_view value : {"-", "007", "1e3", "12ms", "+1", ".5", "5.", "1,000", "--1",
                                       "NaN", "9999999999999999999"}) {
    EXPECT_EQ(parse(R"((?P<n>.+))", value, {"n"}), R"({"n":")" + std::string(value) + "\"}");
  }
}

TEST(RegexParser, RefusesLinesWithoutAMatch) {
  EXPECT_EQ(parse(R"(^(?P<level>ERROR|WARN) )", "INFO fine"), "no match");
  EXPECT_EQ(parse(R"((?P<n>\d+))", "none"), "no match");
  EXPECT_EQ(parse(R"((?P<n>\d+))", ""), "no match");
}

TEST(RegexParser, TakesALineOf64KiB) {
  const std::string text(64 * 1024, 'x');
  EXPECT_EQ(parse(R"(^(?P<all>x+)$)", text), R"({"all":")" + text + "\"}");
  EXPECT_EQ(parse(R"((?P<a>(x+x+)+y))", text), "no match");  // linear, whatever the pattern
}

TEST(RegexParser, SaysWhatIsWrongWithAPattern) {
  EXPECT_EQ(error_of(""), "the pattern '' names no capture; write (?P<name>...) for every field");
  EXPECT_EQ(error_of("(a)(b)"),
            "the pattern '(a)(b)' names no capture; write (?P<name>...) for every field");
  EXPECT_EQ(error_of("(?P<a>"), "the pattern '(?P<a>': missing ): (?P<a>");
  EXPECT_EQ(error_of(R"((?P<a>\C))"),
            R"(the pattern '(?P<a>\C)': \C would match parts of characters)");
  EXPECT_EQ(error_of(R"((?P<a>\\C))"), "no error");
  EXPECT_EQ(error_of("(?P<a>x)", {"b"}),
            "the pattern has no capture 'b', which is listed as a number");
}

}  // namespace
}  // namespace cwlogs
