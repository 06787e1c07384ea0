// PARTITIONS_MAX: how many distinct partitions one response may name.
#include <gtest/gtest.h>

#include "processor/processor.h"
#include "tests/configured.h"
#include "tests/event_fixture.h"
#include "tests/ledger.h"

namespace cwlogs::testing {
namespace {

Json of_stream(const std::string& stream) {
  Json json = document({"line of " + stream});
  json["logStream"] = stream;
  return json;
}

EventBuilder event_of(const std::vector<std::string>& streams) {
  EventBuilder event;
  for (const std::string& stream : streams) event.add(of_stream(stream));
  return event;
}

std::vector<std::string> keys_of(const Answered& answered) {
  std::vector<std::string> keys;
  for (const Json& record : answered.records) {
    keys.push_back(record.at("metadata").at("partitionKeys").dump());
  }
  return keys;
}

using Keys = std::vector<std::string>;

const ByName kTwo = {{"PARTITION_KEYS", "s={logStream}"}, {"PARTITIONS_MAX", "2"}};

TEST(PartitionCap, GivesRecordsBeyondItTheFallback) {
  const Answered answered = run(event_of({"a", "b", "c", "a", "d", "b"}), configured(kTwo));
  EXPECT_EQ(keys_of(answered), (Keys{R"({"s":"a"})", R"({"s":"b"})", R"({"s":"other"})",
                                     R"({"s":"a"})", R"({"s":"other"})", R"({"s":"b"})"}));
  EXPECT_EQ(answered.data(2), "line of c\n");
}

TEST(PartitionCap, ReplacesEveryKeyAndLeavesTheTable) {
  const Answered answered =
      run(event_of({"a", "b"}), configured({{"PARTITION_KEYS", "s={logStream},g={logGroup}"},
                                            {"PARTITIONS_MAX", "1"},
                                            {"PARTITION_FALLBACK", "rest of it"},
                                            {"ICEBERG_DATABASE", "d"},
                                            {"ICEBERG_TABLE", "{logStream}"}}));
  EXPECT_EQ(answered.record(1).at("metadata").dump(),
            R"({"partitionKeys":{"s":"rest of it","g":"rest of it"},)"
            R"("otfMetadata":{"destinationDatabaseName":"d","destinationTableName":"b"}})");
}

TEST(PartitionCap, StartsAnewWithEachEvent) {
  Processor processor(configured(kTwo));
  run(processor, event_of({"a", "b", "c"}).text());
  EXPECT_EQ(keys_of(run(processor, event_of({"c", "d", "e"}).text())),
            (Keys{R"({"s":"c"})", R"({"s":"d"})", R"({"s":"other"})"}));
}

TEST(PartitionCap, IsReachedNotExceeded) {
  Keys expected;
  std::vector<std::string> streams;
  for (int i = 0; i < 10; ++i) {
    streams.push_back("s" + std::to_string(i));
    expected.push_back("{\"s\":\"s" + std::to_string(i) + "\"}");
  }
  const auto keys = [&](const std::string& max) {
    return keys_of(run(event_of(streams),
                       configured({{"PARTITION_KEYS", "s={logStream}"}, {"PARTITIONS_MAX", max}})));
  };
  EXPECT_EQ(keys("11"), expected);
  EXPECT_EQ(keys("10"), expected);
  expected[9] = R"({"s":"other"})";
  EXPECT_EQ(keys("9"), expected);
}

TEST(PartitionCap, CountsOnlyWhatIsDelivered) {
  Json large = of_stream("large");
  large["logEvents"][0]["message"] = std::string(5000, 'x');
  EventBuilder event = event_of({"a"});
  event.add(large).add(of_stream("b")).add(of_stream("c"));
  ByName variables = kTwo;
  variables["RESPONSE_BYTES_MAX"] = "3000";
  const Answered answered = run(event, configured(variables));
  EXPECT_EQ(answered.result(1), "ProcessingFailed");  // too large for any response
  EXPECT_EQ(answered.record(2).at("metadata").at("partitionKeys").dump(), R"({"s":"b"})");
  EXPECT_EQ(answered.record(3).at("metadata").at("partitionKeys").dump(), R"({"s":"other"})");
}

TEST(PartitionCap, StaysWithinTheBudgetWithALongFallback) {
  ByName variables = kTwo;
  variables["PARTITION_FALLBACK"] = std::string(256, 'f');
  for (size_t budget = 300; budget < 2000; budget += 7) {
    variables["RESPONSE_BYTES_MAX"] = std::to_string(budget);
    run(event_of({"a", "b", "c", "d"}), configured(variables));  // run() checks the budget
  }
}

TEST(PartitionCap, LeavesTheSplitToTheUncappedKeys) {
  std::vector<Json> log_events;
  for (int64_t hour = 0; hour < 3; ++hour) {
    log_events.push_back(log_event("hour " + std::to_string(hour), hour * 3'600'000));
  }
  const Answered answered = run(event_of({"x"}).add(document_of(log_events)),
                                configured({{"PARTITION_KEYS", "hour={timestamp:%H}"},
                                            {"PARTITION_STRADDLE", "split"},
                                            {"PARTITIONS_MAX", "1"}}));
  EXPECT_EQ(answered.puts.size(), 2U);
  EXPECT_EQ(keys_of(answered), (Keys{R"({"hour":"00"})", R"({"hour":"00"})"}));
  const Answered capped = run(EventBuilder()
                                  .add(document_of({log_event("other day", 43'200'000)}))
                                  .add(document_of(log_events)),
                              configured({{"PARTITION_KEYS", "hour={timestamp:%H}"},
                                          {"PARTITION_STRADDLE", "split"},
                                          {"PARTITIONS_MAX", "1"}}));
  EXPECT_EQ(capped.puts.size(), 2U);
  EXPECT_EQ(capped.data(1), "hour 0\n");
  EXPECT_EQ(keys_of(capped), (Keys{R"({"hour":"12"})", R"({"hour":"other"})"}));
}

TEST(PartitionCap, LeavesRecordsWithoutMetadataAlone) {
  const Answered answered = run(event_of({"a", "b", "c"}), configured({{"PARTITIONS_MAX", "1"}}));
  for (size_t i = 0; i < 3; ++i) EXPECT_FALSE(answered.record(i).contains("metadata"));
}

}  // namespace
}  // namespace cwlogs::testing
