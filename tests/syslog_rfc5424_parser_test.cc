#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/parsed_line.h"

namespace cwlogs {
namespace {

using testing::ParsedLine;

struct Case {
  std::string_view line;
  std::string_view fields;
};

template <size_t N>
void expect_fields(const Case (&cases)[N]) {
  ParsedLine parsed({.name = "syslog-rfc5424"});
  for (const auto& [line, fields] : cases) EXPECT_EQ(parsed(line), fields) << line;
}

// The parameters of one element, `k0="v"` and so on.
std::string params(size_t n) {
  std::string text;
  for (size_t i = 0; i < n; ++i) text += " k" + std::to_string(i) + "=\"v\"";
  return text;
}

// Section 6.5; its BOM is three bytes.
TEST(SyslogRfc5424, ReadsTheExamplesOfTheRfc) {
  expect_fields(
      {{"<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \xEF\xBB\xBF'su root' "
        "failed for lonvick on /dev/pts/8",
        R"({"facility":"auth","facilityCode":4,"severity":"crit","severityCode":2,"version":1,)"
        R"("time":"2003-10-11T22:14:15.003Z","host":"mymachine.example.com","app":"su",)"
        R"("msgId":"ID47","message":"'su root' failed for lonvick on /dev/pts/8"})"},
       {"<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time to make "
        "the do-nuts.",
        R"({"facility":"local4","facilityCode":20,"severity":"notice","severityCode":5,)"
        R"("version":1,"time":"2003-08-24T12:14:15.000Z","host":"192.0.2.1","app":"myproc",)"
        R"("pid":8710,"message":"%% It's time to make the do-nuts."})"},
       {R"(<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 )"
        R"([exampleSDID@32473 iut="3" eventSource="Application" eventID="1011"] )"
        "\xEF\xBB\xBF"
        "An application event log entry...",
        R"({"facility":"local4","facilityCode":20,"severity":"notice","severityCode":5,)"
        R"("version":1,"time":"2003-10-11T22:14:15.003Z","host":"mymachine.example.com",)"
        R"("app":"evntslog","msgId":"ID47","structuredData":{"exampleSDID@32473":{"iut":"3",)"
        R"("eventSource":"Application","eventID":"1011"}},)"
        R"("message":"An application event log entry..."})"},
       {R"(<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 )"
        R"([exampleSDID@32473 iut="3" eventSource="Application" eventID="1011"])"
        R"([examplePriority@32473 class="high"])",
        R"({"facility":"local4","facilityCode":20,"severity":"notice","severityCode":5,)"
        R"("version":1,"time":"2003-10-11T22:14:15.003Z","host":"mymachine.example.com",)"
        R"("app":"evntslog","msgId":"ID47","structuredData":{"exampleSDID@32473":{"iut":"3",)"
        R"("eventSource":"Application","eventID":"1011"},)"
        R"("examplePriority@32473":{"class":"high"}}})"}});
}

constexpr std::string_view kHead =
    R"({"facility":"user","facilityCode":1,"severity":"notice","severityCode":5,"version":1)";

TEST(SyslogRfc5424, ReadsWhatSendersWrite) {
  const struct {
    std::string_view line;
    std::string_view behind_head;
  } cases[] = {
      {"<13>1 - - - - - -", "}"},
      {"<13>1 - - - - - - ", R"(,"message":""})"},
      {"<13>1 - - - - - - \xEF\xBB\xBF", R"(,"message":""})"},
      {"<13>1 2024-01-15T09:30:00Z h a 1 - - x",
       R"(,"time":"2024-01-15T09:30:00.000Z","host":"h","app":"a","pid":1,"message":"x"})"},
      {"<13>1 2024-01-15T18:30:00.5+09:00 h a main.go:12 - - x",
       R"(,"time":"2024-01-15T09:30:00.500Z","host":"h","app":"a","pid":"main.go:12",)"
       R"("message":"x"})"},
      {"<13>1 2024-01-15T09:30:00.123456789Z fe80::1 a 007 - - x",
       R"(,"time":"2024-01-15T09:30:00.123Z","host":"fe80::1","app":"a","pid":"007",)"
       R"("message":"x"})"},
      {"<13>1 2016-12-31T23:59:60Z h a - - - leap second",
       R"(,"time":"2017-01-01T00:00:00.000Z","host":"h","app":"a","message":"leap second"})"},
      {R"(<13>1 - h a - - [id] x)",
       R"(,"host":"h","app":"a","structuredData":{"id":{}},"message":"x"})"},
      {R"(<13>1 - h a - - [id k="a\"b\\c\]d\e"] x)",
       R"(,"host":"h","app":"a","structuredData":{"id":{"k":"a\"b\\c]d\\e"}},"message":"x"})"},
      {R"(<13>1 - h a - - [origin ip="192.0.2.1" ip="192.0.2.129" enterpriseId="1"] x)",
       R"(,"host":"h","app":"a","structuredData":{"origin":{"ip":["192.0.2.1","192.0.2.129"],)"
       R"("enterpriseId":"1"}},"message":"x"})"},
      {R"(<13>1 - h a - - [id k=""][二x] x)", "no match"},  // names are ASCII
      {R"(<13>1 - h a - - [id k="日本語"] 障害 🔥)",
       R"(,"host":"h","app":"a","structuredData":{"id":{"k":"日本語"}},"message":"障害 🔥"})"},
      {"<13>1 - h a - - [id k=\"\t\n\"] \x1b[31mred",
       R"(,"host":"h","app":"a","structuredData":{"id":{"k":"\t\n"}},)"
       R"("message":"\u001b[31mred"})"},
      {R"(<13>1 - h a - - [timeQuality tzKnown="1" isSynced="1" syncAccuracy="60000000"])",
       R"(,"host":"h","app":"a","structuredData":{"timeQuality":{"tzKnown":"1",)"
       R"("isSynced":"1","syncAccuracy":"60000000"}}})"},
      {"<13>1 - h a - - - [not structured data]",
       R"(,"host":"h","app":"a","message":"[not structured data]"})"},
      {"<13>1 - h a -  - - empty msgid", "no match"},
  };
  ParsedLine parsed({.name = "syslog-rfc5424"});
  for (const auto& [line, behind_head] : cases) {
    const std::string expected = behind_head == "no match"
                                     ? std::string(behind_head)
                                     : std::string(kHead) + std::string(behind_head);
    EXPECT_EQ(parsed(line), expected) << line;
  }
}

TEST(SyslogRfc5424, BoundsTheSearchForRepeatedNames) {
  ParsedLine parsed({.name = "syslog-rfc5424"});
  EXPECT_NE(parsed("<13>1 - - - - - [id" + params(64) + "] x"), "no match");
  EXPECT_EQ(parsed("<13>1 - - - - - [id" + params(65) + "] x"), "no match");
}

TEST(SyslogRfc5424, TakesALineOf64KiB) {
  const std::string text(64 * 1024, 'x');
  ParsedLine parsed({.name = "syslog-rfc5424"});
  EXPECT_EQ(parsed("<13>1 - - - - - [i k=\"" + text + "\"] " + text),
            std::string(kHead) + R"(,"structuredData":{"i":{"k":")" + text + R"("}},"message":")" +
                text + "\"}");
}

TEST(SyslogRfc5424, RefusesOtherLines) {
  ParsedLine parsed({.name = "syslog-rfc5424"});
  for (const std::string_view line : {
           "<13>Oct 11 22:14:15 mymachine su: x",
           "1 2003-10-11T22:14:15.003Z h a - - - no priority",
           "<13>0 - h a - - - version 0",
           "<13>1000 - h a - - - version 1000",
           "<13>1 2003-10-11T22:14:15.003 h a - - - no offset",
           "<13>1 2003-10-11T22:14 h a - - - no seconds",
           "<13>1 2003-02-30T22:14:15Z h a - - - no such date",
           "<13>1 2003-10-11 22:14:15Z h a - - - a space",
           "<13>1 - h a - -",
           "<13>1 - h a - - ",
           "<13>1 - h a - - -x",
           "<13>1 - h a - - x",
           "<13>1 - h a - - [",
           "<13>1 - h a - - []",
           "<13>1 - h a - - [id",
           "<13>1 - h a - - [id k=v]",
           "<13>1 - h a - - [id k=\"v]",
           "<13>1 - h a - - [id k=\"v]\"]",
           "<13>1 - h a - - [id k=\"v\"",
           "<13>1 - h a - - [id][id] named twice",
           "<13>1 - h a - - [id]x",
       }) {
    EXPECT_EQ(parsed(line), "no match") << line;
  }
}

TEST(Syslog, TakesEitherFormatLineByLine) {
  ParsedLine parsed({.name = "syslog"});
  EXPECT_EQ(parsed("<13>1 - h a - - - new"),
            std::string(kHead) + R"(,"host":"h","app":"a","message":"new"})");
  EXPECT_EQ(parsed("Jan 15 09:30:00 h a: old"),
            R"({"time":"2024-01-15T09:30:00.000Z","host":"h","app":"a","message":"old"})");
  // Nothing of the first attempt stays behind.
  EXPECT_EQ(parsed("<13>1 2024-01-15T09:30:00Z h a - - [broken x"),
            R"({"facility":"user","facilityCode":1,"severity":"notice","severityCode":5,)"
            R"("message":"1 2024-01-15T09:30:00Z h a - - [broken x"})");
  EXPECT_EQ(parsed.time(), "none");
  EXPECT_EQ(parsed("hello"), "no match");
}

}  // namespace
}  // namespace cwlogs
