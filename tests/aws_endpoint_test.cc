#include "runtime/aws_endpoint.h"

#include <gtest/gtest.h>

#include <map>

namespace cwlogs {
namespace {

std::string endpoint(AwsService service, std::string_view region,
                     const std::map<std::string, std::string>& variables = {}) {
  return endpoint_of(service, region,
                     [variables](std::string_view name) -> std::optional<std::string> {
                       const auto found = variables.find(std::string(name));
                       if (found == variables.end()) return std::nullopt;
                       return found->second;
                     });
}

TEST(AwsEndpoint, FollowsThePartition) {
  for (const auto& [region, host] : {std::pair("ap-northeast-1", "ap-northeast-1.amazonaws.com"),
                                     std::pair("cn-north-1", "cn-north-1.amazonaws.com.cn"),
                                     std::pair("us-gov-west-1", "us-gov-west-1.amazonaws.com"),
                                     std::pair("eusc-de-east-1", "eusc-de-east-1.amazonaws.eu"),
                                     std::pair("us-iso-east-1", "us-iso-east-1.c2s.ic.gov"),
                                     std::pair("us-isob-east-1", "us-isob-east-1.sc2s.sgov.gov")}) {
    EXPECT_EQ(endpoint(AwsService::kFirehose, region),
              std::string("https://firehose.") + host + '/');
    EXPECT_EQ(endpoint(AwsService::kKinesis, region), std::string("https://kinesis.") + host + '/');
  }
}

TEST(AwsEndpoint, MayBeFips) {
  EXPECT_EQ(endpoint(AwsService::kFirehose, "us-east-1", {{"AWS_USE_FIPS_ENDPOINT", "true"}}),
            "https://firehose-fips.us-east-1.amazonaws.com/");
}

TEST(AwsEndpoint, TakesTheMostSpecificVariable) {
  const std::map<std::string, std::string> all = {{"AWS_ENDPOINT_URL", "http://any:1/"}};
  EXPECT_EQ(endpoint(AwsService::kKinesis, "us-east-1", all), "http://any:1/");
  std::map<std::string, std::string> both = all;
  both["AWS_ENDPOINT_URL_KINESIS"] = "http://kinesis:2";
  EXPECT_EQ(endpoint(AwsService::kKinesis, "us-east-1", both), "http://kinesis:2/");
  EXPECT_EQ(endpoint(AwsService::kFirehose, "us-east-1", both), "http://any:1/");
}

}  // namespace
}  // namespace cwlogs
