#include "cli/prices.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cwlogs::testing {
namespace {

using ::testing::HasSubstr;

TEST(Prices, OfAFileStandInPlaceOfTheTable) {
  const auto prices =
      parse_prices(R"({"asOf": "2027-01", "lambdaGbSecondX86_64": 0.5, "firehoseDirectPutGb": 0})");
  ASSERT_TRUE(prices);
  EXPECT_EQ(prices->as_of, "2027-01");
  EXPECT_TRUE(prices->checked);
  EXPECT_DOUBLE_EQ(prices->lambda_gb_second_x86_64, 0.5);
  EXPECT_DOUBLE_EQ(prices->firehose_direct_put_gb, 0);
  EXPECT_DOUBLE_EQ(prices->lambda_million_requests, Prices{}.lambda_million_requests);
  EXPECT_FALSE(Prices{}.checked);
}

TEST(Prices, AreRefusedInOneSentence) {
  const auto refusal = [](std::string_view json) { return parse_prices(json).error(); };
  EXPECT_EQ(refusal(""), "not JSON");
  EXPECT_EQ(refusal("{"), "not JSON");
  EXPECT_EQ(refusal("[1]"), "not a JSON object");
  EXPECT_EQ(refusal(R"({"lambdaGbSecondArm64": "1"})"), "lambdaGbSecondArm64 is not a number");
  EXPECT_EQ(refusal(R"({"lambdaGbSecondArm64": -1})"),
            "lambdaGbSecondArm64 is not a number from 0 on");
  EXPECT_EQ(refusal(R"({"asOf": 2027})"), "asOf is not text");
  EXPECT_EQ(refusal(R"({"asOf": ")" + std::string(33, '1') + R"("})"),
            "asOf is longer than 32 bytes");
  EXPECT_THAT(refusal(R"({"firehoseDirectPut": 1})"),
              HasSubstr("no price 'firehoseDirectPut'; did you mean firehoseDirectPutGb?"));
}

}  // namespace
}  // namespace cwlogs::testing
