// OUTPUT_COMPRESSION=gzip: what Firehose writes to S3, one record's data behind the other, is one
// gzip file.
#include <gtest/gtest.h>

#include <algorithm>

#include "cli/event_generator.h"
#include "tests/child_process.h"
#include "tests/configured.h"
#include "tests/event_fixture.h"
#include "tests/gzip_fixture.h"
#include "tests/ledger.h"

namespace cwlogs::testing {
namespace {

const ByName kGzip = {{"OUTPUT_COMPRESSION", "gzip"}};

std::string object_of(const Answered& answered) {
  std::string object;
  for (size_t i = 0; i < answered.records.size(); ++i) {
    if (answered.result(i) == "Ok") object += answered.data(i);
  }
  return object;
}

EventBuilder some_records() {
  EventBuilder event;
  for (int i = 0; i < 20; ++i) {
    event.add(document({"line " + std::to_string(i), log_text(3000), "日本語"}));
  }
  event.add_bytes("broken").add(control_message()).add(document({""}));
  return event;
}

TEST(GzipOutput, IsAFileThatGzipPythonAndZlibTake) {
  const std::string plain = object_of(run(some_records(), configured({})));
  const TemporaryFolder folder;
  for (const char* level : {"1", "6", "12"}) {
    const std::string object = object_of(
        run(some_records(),
            configured({{"OUTPUT_COMPRESSION", "gzip"}, {"OUTPUT_COMPRESSION_LEVEL", level}})));
    EXPECT_EQ(zlib_gunzip(object), plain);
    const std::string file = folder.write("object.gz", object);
    EXPECT_EQ(run_child({"/usr/bin/env", "gzip", "-t", file}).exit_code, 0);
    EXPECT_EQ(run_child({"/usr/bin/env", "gzip", "-dc", file}).out, plain);
    const std::string script =
        "import gzip, sys; sys.stdout.buffer.write(gzip.open(sys.argv[1]).read())";
    EXPECT_EQ(run_child({"/usr/bin/env", "python3", "-c", script, file}).out, plain);
  }
}

TEST(GzipOutput, IsOneMemberForEachRecord) {
  const Answered answered = run(some_records(), configured(kGzip));
  const Answered plain = run(some_records(), configured({}));
  for (size_t i = 0; i < answered.records.size(); ++i) {
    ASSERT_EQ(answered.result(i), plain.result(i));
    if (answered.result(i) != "Ok") continue;
    std::string member = answered.data(i);
    EXPECT_EQ(zlib_gunzip_member(&member), plain.data(i));
    EXPECT_EQ(member, "");
  }
}

TEST(GzipOutput, LetsWholeEventsFitThatOverflowPlain) {
  const std::string event = generate_event(
      {.records = 0, .log_events_per_record = 2000, .log_groups = 3, .target_bytes = 6'000'000});
  const Answered plain = run(event, configured({}));
  const Answered compressed = run(event, configured(kGzip));
  const auto delivered = [](const Answered& answered) {
    return std::count_if(answered.answers.begin(), answered.answers.end(),
                         [](const Answer& answer) { return answer.verdict == Verdict::kOk; });
  };
  RecordProperty("recordsDeliveredPlain", std::to_string(delivered(plain)));
  RecordProperty("recordsDeliveredGzip", std::to_string(delivered(compressed)));
  RecordProperty("responseBytesGzip", std::to_string(compressed.response.size()));
  EXPECT_GT(plain.puts.size(), plain.answers.size() / 2);
  EXPECT_TRUE(compressed.puts.empty());
  EXPECT_EQ(static_cast<size_t>(delivered(compressed)), compressed.answers.size());
  EXPECT_GT(gunzip_all(object_of(compressed)).size(), 15'000'000U);
}

// What does not compress.
EventBuilder noise(size_t records, size_t bytes) {
  EventBuilder event;
  for (size_t i = 0; i < records; ++i) {
    event.add(
        document({base64_of(random_bytes(bytes + i)), base64_of(random_bytes(bytes + 2 * i))}));
  }
  return event;
}

TEST(GzipOutput, StaysWithinTheBudgetAndLosesNothing) {
  for (const char* budget : {"4000", "5001", "50000"}) {
    ByName variables = kGzip;
    variables["RESPONSE_BYTES_MAX"] = budget;
    Processor processor(configured(variables));
    const EventBuilder event = noise(12, 400);
    const Circulation circulation = circulate(processor, event, Source::kDirectPut, 5'000, 60);
    EXPECT_EQ(circulation.records_failed, 0U);
    EXPECT_EQ(gunzip_all(circulation.delivered).size(),
              object_of(run(event, configured({}))).size());
  }
}

TEST(GzipOutput, FailsALogEventThatDoesNotFitEvenCompressed) {
  ByName variables = kGzip;
  variables["RESPONSE_BYTES_MAX"] = "1000";
  const Answered answered =
      run(EventBuilder().add(document({base64_of(random_bytes(900))})), configured(variables));
  EXPECT_EQ(answered.reason(0), Reason::kLogEventTooLarge);
  // One that shrinks does fit.
  EXPECT_EQ(run(EventBuilder().add(document({std::string(50'000, 'x')})), configured(variables))
                .result(0),
            "Ok");
}

TEST(GzipOutput, KeepsThePartitionsOfARecordApart) {
  const Json two_hours = document_of({log_event("first", 0), log_event("second hour", 3'600'000)});
  ByName variables = kGzip;
  variables["PARTITION_KEYS"] = "h={timestamp:%H}";
  variables["PARTITION_STRADDLE"] = "split";
  const Answered answered = run(EventBuilder().add(two_hours), configured(variables));
  EXPECT_EQ(gunzip_all(answered.data(0)), "second hour\n");
  EXPECT_EQ(lines_of(entries_of(gunzip_all(bytes_of_base64(answered.put_data.at(0))))), "first\n");
}

}  // namespace
}  // namespace cwlogs::testing
