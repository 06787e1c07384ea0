#include "config/s3_prefix_evaluation.h"

#include <gmock/gmock.h>

#include <string>

namespace cwlogs {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const S3PrefixInput kInput = {
    {{"service", "shop"}, {"path", "a/b"}, {"odd", "!{firehose:random-string}"}},
    std::chrono::sys_time<std::chrono::milliseconds>(
        std::chrono::milliseconds(1655815391007))};  // 2022-06-21T12:43

EvaluatedS3Prefix evaluate(std::string_view prefix, const S3PrefixInput& input = kInput) {
  return evaluate_s3_prefix(parse_s3_prefix(prefix), input);
}

TEST(S3PrefixEvaluation, MakesFoldersOfKeysAndTimes) {
  const EvaluatedS3Prefix place =
      evaluate("logs/!{partitionKeyFromLambda:service}/!{timestamp:yyyy/MM/dd}/");
  EXPECT_THAT(place.folders, ElementsAre("logs", "shop", "2022", "06", "21"));
  EXPECT_EQ(place.object_prefix, "");
  EXPECT_THAT(place.missing_keys, IsEmpty());
}

TEST(S3PrefixEvaluation, LeavesTheBeginningOfTheObjectsNames) {
  const EvaluatedS3Prefix place = evaluate("logs/!{partitionKeyFromLambda:service}-");
  EXPECT_THAT(place.folders, ElementsAre("logs"));
  EXPECT_EQ(place.object_prefix, "shop-");
  EXPECT_EQ(evaluate(""), EvaluatedS3Prefix());
}

TEST(S3PrefixEvaluation, TakesSlashesOfValuesAndEmptyFolders) {
  EXPECT_THAT(evaluate("/x=!{partitionKeyFromLambda:path}//").folders,
              ElementsAre("", "x=a", "b", ""));
}

TEST(S3PrefixEvaluation, KeepsWhatItCannotKnow) {
  EXPECT_THAT(evaluate("!{firehose:random-string}/!{partitionKeyFromQuery:q}/").folders,
              ElementsAre("!{firehose:random-string}", "!{partitionKeyFromQuery:q}"));
  EXPECT_THAT(evaluate("!{timestamp:YYYY/ww}/x/").folders,
              ElementsAre("!{timestamp:YYYY/ww}", "x"));
  EXPECT_THAT(evaluate("!{timestamp:yyyy/MM}/", {}).folders, ElementsAre("!{timestamp:yyyy/MM}"));
  EXPECT_EQ(evaluate("!{firehose:error-output-type}").object_prefix,
            "!{firehose:error-output-type}");
}

TEST(S3PrefixEvaluation, NamesMissingKeys) {
  const EvaluatedS3Prefix place =
      evaluate("!{partitionKeyFromLambda:customer}/!{partitionKeyFromLambda:service}/");
  EXPECT_THAT(place.folders, ElementsAre("!{partitionKeyFromLambda:customer}", "shop"));
  EXPECT_THAT(place.missing_keys, ElementsAre("customer"));
}

TEST(S3PrefixEvaluation, EvaluatesNoValue) {
  EXPECT_THAT(evaluate("!{partitionKeyFromLambda:odd}/").folders,
              ElementsAre("!{firehose:random-string}"));
}

TEST(S3PrefixEvaluation, CompletesAPrefixWithoutATime) {
  const auto folders = [](std::string_view prefix) {
    return evaluate_s3_prefix(with_default_time(parse_s3_prefix(prefix)), kInput).folders;
  };
  EXPECT_THAT(folders(""), ElementsAre("2022", "06", "21", "12"));
  EXPECT_THAT(folders("logs-"), ElementsAre("logs-2022", "06", "21", "12"));
  EXPECT_THAT(folders("!{timestamp:yyyy}/"), ElementsAre("2022"));
}

}  // namespace
}  // namespace cwlogs
