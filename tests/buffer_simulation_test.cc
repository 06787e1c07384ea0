#include "cli/buffer_simulation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace cwlogs::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Json = nlohmann::json;

constexpr std::string_view kArn = "arn:aws:firehose:eu-west-1:123456789012:deliverystream/logs";

// A function that delivers the first records of each event, and puts the others back as they came.
class Function {
 public:
  explicit Function(size_t delivers) : delivers_(delivers) {}

  Invoke invoke() {
    return [this](std::string_view text) { return answer(text); };
  }

  std::vector<Json> events;

 private:
  tl::expected<Invocation, std::string> answer(std::string_view text) {
    events.push_back(Json::parse(text));
    const Json& records = events.back()["records"];
    puts_.clear();
    data_.clear();
    for (size_t i = delivers_; i < records.size(); ++i) {
      data_.push_back(records[i]["data"]);
    }
    for (const std::string& data : data_) {
      puts_.push_back({.data_base64 = data, .partition_key = "\"", .bytes = 100});
    }
    Invocation invocation;
    invocation.duration = std::chrono::milliseconds(events.size());
    invocation.puts = puts_;
    invocation.delivered_bytes = 10;
    invocation.partitioned_bytes = 5;
    invocation.failed = 1;
    return invocation;
  }

  size_t delivers_;
  std::vector<std::string> data_;
  std::vector<PutRecord> puts_;
};

ArrivedRecord record(std::string_view data, std::string_view key = "") {
  return {.data = data, .partition_key = key, .arrival_ms = 7, .bytes = 100, .text_bytes = 1000};
}

Arrivals arrivals(const std::vector<ArrivedRecord>& records, Source source = Source::kDirectPut) {
  return {source, kArn, "eu-west-1", records};
}

std::string data_of(const Json& event) {
  std::string text;
  for (const Json& record : event["records"]) text += record["data"];
  return text;
}

TEST(BufferSimulation, FillsBuffersWithTheRecordsInTheirOrder) {
  Function function(SIZE_MAX);
  const Arrivals four = arrivals({record("a"), record("b"), record("c"), record("d")});
  const auto result = simulate_buffer(four, {.buffer_bytes = 399}, function.invoke());
  ASSERT_TRUE(result) << result.error();
  // The first is not counted; three are the fewest.
  ASSERT_EQ(function.events.size(), 4u);
  EXPECT_EQ(data_of(function.events[0]), "abc");
  EXPECT_EQ(data_of(function.events[1]), "dab");
  EXPECT_EQ(data_of(function.events[3]), "bcd");
  const Traffic& traffic = result->traffic;
  EXPECT_THAT(traffic.cpu_times,
              ElementsAre(std::chrono::milliseconds(2), std::chrono::milliseconds(3),
                          std::chrono::milliseconds(4)));
  EXPECT_EQ(traffic.text_bytes, 9000u);
  EXPECT_EQ(traffic.arrived_bytes, 900u);
  EXPECT_EQ(traffic.arrived_step_bytes, 9 * 5120u);
  EXPECT_EQ(traffic.put_bytes, 0u);
  EXPECT_EQ(traffic.delivered_bytes, 30u);
  EXPECT_EQ(traffic.partitioned_bytes, 15u);
  EXPECT_EQ(result->arrived, 9u);
  EXPECT_EQ(result->failed, 3u);
  EXPECT_DOUBLE_EQ(amplification(traffic), 1);
}

// Four records fit the buffer, one gets through: three of four come round again, so that each is
// ingested four times.
TEST(BufferSimulation, BringsBackWhatWasPutBeforeAnythingNew) {
  Function function(1);
  const Arrivals five = arrivals({record("a"), record("b"), record("c"), record("d"), record("e")});
  const auto result = simulate_buffer(five, {.buffer_bytes = 400}, function.invoke());
  ASSERT_TRUE(result) << result.error();
  EXPECT_EQ(data_of(function.events[0]), "abcd");
  EXPECT_EQ(data_of(function.events[1]), "bcde");
  EXPECT_EQ(data_of(function.events[2]), "cdea");
  EXPECT_EQ(result->traffic.arrived_bytes, 500u);
  EXPECT_EQ(result->traffic.put_bytes, 1500u);
  EXPECT_EQ(result->traffic.put_step_bytes, 15 * 5120u);
  EXPECT_DOUBLE_EQ(amplification(result->traffic), 4);
}

TEST(BufferSimulation, EndsAfterTheBytesAskedFor) {
  Function function(1);
  const Arrivals many = arrivals(std::vector<ArrivedRecord>(1000, record("a")));
  const auto result =
      simulate_buffer(many, {.buffer_bytes = 400, .counted_bytes_max = 2000}, function.invoke());
  ASSERT_TRUE(result) << result.error();
  EXPECT_EQ(result->traffic.cpu_times.size(), 5u);
}

TEST(BufferSimulation, EndsEarlyWhereItInflatesMuch) {
  Function function(SIZE_MAX);
  const Arrivals many = arrivals(std::vector<ArrivedRecord>(1000, record("a")));
  const auto result =
      simulate_buffer(many, {.buffer_bytes = 400, .text_bytes_max = 4000}, function.invoke());
  ASSERT_TRUE(result) << result.error();
  EXPECT_EQ(result->traffic.cpu_times.size(), 1u);
  EXPECT_EQ(result->traffic.text_bytes, 4000u);
}

TEST(BufferSimulation, CountsTextAndStepsInTheProportionsOfAllRecords) {
  Function function(SIZE_MAX);
  ArrivedRecord large = record("b");
  large.text_bytes = 2000;
  const Arrivals two = arrivals({record("a"), large});
  const auto result = simulate_buffer(two, {.buffer_bytes = 100}, function.invoke());
  ASSERT_TRUE(result) << result.error();
  // b, a, b
  EXPECT_EQ(result->traffic.arrived_bytes, 300u);
  EXPECT_EQ(result->traffic.text_bytes, 4500u);
}

TEST(BufferSimulation, InvokesWithARecordThatIsLargerThanTheBuffer) {
  Function function(SIZE_MAX);
  const Arrivals one = arrivals({record("a")});
  const auto result = simulate_buffer(one, {.buffer_bytes = 10}, function.invoke());
  ASSERT_TRUE(result) << result.error();
  EXPECT_EQ(data_of(function.events[0]), "a");
}

TEST(BufferSimulation, KeepsWithinLambdasEvent) {
  Function function(SIZE_MAX);
  const Arrivals one = arrivals({record("a")});
  const auto result =
      simulate_buffer(one, {.buffer_bytes = 1 << 20, .event_bytes_max = 2000}, function.invoke());
  ASSERT_TRUE(result) << result.error();
  for (const Json& event : function.events) EXPECT_LE(event.dump().size(), 2000u);
  EXPECT_GE(function.events[0]["records"].size(), 10u);
}

TEST(BufferSimulation, SaysWhereNothingGetsThrough) {
  Function function(0);
  const Arrivals one = arrivals({record("a")});
  const auto result = simulate_buffer(one, {.buffer_bytes = 400}, function.invoke());
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error(), HasSubstr("no room for anything new"));
}

TEST(BufferSimulation, PassesAnErrorOn) {
  const Invoke broken = [](std::string_view) -> tl::expected<Invocation, std::string> {
    return tl::make_unexpected("broken");
  };
  EXPECT_EQ(simulate_buffer(arrivals({record("a")}), {}, broken).error(), "broken");
}

TEST(BufferSimulation, WritesTheEventOfEachSource) {
  const auto first_event = [](Source source) {
    Function function(1);
    const Arrivals two = arrivals({record("a", "k"), record("b", "k")}, source);
    // Of MSK nothing can be put back; the function here does not know.
    const auto result = simulate_buffer(two, {.buffer_bytes = 100}, function.invoke());
    return function.events.at(0);
  };
  const Json direct = first_event(Source::kDirectPut);
  EXPECT_EQ(direct["deliveryStreamArn"], kArn);
  EXPECT_EQ(direct["region"], "eu-west-1");
  EXPECT_EQ(direct["records"][0]["approximateArrivalTimestamp"], 7);
  EXPECT_EQ(direct["records"][0]["recordId"].get<std::string>().size(), 56u);
  const Json kinesis = first_event(Source::kKinesis);
  EXPECT_EQ(kinesis["sourceKinesisStreamArn"], kArn);
  EXPECT_EQ(kinesis["records"][0]["kinesisRecordMetadata"]["partitionKey"], "k");
}

TEST(BufferSimulation, PutsBackWithTheKeyAsJsonWritesIt) {
  Function function(1);
  const Arrivals two = arrivals({record("a", "k"), record("b", "k")}, Source::kKinesis);
  ASSERT_TRUE(simulate_buffer(two, {.buffer_bytes = 200}, function.invoke()));
  EXPECT_EQ(function.events[1]["records"][0]["kinesisRecordMetadata"]["partitionKey"], "\"");
}

}  // namespace
}  // namespace cwlogs::testing
