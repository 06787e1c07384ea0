// Books on what is filtered: every log event that comes in is delivered, filtered or failed once,
// however often it comes round.
#include <gtest/gtest.h>

#include <set>

#include "cli/random.h"
#include "processor/processor.h"
#include "runtime/summary.h"
#include "tests/configured.h"
#include "tests/event_fixture.h"
#include "tests/gzip_fixture.h"

namespace cwlogs::testing {
namespace {

struct Totals {
  size_t in = 0;
  size_t delivered = 0;
  size_t filtered = 0;
  size_t whole = 0;  // records put back as they came
  size_t split = 0;
  size_t records_failed = 0;
};

// Runs an event, and what is put back, until nothing is left.
Totals circulate_counting(const ByName& variables, const EventBuilder& event, Source source) {
  Totals totals;
  Processor processor(configured(variables));
  std::vector<EventBuilder> events = {event};
  for (int runs = 0; !events.empty(); ++runs) {
    EXPECT_LT(runs, 200);
    if (runs == 200) break;
    const PaddedText text(events.back().text());
    events.pop_back();
    const auto plan = processor.process(text.view());
    EXPECT_TRUE(plan);
    if (!plan) break;
    const std::vector<PutOutcome> outcomes(plan->puts.size(), PutOutcome::kAccepted);
    const Summary summary = summarize(*plan, outcomes, 0);
    totals.delivered += summary.log_events_ok;
    totals.filtered += summary.log_events_filtered;
    totals.whole += summary.reingested_whole;
    totals.split += summary.reingested_split;
    totals.records_failed += summary.failed;
    for (size_t i = 0; i < plan->puts.size(); ++i) {
      if (i % 8 == 0) events.emplace_back(source);
      events.back().add_base64(plan->puts[i].data_base64);
    }
  }
  return totals;
}

Json random_document(Random& random, size_t& log_events) {
  std::vector<Json> all;
  for (uint64_t n = random.below(12); n > 0; --n) {
    std::string message = random.below(3) == 0 ? "DEBUG " : "INFO ";
    message.append(random.below(400), static_cast<char>('a' + random.below(26)));
    all.push_back(log_event(message, static_cast<int64_t>(random.below(4)) * 3'600'000,
                            std::to_string(random.next())));
  }
  log_events += all.size();
  Json json = document_of(all);
  json["logGroup"] = random.below(10) == 0 ? "/aws/kinesisfirehose/x" : "/app";
  return json;
}

enum class Form { kGzip, kPlain, kLines };

void add_record(EventBuilder& event, Form form, Random& random, size_t& log_events) {
  if (form == Form::kGzip) {
    event.add_gzip(random_document(random, log_events).dump() +
                   random_document(random, log_events).dump());
  } else if (form == Form::kPlain) {
    event.add_bytes(random_document(random, log_events).dump());
  } else {
    std::string lines;
    for (uint64_t n = 1 + random.below(30); n > 0; --n, ++log_events) {
      lines += (random.below(3) == 0 ? "DEBUG " : "INFO ") + std::string(random.below(90), 'l');
      lines += '\n';
    }
    event.add_bytes(lines);
  }
}

const std::vector<ByName> kConfigurations = {
    {{"EXCLUDE_AT_MATCH", "DEBUG"}},
    {{"SAMPLE_ONE_IN", "3"}, {"OUTPUT_FORMAT", "json"}},
    {{"EXCLUDE_AT_MATCH", "DEBUG"},
     {"PARTITION_KEYS", "h={timestamp:%H}"},
     {"PARTITION_STRADDLE", "split"}},
    {{"FILTER_PATTERN", "INFO"}, {"OUTPUT_COMPRESSION", "gzip"}},
};

TEST(FilteredCount, AddsUpOverGenerations) {
  Totals all;
  for (uint64_t trial = 0; trial < 400; ++trial) {
    SCOPED_TRACE("trial " + std::to_string(trial));
    Random random(trial);
    const Source source = trial % 2 == 0 ? Source::kKinesis : Source::kDirectPut;
    ByName variables = random.choice(kConfigurations);
    variables["RAW_RECORDS"] = "lines";
    variables["RESPONSE_BYTES_MAX"] = std::to_string(2500 + random.below(6000));
    EventBuilder event(source);
    size_t in = 0;
    for (uint64_t n = 1 + random.below(8); n > 0; --n) {
      // Plain JSON by Direct PUT can't come round.
      const auto form = static_cast<Form>(random.below(3));
      const bool stuck = form == Form::kPlain && source == Source::kDirectPut;
      add_record(event, stuck ? Form::kGzip : form, random, in);
    }
    const Totals totals = circulate_counting(variables, event, source);
    if (totals.records_failed != 0) continue;  // responses without any delivery fail whole records
    ASSERT_EQ(totals.delivered + totals.filtered, in);
    all.filtered += totals.filtered;
    all.whole += totals.whole;
    all.split += totals.split;
    ++all.in;
  }
  EXPECT_GT(all.in, 200U);  // trials
  EXPECT_GT(all.filtered, 1000U);
  EXPECT_GT(all.whole, 50U);
  EXPECT_GT(all.split, 50U);
}

TEST(FilteredCount, IsOfTheRecordThatComesRoundAsOnePiece) {
  // The second record does not fit and goes back as a document of its lines, filtered ones left
  // out.
  const std::string lines = "DEBUG x\n" + std::string(600, 'a') + "\n";
  const EventBuilder event = EventBuilder().add_bytes(std::string(1500, 'b')).add_bytes(lines);
  const ByName variables = {
      {"RAW_RECORDS", "lines"}, {"EXCLUDE_AT_MATCH", "DEBUG"}, {"RESPONSE_BYTES_MAX", "2700"}};
  const Answered answered = run(event, configured(variables));
  ASSERT_EQ(answered.puts.size(), 1U);
  EXPECT_EQ(answered.puts[0].log_events, 1U);
  EXPECT_EQ(answered.answers[1].filtered, 1U);
  const Totals totals = circulate_counting(variables, event, Source::kDirectPut);
  EXPECT_EQ(totals.delivered, 2U);
  EXPECT_EQ(totals.filtered, 1U);
}

TEST(FilteredCount, LeavesOutRecordsThatFailed) {
  Processor processor(configured({{"EXCLUDE_AT_MATCH", "DEBUG"},
                                  {"PARTITION_KEYS", "h={timestamp:%H}"},
                                  {"PARTITION_STRADDLE", "split"}}));
  const PaddedText text(
      EventBuilder()
          .add(document_of({log_event("DEBUG", 0), log_event("a", 0), log_event("b", 3'600'000)}))
          .text());
  const auto plan = processor.process(text.view());
  ASSERT_EQ(plan->puts.size(), 1U);
  EXPECT_EQ(summarize(*plan, std::vector{PutOutcome::kAccepted}, 0).log_events_filtered, 1U);
  EXPECT_EQ(summarize(*plan, std::vector{PutOutcome::kFailed}, 0).log_events_filtered, 0U);
}

}  // namespace
}  // namespace cwlogs::testing
