#include "processor/message_time.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/parsed_line.h"

namespace cwlogs {
namespace {

using testing::iso_text;
using testing::kReference;
using testing::zone_of;

std::string time_of(std::string_view format, std::string_view text, std::string_view zone = "UTC") {
  const auto time = MessageTime::make(
      {.field = "t", .format = std::string(format), .zone = zone_of(std::string(zone))});
  if (!time) return time.error();
  const OptionalTime read = time->read(text, kReference);
  return read ? iso_text(*read) : "none";
}

std::string error_of(std::string_view format, std::string_view field = "t") {
  const auto time = MessageTime::make({.field = std::string(field), .format = std::string(format)});
  return time ? "no error" : time.error();
}

TEST(MessageTime, ReadsIso8601) {
  const struct {
    std::string_view text;
    std::string_view time;
  } cases[] = {
      {"2024-01-15T09:30:00Z", "2024-01-15T09:30:00.000Z"},
      {"2024-01-15T09:30:00z", "2024-01-15T09:30:00.000Z"},
      {"2024-01-15t09:30:00.1Z", "2024-01-15T09:30:00.100Z"},
      {"2024-01-15T09:30:00.12+09:00", "2024-01-15T00:30:00.120Z"},
      {"2024-01-15T09:30:00,123-0730", "2024-01-15T17:00:00.123Z"},
      {"2024-01-15 09:30:00.123456789+09", "2024-01-15T00:30:00.123Z"},
      {"2024-01-15T09:30:00", "2024-01-15T09:30:00.000Z"},
      {"2024-01-15T09:30", "2024-01-15T09:30:00.000Z"},
      {"2024-01-15T09:30+05:45", "2024-01-15T03:45:00.000Z"},
      {"2024-01-15", "2024-01-15T00:00:00.000Z"},
      {"20240115T093000Z", "2024-01-15T09:30:00.000Z"},
      {"20240115T093000.5+0900", "2024-01-15T00:30:00.500Z"},
      {"2024-02-29T23:59:60Z", "2024-03-01T00:00:00.000Z"},
      {"1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"},
      {"9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"},
      {"1969-12-31T23:59:59.999Z", "none"},
      {"1970-01-01T00:00:00+00:01", "none"},
      {"9999-12-31T23:59:59-00:01", "none"},
      {"2023-02-29T00:00:00Z", "none"},
      {"2024-13-01T00:00:00Z", "none"},
      {"2024-01-15T24:00:00Z", "none"},
      {"2024-01-15T09:60:00Z", "none"},
      {"2024-01-15T09:30:61Z", "none"},
      {"2024-01-15T09:30:00.Z", "none"},
      {"2024-01-15T09:30:00.1234567890Z", "none"},
      {"2024-01-15T09:30:00Zx", "none"},
      {"2024-01-15T09:30:00+9", "none"},
      {"2024-01-15T09:30:00+24:00", "none"},
      {"2024-01-15T", "none"},
      {"15/01/2024", "none"},
      {"", "none"},
      {"２０２４-01-15", "none"},
  };
  for (const auto& [text, time] : cases) EXPECT_EQ(time_of("iso8601", text), time) << text;
  EXPECT_EQ(time_of("iso8601", "2024-01-15T09:30:00", "Asia/Tokyo"), "2024-01-15T00:30:00.000Z");
  EXPECT_EQ(time_of("iso8601", "2024-01-15T09:30:00Z", "Asia/Tokyo"), "2024-01-15T09:30:00.000Z");
  EXPECT_EQ(time_of("iso8601", "2024-07-01", "America/New_York"), "2024-07-01T04:00:00.000Z");
}

TEST(MessageTime, ReadsRfc3339) {
  EXPECT_EQ(time_of("rfc3339", "2024-01-15T09:30:00Z"), "2024-01-15T09:30:00.000Z");
  EXPECT_EQ(time_of("rfc3339", "2024-01-15 09:30:00.123+09:00"), "2024-01-15T00:30:00.123Z");
  for (const std::string_view text :
       {"2024-01-15T09:30:00", "2024-01-15T09:30Z", "2024-01-15", "2024-01-15T09:30:00+0900",
        "2024-01-15T09:30:00,5Z", "20240115T093000Z", "2024-01-15T09:30:00+09", "x"}) {
    EXPECT_EQ(time_of("rfc3339", text), "none") << text;
  }
}

TEST(MessageTime, ReadsSecondsAndMilliseconds) {
  EXPECT_EQ(time_of("epoch-s", "1705311000"), "2024-01-15T09:30:00.000Z");
  EXPECT_EQ(time_of("epoch-s", "1705311000.5"), "2024-01-15T09:30:00.500Z");
  EXPECT_EQ(time_of("epoch-s", "1705311000.123456789"), "2024-01-15T09:30:00.123Z");
  EXPECT_EQ(time_of("epoch-s", "0"), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(time_of("epoch-s", "253402300799.999"), "9999-12-31T23:59:59.999Z");
  EXPECT_EQ(time_of("epoch-ms", "1705311000123"), "2024-01-15T09:30:00.123Z");
  EXPECT_EQ(time_of("epoch-ms", "1705311000123.9"), "2024-01-15T09:30:00.123Z");
  EXPECT_EQ(time_of("epoch-ms", "253402300799999"), "9999-12-31T23:59:59.999Z");
  for (const std::string_view text : {"", "-1", "+1", "1e9", "1705311000.", ".5", "1 ", "x",
                                      "253402300800", "9999999999999999999"}) {
    EXPECT_EQ(time_of("epoch-s", text), "none") << text;
  }
  for (const std::string_view text : {"", "-1", "1.", "253402300800000", "9999999999999999999"}) {
    EXPECT_EQ(time_of("epoch-ms", text), "none") << text;
  }
}

TEST(MessageTime, ReadsTheTimeOfSyslog) {
  EXPECT_EQ(time_of("syslog", "Jan 15 09:30:00"), "2024-01-15T09:30:00.000Z");
  EXPECT_EQ(time_of("syslog", "Jan  5 09:30:00", "Asia/Tokyo"), "2024-01-05T00:30:00.000Z");
  EXPECT_EQ(time_of("syslog", "Dec 31 23:59:59.25"), "2023-12-31T23:59:59.250Z");
  EXPECT_EQ(time_of("syslog", "Jul 15 09:30:00"), "2024-07-15T09:30:00.000Z");
  EXPECT_EQ(time_of("syslog", "Jul 16 09:30:00"), "2023-07-16T09:30:00.000Z");  // as far: the past
  EXPECT_EQ(time_of("syslog", "Jan 15 2020 09:30:00"), "2020-01-15T09:30:00.000Z");
  EXPECT_EQ(time_of("syslog", "Jan 32 09:30:00"), "none");
  EXPECT_EQ(time_of("syslog", "Jan 15 09:30:00 "), "none");
}

TEST(MessageTime, ReadsAnyFormatOfAbseil) {
  EXPECT_EQ(time_of("%d/%b/%Y:%H:%M:%S %z", "15/Jan/2024:18:30:00 +0900"),
            "2024-01-15T09:30:00.000Z");
  EXPECT_EQ(time_of("%Y-%m-%d %H:%M:%E*S", "2024-01-15 09:30:00.250", "Asia/Tokyo"),
            "2024-01-15T00:30:00.250Z");
  EXPECT_EQ(time_of("%Y/%m/%d", "2024/01/15"), "2024-01-15T00:00:00.000Z");
  EXPECT_EQ(time_of("%a %b %e %H:%M:%S %Y", "Mon Jan 15 09:30:00 2024"),
            "2024-01-15T09:30:00.000Z");
  EXPECT_EQ(time_of("%m/%d/%y %I:%M %p", "01/15/24 09:30 PM"), "2024-01-15T21:30:00.000Z");
  EXPECT_EQ(time_of("%s", "1705311000"), "2024-01-15T09:30:00.000Z");
  EXPECT_EQ(time_of("%Y年%m月%d日", "2024年01月15日"), "2024-01-15T00:00:00.000Z");
  EXPECT_EQ(time_of("%Y-%m-%d", "yesterday"), "none");
  EXPECT_EQ(time_of("%Y-%m-%d", "1969-12-31"), "none");
  EXPECT_EQ(time_of("%Y-%m-%d", "10000-01-01"), "none");
  EXPECT_EQ(time_of("%Y-%m-%d", "infinite-future"), "none");
  EXPECT_EQ(time_of("%Y-%m-%d", "infinite-past"), "none");
}

TEST(MessageTime, RefusesFormatsThatTellNoDate) {
  constexpr std::string_view kAllowed =
      "allowed are iso8601, rfc3339, epoch-s, epoch-ms, syslog and formats such as "
      "%Y-%m-%d %H:%M:%S";
  for (const std::string_view format : {"%H:%M:%S", "%b %d %H:%M:%S", "%Y-%m", "%Y-%m-%d %I:%M",
                                        "%Q", "100%", "%Y-%m-%d %", "%y%m%d%H%M%S%Q"}) {
    EXPECT_EQ(error_of(format), "the time format '" + std::string(format) +
                                    "' does not give a date back that it has written; it needs "
                                    "the year, the month and the day; " +
                                    std::string(kAllowed));
  }
  for (const std::string_view format : {"", "epoch", "ISO8601", "yyyy-MM-dd"}) {
    EXPECT_EQ(error_of(format), "the time format '" + std::string(format) + "' is not known; " +
                                    std::string(kAllowed));
  }
  EXPECT_EQ(error_of("iso8601", ""), "the time has no field");
}

TEST(MessageTime, FindsItsField) {
  const auto parser = testing::parser_of({.name = "json"});
  const auto time = MessageTime::make({.field = "t", .format = "epoch-ms"});
  ASSERT_TRUE(time);
  const auto time_in = [&](const std::string& message) {
    ParsedFields fields;
    EXPECT_TRUE(parser->parse({message}, fields)) << message;
    const OptionalTime found = time->find(fields, kReference);
    return found ? iso_text(*found) : "none";
  };
  EXPECT_EQ(time_in(R"({"t":1705311000123})"), "2024-01-15T09:30:00.123Z");
  EXPECT_EQ(time_in(R"({"t":"1705311000123"})"), "2024-01-15T09:30:00.123Z");
  EXPECT_EQ(time_in(R"({"t":1,"t":1705311000123})"), "2024-01-15T09:30:00.123Z");
  EXPECT_EQ(time_in(R"({"u":1705311000123})"), "none");
  EXPECT_EQ(time_in(R"({"t":true})"), "none");
  EXPECT_EQ(time_in(R"({"t":null})"), "none");
  EXPECT_EQ(time_in(R"({"t":{"t":1}})"), "none");
}

TEST(MessageTime, TakesAFieldThatIsATimeAsItIs) {
  const auto time = MessageTime::make({.field = "start", .format = "iso8601"});
  ASSERT_TRUE(time);
  const auto parser = testing::parser_of({.name = "vpc-flow", .argument = "${start}"});
  ParsedFields fields;
  ASSERT_TRUE(parser->parse({"1616729292"}, fields));
  EXPECT_EQ(iso_text(*time->find(fields, {})), "2021-03-26T03:28:12.000Z");
}

}  // namespace
}  // namespace cwlogs
