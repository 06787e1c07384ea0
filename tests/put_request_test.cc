#include "processor/put_request.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/event_fixture.h"

namespace cwlogs {
namespace {

using testing::Json;

PutRecord put(std::string_view base64, std::string_view partition_key = {}) {
  PutRecord put;
  put.data_base64 = base64;
  put.partition_key = partition_key;
  return put;
}

std::string request(Source source, std::string_view stream, const std::vector<PutRecord>& puts) {
  FirehoseEvent event;
  event.source = source;
  event.stream = stream;
  std::string body = "what was there before";
  render_put_request(event, puts, body);
  return body;
}

TEST(PutRequest, IsPutRecordBatchOfADirectPutSource) {
  EXPECT_EQ(request(Source::kDirectPut, "my-firehose", {put("YQ=="), put("YmM=")}),
            R"({"DeliveryStreamName":"my-firehose","Records":[{"Data":"YQ=="},{"Data":"YmM="}]})");
}

TEST(PutRequest, IsPutRecordsOfAKinesisSource) {
  EXPECT_EQ(request(Source::kKinesis, "my-stream", {put("YQ==", "k1"), put("YmM=", "k2")}),
            R"({"StreamName":"my-stream","Records":[{"Data":"YQ==","PartitionKey":"k1"},)"
            R"({"Data":"YmM=","PartitionKey":"k2"}]})");
}

TEST(PutRequest, HoldsOneRecordOrNone) {
  EXPECT_EQ(request(Source::kDirectPut, "s", {}), R"({"DeliveryStreamName":"s","Records":[]})");
  EXPECT_EQ(request(Source::kDirectPut, "s", {put("YQ==")}),
            R"({"DeliveryStreamName":"s","Records":[{"Data":"YQ=="}]})");
}

TEST(PutRequest, SaysNothingOfKeysToFirehose) {
  const Json body = Json::parse(request(Source::kDirectPut, "s", {put("", "k")}));
  EXPECT_EQ(body["Records"][0].size(), 1U);
}

TEST(PutRequest, EscapesPartitionKeys) {
  std::string every_ascii;
  for (char c = 1; c < 0x7F; ++c) every_ascii += c;
  const std::vector<std::string> keys = {"\"quoted\"",         "back\\slash", "new\nline", "漢字 😀",
                                         std::string(1, '\0'), "\x7F",        every_ascii};
  std::vector<PutRecord> puts;
  for (const std::string& key : keys) puts.push_back(put("YQ==", key));
  const Json body = Json::parse(request(Source::kKinesis, "s", puts));
  ASSERT_EQ(body["Records"].size(), keys.size());
  for (size_t i = 0; i < keys.size(); ++i) {
    EXPECT_EQ(body["Records"][i]["PartitionKey"].get<std::string>(), keys[i]) << i;
  }
}

TEST(PutRequest, EscapesTheNameOfTheStream) {
  const std::string_view name = "a\",\"Records\":[],\"x\":\"\\";
  for (const Source source : {Source::kDirectPut, Source::kKinesis}) {
    const Json body = Json::parse(request(source, name, {}));
    EXPECT_EQ(body.size(), 2U);
    EXPECT_EQ(body.begin()->get<std::string>(), name);
  }
}

TEST(PutRequest, HoldsPartOfABatch) {
  const std::vector<PutRecord> puts = {put("YQ=="), put("Yg=="), put("Yw=="), put("ZA==")};
  FirehoseEvent event;
  event.stream = "s";
  std::string body;
  render_put_request(event, std::span(puts).subspan(1, 2), body);
  EXPECT_EQ(body, R"({"DeliveryStreamName":"s","Records":[{"Data":"Yg=="},{"Data":"Yw=="}]})");
}

TEST(PutRequest, HoldsAFullBatchInOrder) {
  std::vector<std::string> data;
  for (size_t i = 0; i < kPutRecordsMax; ++i) {
    data.push_back(testing::base64_of("record " + std::to_string(i)));
  }
  std::vector<PutRecord> puts;
  for (const std::string& base64 : data) {
    puts.push_back(put(base64, base64));
  }
  const Json body = Json::parse(request(Source::kKinesis, "s", puts));
  ASSERT_EQ(body["Records"].size(), data.size());
  for (size_t i = 0; i < data.size(); ++i) {
    EXPECT_EQ(body["Records"][i], (Json{{"Data", data[i]}, {"PartitionKey", data[i]}}));
  }
}

}  // namespace
}  // namespace cwlogs
