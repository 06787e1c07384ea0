#include "tests/put_call.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/event_fixture.h"
#include "tests/put_client.h"

namespace cwlogs::testing {
namespace {

Request request_of(std::string_view target, std::string body) {
  Request request;
  request.method = "POST";
  request.path = "/";
  request.headers = {{"x-amz-target", std::string(target)},
                     {"content-type", "application/x-amz-json-1.1"},
                     {"authorization", "AWS4-HMAC-SHA256 Credential=AKID/20260101/…"}};
  request.body = std::move(body);
  return request;
}

std::string flaw_of(const Request& request) {
  PutCall call;
  return read_put_call(request, {}, call).code;
}

std::string firehose_flaw(std::string body) {
  return flaw_of(request_of(kFirehoseTarget, std::move(body)));
}

std::string kinesis_flaw(std::string body) {
  return flaw_of(request_of(kKinesisTarget, std::move(body)));
}

std::string flaw_with_header(const std::string& name, const std::string& value) {
  Request request = request_of(kFirehoseTarget, firehose_body({"a"}));
  for (auto& header : request.headers) {
    if (header.first == name) header.second = value;
  }
  return flaw_of(request);
}

TEST(PutCall, ReadsWhatIsRight) {
  PutCall call;
  const Request request = request_of(kKinesisTarget, kinesis_body({{"data", "key"}}));
  EXPECT_EQ(read_put_call(request, {}, call).code, "");
  EXPECT_TRUE(call.kinesis);
  EXPECT_EQ(call.stream, "stream");
  ASSERT_EQ(call.records.size(), 1u);
  EXPECT_EQ(call.records[0].data, "data");
  EXPECT_EQ(call.records[0].partition_key, "key");
}

TEST(PutCall, ChecksHeadersAndPath) {
  EXPECT_EQ(flaw_with_header("x-amz-target", "Firehose_20150804.PutRecord"),
            "UnknownOperationException");
  EXPECT_EQ(flaw_with_header("content-type", "application/json"), "SerializationException");
  EXPECT_EQ(flaw_with_header("authorization", ""), "MissingAuthenticationTokenException");
  Request request = request_of(kFirehoseTarget, firehose_body({"a"}));
  request.path = "/x";
  EXPECT_EQ(flaw_of(request), "UnknownOperationException");
}

TEST(PutCall, ChecksTheWireForm) {
  const std::string serialization = "SerializationException";
  EXPECT_EQ(firehose_flaw("no"), serialization);
  EXPECT_EQ(firehose_flaw("[]"), serialization);
  EXPECT_EQ(firehose_flaw(R"({"DeliveryStreamName":"s"})"), serialization);
  EXPECT_EQ(firehose_flaw(R"({"Records":[{"Data":"YQ=="}]})"), serialization);
  EXPECT_EQ(firehose_flaw(kinesis_body({{"a", "k"}})), serialization);
  EXPECT_EQ(kinesis_flaw(firehose_body({"a"})), serialization);
  EXPECT_EQ(kinesis_flaw(R"({"StreamName":"s","Records":[{"Data":"YQ=="}]})"), serialization);
  EXPECT_EQ(firehose_flaw(R"({"DeliveryStreamName":"s","Records":[{"Data":"YQ==","X":1}]})"),
            serialization);
  EXPECT_EQ(firehose_flaw(R"({"DeliveryStreamName":"s","Records":[],"X":1})"), serialization);
}

TEST(PutCall, ChecksBase64) {
  for (const char* const data : {"YQ", "YQ=", "Y-==", "YR==", "YQ==\\n", "=", "Y===", "YQ==YQ=="}) {
    EXPECT_EQ(firehose_flaw(std::string(R"({"DeliveryStreamName":"s","Records":[{"Data":")") +
                            data + R"("}]})"),
              "SerializationException")
        << data;
  }
}

TEST(PutCall, ChecksNames) {
  const auto named = [](const std::string& name) {
    return firehose_flaw(R"({"DeliveryStreamName":")" + name + R"(","Records":[{"Data":"YQ=="}]})");
  };
  EXPECT_EQ(named(std::string(64, 'x')), "");
  EXPECT_EQ(named(std::string(65, 'x')), "ValidationException");
  EXPECT_EQ(named(""), "ValidationException");
  EXPECT_EQ(named("a/b"), "ValidationException");
}

TEST(PutCall, ChecksPartitionKeys) {
  EXPECT_EQ(kinesis_flaw(kinesis_body({{"a", ""}})), "ValidationException");
  std::string key;
  for (int i = 0; i < 256; ++i) key += "ä";
  EXPECT_EQ(kinesis_flaw(kinesis_body({{"a", key}})), "");
  EXPECT_EQ(kinesis_flaw(kinesis_body({{"a", key + "x"}})), "ValidationException");
}

TEST(PutCall, ChecksTheNumberOfRecords) {
  EXPECT_EQ(firehose_flaw(firehose_body({})), "ValidationException");
  EXPECT_EQ(firehose_flaw(firehose_body(std::vector<std::string>(500, "a"))), "");
  EXPECT_EQ(firehose_flaw(firehose_body(std::vector<std::string>(501, "a"))),
            "ValidationException");
}

TEST(PutCall, ChecksTheSizeOfARecord) {
  EXPECT_EQ(firehose_flaw(firehose_body({std::string(1'024'000, 'x')})), "");
  EXPECT_EQ(firehose_flaw(firehose_body({std::string(1'024'001, 'x')})), "ValidationException");
  EXPECT_EQ(kinesis_flaw(kinesis_body({{std::string(1'048'573, 'x'), "key"}})), "");
  EXPECT_EQ(kinesis_flaw(kinesis_body({{std::string(1'048'574, 'x'), "key"}})),
            "ValidationException");
}

TEST(PutCall, ChecksTheSizeOfACall) {
  std::vector<std::string> most(4, std::string(1'000'000, 'x'));
  most.emplace_back(194'304, 'x');
  EXPECT_EQ(firehose_flaw(firehose_body(most)), "");
  most.emplace_back("x");
  EXPECT_EQ(firehose_flaw(firehose_body(most)), "InvalidArgumentException");
  std::vector<std::pair<std::string, std::string>> records(5, {std::string(1'048'573, 'x'), "key"});
  EXPECT_EQ(kinesis_flaw(kinesis_body(records)), "");
  records.emplace_back("", "k");
  EXPECT_EQ(kinesis_flaw(kinesis_body(records)), "InvalidArgumentException");
}

TEST(PutCall, LimitsMayBeRaised) {
  PutLimits limits;
  limits.kinesis_record_bytes = 10 * 1024 * 1024;
  limits.kinesis_call_bytes = 10 * 1024 * 1024;
  PutCall call;
  const auto request =
      request_of(kKinesisTarget, kinesis_body({{std::string(6'000'000, 'x'), "key"}}));
  EXPECT_EQ(read_put_call(request, limits, call).code, "");
}

}  // namespace
}  // namespace cwlogs::testing
