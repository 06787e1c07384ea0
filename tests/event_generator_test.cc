#include "cli/event_generator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "processor/base64.h"
#include "tests/gzip_fixture.h"

namespace cwlogs {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using ::testing::MatchesRegex;
using testing::zlib_gunzip;

json parse_event(const GeneratorOptions& options) { return json::parse(generate_event(options)); }

json records_of(const GeneratorOptions& options) { return parse_event(options).at("records"); }

std::optional<std::string> decode(const json& record) {
  const auto& text = record.at(record.contains("data") ? "data" : "kafkaRecordValue");
  const auto& base64 = text.get_ref<const std::string&>();
  std::string bytes(base64::decoded_size_max(base64.size()), '\0');
  const std::optional<size_t> size = base64::decode(base64, bytes.data());
  if (!size) return std::nullopt;
  bytes.resize(*size);
  return bytes;
}

json document_of(const json& record) { return json::parse(zlib_gunzip(*decode(record)).value()); }

std::vector<std::string> keys_of(const std::string& text) {
  std::vector<std::string> keys;
  const auto object = nlohmann::ordered_json::parse(text);
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

using Keys = std::vector<std::string>;

TEST(EventGenerator, SameOptionsGiveSameBytes) {
  const GeneratorOptions options{.control_share = 0.2, .broken_share = {0.1, 0.1, 0.1}};
  EXPECT_EQ(generate_event(options), generate_event(options));
}

TEST(EventGenerator, AnotherSeedGivesAnotherEvent) {
  EXPECT_NE(generate_event({.seed = 1}), generate_event({.seed = 2}));
}

// Without gzip, whose bytes belong to the version of zlib. A wanted change changes this number.
TEST(EventGenerator, BytesAreTheSameOnEveryMachine) {
  const std::string event =
      generate_event({.records = 20, .log_events_per_record = 10, .plain = true});
  EXPECT_EQ(testing::crc_of(event), 2902010103u) << event.size() << " bytes";
}

TEST(EventGenerator, DirectPutHasFirehosesShape) {
  const std::string text = generate_event({.records = 2});
  EXPECT_EQ(keys_of(text), (Keys{"invocationId", "deliveryStreamArn", "region", "records"}));
  const json event = json::parse(text);
  EXPECT_THAT(event.at("invocationId").get<std::string>(),
              MatchesRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
  for (const json& record : event.at("records")) {
    EXPECT_EQ(record.size(), 3u);
    EXPECT_THAT(record.at("recordId").get<std::string>(), MatchesRegex("[0-9]{56}"));
    EXPECT_TRUE(record.at("approximateArrivalTimestamp").is_number_integer());
  }
}

TEST(EventGenerator, KinesisAddsItsMetadata) {
  const json event = parse_event({.source = EventSource::kKinesis, .records = 2});
  EXPECT_TRUE(event.contains("sourceKinesisStreamArn"));
  const json& record = event.at("records").at(1);
  const json& metadata = record.at("kinesisRecordMetadata");
  EXPECT_EQ(metadata.size(), 5u);
  EXPECT_EQ(metadata.at("shardId"), "shardId-000000000000");
  EXPECT_EQ(metadata.at("partitionKey").get<std::string>().size(), 32u);
  EXPECT_EQ(metadata.at("approximateArrivalTimestamp"), record.at("approximateArrivalTimestamp"));
  EXPECT_EQ(metadata.at("sequenceNumber"), record.at("recordId"));
  EXPECT_EQ(metadata.at("subsequenceNumber"), 0);
  EXPECT_EQ(document_of(record).at("messageType"), "DATA_MESSAGE");
}

TEST(EventGenerator, MskHasKafkaRecordValueInsteadOfData) {
  const json event = parse_event({.source = EventSource::kMsk, .records = 2});
  EXPECT_TRUE(event.contains("sourceMSKArn"));
  const json& record = event.at("records").at(1);
  EXPECT_FALSE(record.contains("data"));
  const json& metadata = record.at("mskRecordMetadata");
  EXPECT_EQ(metadata.size(), 3u);
  EXPECT_EQ(record.at("recordId").get<std::string>().size(), 56u);
  EXPECT_TRUE(
      record.at("recordId").get<std::string>().ends_with(metadata.at("offset").get<std::string>()));
  EXPECT_EQ(document_of(record).at("messageType"), "DATA_MESSAGE");
}

TEST(EventGenerator, DocumentsHaveTheirFieldsInOrder) {
  const std::string document = *zlib_gunzip(*decode(records_of({}).at(0)));
  EXPECT_EQ(keys_of(document), (Keys{"messageType", "owner", "logGroup", "logStream",
                                     "subscriptionFilters", "logEvents"}));
  const json log_event = json::parse(document).at("logEvents").at(0);
  EXPECT_THAT(log_event.at("id").get<std::string>(), MatchesRegex("[0-9]{56}"));
  EXPECT_EQ(document.find("\\u"), std::string::npos) << "only ASCII is escaped";
}

TEST(EventGenerator, GzipHeaderTellsNothingOfTheMachine) {
  const std::string member = *decode(records_of({}).at(0));
  EXPECT_EQ(member.substr(0, 10), std::string("\x1f\x8b\x08\0\0\0\0\0\0\0", 10));
}

TEST(EventGenerator, CountsAreKept) {
  const json event =
      parse_event({.records = 24, .log_events_per_record = 3, .log_groups = 4, .log_streams = 3});
  std::map<std::string, std::set<std::string>> streams_by_group;
  std::set<std::string> log_event_ids;
  std::set<std::string> record_ids;
  for (const json& record : event.at("records")) {
    const json document = document_of(record);
    record_ids.insert(record.at("recordId").get<std::string>());
    streams_by_group[document.at("logGroup")].insert(document.at("logStream").get<std::string>());
    for (const json& log_event : document.at("logEvents")) {
      log_event_ids.insert(log_event.at("id").get<std::string>());
    }
  }
  EXPECT_EQ(record_ids.size(), 24u);
  EXPECT_EQ(log_event_ids.size(), 72u);
  EXPECT_EQ(streams_by_group.size(), 4u);
  for (const auto& [group, streams] : streams_by_group) EXPECT_EQ(streams.size(), 3u) << group;
}

TEST(EventGenerator, NoRecordsAndNoLogEventsAreFine) {
  EXPECT_TRUE(records_of({.records = 0}).empty());
  const json event = parse_event({.records = 1, .log_events_per_record = 0});
  EXPECT_TRUE(document_of(event.at("records").at(0)).at("logEvents").empty());
}

TEST(EventGenerator, LogEventsAreSpreadEvenlyOverTheSpan) {
  const json event = parse_event({.records = 5,
                                  .log_events_per_record = 4,
                                  .start = milliseconds(1'000'000),
                                  .span = milliseconds(20'000)});
  int64_t expected = 1'000'000;
  for (const json& record : event.at("records")) {
    const json document = document_of(record);
    for (const json& log_event : document.at("logEvents")) {
      EXPECT_EQ(log_event.at("timestamp"), expected);
      expected += 1000;
    }
    EXPECT_GE(record.at("approximateArrivalTimestamp"), expected - 1000);
  }
}

class TargetBytes : public ::testing::TestWithParam<size_t> {};
INSTANTIATE_TEST_SUITE_P(EventGenerator, TargetBytes,
                         ::testing::Values(100'000, 1'000'000, 6'000'000));

TEST_P(TargetBytes, IsMissedByLessThanOneRecord) {
  const GeneratorOptions options{.family = LogFamily::kNginx, .target_bytes = GetParam()};
  const std::string text = generate_event(options);
  const json event = json::parse(text);
  size_t longest = 0;
  int64_t last = 0;
  for (const json& record : event.at("records")) {
    longest = std::max(longest, record.dump().size());
    last = document_of(record).at("logEvents").back().at("timestamp").get<int64_t>();
  }
  EXPECT_LE(text.size(), GetParam());
  EXPECT_GT(text.size() + longest + longest / 5, GetParam());
  EXPECT_LT(last, (options.start + options.span).count());
  EXPECT_GT(last, (options.start + options.span * 9 / 10).count());
}

TEST(EventGenerator, ATargetBelowOneRecordShrinksIt) {
  const std::string text = generate_event(
      {.family = LogFamily::kJson, .log_events_per_record = 5000, .target_bytes = 10'000});
  const json event = json::parse(text);
  ASSERT_EQ(event.at("records").size(), 1u);
  EXPECT_LE(text.size(), 10'000u);
  EXPECT_GT(text.size(), 9'000u);
  EXPECT_GT(document_of(event.at("records").at(0)).at("logEvents").size(), 1u);
}

TEST(EventGenerator, AnImpossibleTargetGivesNoRecords) {
  EXPECT_TRUE(records_of({.target_bytes = 10}).empty());
}

TEST(EventGenerator, ControlMessagesHaveTheirShare) {
  size_t control = 0;
  for (const json& record :
       records_of({.records = 400, .log_events_per_record = 1, .control_share = 0.25})) {
    const json document = document_of(record);
    if (document.at("messageType") != "CONTROL_MESSAGE") continue;
    ++control;
    EXPECT_EQ(document.at("owner"), "CloudwatchLogs");
    EXPECT_EQ(document.at("logEvents").at(0).at("message"),
              "CWL CONTROL MESSAGE: Checking health of destination Firehose.");
  }
  EXPECT_NEAR(static_cast<double>(control), 100, 25);
}

// How a record is broken, as a strict reader finds out.
std::string fault_of(const json& record, bool plain) {
  const std::optional<std::string> bytes = decode(record);
  if (!bytes) return "bad-base64";
  std::optional<std::string> text = plain ? bytes : zlib_gunzip(*bytes);
  if (!text) return bytes->starts_with("\x1f\x8b") ? "gzip" : "not-gzip";
  if (text->find('\xff') != std::string::npos) return "bad-utf8";
  const json document = json::parse(*text, nullptr, false);
  if (document.is_discarded()) return "bad-json";
  if (!document.contains("messageType")) return "missing-field";
  return document.at("messageType") == "DATA_MESSAGE" ? "" : "unknown-type";
}

GeneratorOptions all_broken(Breakage breakage, bool plain) {
  GeneratorOptions options{.records = 8, .log_events_per_record = 20, .plain = plain};
  options.broken_share[static_cast<size_t>(breakage)] = 1;
  return options;
}

TEST(EventGenerator, RecordsAreBrokenAsAsked) {
  for (size_t i = 0; i < kBreakageCount; ++i) {
    const auto breakage = static_cast<Breakage>(i);
    std::string fault(name_of(breakage));
    const bool in_gzip = breakage == Breakage::kTruncatedGzip || breakage == Breakage::kBadCrc ||
                         breakage == Breakage::kTrailingBytes;
    for (const json& record : records_of(all_broken(breakage, false))) {
      EXPECT_EQ(fault_of(record, false), in_gzip ? "gzip" : fault);
    }
    if (in_gzip || breakage == Breakage::kNotGzip) fault = "bad-json";
    for (const json& record : records_of(all_broken(breakage, true))) {
      EXPECT_EQ(fault_of(record, true), fault) << name_of(breakage);
    }
  }
}

TEST(EventGenerator, BrokenRecordsHaveTheirShare) {
  GeneratorOptions options{.records = 400, .log_events_per_record = 1};
  options.broken_share[static_cast<size_t>(Breakage::kBadBase64)] = 0.1;
  options.broken_share[static_cast<size_t>(Breakage::kBadJson)] = 0.3;
  std::map<std::string, int> count;
  for (const json& record : records_of(options)) ++count[fault_of(record, false)];
  EXPECT_NEAR(count["bad-base64"], 40, 15);
  EXPECT_NEAR(count["bad-json"], 120, 25);
  EXPECT_NEAR(count[""], 240, 30);
}

TEST(EventGenerator, MixedRecordsAreOfEveryFamily) {
  size_t vpc_flow_logs = 0;
  std::set<std::string> starts;
  for (const json& record : records_of({.records = 100})) {
    const json log_event = document_of(record).at("logEvents").at(0);
    if (log_event.contains("extractedFields")) ++vpc_flow_logs;
    starts.insert(log_event.at("message").get<std::string>().substr(0, 2));
  }
  EXPECT_NEAR(static_cast<double>(vpc_flow_logs), 100.0 / 7, 10);
  for (const char* start : {"Ju", "{\"", "2 ", "20", "ST"}) EXPECT_TRUE(starts.contains(start));
}

}  // namespace
}  // namespace cwlogs
