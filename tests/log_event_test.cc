// LogReader: one log event at a time, and its extracted fields.
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "processor/log_envelope.h"
#include "tests/exact_text.h"
#include "tests/log_reading.h"

namespace cwlogs {
namespace {

using testing::ExactText;
using testing::read_logs;
using testing::ReadEvent;
using testing::Reading;

Reading read_events(std::string_view log_events) {
  return read_logs(R"({"messageType":"DATA_MESSAGE","logEvents":[)" + std::string(log_events) +
                   "]}");
}

// Of `{"message":"m",<fields>}`.
ReadEvent event_with(std::string_view fields) {
  const Reading reading = read_events(R"({"message":"m",)" + std::string(fields) + "}");
  EXPECT_EQ(reading.reason, Reason::kNone) << fields;
  if (reading.documents.empty() || reading.documents[0].events.size() != 1) return {};
  return reading.documents[0].events[0];
}

std::optional<int64_t> timestamp_of(std::string_view json) {
  return event_with(R"("timestamp":)" + std::string(json)).timestamp;
}

TEST(LogEvent, NeedsNothingButAMessage) {
  const Reading reading = read_events(R"({"message":"m"})");
  ASSERT_EQ(reading.documents.size(), 1U);
  ASSERT_EQ(reading.documents[0].events.size(), 1U);
  const ReadEvent expected{"m", "", "", std::nullopt, R"({"message":"m"})"};
  EXPECT_EQ(reading.documents[0].events[0], expected);
}

TEST(LogEvent, MissesItsMessage) {
  for (const std::string_view event :
       {"{}", "1", "null", "\"m\"", "[]", R"({"message":1})", R"({"message":null})",
        R"({"message":["m"]})", R"({"Message":"m"})", R"({"message":"m","message":2})"}) {
    EXPECT_EQ(read_events(event).reason, Reason::kMissingField) << event;
    const Reading after_another = read_events(R"({"message":"m"},)" + std::string(event));
    EXPECT_EQ(after_another.reason, Reason::kMissingField) << event;
    ASSERT_EQ(after_another.documents.size(), 1U);
    EXPECT_EQ(after_another.documents[0].events.size(), 1U);
  }
}

TEST(LogEvent, ReadsTimestampsWithinBounds) {
  EXPECT_EQ(timestamp_of("0"), 0);
  EXPECT_EQ(timestamp_of("-0"), 0);
  EXPECT_EQ(timestamp_of("1"), 1);
  EXPECT_EQ(timestamp_of("1655856000000"), 1655856000000);
  EXPECT_EQ(timestamp_of("253402300799998"), 253402300799998);
  EXPECT_EQ(timestamp_of("253402300799999"), 253402300799999);
}

TEST(LogEvent, TakesOtherTimestampsForAbsent) {
  for (const std::string_view json :
       {"-1", "-1655856000000", "253402300800000", "9223372036854775807", "9223372036854775808",
        "99999999999999999999999", "-9223372036854775809", "1.0", "1e3", "1655856000000.5",
        "\"1655856000000\"", "\"2022-06-22T00:00:00Z\"", "null", "true", "[1]", "{}", "\"\""}) {
    EXPECT_EQ(timestamp_of(json), std::nullopt) << json;
  }
}

TEST(LogEvent, ReadsIdsOfStringsAndNumbers) {
  const struct {
    std::string_view json;
    std::string_view id;
  } cases[] = {
      {R"("36895")", "36895"},
      {R"("")", ""},
      {R"("a\u0062")", "ab"},
      {"36895", "36895"},
      {"-7", "-7"},
      {"0", "0"},
      {"1.5e3", "1.5e3"},
      {"null", ""},
      {"true", ""},
      {"[1]", ""},
      {R"({"id":"x"})", ""},
      {"368950000000000000000000000000000000001", "368950000000000000000000000000000000001"}};
  for (const auto& [json, id] : cases) {
    EXPECT_EQ(event_with(R"("id":)" + std::string(json)).id, id) << json;
  }
}

TEST(LogEvent, LetsTheLastDuplicateCount) {
  EXPECT_EQ(event_with(R"("message":"n")").message, "n");
  EXPECT_EQ(event_with(R"("id":"a","id":5)").id, "5");
  EXPECT_EQ(event_with(R"("id":"a","id":null)").id, "");
  EXPECT_EQ(event_with(R"("timestamp":1,"timestamp":2)").timestamp, 2);
  EXPECT_EQ(event_with(R"("timestamp":1,"timestamp":null)").timestamp, std::nullopt);
  EXPECT_EQ(event_with(R"("extractedFields":{"a":1},"extractedFields":{})").extracted_fields, "{}");
  EXPECT_EQ(event_with(R"("extractedFields":{"a":1},"extractedFields":1)").extracted_fields, "");
  EXPECT_EQ(event_with(R"("x":"\ud83d","x":1)").message, "m");
}

TEST(LogEvent, KeepsNothingOfTheEventBefore) {
  const Reading reading = read_events(
      R"({"message":"a","id":"i","timestamp":1,"extractedFields":{"x":"y"}},{"message":"b"})");
  ASSERT_EQ(reading.documents.size(), 1U);
  ASSERT_EQ(reading.documents[0].events.size(), 2U);
  const ReadEvent expected{"b", "", "", std::nullopt, R"({"message":"b"})"};
  EXPECT_EQ(reading.documents[0].events[1], expected);
}

TEST(LogEvent, GivesExtractedFieldsAsTheyCame) {
  EXPECT_EQ(event_with(R"("extractedFields": { "a" : "b" } )").extracted_fields,
            R"({ "a" : "b" })");
  EXPECT_EQ(event_with(R"("extractedFields":{})").extracted_fields, "{}");
  for (const std::string_view other : {"null", "[]", "\"{}\"", "1"}) {
    EXPECT_EQ(event_with(R"("extractedFields":)" + std::string(other)).extracted_fields, "");
  }
}

std::optional<std::string> extracted(std::string_view fields, std::string_view name) {
  const ExactText text(fields, '"');
  RawString value;
  if (!find_extracted_field(text.view(), name, value)) return std::nullopt;
  return testing::unescaped(value);
}

TEST(FindExtractedField, FindsStrings) {
  const std::string_view fields =
      R"({"@aws.account":"111","@aws.region":"eu-west-1","n":1,"o":{"p":"q"},"\u0065":"\u00e9"})";
  EXPECT_EQ(extracted(fields, "@aws.account"), "111");
  EXPECT_EQ(extracted(fields, "@aws.region"), "eu-west-1");
  EXPECT_EQ(extracted(fields, "e"), "é");
  for (const std::string_view absent : {"n", "o", "p", "@aws", "@aws.account ", "", "q", "111"}) {
    EXPECT_EQ(extracted(fields, absent), std::nullopt) << absent;
  }
}

TEST(FindExtractedField, LetsTheLastDuplicateCount) {
  EXPECT_EQ(extracted(R"({"a":"1","a":"2"})", "a"), "2");
  EXPECT_EQ(extracted(R"({"a":1,"\u0061":"2"})", "a"), "2");
  EXPECT_EQ(extracted(R"({"a":"1","a":null})", "a"), std::nullopt);
}

TEST(FindExtractedField, FindsNothingInNothing) {
  EXPECT_EQ(extracted("", "a"), std::nullopt);
  EXPECT_EQ(extracted("{}", "a"), std::nullopt);
  EXPECT_EQ(extracted("{ }", ""), std::nullopt);
  EXPECT_EQ(extracted(R"({"":"x"})", ""), "x");
}

// The form that CloudWatch Logs writes is read in one go; a space is enough for the other way.
void expect_same_both_ways(const std::string& log_event) {
  constexpr std::string_view kBegin = R"({"id")";
  ASSERT_TRUE(log_event.starts_with(kBegin));
  const std::string spaced = R"({ "id")" + log_event.substr(kBegin.size());
  const Reading usual = read_events(log_event + ',' + log_event);
  Reading other = read_events(spaced + ',' + spaced);
  ASSERT_EQ(usual.reason, other.reason) << log_event;
  ASSERT_EQ(usual.documents.size(), other.documents.size()) << log_event;
  for (size_t d = 0; d < other.documents.size(); ++d) {
    for (ReadEvent& event : other.documents[d].events) event.text.erase(1, 1);
    ASSERT_EQ(usual.documents[d], other.documents[d]) << log_event;
  }
}

constexpr std::string_view kUsual =
    R"({"id":"36895","timestamp":1655856000123,"message":"a \"b\" \\ \u65E5\ud83d \n"})";

TEST(UsualLogEvent, IsReadAsAnyOther) {
  const Reading reading = read_events(kUsual);
  ASSERT_EQ(reading.documents.size(), 1U);
  const ReadEvent expected{"a \"b\" \\ \xe6\x97\xa5\xef\xbf\xbd \n", "36895", "", 1655856000123,
                           std::string(kUsual)};
  EXPECT_EQ(reading.documents[0].events.at(0), expected);
  expect_same_both_ways(std::string(kUsual));
}

TEST(UsualLogEvent, MayBeWrongAnywhere) {
  const std::string usual(kUsual);
  constexpr size_t kFixed = 5;  // {"id", by which the two ways are told apart
  for (size_t at = kFixed; at <= usual.size(); ++at) {
    for (const char c : {'"', '\\', '{', '}', ',', ':', ' ', '0', 'u', 'x', '\x01', '\x7f'}) {
      expect_same_both_ways(usual.substr(0, at) + c + usual.substr(at));
      if (at == usual.size()) continue;
      std::string changed = usual;
      changed[at] = c;
      expect_same_both_ways(changed);
    }
    expect_same_both_ways(usual.substr(0, at));
    if (at < usual.size()) expect_same_both_ways(usual.substr(0, at) + usual.substr(at + 1));
  }
}

TEST(UsualLogEvent, MayHaveAnyEscapeTimestampAndMore) {
  for (const std::string_view message :
       {"", "\\/\\b\\f\\n\\r\\t", "\\u0000", "\\uAbCd", "\\u12", "\\u123g", "\\u", "\\x", "\\"}) {
    expect_same_both_ways(R"({"id":"1","timestamp":1655856000123,"message":")" +
                          std::string(message) + "\"}");
  }
  for (const std::string_view more :
       {R"(,"extractedFields":{"a":"b"})", R"(,"message":"n")", R"(,"message":2)", R"(,"id":7)",
        R"( , "timestamp":5)", R"(,"timestamp":null,"message":"n")", ",", R"(,"x")",
        R"(,"x":[{}])"}) {
    expect_same_both_ways(R"({"id":"1","timestamp":1655856000123,"message":"m")" +
                          std::string(more) + "}");
    expect_same_both_ways(R"({"id":"1","timestamp":1655856000123,"message":5)" + std::string(more) +
                          "}");
  }
  for (const std::string_view timestamp :
       {"0", "999999999999", "1000000000000", "9999999999999", "10000000000000", "0123456789012",
        "165585600012.3", "165585600012e1", "-165585600012", "\"1655856000123\"", "null", ""}) {
    expect_same_both_ways(R"({"id":"1","timestamp":)" + std::string(timestamp) +
                          R"(,"message":"m"})");
  }
}

}  // namespace
}  // namespace cwlogs
