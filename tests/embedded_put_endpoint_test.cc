#include "cli/embedded_put_endpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/event_fixture.h"
#include "tests/http_call.h"

namespace cwlogs::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string request_body(bool kinesis, size_t records, size_t bytes) {
  Json record = {{"Data", base64_of(std::string(bytes, 'x'))}};
  if (kinesis) record["PartitionKey"] = "key";
  return Json({{kinesis ? "StreamName" : "DeliveryStreamName", "stream-1"},
               {"Records", std::vector<Json>(records, record)}})
      .dump();
}

class EmbeddedPutEndpointTest : public ::testing::Test {
 protected:
  static std::vector<std::string> headers(bool kinesis) {
    const std::string service = kinesis ? "kinesis" : "firehose";
    return {"Content-Type: application/x-amz-json-1.1",
            kinesis ? "X-Amz-Target: Kinesis_20131202.PutRecords"
                    : "X-Amz-Target: Firehose_20150804.PutRecordBatch",
            "Authorization: AWS4-HMAC-SHA256 Credential=A/20260101/eu-west-1/" + service +
                "/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-target, "
                "Signature=" +
                std::string(64, '0')};
  }

  // The code of the error, or "" where the call was accepted.
  std::string put(const std::string& body, const std::vector<std::string>& headers) {
    const HttpReply reply = http_post(endpoint_->url(), body, headers);
    answer_ = Json::parse(reply.body);
    EXPECT_EQ(reply.status, answer_.contains("__type") ? 400 : 200);
    return answer_.value("__type", "");
  }

  std::vector<std::string> violations_;
  std::unique_ptr<EmbeddedPutEndpoint> endpoint_ =
      EmbeddedPutEndpoint::start({}, [this](const std::string& text) {
        violations_.push_back(text);
      }).value();
  Json answer_;
};

TEST_F(EmbeddedPutEndpointTest, AcceptsAndKeepsWhatFirehoseWould) {
  const std::string body = request_body(false, 2, 100);
  EXPECT_EQ(put(body, headers(false)), "");
  EXPECT_EQ(answer_["FailedPutCount"], 0);
  ASSERT_EQ(answer_["RequestResponses"].size(), 2u);
  EXPECT_NE(answer_["RequestResponses"][0]["RecordId"], answer_["RequestResponses"][1]["RecordId"]);
  const std::vector<PutCall> calls = endpoint_->take_calls();
  ASSERT_EQ(calls.size(), 1u);
  EXPECT_EQ(calls[0].operation, "PutRecordBatch");
  EXPECT_EQ(calls[0].stream, "stream-1");
  EXPECT_EQ(calls[0].region, "eu-west-1");
  EXPECT_EQ(calls[0].records, 2u);
  EXPECT_EQ(calls[0].bytes, 200u);
  EXPECT_EQ(calls[0].body, body);
  EXPECT_THAT(endpoint_->take_calls(), IsEmpty());
  EXPECT_THAT(violations_, IsEmpty());
}

TEST_F(EmbeddedPutEndpointTest, AcceptsAndKeepsWhatKinesisWould) {
  EXPECT_EQ(put(request_body(true, 500, 10), headers(true)), "");
  EXPECT_EQ(answer_["FailedRecordCount"], 0);
  EXPECT_EQ(answer_["Records"].size(), 500u);
  EXPECT_EQ(answer_["Records"][7]["SequenceNumber"].get<std::string>().size(), 56u);
  EXPECT_EQ(endpoint_->take_calls().at(0).bytes, 500u * 13);
}

TEST_F(EmbeddedPutEndpointTest, RefusesWhatExceedsALimit) {
  EXPECT_EQ(put(request_body(false, 1, 1'024'000), headers(false)), "");
  EXPECT_EQ(put(request_body(false, 4, 1'000'000), headers(false)), "");
  EXPECT_EQ(put(request_body(true, 1, kMiB - 3), headers(true)), "");
  EXPECT_THAT(violations_, IsEmpty());
  EXPECT_EQ(put(request_body(false, 1, 1'024'001), headers(false)), "InvalidArgumentException");
  EXPECT_EQ(put(request_body(false, 501, 1), headers(false)), "InvalidArgumentException");
  EXPECT_EQ(put(request_body(false, 0, 1), headers(false)), "InvalidArgumentException");
  EXPECT_EQ(put(request_body(false, 5, 1'000'000), headers(false)), "InvalidArgumentException");
  EXPECT_EQ(put(request_body(true, 1, kMiB - 2), headers(true)), "ValidationException");
  EXPECT_EQ(put(request_body(true, 6, 1'000'000), headers(true)), "ValidationException");
  EXPECT_EQ(violations_.size(), 6u);
  EXPECT_THAT(violations_[0], HasSubstr("1,024,001 bytes"));
}

TEST_F(EmbeddedPutEndpointTest, RefusesAWrongForm) {
  const std::string body = request_body(false, 1, 1);
  auto unsigned_headers = headers(false);
  unsigned_headers.pop_back();
  EXPECT_EQ(put(body, unsigned_headers), "MissingAuthenticationTokenException");
  auto mixed = headers(false);
  mixed[2] = headers(true)[2];
  EXPECT_EQ(put(body, mixed), "InvalidSignatureException");
  auto other_type = headers(false);
  other_type[0] = "Content-Type: application/json";
  EXPECT_EQ(put(body, other_type), "UnknownOperationException");
  auto other_target = headers(false);
  other_target[1] = "X-Amz-Target: Firehose_20150804.PutRecord";
  EXPECT_EQ(put(body, other_target), "UnknownOperationException");
  EXPECT_EQ(put("[]", headers(false)), "SerializationException");
  EXPECT_EQ(put("{\"DeliveryStreamName\":\"s\",\"Records\":[{\"Data\":\"?\"}]}", headers(false)),
            "SerializationException");
  EXPECT_EQ(put("{\"DeliveryStreamName\":\"a b\",\"Records\":[{\"Data\":\"\"}]}", headers(false)),
            "InvalidArgumentException");
  EXPECT_EQ(put("{\"StreamName\":\"s\",\"Records\":[{\"Data\":\"\"}]}", headers(true)),
            "ValidationException");
  EXPECT_EQ(violations_.size(), 8u);
  EXPECT_THAT(endpoint_->take_calls(), IsEmpty());
}

TEST_F(EmbeddedPutEndpointTest, DeniesEverythingOnRequest) {
  const auto ignore = [](const std::string&) {};
  endpoint_ = EmbeddedPutEndpoint::start({.accept = false}, ignore).value();
  EXPECT_EQ(put(request_body(false, 1, 1), headers(false)), "AccessDeniedException");
  EXPECT_THAT(endpoint_->take_calls(), IsEmpty());
}

}  // namespace
}  // namespace cwlogs::testing
