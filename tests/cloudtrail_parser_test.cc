#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "tests/parsed_line.h"

namespace cwlogs {
namespace {

using nlohmann::ordered_json;
using testing::ParsedLine;

// A record of CloudTrail's user guide, shortened.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html
constexpr std::string_view kStartInstances =
    R"({"eventVersion":"1.08","userIdentity":{"type":"IAMUser","principalId":"EXAMPLE6E4XEGITWATV6R",)"
    R"("arn":"arn:aws:iam::123456789012:user/Mary","accountId":"123456789012","userName":"Mary",)"
    R"("sessionContext":{"attributes":{"creationDate":"2023-07-19T21:11:57Z",)"
    R"("mfaAuthenticated":"false"}}},"eventTime":"2023-07-19T21:17:28Z",)"
    R"("eventSource":"ec2.amazonaws.com","eventName":"StartInstances","awsRegion":"us-east-1",)"
    R"("sourceIPAddress":"192.0.2.0","userAgent":"aws-cli/2.13.5","requestParameters":)"
    R"({"instancesSet":{"items":[{"instanceId":"i-EXAMPLE56126103cb"}]}},"responseElements":null,)"
    R"("requestID":"e4336db0-149f-4a6b-844d-EXAMPLEb9d16","readOnly":false,)"
    R"("managementEvent":true,"recipientAccountId":"123456789012"})";

// A record with what every one has, and `members` besides.
std::string record_with(std::string_view members) {
  return R"({"eventVersion":"1.11","eventTime":"2024-01-15T09:30:00Z","eventSource":)"
         R"("s3.amazonaws.com","eventName":"GetObject",)" +
         std::string(members) + "}";
}

TEST(CloudTrail, KeepsTheRecordAsItIs) {
  ParsedLine parsed({.name = "cloudtrail"});
  std::string expected(kStartInstances);
  const std::string_view time = "2023-07-19T21:17:28Z";
  expected.replace(expected.find(time), time.size(), "2023-07-19T21:17:28.000Z");
  EXPECT_EQ(parsed(kStartInstances), expected);
  EXPECT_EQ(parsed.time(), "2023-07-19T21:17:28.000Z");
  EXPECT_EQ(parsed.fields().find("eventTime")->kind, FieldKind::kTime);
  EXPECT_EQ(parsed.fields().find("userIdentity")->kind, FieldKind::kJson);
  EXPECT_EQ(parsed.fields().find("readOnly")->kind, FieldKind::kBoolean);
  EXPECT_EQ(parsed.fields().find("responseElements")->text, "null");
}

TEST(CloudTrail, TakesMembersInAnyOrder) {
  ParsedLine parsed({.name = "cloudtrail"});
  EXPECT_EQ(parsed(R"({ "eventName": "AssumeRole", "eventTime": "2024-01-15T09:30:00Z",)"
                   R"( "eventSource": "sts.amazonaws.com", "eventVersion": "1.11" })"),
            R"({"eventName":"AssumeRole","eventTime":"2024-01-15T09:30:00.000Z",)"
            R"("eventSource":"sts.amazonaws.com","eventVersion":"1.11"})");
}

// Compared by another JSON parser.
TEST(CloudTrail, KeepsWhateverServicesTell) {
  ParsedLine parsed({.name = "cloudtrail"});
  for (
      const std::string_view members : {
          R"("userIdentity":{"type":"Root","principalId":"123456789012","arn":)"
          R"("arn:aws:iam::123456789012:root","accountId":"123456789012"})",
          R"("userIdentity":{"type":"AssumedRole","principalId":"AROA:i-02","sessionContext":)"
          R"({"sessionIssuer":{"type":"Role","userName":"app"},"ec2RoleDelivery":"2.0"}})",
          R"("userIdentity":{"type":"AWSService","invokedBy":"autoscaling.amazonaws.com"})",
          R"("userIdentity":{"type":"AWSAccount","principalId":"","accountId":"ANONYMOUS"})",
          R"("userIdentity":{"type":"WebIdentityUser","identityProvider":"cognito"})",
          R"("errorCode":"AccessDenied","errorMessage":"User: \"Mary\" is not authorized")",
          R"("errorMessage":"Failed authentication","responseElements":{"ConsoleLogin":"Failure"})",
          R"("additionalEventData":{"MFAUsed":"No","LoginTo":"https://console.aws.amazon.com/"})",
          R"("additionalEventData":{"bytesTransferredIn":0.0,"bytesTransferredOut":1.0E7})",
          R"("resources":[{"ARN":"arn:aws:s3:::b/k","type":"AWS::S3::Object"},{"accountId":"1"}])",
          R"("requestParameters":{"key":"写真/日本 🎌.png","bucketName":"b","x-id":"GetObject"})",
          R"("requestParameters":{"policyDocument":"{\"Version\":\"2012-10-17\",\n\t\"x\":[]}"})",
          R"("requestParameters":{ "filterSet" : { } , "maxResults" : 1000 })",
          R"("serviceEventDetails":{"snapshotId":"snap-1"},"eventType":"AwsServiceEvent")",
          R"("tlsDetails":{"tlsVersion":"TLSv1.3","clientProvidedHostHeader":"h"})",
          R"("vpcEndpointId":"vpce-1","eventCategory":"Data","sharedEventID":"x")",
          R"("edgeDeviceDetails":null,"apiVersion":"2016-11-15","readOnly":true)",
          R"("memberOfTheFuture":[[],{},"",0,null,true])",
      }) {
    ordered_json expected = ordered_json::parse(record_with(members));
    expected["eventTime"] = "2024-01-15T09:30:00.000Z";
    EXPECT_EQ(ordered_json::parse(parsed(record_with(members))), expected) << members;
  }
}

TEST(CloudTrail, TakesInsightsEvents) {
  ParsedLine parsed({.name = "cloudtrail"});
  EXPECT_EQ(parsed(R"({"eventVersion":"1.07","eventTime":"2024-01-15T09:30:00Z","eventType":)"
                   R"("AwsCloudTrailInsight","insightDetails":{"state":"Start","eventName":"x"}})"),
            R"({"eventVersion":"1.07","eventTime":"2024-01-15T09:30:00.000Z","eventType":)"
            R"("AwsCloudTrailInsight","insightDetails":{"state":"Start","eventName":"x"}})");
}

TEST(CloudTrail, TakesARecordOf64KiB) {
  const std::string text(64 * 1024, 'x');
  ParsedLine parsed({.name = "cloudtrail"});
  parsed(record_with(R"("userAgent":")" + text + '"'));
  ASSERT_NE(parsed.fields().find("userAgent"), nullptr);
  EXPECT_EQ(parsed.fields().find("userAgent")->text, text);
}

TEST(CloudTrail, RefusesOtherLines) {
  ParsedLine parsed({.name = "cloudtrail"});
  for (const std::string_view line : {
           std::string_view("hello"),
           std::string_view("{}"),
           std::string_view(R"({"Records":[{"eventVersion":"1.08"}]})"),
           std::string_view(R"({"eventVersion":"1","eventTime":"2024-01-15T09:30:00Z"})"),
           std::string_view(R"({"eventVersion":"1","eventTime":"2024-01-15T09:30:00Z",)"
                            R"("eventName":"x"})"),
           std::string_view(R"({"eventVersion":"1","eventTime":"2024-01-15","eventName":"x",)"
                            R"("eventSource":"y"})"),
           std::string_view(R"({"eventVersion":"1","eventTime":1705311000,"eventName":"x",)"
                            R"("eventSource":"y"})"),
           std::string_view(R"({"eventVersion":1,"eventTime":"2024-01-15T09:30:00Z",)"
                            R"("eventName":"x","eventSource":"y"})"),
           std::string_view(R"({"eventVersion":"1","eventTime":"2024-01-15T09:30:00Z",)"
                            R"("eventName":{},"eventSource":"y"})"),
           kStartInstances.substr(0, kStartInstances.size() - 1),
           kStartInstances.substr(0, 300),
       }) {
    EXPECT_EQ(parsed(line), "no match") << line;
  }
}

}  // namespace
}  // namespace cwlogs
