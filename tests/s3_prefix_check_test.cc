#include "config/s3_prefix_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "config/s3_prefix.h"

namespace cwlogs {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Configuration configuration(const std::string& file) {
  auto made = make_configuration({.environment = [](std::string_view) { return std::nullopt; },
                                  .file_name = "processor.json",
                                  .file_text = file});
  EXPECT_TRUE(made) << summary_of(made.error());
  return std::move(*made);
}

std::vector<std::string> messages(const std::vector<Problem>& problems) {
  std::vector<std::string> texts;
  for (const Problem& problem : problems) texts.push_back(problem.message);
  return texts;
}

PrefixFindings check(const std::string& prefix, const std::string& file = "{}") {
  const Configuration config = configuration(file);
  return check_s3_prefixes({.prefix = prefix, .error_prefix = {}}, &config);
}

std::vector<std::string> problems_of(const std::string& prefix, const std::string& file = "{}") {
  return messages(check(prefix, file).problems);
}

std::vector<std::string> notes_of(const std::string& prefix, const std::string& file = "{}") {
  return messages(check(prefix, file).notes);
}

std::vector<std::string> error_problems_of(const std::string& prefix) {
  return messages(check_s3_prefixes({.prefix = {}, .error_prefix = prefix}, nullptr).problems);
}

TEST(S3PrefixCheck, TakesKeysThatAreGiven) {
  const std::string file = R"({"partitionKeys": {"service": "{logGroup}", "hour": "{id}"}})";
  EXPECT_THAT(
      problems_of("!{partitionKeyFromLambda:service}/!{partitionKeyFromLambda:hour}/", file),
      IsEmpty());
  EXPECT_THAT(problems_of("!{partitionKeyFromLambda:servce}/", file),
              ElementsAre("the configuration gives no partition key 'servce', which the prefix "
                          "needs; its keys: hour, service"));
  EXPECT_THAT(notes_of("!{partitionKeyFromLambda:hour}/", file),
              Contains("the partition key 'service' is not in the prefix"));
  EXPECT_THAT(problems_of("!{partitionKeyFromLambda:hour}/"),
              ElementsAre(HasSubstr("its keys: none")));
}

TEST(S3PrefixCheck, AsksEachRuleForItsKeys) {
  const std::string file = R"({"partitionKeys": {"a": "x"}, "rules": [
      {"logGroup": "1"},
      {"logGroup": "2", "partitionKeys": {"b": "x"}},
      {"logGroup": "3", "name": "three", "partitionKeys": {"c": "x"}},
      {"logGroup": "4", "drop": true, "partitionKeys": {}}]})";
  EXPECT_FALSE(make_configuration({.environment = [](std::string_view) { return std::nullopt; },
                                   .file_name = "f",
                                   .file_text = file}));  // a rule that drops has no keys
  const std::string sound = R"({"partitionKeys": {"a": "x"}, "rules": [
      {"logGroup": "1"},
      {"logGroup": "2", "partitionKeys": {"b": "x"}},
      {"logGroup": "3", "name": "three", "partitionKeys": {"c": "x"}},
      {"logGroup": "4", "drop": true}]})";
  EXPECT_THAT(problems_of("!{partitionKeyFromLambda:a}/", sound),
              ElementsAre("rule rules[1] gives no partition key 'a', which the prefix needs; its "
                          "keys: b",
                          "rule 'three' gives no partition key 'a', which the prefix needs; its "
                          "keys: c"));
}

TEST(S3PrefixCheck, ForgetsTheRestWhereARuleMatchesEverything) {
  const std::string rules = R"({"rules": [{"logGroup": "*", "partitionKeys": {"a": "x"}}]})";
  EXPECT_THAT(problems_of("!{partitionKeyFromLambda:a}/", rules), IsEmpty());
  const std::string some = R"({"rules": [{"logGroup": "x*", "partitionKeys": {"a": "x"}}]})";
  EXPECT_THAT(problems_of("!{partitionKeyFromLambda:a}/", some).size(), 1u);
}

TEST(S3PrefixCheck, KnowsTheKeyOfLandingZoneAcceleratorsMapping) {
  const std::string mapping = R"([{"logGroupPattern": "/aws/lambda/*", "s3Prefix": "lambda"}])";
  EXPECT_THAT(problems_of("!{partitionKeyFromLambda:dynamicPrefix}", mapping), IsEmpty());
}

// `characters` once evaluated, its time included.
std::string literal(size_t characters) {
  return "!{timestamp:yyyy}" + std::string(characters - 5, 'x') + '/';
}

TEST(S3PrefixCheck, TakesTheShortestEvaluationUpToTheLimit) {
  EXPECT_THAT(problems_of(literal(kS3PrefixCharactersMax - 1)), IsEmpty());
  EXPECT_THAT(problems_of(literal(kS3PrefixCharactersMax)), IsEmpty());
  EXPECT_THAT(problems_of(literal(kS3PrefixCharactersMax + 1)),
              ElementsAre("once evaluated it has 513 characters at least; Firehose takes 512"));
}

TEST(S3PrefixCheck, NotesTheLongestEvaluationFromTheLimitOn) {
  const std::string key = "!{partitionKeyFromLambda:k}";
  const std::string file = R"({"partitionKeys": {"k": "{logStream}"}})";  // 1 to 256
  const auto said = Contains(HasSubstr("once evaluated"));
  EXPECT_THAT(notes_of(key + literal(255), file), Not(said));
  EXPECT_THAT(notes_of(key + literal(256), file), Not(said));
  EXPECT_THAT(notes_of(key + literal(257), file),
              Contains("once evaluated it has 258 to 513 characters; Firehose takes 512"));
  EXPECT_THAT(problems_of(key + literal(511), file), IsEmpty());
  EXPECT_THAT(problems_of(key + literal(512), file).size(), 1u);
}

TEST(S3PrefixCheck, BoundsAKeyByItsTemplate) {
  const auto note = [](const std::string& text) {
    const std::string file = R"({"partitionKeys": {"k": ")" + text + R"("}})";
    return notes_of("!{partitionKeyFromLambda:k}" + literal(512), file);
  };
  EXPECT_THAT(note("{account}"), Contains(HasSubstr("513 to 524")).Times(0));
  const std::string file = R"({"partitionKeys": {"k": "{account}"}})";
  EXPECT_THAT(notes_of("!{partitionKeyFromLambda:k}" + literal(501), file),
              Contains(HasSubstr("it has 502 to 513 characters")));
  const std::string hour = R"({"partitionKeys": {"k": "{timestamp:%H}"}})";  // or unknown
  EXPECT_THAT(notes_of("!{partitionKeyFromLambda:k}" + literal(506), hour),
              Contains(HasSubstr("it has 507 to 513 characters")));
}

TEST(S3PrefixCheck, CountsTheTimeThatFirehoseAppends) {
  EXPECT_THAT(problems_of(std::string(497, 'x') + '/'), IsEmpty());
  EXPECT_THAT(problems_of(std::string(498, 'x') + '/').size(), 1u);
  EXPECT_THAT(notes_of("logs/"),
              ElementsAre("there is no expression: Firehose appends !{timestamp:yyyy/MM/dd/HH/}"));
}

TEST(S3PrefixCheck, CountsNoTimeBehindOtherExpressions) {
  const auto said = Contains(HasSubstr("Firehose appends"));
  EXPECT_THAT(notes_of("!{partitionKeyFromQuery:customer}/"), Not(said));
  EXPECT_THAT(notes_of("!{firehose:random-string}/"), Not(said));
  // The least it becomes: 11 random characters, and a slash.
  EXPECT_THAT(problems_of("!{firehose:random-string}" + std::string(500, 'x') + '/'), IsEmpty());
  EXPECT_THAT(problems_of("!{firehose:random-string}" + std::string(501, 'x') + '/').size(), 1u);
}

TEST(S3PrefixCheck, TakesTextUpToWhatCanBeConfigured) {
  const auto text = [](size_t characters) {
    return "!{timestamp:'" + std::string(characters - 15, 'x') + "'}";
  };
  const auto said = Contains(HasSubstr("Firehose takes 1024"));
  EXPECT_THAT(problems_of(text(1023)), Not(said));
  EXPECT_THAT(problems_of(text(1024)), Not(said));
  EXPECT_THAT(problems_of(text(1025)), said);
}

TEST(S3PrefixCheck, NotesWhatIsHardlyMeant) {
  EXPECT_THAT(notes_of("!{timestamp:yyyy/MM/dd/HH}"), Contains(HasSubstr("does not end in '/'")));
  EXPECT_THAT(notes_of("/!{timestamp:yyyy/MM/dd/HH}/"),
              Contains("it begins with '/': the first folder has no name"));
  EXPECT_THAT(notes_of("!{timestamp:YYYY}/"), Contains(HasSubstr("year of the week")));
  EXPECT_THAT(notes_of("!{timestamp:yyyy/mm}/"), Contains("mm are minutes; MM is the month"));
  EXPECT_THAT(notes_of("!{timestamp:yyyy/MM/DD}/"), Contains(HasSubstr("day of the year")));
  EXPECT_THAT(notes_of("!{timestamp:yyyy/MM/dd/hh}/"),
              Contains("hh counts to 12; HH counts to 24"));
  EXPECT_THAT(notes_of("!{timestamp:yyyy/MM/dd/HH/mm}/"),
              ElementsAre(HasSubstr("wants an ErrorOutputPrefix")));
  EXPECT_THAT(notes_of("!{partitionKeyFromQuery:customer}/"),
              Contains(HasSubstr("Firehose's own JQ query")));
}

TEST(S3PrefixCheck, SaysWhatGzipAsksOfTheDestination) {
  EXPECT_THAT(notes_of("!{timestamp:yyyy}/", R"({"outputCompression": "gzip"})"),
              Contains(HasSubstr("CompressionFormat UNCOMPRESSED, FileExtension .gz and no "
                                 "AppendDelimiterToRecord")));
  EXPECT_THAT(notes_of("!{timestamp:yyyy}/"), Not(Contains(HasSubstr("UNCOMPRESSED"))));
}

TEST(S3PrefixCheck, KeepsEachExpressionToItsPrefix) {
  EXPECT_THAT(problems_of("!{firehose:error-output-type}/"),
              ElementsAre("!{firehose:error-output-type} goes into ErrorOutputPrefix only"));
  EXPECT_THAT(error_problems_of("failed/!{firehose:error-output-type}/!{timestamp:yyyy}/"),
              IsEmpty());
  EXPECT_THAT(error_problems_of("failed/"), IsEmpty());
  EXPECT_THAT(error_problems_of("failed/!{timestamp:yyyy}/"),
              ElementsAre("an ErrorOutputPrefix with expressions needs "
                          "!{firehose:error-output-type}"));
  EXPECT_THAT(error_problems_of("!{firehose:error-output-type}/!{partitionKeyFromLambda:service}/"),
              ElementsAre("ErrorOutputPrefix can't have partition keys, such as 'service'"));
}

TEST(S3PrefixCheck, AsksForAnErrorPrefixWhereNoneIsTold) {
  const auto said = Contains(HasSubstr("wants an ErrorOutputPrefix"));
  EXPECT_THAT(notes_of("!{timestamp:yyyy}/"), said);
  EXPECT_THAT(notes_of("logs/"), Not(said));
  const PrefixFindings both = check_s3_prefixes(
      {.prefix = "!{timestamp:yyyy}/", .error_prefix = "!{firehose:error-output-type}/"}, nullptr);
  EXPECT_THAT(messages(both.notes), Not(said));
}

TEST(S3PrefixCheck, RefusesWhatIsNotUtf8) {
  EXPECT_THAT(problems_of("a\xff/"), ElementsAre("it is not UTF-8"));
}

}  // namespace
}  // namespace cwlogs
