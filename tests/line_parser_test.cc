#include "processor/line_parser.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "processor/limits.h"
#include "tests/parsed_line.h"
#include "tests/parser_lines.h"

#ifdef __SANITIZE_ADDRESS__
extern "C" size_t __sanitizer_get_current_allocated_bytes();  // GCC ships no header for it
#else
#include <malloc.h>
#endif

namespace cwlogs {
namespace {

using testing::json_of;
using testing::kReference;
using testing::parser_lines;
using testing::parser_of;

size_t bytes_allocated() {
#ifdef __SANITIZE_ADDRESS__
  return __sanitizer_get_current_allocated_bytes();
#else
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
#endif
}

std::string error_of(const ParserOptions& options) {
  const auto parser = make_line_parser(options);
  return parser ? "no error" : parser.error();
}

TEST(MakeLineParser, SaysWhatIsAllowed) {
  EXPECT_EQ(error_of({.name = "grok"}),
            "there is no parser 'grok'; the parsers are syslog, syslog-rfc3164, syslog-rfc5424, "
            "nginx, apache, common, combined, json, logfmt, lambda, vpc-flow, cloudtrail, "
            "cloudfront, alb, regex");
  EXPECT_EQ(error_of({.name = "json", .argument = "x"}), "the parser json takes no argument");
  EXPECT_EQ(error_of({.name = "alb", .numbers = {"x"}}), "the parser alb takes no list of numbers");
}

TEST(LineParser, AddsBehindWhatIsThere) {
  const auto json = parser_of({.name = "json"});
  const auto logfmt = parser_of({.name = "logfmt"});
  ParsedFields fields;
  EXPECT_TRUE(json->parse({R"({"a":1})"}, fields));
  EXPECT_FALSE(json->parse({R"({"b":2,"c":)"}, fields));
  EXPECT_EQ(json_of(fields), R"({"a":1})");
  EXPECT_TRUE(logfmt->parse({"b=2"}, fields));
  EXPECT_EQ(json_of(fields), R"({"a":1,"b":2})");
}

TEST(LineParser, PassesOverLineEnds) {
  const auto parser = parser_of({.name = "logfmt"});
  for (const std::string_view line : {"a=b", "a=b\n", "a=b\r\n", "a=b\n\r\n\n"}) {
    ParsedFields fields;
    EXPECT_TRUE(parser->parse({line}, fields));
    EXPECT_EQ(json_of(fields), R"({"a":"b"})");
  }
}

// A bound on what a hostile message makes of memory.
TEST(LineParser, RefusesALineOfTooManyFields) {
  const auto parser = parser_of({.name = "logfmt"});
  const auto line_of = [](size_t n) {
    std::string line;
    for (size_t i = 0; i < n; ++i) line += "a=1 ";
    return line;
  };
  ParsedFields fields;
  const std::string most = line_of(kParsedFieldsMax);
  EXPECT_TRUE(parser->parse({most}, fields));
  EXPECT_EQ(fields.all().size(), kParsedFieldsMax);
  fields.clear();
  const std::string more = line_of(kParsedFieldsMax + 1);
  EXPECT_FALSE(parser->parse({more}, fields));
  EXPECT_TRUE(fields.all().empty());
  EXPECT_TRUE(parser->parse({"a=1"}, fields));
}

TEST(LineParser, HoldsNoMoreMemoryLineAfterLine) {
  ParsedFields fields;
  for (const testing::ParserLines& sample : parser_lines()) {
    const auto parser = parser_of(sample.options);
    const auto parse_all = [&] {
      for (const std::string_view line : sample.lines) {
        fields.clear();
        parser->parse({line, kReference}, fields);
      }
    };
    for (int i = 0; i < 3; ++i) parse_all();
    const size_t warm = bytes_allocated();
    for (int i = 0; i < 100; ++i) parse_all();
    EXPECT_EQ(bytes_allocated(), warm) << sample.options.name;
  }
}

// Text that starts like a format again and again must not be read again and again. All this takes
// seconds under a sanitizer; a single search that starts anew at every part would take minutes.
TEST(LineParser, TakesTimeLinearInTheLine) {
  constexpr std::string_view kRepeated[] = {" [",
                                            "\"",
                                            "\\",
                                            "\\x41",
                                            "%41",
                                            "a=\"",
                                            "a=1 ",
                                            "[a ",
                                            "[a b=\"",
                                            "]",
                                            "\\u12",
                                            "Status: ",
                                            "RequestId: a ",
                                            "x: ",
                                            "\t",
                                            "- ",
                                            "{\"a\":",
                                            "\" ",
                                            "] ",
                                            "[15/Jan/2024:09:30:00 +0000] "};
  constexpr std::string_view kStarts[] = {
      "",
      "192.0.2.1 - ",
      "192.0.2.1 - - [15/Jan/2024:09:30:00 +0000] \"",
      "<34>1 - - - - - ",
      "Jan 15 09:30:00 host ",
      "REPORT RequestId: ",
      "{\"a\":\"",
      "http 2018-07-02T22:23:00Z a 10.0.0.1:1 - 0 0 0 200 - 1 2 \"",
      "2019-12-04\t21:02:31\t",
      "a=\""};
  ParsedFields fields;
  const auto start = std::chrono::steady_clock::now();
  for (const auto& [options, lines] : parser_lines()) {
    if (options.name == "regex") continue;  // RE2's concern
    const auto parser = parser_of(options);
    for (const std::string_view head : kStarts) {
      for (const std::string_view part : kRepeated) {
        std::string line(head);
        while (line.size() < 256 * kKiB) line += part;
        fields.clear();
        parser->parse({line, kReference}, fields);
      }
    }
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::minutes(1));
}

}  // namespace
}  // namespace cwlogs
