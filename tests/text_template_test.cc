#include "processor/text_template.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/event_fixture.h"
#include "tests/one_log_event.h"

namespace cwlogs::testing {
namespace {

using namespace std::string_literals;

absl::TimeZone zone(const std::string& name) {
  absl::TimeZone loaded;
  EXPECT_TRUE(absl::LoadTimeZone(name, &loaded)) << name;
  return loaded;
}

Json lambda_document() {
  Json json = document({"done"});
  json["logGroup"] = "/aws/lambda/Checkout";
  json["logStream"] = "2022/06/22/[$LATEST]0a1b";
  return json;
}

Json with_message(const std::string& message) { return document({message}); }

Json with_extracted(Json fields) {
  Json json = lambda_document();
  json["logEvents"][0]["extractedFields"] = std::move(fields);
  return json;
}

// What the template becomes; where it is wrong, why.
std::string text_of(std::string_view text, const Json& json = lambda_document(),
                    const TextTemplate::Scope& scope = {absl::UTCTimeZone()}) {
  const auto parsed = TextTemplate::parse(text, scope);
  if (!parsed) return "error: " + parsed.error();
  OneLogEvent event(json.dump());
  std::string out;
  parsed->append(event.fields(), "MISSING", out);
  return out;
}

std::string error_of(std::string_view text, std::span<const std::string> captures = {}) {
  const auto parsed = TextTemplate::parse(text, {absl::UTCTimeZone(), captures});
  return parsed ? "no error" : parsed.error();
}

TEST(TextTemplate, TellsTheFieldsOfEnvelopeAndLogEvent) {
  EXPECT_EQ(text_of("{owner} {logGroup} {logStream} {subscriptionFilter}"),
            "123456789012 /aws/lambda/Checkout 2022/06/22/[$LATEST]0a1b to-firehose");
  EXPECT_EQ(text_of("{message} {id}"),
            "done 36895000000000000000000000000000000000000000000000000001");
  EXPECT_EQ(text_of("{account} {region}"), "123456789012 eu-west-1");
}

TEST(TextTemplate, TellsAccountAndRegionOfCentralisedLogging) {
  const Json central =
      with_extracted({{"@aws.account", "210987654321"}, {"@aws.region", "ap-northeast-1"}});
  EXPECT_EQ(text_of("{account} {region} {owner}", central),
            "210987654321 ap-northeast-1 123456789012");
  EXPECT_EQ(text_of("{account} {region}", with_extracted({{"@aws.account", ""}, {"status", "1"}})),
            "123456789012 eu-west-1");
}

TEST(TextTemplate, TellsExtractedFields) {
  const Json json = with_extracted({{"status", "200"}, {"a b", "\u65e5 \"q\""}, {"n", 7}});
  EXPECT_EQ(text_of("{extractedFields:status}/{extractedFields:a b}", json), "200/\u65e5 \"q\"");
  EXPECT_EQ(text_of("{extractedFields:nothing|none}", json), "none");
  EXPECT_EQ(text_of("{extractedFields:n|not a string}", json), "not a string");
}

TEST(TextTemplate, PointsIntoAJsonMessage) {
  const Json json =
      with_message(R"( {"level":"ERROR","http":{"status":502,"ok":false},"tags":["a","b\n"]} )");
  EXPECT_EQ(text_of("{message:/level} {message:/http/status} {message:/http/ok}", json),
            "ERROR 502 false");
  EXPECT_EQ(text_of("{message:/tags/1}", json), "b\n");
  EXPECT_EQ(text_of("{message:/http|object}{message:/tags|array}{message:/no|absent}", json),
            "objectarrayabsent");
  for (const char* message : {"plain", "[1]", "{\"level\":", "{} x", "", "\"level\""}) {
    EXPECT_EQ(text_of("{message:/level}", with_message(message)), "MISSING") << message;
  }
}

TEST(TextTemplate, RendersTimesInTheScopesZone) {
  EXPECT_EQ(text_of("{timestamp:%Y-%m-%dT%H:%M:%S%z}"), "2022-06-22T00:00:00+0000");
  EXPECT_EQ(text_of("{timestamp:%F %R %Z}", lambda_document(), {zone("Asia/Tokyo")}),
            "2022-06-22 09:00 JST");
  EXPECT_EQ(text_of("{timestamp:%T %z}", lambda_document(), {zone("Asia/Kolkata")}),
            "05:30:00 +0530");
  EXPECT_EQ(text_of("{timestamp:%s}"), "1655856000");
}

TEST(TextTemplate, TellsWhatTheRuleAdds) {
  const std::vector<std::string> captures = {"service", "stage"};
  const auto parsed = TextTemplate::parse("{s3Prefix}/{capture:stage}/{capture:service}",
                                          {absl::UTCTimeZone(), captures});
  ASSERT_TRUE(parsed) << parsed.error();
  OneLogEvent event(lambda_document().dump());
  std::string out;
  parsed->append(event.fields(), "?", out);
  EXPECT_EQ(out, "?/?/?");
  event.fields().s3_prefix = "lambda";
  event.fields().captures = {"checkout", "prod"};
  out.clear();
  parsed->append(event.fields(), "?", out);
  EXPECT_EQ(out, "lambda/prod/checkout");
}

TEST(TextTemplate, ChangesCaseOfAsciiLettersOnly) {
  EXPECT_EQ(text_of("{message!lower}", with_message("Ärger ÄÖ @[`{ AZaz")), "Ärger ÄÖ @[`{ azaz");
  EXPECT_EQ(text_of("{message!upper}", with_message("straße é @[`{ AZaz")), "STRAßE é @[`{ AZAZ");
  EXPECT_EQ(text_of("{message!lower!upper}", with_message("aB")), "AB");
}

TEST(TextTemplate, ReplacesCharacters) {
  EXPECT_EQ(text_of("{logGroup!replace:/:-}"), "-aws-lambda-Checkout");
  EXPECT_EQ(text_of("{logStream!replace:/[$]:_}"), "2022_06_22___LATEST_0a1b");
  EXPECT_EQ(text_of("{logGroup!replace:/:}"), "awslambdaCheckout");
  EXPECT_EQ(text_of("{logGroup!replace:/:年}"), "年aws年lambda年Checkout");
  EXPECT_EQ(text_of("{timestamp:%H:%M!replace:::h}"), "00h00");  // a colon may be replaced
  EXPECT_EQ(text_of("{logGroup!replace:/:-!replace:-:.!lower}"), ".aws.lambda.checkout");
}

TEST(TextTemplate, HasDefaultsForWhatIsAbsentOrEmpty) {
  Json bare = document({""});
  bare.erase("owner");
  bare.erase("subscriptionFilters");
  bare["logEvents"][0].erase("timestamp");
  bare["logEvents"][0].erase("id");
  EXPECT_EQ(
      text_of("{owner|o}{account|a}{subscriptionFilter|f}{id|i}{message|m}{timestamp:%Y|t}", bare),
      "oafimt");
  EXPECT_EQ(text_of("{owner} {s3Prefix}", bare), "MISSING MISSING");
  EXPECT_EQ(text_of("[{owner|}]", bare), "[]");
  EXPECT_EQ(text_of("{owner|a|b:c!d}", bare), "a|b:c!d");
  EXPECT_EQ(text_of("{owner!upper|none}", bare), "none");  // a default stays as it is
  EXPECT_EQ(text_of("{logGroup|none}"), "/aws/lambda/Checkout");
}

TEST(TextTemplate, SpellsBracesTwice) {
  EXPECT_EQ(text_of("{{{owner}}}"), "{123456789012}");
  EXPECT_EQ(text_of("{{}}"), "{}");
  EXPECT_EQ(text_of("{{owner}}"), "{owner}");
  EXPECT_EQ(text_of("a}}b{{c"), "a}b{c");
}

TEST(TextTemplate, IsOneSentenceWhereItIsWrong) {
  constexpr std::string_view kFields = "; allowed are {owner}, {logGroup}, {logStream}, ";
  const auto expect = [&](std::string_view text, const std::string& start, std::string_view rest) {
    const std::string error = error_of(text);
    EXPECT_TRUE(error.starts_with(start + std::string(rest))) << error;
    EXPECT_EQ(error.find('\n'), error.npos);
    EXPECT_NE(error.back(), '.');
  };
  expect("", "the template is empty", "; allowed are literal text, {owner}");
  expect("\xff", "the template is not UTF-8", "");
  expect("a\x01", "'a?' has a control character", "; allowed is printable text");
  expect("a}b", "stray '}' at '}b'; write }} for a brace", kFields);
  expect("a{owner", "unclosed '{' at '{owner'; write {{ for a brace", kFields);
  expect("{a{owner}", "unclosed '{' at '{a{owner}'; write {{ for a brace", kFields);
  expect("{loggroup}", "unknown field '{loggroup}'", kFields);
  expect("{extractedFields:}", "unknown field '{extractedFields:}'", kFields);
  expect("{extractedFields}", "unknown field '{extractedFields}'", kFields);
  expect("{owner!title}", "'{owner!title}' has the unknown modifier 'title'",
         "; allowed are !lower, !upper and !replace:CHARACTERS:TEXT");
  expect("{owner!replace:a}", "'{owner!replace:a}' says replace without what to put instead", "");
  expect("{owner!replace:é:e}", "'{owner!replace:é:e}' replaces a character that is not ASCII", "");
  expect("{message:level}", "'{message:level}': a JSON pointer starts with '/'", "");
  expect("{message:/a~b}", "'{message:/a~b}': in a JSON pointer '~' is written ~0", "");
  expect("{timestamp}", "'{timestamp}' has no % conversion", "; allowed are %Y %m %d");
  expect("{timestamp:%Q}", "'{timestamp:%Q}' has the unknown '%Q'", "; allowed are %Y %m %d");
}

TEST(TextTemplate, NamesTheCapturesThereAre) {
  const std::vector<std::string> captures = {"service", "stage"};
  EXPECT_EQ(error_of("{capture:team}", captures),
            "'{capture:team}' names no capture; the rule's are service stage");
  EXPECT_EQ(error_of("{capture:team}"),
            "'{capture:team}' names no capture; no logGroupRegex or logStreamRegex has a group of "
            "that name, (?P<name>...)");
}

TEST(TextTemplate, TakesTabsAndNewlinesInLiterals) {
  EXPECT_EQ(text_of("{owner}\t{region}\n"), "123456789012\teu-west-1\n");
}

TEST(TextTemplate, KnowsWhatVariesWithinADocument) {
  const auto varies = [](std::string_view text) {
    const std::vector<std::string> captures = {"c"};
    return TextTemplate::parse(text, {absl::UTCTimeZone(), captures})->varies_within_document();
  };
  EXPECT_FALSE(varies("x{owner}{logGroup}{logStream}{subscriptionFilter}{s3Prefix}{capture:c}"));
  for (const char* text : {"{account}", "{region}", "{id}", "{message}", "{timestamp:%Y}",
                           "{message:/a}", "{extractedFields:a}"}) {
    EXPECT_TRUE(varies(text)) << text;
  }
}

TEST(TextTemplate, KnowsItsMostBytes) {
  const auto bytes_max = [](std::string_view text) {
    return TextTemplate::parse(text, {absl::UTCTimeZone()})->bytes_max(100);
  };
  EXPECT_EQ(bytes_max("ab{{"), 3U);
  EXPECT_EQ(bytes_max("{logGroup}{message}"), 200U);
  EXPECT_EQ(bytes_max("{owner}{account}{region}"), 12U + 12 + 32);
  EXPECT_EQ(bytes_max("{timestamp:%A %B}"), std::string("Wednesday September").size());
  EXPECT_EQ(bytes_max("{logGroup!replace:/:---}"), 300U);
  EXPECT_EQ(bytes_max("{timestamp:%d|a longer default}"), std::string("a longer default").size());
}

}  // namespace
}  // namespace cwlogs::testing
