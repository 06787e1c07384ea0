// Records whose log events belong to different partitions.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "processor/processor.h"
#include "tests/configured.h"
#include "tests/event_fixture.h"
#include "tests/gzip_fixture.h"
#include "tests/ledger.h"

namespace cwlogs::testing {
namespace {

const ByName kSplit = {{"PARTITION_KEYS", "hour={timestamp:%H}"}, {"PARTITION_STRADDLE", "split"}};

ByName with(ByName variables, const ByName& more) {
  for (const auto& [name, value] : more) variables[name] = value;
  return variables;
}

constexpr int64_t kHourMs = 3'600'000;

Json at_hour(int64_t hour, const std::string& message) {
  return log_event(message, 1655856000000 + hour * kHourMs, message);
}

// Most bytes at two o'clock.
Json three_hours() {
  return document_of({at_hour(1, "one"), at_hour(2, "two two"), at_hour(3, "three"),
                      at_hour(2, "two more"), at_hour(1, "one more")});
}

std::string keys_of(const Answered& answered, size_t i) {
  return answered.record(i).at("metadata").at("partitionKeys").dump();
}

std::string put_text(const Answered& answered, size_t i) {
  return gunzip_all(bytes_of_base64(answered.put_data.at(i)));
}

std::string put_lines(const Answered& answered, size_t i) {
  return lines_of(entries_of(put_text(answered, i)));
}

TEST(Straddle, FollowsTheFirstLogEventUnlessTold) {
  const Answered answered = run(EventBuilder().add(three_hours()),
                                configured({{"PARTITION_KEYS", "hour={timestamp:%H}"}}));
  EXPECT_EQ(answered.data(0), "one\ntwo two\nthree\ntwo more\none more\n");
  EXPECT_EQ(keys_of(answered, 0), R"({"hour":"01"})");
  EXPECT_TRUE(answered.puts.empty());
}

TEST(Straddle, DeliversTheLargestPartitionAndPutsTheOthers) {
  for (const Source source : {Source::kDirectPut, Source::kKinesis}) {
    const Answered answered =
        run(EventBuilder(source).partition_key("k1").add(three_hours()), configured(kSplit));
    EXPECT_EQ(answered.data(0), "two two\ntwo more\n");
    EXPECT_EQ(keys_of(answered, 0), R"({"hour":"02"})");
    EXPECT_EQ(answered.answers[0].log_events, 2U);
    ASSERT_EQ(answered.puts.size(), 2U);
    EXPECT_EQ(put_lines(answered, 0), "one\none more\n");
    EXPECT_EQ(put_lines(answered, 1), "three\n");
    if (source == Source::kKinesis) {
      EXPECT_EQ(answered.put_keys[1], "k1");
    }
  }
}

TEST(Straddle, FailsTheRecordWhereAPutFails) {
  Processor processor(configured(kSplit));
  const EventBuilder event = EventBuilder().add(three_hours()).add(document({"alone"}));
  const Answered answered = run(processor, event.text(), PutOutcome::kFailed);
  EXPECT_EQ(answered.result(0), "ProcessingFailed");
  EXPECT_FALSE(answered.record(0).contains("data"));
  EXPECT_EQ(answered.data(1), "alone\n");
  const PaddedText text(event.text());
  const auto plan = processor.process(text.view());
  for (size_t failed = 0; failed < 2; ++failed) {
    std::vector<PutOutcome> outcomes(2, PutOutcome::kAccepted);
    outcomes[failed] = PutOutcome::kFailed;
    std::string response;
    render_response(*plan, outcomes, response);
    EXPECT_EQ(Json::parse(response).at("records")[0].at("result"), "ProcessingFailed");
  }
}

TEST(Straddle, BehavesAsFirstWhereNothingCanBePut) {
  const std::string all = "one\ntwo two\nthree\ntwo more\none more\n";
  const auto expect_first = [&](const EventBuilder& event, const ByName& variables) {
    const Answered answered = run(event, configured(variables));
    EXPECT_EQ(answered.data(0), all);
    EXPECT_EQ(keys_of(answered, 0), R"({"hour":"01"})");
    EXPECT_TRUE(answered.puts.empty());
  };
  expect_first(EventBuilder(Source::kMsk).add(three_hours()), kSplit);
  expect_first(EventBuilder().add(three_hours()), with(kSplit, {{"REINGEST", "fail"}}));
  expect_first(EventBuilder().add_bytes(three_hours().dump()), kSplit);  // already decompressed
}

TEST(Straddle, SplitsPlainJsonOfAKinesisStream) {
  const Answered answered =
      run(EventBuilder(Source::kKinesis).add_bytes(three_hours().dump()), configured(kSplit));
  EXPECT_EQ(answered.data(0), "two two\ntwo more\n");
  EXPECT_EQ(answered.puts.size(), 2U);
}

TEST(Straddle, LeavesRecordsOfOnePartitionAlone) {
  const EventBuilder event =
      EventBuilder().add(document({"a", "b"})).add(document_of({at_hour(5, "c"), at_hour(5, "d")}));
  const Answered answered = run(event, configured(kSplit));
  EXPECT_EQ(answered.data(0), "a\nb\n");
  EXPECT_EQ(answered.data(1), "c\nd\n");
  EXPECT_TRUE(answered.puts.empty());
}

TEST(Straddle, CountsOnlyWhatTheFilterKeeps) {
  const Answered answered = run(EventBuilder().add(three_hours()),
                                configured(with(kSplit, {{"INCLUDE_AT_MATCH", "two"}})));
  EXPECT_EQ(answered.data(0), "two two\ntwo more\n");
  EXPECT_TRUE(answered.puts.empty());
  EXPECT_EQ(answered.answers[0].filtered, 3U);
}

TEST(Straddle, SplitsByIcebergTablesToo) {
  const Answered answered =
      run(EventBuilder().add(document({R"({"t":"a"})", R"({"t":"b","x":1})"})),
          configured({{"PARTITION_STRADDLE", "split"},
                      {"ICEBERG_DATABASE", "d"},
                      {"ICEBERG_TABLE", "{message:/t}"}}));
  EXPECT_EQ(answered.data(0), "{\"t\":\"b\",\"x\":1}\n");
  EXPECT_EQ(put_lines(answered, 0), "{\"t\":\"a\"}\n");
}

TEST(Straddle, KeepsEnvelopesOfSeveralDocuments) {
  Json other = document_of({at_hour(1, "other one"), at_hour(2, "other two, the longest of all")});
  other["logGroup"] = "/other";
  other["policyLevel"] = "ACCOUNT";
  const std::string text = three_hours().dump() + control_message().dump() + other.dump();
  const Answered answered = run(EventBuilder().add_gzip(text), configured(kSplit));
  EXPECT_EQ(answered.data(0), "two two\ntwo more\nother two, the longest of all\n");
  ASSERT_EQ(answered.puts.size(), 2U);
  const std::vector<Entry> put = entries_of(put_text(answered, 0));
  ASSERT_EQ(put.size(), 3U);
  EXPECT_EQ(put[1].first.at("logGroup"), "/aws/test");
  EXPECT_EQ(put[2].first.at("logGroup"), "/other");
  EXPECT_EQ(put[2].first.at("policyLevel"), "ACCOUNT");
  EXPECT_EQ(put[2].second.at("message"), "other one");
}

TEST(Straddle, SplitsByWhatEachDocumentsRuleSays) {
  Json plain = document({"no keys here"});
  plain["logGroup"] = "/plain";
  const std::string file = R"({"partitionStraddle":"split","rules":[{"logGroup":"/aws/*",)"
                           R"("partitionKeys":"hour={timestamp:%H}"}]})";
  const Answered answered = run(EventBuilder().add_gzip(document({"a", "b"}).dump() + plain.dump()),
                                configured({}, file));
  EXPECT_EQ(answered.data(0), "no keys here\n");
  EXPECT_FALSE(answered.record(0).contains("metadata"));
  EXPECT_EQ(put_lines(answered, 0), "a\nb\n");
}

// Log events of many hours, in turn.
Json many_hours(size_t log_events, size_t bytes) {
  std::vector<Json> all;
  for (size_t i = 0; i < log_events; ++i) {
    std::string message = std::to_string(i) + " ";
    message.resize(bytes, static_cast<char>('a' + i % 23));
    all.push_back(log_event(message, 1655856000000 + static_cast<int64_t>(i % 5) * kHourMs));
  }
  return document_of(all);
}

TEST(Straddle, PutsPiecesOfSinglePartitionsWhereNothingFits) {
  const Answered answered = run(EventBuilder().add(many_hours(100, 100)),
                                configured(with(kSplit, {{"RESPONSE_BYTES_MAX", "2000"}})));
  EXPECT_EQ(answered.reason(0), Reason::kSplit);
  ASSERT_GT(answered.puts.size(), 5U);
  for (size_t i = 0; i < answered.puts.size(); ++i) {
    std::set<int64_t> hours;
    for (const Entry& entry : entries_of(put_text(answered, i))) {
      hours.insert(entry.second.at("timestamp").get<int64_t>());
    }
    EXPECT_EQ(hours.size(), 1U);
  }
}

TEST(Straddle, NeverPutsAPieceTwiceForItsPartition) {
  for (const Source source : {Source::kDirectPut, Source::kKinesis}) {
    for (const char* gzip : {"none", "gzip"}) {
      EventBuilder event(source);
      for (int i = 0; i < 4; ++i) event.add(many_hours(40, 60));
      Processor processor(configured(
          with(kSplit, {{"RESPONSE_BYTES_MAX", "60000"}, {"OUTPUT_COMPRESSION", gzip}})));
      const Circulation circulation = circulate(processor, event, source, 100'000, 3);
      // All fits: one round splits, the next delivers.
      EXPECT_EQ(circulation.generations, 2U);
      EXPECT_EQ(circulation.records_failed, 0U);
    }
  }
}

TEST(Straddle, LosesNothingHoweverSmallTheResponse) {
  for (const char* budget : {"4000", "6001", "20000"}) {
    EventBuilder event(Source::kKinesis);
    for (int i = 0; i < 4; ++i) event.add(many_hours(60, 80));
    Processor processor(configured(with(kSplit, {{"RESPONSE_BYTES_MAX", budget}})));
    const Circulation circulation = circulate(processor, event, Source::kKinesis, 4'000, 60);
    EXPECT_EQ(circulation.records_failed, 0U);
    EXPECT_EQ(circulation.delivered.size(), 4U * 60 * 81);
  }
}

TEST(Straddle, SplitsARecordOfSoManyPartitionsAndNoMore) {
  const auto run_with = [](size_t partitions) {
    std::vector<Json> log_events;
    for (size_t i = 0; i < partitions; ++i) {
      log_events.push_back(log_event(std::to_string(i), 0, std::to_string(i)));
      log_events.push_back(log_events.back());
    }
    return run(EventBuilder().add(document_of(log_events)),
               configured({{"PARTITION_KEYS", "id={id}"}, {"PARTITION_STRADDLE", "split"}}));
  };
  EXPECT_EQ(run_with(kPartitionsPerRecordMax - 1).puts.size(), kPartitionsPerRecordMax - 2);
  EXPECT_EQ(run_with(kPartitionsPerRecordMax).puts.size(), kPartitionsPerRecordMax - 1);
  const Answered above = run_with(kPartitionsPerRecordMax + 1);
  EXPECT_TRUE(above.puts.empty());
  EXPECT_EQ(above.answers[0].log_events, 2 * (kPartitionsPerRecordMax + 1));
  EXPECT_EQ(keys_of(above, 0), R"({"id":"0"})");
}

// --- each log event a record of its own ---

const ByName kEach = {{"PARTITION_STRADDLE", "each"},
                      {"ICEBERG_DATABASE", "d"},
                      {"ICEBERG_TABLE", "t_{message:/t|other}"}};

TEST(StraddleEach, DeliversOneLogEventAndPutsTheOthers) {
  const Answered answered =
      run(EventBuilder().add(document({"same", R"({"t":"a","x":"longest"})", "same"})),
          configured(kEach));
  EXPECT_EQ(answered.data(0), "{\"t\":\"a\",\"x\":\"longest\"}\n");
  EXPECT_EQ(answered.record(0).at("metadata").at("otfMetadata").at("destinationTableName"), "t_a");
  ASSERT_EQ(answered.puts.size(), 2U);
  EXPECT_EQ(put_lines(answered, 0), "same\n");
  EXPECT_EQ(put_lines(answered, 1), "same\n");
}

TEST(StraddleEach, NeedsNoKeys) {
  const Answered answered =
      run(EventBuilder().add(document({"a", "bb"})), configured({{"PARTITION_STRADDLE", "each"}}));
  EXPECT_EQ(answered.data(0), "bb\n");
  EXPECT_FALSE(answered.record(0).contains("metadata"));
  EXPECT_EQ(put_lines(answered, 0), "a\n");
}

TEST(StraddleEach, LeavesARecordOfOneLogEventAlone) {
  const ByName noisy = with(kEach, {{"EXCLUDE_AT_MATCH", "noise"}});
  const Answered answered =
      run(EventBuilder().add(document({"a"})).add(document({"noise", "b"})), configured(noisy));
  EXPECT_EQ(answered.data(0), "a\n");
  EXPECT_EQ(answered.data(1), "b\n");
  EXPECT_TRUE(answered.puts.empty());
}

TEST(StraddleEach, BehavesAsFirstWhereNothingCanBePut) {
  EXPECT_EQ(run(EventBuilder(Source::kMsk).add(document({"a", "b"})), configured(kEach)).data(0),
            "a\nb\n");
  EXPECT_EQ(
      run(EventBuilder().add(document({"a", "b"})), configured(with(kEach, {{"REINGEST", "fail"}})))
          .data(0),
      "a\nb\n");
}

std::vector<std::string> numbered(size_t log_events) {
  std::vector<std::string> messages;
  for (size_t i = 0; i < log_events; ++i) messages.push_back(std::to_string(i));
  return messages;
}

TEST(StraddleEach, SharesPartitionsOfMoreLogEventsThanItCanPut) {
  const auto run_with = [](size_t log_events) {
    return run(EventBuilder().add(document(numbered(log_events))), configured(kEach));
  };
  const Answered most = run_with(kPartitionsPerRecordMax);
  EXPECT_EQ(most.puts.size(), kPartitionsPerRecordMax - 1);
  EXPECT_EQ(most.answers[0].log_events, 1U);
  // Pairs, of which none may be delivered.
  const Answered above = run_with(kPartitionsPerRecordMax + 1);
  EXPECT_EQ(above.reason(0), Reason::kSplit);
  EXPECT_EQ(above.puts.size(), kPartitionsPerRecordMax / 2 + 1);
  EXPECT_EQ(put_lines(above, 0), "0\n1\n");
  EXPECT_EQ(put_lines(above, kPartitionsPerRecordMax / 2 - 1), "500\n");
}

TEST(StraddleEach, ComesToAnEndAndLosesNothing) {
  for (const auto& [log_events, generations] : {std::pair(500, 2U), std::pair(1200, 3U)}) {
    Processor processor(configured(kEach));
    const EventBuilder event =
        EventBuilder().add(document(numbered(static_cast<size_t>(log_events))));
    const Circulation circulation = circulate(processor, event, Source::kDirectPut, 1'000'000, 4);
    EXPECT_EQ(circulation.generations, generations);
    EXPECT_EQ(circulation.records_failed, 0U);
    EXPECT_EQ(std::ranges::count(circulation.delivered, '\n'), log_events);
  }
}

}  // namespace
}  // namespace cwlogs::testing
