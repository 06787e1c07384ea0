#include "config/s3_prefix.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cwlogs {
namespace {

using Kind = S3PrefixPart::Kind;
using Faults = std::vector<std::string>;

TEST(S3Prefix, SplitsIntoLiteralsAndExpressions) {
  const S3Prefix prefix = parse_s3_prefix(
      "logs/!{partitionKeyFromLambda:service}/!{timestamp:yyyy/MM}/!{firehose:random-string}/");
  ASSERT_EQ(prefix.faults, Faults());
  ASSERT_EQ(prefix.parts.size(), 7u);
  EXPECT_EQ(prefix.parts[0].kind, Kind::kLiteral);
  EXPECT_EQ(prefix.parts[0].text, "logs/");
  EXPECT_EQ(prefix.parts[1].kind, Kind::kLambdaKey);
  EXPECT_EQ(prefix.parts[1].text, "service");
  EXPECT_EQ(prefix.parts[3].kind, Kind::kTimestamp);
  EXPECT_EQ(prefix.parts[3].length.max, 7u);
  EXPECT_EQ(prefix.parts[5].kind, Kind::kRandomString);
  EXPECT_EQ(prefix.parts[5].length.max, 11u);
  EXPECT_TRUE(prefix.has_expressions());
  EXPECT_EQ(prefix.time_letters(), "yM");
}

TEST(S3Prefix, TakesTextAlone) {
  EXPECT_TRUE(parse_s3_prefix("").parts.empty());
  const S3Prefix prefix = parse_s3_prefix("a!b{c}/$é");
  ASSERT_EQ(prefix.parts.size(), 1u);
  EXPECT_EQ(prefix.parts[0].length.max, 9u);  // characters
  EXPECT_FALSE(prefix.has_expressions());
}

TEST(S3Prefix, TellsTheOtherExpressions) {
  const S3Prefix prefix =
      parse_s3_prefix("!{firehose:error-output-type}!{partitionKeyFromQuery:customer}");
  EXPECT_TRUE(prefix.has(Kind::kErrorOutputType));
  EXPECT_TRUE(prefix.has(Kind::kQueryKey));
  EXPECT_FALSE(prefix.has(Kind::kLambdaKey));
}

TEST(S3Prefix, SaysWhatIsMalformed) {
  EXPECT_EQ(parse_s3_prefix("a/!{timestamp:yyyy").faults,
            Faults{"'!{timestamp:yyyy' has no closing }"});
  EXPECT_EQ(parse_s3_prefix("!{timestamp:yyyy/!{timestamp:MM}/").faults,
            Faults{"'!{timestamp:yyyy/' has no closing }"});
  EXPECT_EQ(parse_s3_prefix("!{").faults, Faults{"'!{' has no closing }"});
  EXPECT_EQ(parse_s3_prefix("!{}").faults, Faults{"'!{}' has no value: !{namespace:value}"});
  EXPECT_EQ(parse_s3_prefix("!{timestamp}").faults,
            Faults{"'!{timestamp}' has no value: !{namespace:value}"});
  EXPECT_EQ(parse_s3_prefix("!{partitionKeyFromLambda:}").faults,
            Faults{"'!{partitionKeyFromLambda:}' has no value: !{namespace:value}"});
  EXPECT_EQ(parse_s3_prefix("!{firehose:error}").faults,
            Faults{"'!{firehose:error}' is unknown; allowed are random-string and "
                   "error-output-type"});
  EXPECT_EQ(parse_s3_prefix("!{timestamp:b}").faults,
            Faults{"'!{timestamp:b}' is no time: 'b' means nothing to Java's DateTimeFormatter"});
}

TEST(S3Prefix, GuessesTheNamespace) {
  const std::string fault = parse_s3_prefix("!{partitionkeyFromLamda:x}").faults.at(0);
  EXPECT_NE(fault.find("did you mean partitionKeyFromLambda?"), std::string::npos) << fault;
}

TEST(S3Prefix, SaysEverythingThatIsWrong) {
  const S3Prefix prefix = parse_s3_prefix("!{x:y}/!{timestamp:b}/!{timestamp:yyyy}/!{");
  EXPECT_EQ(prefix.faults.size(), 3u);
  EXPECT_EQ(prefix.parts.size(), 4u);
}

}  // namespace
}  // namespace cwlogs
