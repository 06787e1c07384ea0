#include "cli/redrive_puts.h"

#include <gtest/gtest.h>

#include <functional>

#include "processor/put_request.h"
#include "tests/child_process.h"
#include "tests/error_file.h"
#include "tests/gzip_fixture.h"

namespace cwlogs::testing {
namespace {

using Strings = std::vector<std::string>;

// Accepts what it is told to, and remembers it.
class FakeTarget : public PutTarget {
 public:
  using Outcomes = tl::expected<std::vector<PutOutcome>, std::string>;

  Outcomes put(const FirehoseEvent& destination, std::span<const PutRecord> puts) override {
    ++calls;
    if (calls == failing_call) return tl::make_unexpected("the wire is cut");
    std::string body;
    render_put_request(destination, puts, body);
    std::vector<PutOutcome> outcomes;
    const Json request = Json::parse(body);
    for (const Json& record : request.at("Records")) {
      const std::string data = bytes_of_base64(record.at("Data").get<std::string>());
      const bool accepted = accepts(data);
      if (accepted) received.push_back(data);
      outcomes.push_back(accepted ? PutOutcome::kAccepted : PutOutcome::kFailed);
    }
    if (calls == short_call) outcomes.pop_back();
    return outcomes;
  }

  std::function<bool(const std::string&)> accepts = [](const std::string&) { return true; };
  size_t calls = 0;
  size_t failing_call = 0;
  size_t short_call = 0;
  Strings received;
};

class RedrivePutsTest : public ::testing::Test {
 protected:
  struct Outcome {
    std::string error;
    RedrivePuts::Counts counts;
  };

  // One run over these records, as the program would do it.
  Outcome run(const Strings& records, FakeTarget& target, const std::string& towards = "stream") {
    auto progress = RedriveProgress::open(progress_, towards);
    if (!progress) return {progress.error(), {}};
    const FirehoseEvent destination = put_destination(source_, "stream");
    RedrivePuts puts(destination, target, *progress);
    std::string text;
    for (const std::string& record : records) text += error_line(record);
    ErrorObjectReader reader(LineReader::of_bytes(text, "errors.json"));
    ErrorObject object;
    while (reader.next(object) == ErrorObjectReader::Step::kObject) {
      if (const auto added = puts.add(object); !added) return {added.error(), puts.counts()};
    }
    const auto finished = puts.finish();
    return {finished ? "" : finished.error(), puts.counts()};
  }

  static Strings records(size_t n) {
    Strings records;
    for (size_t i = 1; i <= n; ++i) records.push_back("record " + std::to_string(i));
    return records;
  }

  TemporaryFolder folder_;
  const std::string progress_ = folder_.path("progress.json");
  Source source_ = Source::kDirectPut;
};

TEST_F(RedrivePutsTest, SendsEveryRecordOnceAndInOrder) {
  FakeTarget target;
  const Outcome outcome = run(records(1201), target);
  EXPECT_EQ(outcome.error, "");
  EXPECT_EQ(target.received, records(1201));
  EXPECT_EQ(target.calls, 3u);
  EXPECT_EQ(outcome.counts.accepted, 1201u);
  EXPECT_EQ(outcome.counts.calls, 3u);
}

TEST_F(RedrivePutsTest, SendsNothingTwiceInASecondRun) {
  FakeTarget target;
  run(records(700), target);
  FakeTarget second;
  const Outcome outcome = run(records(700), second);
  EXPECT_EQ(outcome.error, "");
  EXPECT_EQ(second.calls, 0u);
  EXPECT_EQ(outcome.counts.accepted_earlier, 700u);
}

TEST_F(RedrivePutsTest, SendsOnlyWhatWasNotAccepted) {
  FakeTarget target;
  target.accepts = [](const std::string& data) { return data.back() != '3'; };
  const Outcome first = run(records(1000), target);
  EXPECT_EQ(first.error, "");
  EXPECT_EQ(first.counts.failed, 100u);
  FakeTarget rest;
  const Outcome second = run(records(1000), rest);
  EXPECT_EQ(second.counts.accepted, 100u);
  EXPECT_EQ(second.counts.accepted_earlier, 900u);
  EXPECT_EQ(rest.received.front(), "record 3");
  EXPECT_EQ(rest.received.back(), "record 993");
  FakeTarget none;
  EXPECT_EQ(run(records(1000), none).counts.calls, 0u);
}

TEST_F(RedrivePutsTest, GoesOnWhereARunWasBroken) {
  FakeTarget target;
  target.failing_call = 2;
  EXPECT_EQ(run(records(1200), target).error, "the wire is cut");
  EXPECT_EQ(target.calls, 2u);
  FakeTarget rest;
  EXPECT_EQ(run(records(1200), rest).error, "");
  EXPECT_EQ(rest.received.size(), 700u);
  EXPECT_EQ(rest.received.front(), "record 501");
}

TEST_F(RedrivePutsTest, SendsRecordsThatWereAddedSince) {
  FakeTarget target;
  run(records(10), target);
  FakeTarget rest;
  EXPECT_EQ(run(records(12), rest).error, "");
  EXPECT_EQ(rest.received, (Strings{"record 11", "record 12"}));
}

TEST_F(RedrivePutsTest, StopsWhereNothingIsAccepted) {
  FakeTarget target;
  target.accepts = [](const std::string&) { return false; };
  EXPECT_EQ(run(records(1200), target).error, "none of 500 records put was accepted");
  EXPECT_EQ(target.calls, 1u);
}

TEST_F(RedrivePutsTest, StopsWhereOutcomesAreMissing) {
  FakeTarget target;
  target.short_call = 1;
  EXPECT_EQ(run(records(3), target).error,
            "2 outcomes for 3 records put: what was accepted is not known");
}

TEST_F(RedrivePutsTest, SendsNothingWithTheProgressOfOtherRecords) {
  FakeTarget target;
  run(records(20), target);
  Strings others = records(30);
  others[7] = "another";
  for (const Strings& wrong : {others, records(19)}) {
    FakeTarget second;
    EXPECT_EQ(run(wrong, second).error, progress_ + " is the progress of other records than these");
    EXPECT_EQ(second.calls, 0u);
  }
  FakeTarget elsewhere;
  EXPECT_EQ(run(records(20), elsewhere, "other").error,
            progress_ + " is the progress towards stream, not other");
}

TEST_F(RedrivePutsTest, RefusesAProgressFileThatIsNone) {
  for (const char* text :
       {"", "hello", "{}", "[]", R"({"target":"stream","accepted":[[2,1,0]]})",
        R"({"target":"stream","accepted":[[0,1,0]]})", R"({"target":"stream","accepted":[["a"]]})",
        R"({"target":"stream","accepted":[[1,5,0],[3,6,0]]})", R"({"target":5,"accepted":[]})"}) {
    folder_.write("progress.json", text);
    FakeTarget target;
    EXPECT_NE(run(records(3), target).error, "") << text;
    EXPECT_EQ(target.calls, 0u);
    EXPECT_EQ(read_file(progress_), text);
  }
}

TEST_F(RedrivePutsTest, RefusesAProgressFileThatCantBeWritten) {
  const auto progress = RedriveProgress::open(folder_.path("none/progress.json"), "stream");
  ASSERT_FALSE(progress);
  EXPECT_NE(progress.error().find("No such file or directory"), std::string::npos);
}

TEST_F(RedrivePutsTest, KeepsTheProgressShort) {
  FakeTarget target;
  run(records(5000), target);
  EXPECT_LT(read_file(progress_).size(), 100u);
}

TEST_F(RedrivePutsTest, GivesTheSameKeyToTheSameRecord) {
  source_ = Source::kKinesis;
  Strings keys;
  PutBatcher batcher(source_,
                     [&](const PutBatcher::Batch& batch) -> tl::expected<void, std::string> {
                       for (const PutRecord& put : batch.puts) keys.emplace_back(put.partition_key);
                       return {};
                     });
  ErrorObject object;
  for (const char* data : {"a", "b", "a", ""}) {
    object.data = data;
    EXPECT_TRUE(batcher.add(1, object));
  }
  EXPECT_TRUE(batcher.finish());
  EXPECT_EQ(keys, (Strings{"af63dc4c8601ec8c", "af63df4c8601f1a5", "af63dc4c8601ec8c",
                           "cbf29ce484222325"}));
}

TEST_F(RedrivePutsTest, StaysWithinTheLimitsOfTheService) {
  for (const Source source : {Source::kDirectPut, Source::kKinesis}) {
    const bool kinesis = source == Source::kKinesis;
    const size_t record_max = kinesis ? (1 << 20) - 16 : 1'024'000;
    size_t most = 0;
    PutBatcher batcher(source,
                       [&](const PutBatcher::Batch& batch) -> tl::expected<void, std::string> {
                         size_t bytes = 0;
                         for (const PutRecord& put : batch.puts)
                           bytes += put.bytes + put.partition_key.size();
                         most = std::max(most, bytes);
                         return {};
                       });
    const std::string data(record_max + 1, 'x');
    ErrorObject object;
    object.data = data;
    EXPECT_EQ(batcher.add(1, object), false);
    object.data = std::string_view(data).substr(1);
    for (size_t i = 0; i < 20; ++i) EXPECT_EQ(batcher.add(i, object), true);
    EXPECT_TRUE(batcher.finish());
    EXPECT_EQ(most, kinesis ? 5 << 20 : 3 * 1'024'000);
  }
}

}  // namespace
}  // namespace cwlogs::testing
