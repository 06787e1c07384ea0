#include "tests/kinesalite.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "tests/event_fixture.h"
#include "tests/put_client.h"

namespace cwlogs::testing {
namespace {

TEST(Kinesalite, GivesBackWhatWasPut) {
  Kinesalite kinesis;
  kinesis.create_stream("stream");
  const std::string binary("\0\xff\n", 3);
  const HttpResult result = put_to_kinesis(kinesis.url(), {{"one", "k1"}, {binary, "kä"}});
  EXPECT_EQ(result.status, 200) << result.body;
  EXPECT_EQ(Json::parse(result.body).at("FailedRecordCount"), 0);
  const auto records = kinesis.records("stream");
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0].data, "one");
  EXPECT_EQ(records[0].partition_key, "k1");
  EXPECT_EQ(records[1].data, binary);
  EXPECT_EQ(records[1].partition_key, "kä");
  EXPECT_LT(records[0].sequence_number, records[1].sequence_number);
}

TEST(Kinesalite, ReadsAllShards) {
  Kinesalite kinesis;
  kinesis.create_stream("stream", 3);
  std::vector<std::pair<std::string, std::string>> puts;
  std::set<std::string> data;
  for (int i = 0; i < 100; ++i) {
    puts.emplace_back("data " + std::to_string(i), "key " + std::to_string(i));
    data.insert(puts.back().first);
  }
  EXPECT_EQ(put_to_kinesis(kinesis.url(), puts).status, 200);
  std::set<std::string> shards;
  for (const auto& record : kinesis.records("stream")) {
    EXPECT_EQ(data.erase(record.data), 1u) << record.data;
    shards.insert(record.shard);
  }
  EXPECT_TRUE(data.empty());
  EXPECT_EQ(shards.size(), 3u);
}

TEST(Kinesalite, TakesTheLargestCallOfItsOwnLimit) {
  Kinesalite kinesis;
  kinesis.create_stream("stream");
  const std::string most(1'048'576, 'x');
  EXPECT_EQ(
      put_to_kinesis(kinesis.url(), {{most, "k"}, {most, "k"}, {most, "k"}, {most, "k"}}).status,
      200);
  EXPECT_EQ(kinesis.records("stream").size(), 4u);
  const HttpResult refused = put_to_kinesis(kinesis.url(), {{most + 'x', "k"}});
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(Json::parse(refused.body).at("__type"), "ValidationException");
}

TEST(Kinesalite, RefusesAnUnknownStream) {
  Kinesalite kinesis;
  const HttpResult result = put_to_kinesis(kinesis.url(), {{"one", "k1"}});
  EXPECT_EQ(result.status, 400);
  EXPECT_EQ(Json::parse(result.body).at("__type"), "ResourceNotFoundException");
  EXPECT_THROW(kinesis.records("stream"), std::runtime_error);
}

}  // namespace
}  // namespace cwlogs::testing
