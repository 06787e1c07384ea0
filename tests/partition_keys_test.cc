#include "processor/partition_keys.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "processor/limits.h"

namespace cwlogs {
namespace {

using namespace std::string_literals;

constexpr std::chrono::milliseconds kSeedTime{1653008400000};  // 2022-05-20T01:00:00Z
constexpr int64_t kLastTime = 253402300799999;                 // 9999-12-31T23:59:59.999Z

absl::TimeZone zone(const std::string& name) {
  absl::TimeZone loaded;
  EXPECT_TRUE(absl::LoadTimeZone(name, &loaded)) << name;
  return loaded;
}

// The fields of a log event, unescaped.
struct PartitionSource {
  std::string_view owner = {};
  std::string_view log_group = {};
  std::string_view log_stream = {};
  std::string_view subscription_filter = {};
  std::string_view account = {};
  std::string_view region = {};
  std::optional<std::chrono::milliseconds> timestamp = {};
};

PartitionSource source() {
  return {.owner = "123456789012",
          .log_group = "/aws/lambda/app",
          .log_stream = "i-0abc",
          .subscription_filter = "all",
          .account = "210987654321",
          .region = "ap-northeast-1",
          .timestamp = kSeedTime};
}

void append_json(const PartitionKeys& keys, const PartitionSource& from, std::string& out) {
  std::string extracted;
  if (!from.account.empty()) {
    extracted = R"({"@aws.account":")" + std::string(from.account) + R"("})";
    extracted.append(kJsonPadding, '\0');
  }
  const std::string_view fields(extracted.data(),
                                extracted.empty() ? 0 : extracted.size() - kJsonPadding);
  RawEnvelope envelope;
  envelope.owner.text = from.owner;
  envelope.log_group.text = from.log_group;
  envelope.log_stream.text = from.log_stream;
  envelope.subscription_filter.text = from.subscription_filter;
  RawLogEvent log_event;
  log_event.extracted_fields = fields;
  log_event.timestamp = from.timestamp;
  EventFields event;
  event.set_region(from.region);
  event.set_envelope(envelope);
  event.set_log_event(log_event);
  keys.append_json(event, out);
}

std::string json_of(std::string_view spec, const PartitionSource& from = source(),
                    absl::TimeZone in = absl::UTCTimeZone()) {
  const auto keys = PartitionKeys::parse(spec, {in});
  if (!keys) return "error: " + keys.error();
  std::string out;
  append_json(*keys, from, out);
  return out;
}

// The value of a lone key, read back by another JSON parser.
std::string value_of(std::string_view text, const PartitionSource& from = source(),
                     absl::TimeZone in = absl::UTCTimeZone()) {
  const auto json = nlohmann::json::parse(json_of("k=" + std::string(text), from, in));
  return json.at("k").get<std::string>();
}

std::string time_of(std::string_view format, int64_t ms, absl::TimeZone in = absl::UTCTimeZone()) {
  PartitionSource from = source();
  from.timestamp = std::chrono::milliseconds(ms);
  return value_of("{timestamp:" + std::string(format) + "}", from, in);
}

std::string log_group_value(std::string_view log_group) {
  PartitionSource from = source();
  from.log_group = log_group;
  return value_of("{logGroup}", from);
}

TEST(PartitionKeys, RendersInstanceYearMonthDateHour) {
  constexpr std::string_view kSpec =
      "instanceId={logStream},year={timestamp:%Y},month={timestamp:%m},date={timestamp:%d},"
      "hour={timestamp:%H}";
  EXPECT_EQ(json_of(kSpec),
            R"({"instanceId":"i-0abc","year":"2022","month":"05","date":"20","hour":"01"})");
  EXPECT_EQ(json_of(kSpec, source(), zone("Asia/Tokyo")),
            R"({"instanceId":"i-0abc","year":"2022","month":"05","date":"20","hour":"10"})");
}

TEST(PartitionKeys, RendersEveryFieldAmongLiterals) {
  EXPECT_EQ(json_of("a={owner}-{account},b=x{region}/{subscriptionFilter},c=年{logGroup},d=v=1"),
            R"({"a":"123456789012-210987654321","b":"xap-northeast-1/all",)"
            R"("c":"年/aws/lambda/app","d":"v=1"})");
}

TEST(PartitionKeys, TakesAnEmptySpecAsNoKeys) {
  for (const std::string_view spec : {"", " \n"}) {
    EXPECT_TRUE(PartitionKeys::parse(spec, {absl::UTCTimeZone()})->empty());
    EXPECT_EQ(json_of(spec), "{}");
  }
  EXPECT_TRUE(PartitionKeys().empty());
  EXPECT_FALSE(PartitionKeys::parse("a=b", {absl::UTCTimeZone()})->empty());
}

TEST(PartitionKeys, SeparatesPairsAtCommasOutsideBraces) {
  EXPECT_EQ(json_of(" a=x y ,\r\n\tb= z\n"), R"({"a":"x y","b":" z"})");
  EXPECT_EQ(json_of("a={timestamp:%Y,%m},b=c"), R"({"a":"2022,05","b":"c"})");
}

TEST(PartitionKeys, AppendsToWhatIsThere) {
  std::string out = "\"partitionKeys\":";
  append_json(*PartitionKeys::parse("a-B_9.z=x", {absl::UTCTimeZone()}), source(), out);
  EXPECT_EQ(out, R"("partitionKeys":{"a-B_9.z":"x"})");
}

TEST(PartitionKeys, EscapesQuotesAndBackslashes) {
  EXPECT_EQ(json_of(R"(a="\x")"), R"({"a":"\"\\x\""})");
  EXPECT_EQ(log_group_value(R"(C:\logs\"app")"), R"(C:\logs\"app")");
}

TEST(PartitionKeys, FallsBackToUnknown) {
  const PartitionSource nothing;
  EXPECT_EQ(value_of("{owner}", nothing), "unknown");
  EXPECT_EQ(value_of("a/{logGroup}-{logStream}/b", nothing), "a/unknown-unknown/b");
  EXPECT_EQ(value_of("{timestamp:%Y}/{timestamp:%m}", nothing), "unknown/unknown");
  EXPECT_EQ(value_of("{account}{region}{subscriptionFilter}", nothing), "unknownunknownunknown");
  EXPECT_EQ(log_group_value("/"), "unknown");
  EXPECT_EQ(log_group_value("///"), "unknown");
}

TEST(PartitionValue, HasNoLeadingOrDoubledSlash) {
  EXPECT_EQ(log_group_value("/aws/lambda"), "aws/lambda");
  EXPECT_EQ(log_group_value("//a///b//"), "a/b/");
  EXPECT_EQ(value_of("/{logGroup}//{logStream}/"), "aws/lambda/app/i-0abc/");
}

TEST(PartitionValue, HasNoDotSegments) {
  EXPECT_EQ(log_group_value("."), "_");
  EXPECT_EQ(log_group_value(".."), "_");
  EXPECT_EQ(log_group_value("../../etc"), "_/_/etc");
  EXPECT_EQ(log_group_value("a/./b/../c/.."), "a/_/b/_/c/_");
  EXPECT_EQ(log_group_value("a/../"), "a/_/");
  EXPECT_EQ(log_group_value("..a/.b/c../.../d"), "..a/.b/c../.../d");
  EXPECT_EQ(value_of("a/.{logGroup}"), "a/_/aws/lambda/app");
}

TEST(PartitionValue, HasNoControlCharactersButSpacesAndOtherScripts) {
  EXPECT_EQ(log_group_value("\0a\x1F\x20\x7E\x7F"s), "_a_ ~_");
  EXPECT_EQ(log_group_value("\xC2\x80\xC2\x9F\xC2\xA0"), "__\xC2\xA0");
  EXPECT_EQ(log_group_value("a\n/\t\r"), "a_/__");
  EXPECT_EQ(log_group_value(" my app / 本番 é 😀 "), " my app / 本番 é 😀 ");
}

TEST(PartitionValue, HasAtMost256Bytes) {
  for (const size_t size : {255U, 256U, 257U, 1000U}) {
    EXPECT_EQ(log_group_value(std::string(size, 'x')).size(), std::min<size_t>(size, 256));
  }
}

TEST(PartitionValue, IsCutBetweenCharacters) {
  for (const std::string_view character : {"é", "漢", "😀"}) {
    for (size_t room = 0; room <= character.size(); ++room) {
      const std::string start(kPartitionKeyValueBytesMax - room, 'x');
      const bool fits = room == character.size();
      // Nothing shorter may slip in behind the character that was left out.
      EXPECT_EQ(log_group_value(start + std::string(character) + "yz"),
                start + std::string(fits ? character : ""));
    }
  }
}

TEST(PartitionValue, IsCutAfterItHasShrunk) {
  const std::string shrinks = std::string(300, '/') + std::string(100, '\n') + "\xC2\x80";
  EXPECT_EQ(log_group_value(shrinks + std::string(300, 'x')),
            std::string(101, '_') + std::string(155, 'x'));
}

TEST(PartitionValue, HasNoDotSegmentAfterTheCut) {
  const std::string start(253, 'x');
  EXPECT_EQ(log_group_value(start + "/..hidden"), start + "/_");
  EXPECT_EQ(log_group_value(start + "x/.hidden"), start + "x/_");
  EXPECT_EQ(log_group_value(start + "xx/.hidden"), start + "xx/");
}

// The wall clock turns from `before` to `after` at `ms`. Both come from Python's zoneinfo.
struct Turn {
  int64_t ms;
  const char* before;
  const char* after;
};

void expect_turns(const std::string& name, const std::vector<Turn>& turns) {
  constexpr std::string_view kFormat = "%Y-%m-%d %H:%M:%S %Z %z";
  for (const Turn& turn : turns) {
    EXPECT_EQ(time_of(kFormat, turn.ms - 1, zone(name)), turn.before);
    EXPECT_EQ(time_of(kFormat, turn.ms, zone(name)), turn.after);
    EXPECT_EQ(time_of(kFormat, turn.ms + 1, zone(name)), turn.after);
  }
}

TEST(PartitionTime, TurnsOverInUtc) {
  expect_turns("UTC",
               {{1653008400000, "2022-05-20 00:59:59 UTC +0000", "2022-05-20 01:00:00 UTC +0000"},
                {1704067200000, "2023-12-31 23:59:59 UTC +0000", "2024-01-01 00:00:00 UTC +0000"},
                {1709251200000, "2024-02-29 23:59:59 UTC +0000", "2024-03-01 00:00:00 UTC +0000"}});
}

TEST(PartitionTime, TurnsOverInTokyo) {
  expect_turns("Asia/Tokyo",
               {{1652976000000, "2022-05-20 00:59:59 JST +0900", "2022-05-20 01:00:00 JST +0900"},
                {1653058800000, "2022-05-20 23:59:59 JST +0900", "2022-05-21 00:00:00 JST +0900"},
                {1704034800000, "2023-12-31 23:59:59 JST +0900", "2024-01-01 00:00:00 JST +0900"}});
}

TEST(PartitionTime, FollowsDaylightSavingInNewYork) {
  expect_turns("America/New_York",
               {{1653105600000, "2022-05-20 23:59:59 EDT -0400", "2022-05-21 00:00:00 EDT -0400"},
                {1704085200000, "2023-12-31 23:59:59 EST -0500", "2024-01-01 00:00:00 EST -0500"},
                {1710054000000, "2024-03-10 01:59:59 EST -0500", "2024-03-10 03:00:00 EDT -0400"},
                {1730610000000, "2024-11-03 00:59:59 EDT -0400", "2024-11-03 01:00:00 EDT -0400"},
                {1730613600000, "2024-11-03 01:59:59 EDT -0400", "2024-11-03 01:00:00 EST -0500"}});
}

TEST(PartitionTime, SpansYears1970To9999) {
  EXPECT_EQ(time_of("%F %T", 0), "1970-01-01 00:00:00");
  EXPECT_EQ(time_of("%F %T", kLastTime), "9999-12-31 23:59:59");
  // A zone ahead of UTC is in the next year already.
  EXPECT_EQ(time_of("%F %T", kLastTime, absl::FixedTimeZone(9 * 3600)), "10000-01-01 08:59:59");
}

TEST(PartitionTime, AgreesWithStrftime) {
  for (int64_t seconds = 0; seconds < 4102444800; seconds += 17 * 86400 + 3607) {
    const time_t time = seconds;
    std::tm broken_down{};
    gmtime_r(&time, &broken_down);
    for (const char letter : "YmdHMSyjeIpFTRzabABuwGVUW%"s) {
      const std::string format = {'%', letter};
      std::string expected(64, '\0');
      expected.resize(std::strftime(expected.data(), 64, format.c_str(), &broken_down));
      ASSERT_EQ(time_of(format, seconds * 1000), expected) << format;
    }
    ASSERT_EQ(time_of("%s", seconds * 1000 + 999), std::to_string(seconds));
  }
}

TEST(PartitionTime, MixesConversionsTextAndPercents) {
  EXPECT_EQ(value_of("{timestamp:%%Y%Y%%%m%%}"), "%Y2022%05%");
  EXPECT_EQ(value_of("{timestamp:%j%%Y %b%%%d:%e年}"), "140%Y May%20:20年");
  EXPECT_EQ(value_of("{timestamp:%Y/%m/%d/}x"), "2022/05/20/x");
  EXPECT_EQ(time_of("%A %B %p %A", 1694000000000), "Wednesday September AM Wednesday");
}

void expect_error(std::string_view spec, const std::string& start, const std::string& allowed) {
  const auto keys = PartitionKeys::parse(spec, {absl::UTCTimeZone()});
  ASSERT_FALSE(keys) << spec;
  EXPECT_EQ(keys.error().substr(0, start.size()), start);
  EXPECT_NE(keys.error().find("; allowed " + allowed), std::string::npos) << keys.error();
  EXPECT_NE(keys.error().back(), '.');
}

TEST(PartitionKeysParse, RefusesWhatIsNoPair) {
  expect_error("year", "'year' has no '='", "are name=template");
  expect_error("a=b,", "'' has no '='", "are name=template");
  expect_error("a=b,,c=d", "'' has no '='", "are name=template");
  expect_error("a=\xFF", "byte 2 is not UTF-8", "are name=template");
}

TEST(PartitionKeysParse, RefusesBadNames) {
  expect_error("=x", "key name '' is empty", "are one or more of A-Z");
  expect_error("a =x", "key name 'a ' is not usable", "are one or more of A-Z");
  expect_error("年=x", "key name '年' is not usable", "are one or more of A-Z");
  expect_error("a\x01\"=x", "key name 'a?\"' is not usable", "are one or more of A-Z");
  expect_error("a=x,b=y,a=z", "key name 'a' is given twice", "is one template");
}

TEST(PartitionKeysParse, RefusesBadTemplates) {
  expect_error("a=", "key 'a': the template is empty", "are literal text, {owner}");
  expect_error("a=b\0"s + "c", "key 'a': 'b?c' has a control character", "is printable");
  expect_error("a=x}y", "key 'a': stray '}' at '}y'", "are {owner}");
  expect_error("a={owner}}", "key 'a': stray '}' at '}'", "are {owner}");
  expect_error("a=x{owner", "key 'a': unclosed '{' at '{owner'", "are {owner}");
  expect_error("a={,b={owner}", "key 'a': unclosed '{' at '{,b={owner}'", "are {owner}");
  expect_error("a={", "key 'a': unclosed '{' at '{'", "are {owner}");
}

TEST(PartitionKeysParse, RefusesUnknownFields) {
  for (const std::string field : {"{}", "{loggroup}", "{ owner}", "{owner:%Y}", "{timestamps}"}) {
    expect_error("a=" + field, "key 'a': unknown field '" + field + "'", "are {owner}, {logGroup}");
  }
  const std::string x(78, 'x');  // long text is cut
  expect_error("a={" + x + "漢}", "key 'a': unknown field '{" + x + "...'", "are {owner}");
}

TEST(PartitionKeysParse, RefusesBadTimeFormats) {
  const auto expect = [](const std::string& placeholder, const std::string& fault) {
    expect_error("a=" + placeholder, "key 'a': '" + placeholder + "' " + fault, "are %Y %m %d");
  };
  expect("{timestamp}", "has no % conversion");
  expect("{timestamp:}", "has no % conversion");
  expect("{timestamp:yyyy/MM}", "has no % conversion");
  expect("{timestamp:%}", "ends in a lone %");
  expect("{timestamp:%Y%%%}", "ends in a lone %");
  expect("{timestamp:%Y%年}", "has the unknown '%年'");
  for (const char* bad : {"%Q", "%c", "%x", "%X", "%r", "%D", "%k", "%l", "%n", "%t", "%h", "%C",
                          "%g", "%P", "%+", "%E", "%O", "%:", "%-", "%3", "% ", "%f", "%N"}) {
    expect("{timestamp:%Y" + std::string(bad) + "z}", "has the unknown '" + std::string(bad) + "'");
  }
}

}  // namespace
}  // namespace cwlogs
