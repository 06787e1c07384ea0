// Two records at a time: the same plan, byte for byte.
#include <gtest/gtest.h>

#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "cli/event_generator.h"
#include "processor/firehose_response.h"
#include "processor/padded_text.h"
#include "processor/processor.h"
#include "runtime/second_thread.h"
#include "tests/configured.h"
#include "tests/event_fixture.h"

namespace cwlogs::testing {
namespace {

// One after the other, the later half first.
class Backwards : public Executor {
 public:
  void run_both(const std::function<void()>& one, const std::function<void()>& other) override {
    ++used;
    other();
    one();
  }
  int used = 0;
};

// All that leaves the core, and what is counted.
std::string outcome_of(Processor& processor, const PaddedText& event) {
  const Result<Plan> plan = processor.process(event.view());
  if (!plan) return std::string(name_of(plan.error().reason));
  std::string outcome;
  render_response(*plan, std::vector<PutOutcome>(plan->puts.size(), PutOutcome::kAccepted),
                  outcome);
  for (const Answer& answer : plan->answers) {
    for (const uint32_t n :
         {static_cast<uint32_t>(answer.reason), static_cast<uint32_t>(answer.verdict), answer.puts,
          answer.log_events, answer.joined, answer.filtered, answer.redacted, answer.unparsed,
          answer.bytes_in, answer.bytes_inflated, uint32_t{answer.keys_replaced}}) {
      outcome += ' ' + std::to_string(n);
    }
  }
  for (const PutRecord& put : plan->puts) {
    outcome.append("\n").append(put.data_base64).append(put.partition_key);
  }
  return outcome;
}

PaddedText random_event(std::mt19937& random) {
  GeneratorOptions options;
  options.seed = random();
  options.source = random() % 3 == 0 ? EventSource::kKinesis : EventSource::kDirect;
  options.records = 1 + random() % 40;
  options.log_events_per_record = 1 + random() % 150;
  options.log_streams = 1 + random() % 4;
  options.control_share = 0.1;
  for (double& share : options.broken_share) share = 0.02;
  options.plain = random() % 4 == 0;
  options.gzip_level = 1;
  return PaddedText(generate_event(options));
}

ByName random_configuration(std::mt19937& random) {
  const std::vector<ByName> choices = {
      {},
      {{"PARTITION_KEYS", "stream={logStream},hour={timestamp:%H}"}, {"PARTITIONS_MAX", "2"}},
      {{"OUTPUT_FORMAT", "json"}, {"FILTER_PATTERN", "?ERROR ?error ?GET"}},
      {{"OUTPUT_COMPRESSION", "gzip"}},
      {{"RAW_RECORDS", "lines"}},
      {{"PARTITION_KEYS", "minute={timestamp:%M}"}, {"PARTITION_STRADDLE", "split"}}};
  ByName variables = choices[random() % choices.size()];
  if (random() % 2 == 0)
    variables["RESPONSE_BYTES_MAX"] = std::to_string(20'000 + random() % 400'000);
  return variables;
}

Options with_executor(const ByName& variables, Executor* executor) {
  Options options = configured(variables);
  options.executor = executor;
  if (variables.contains("RESPONSE_BYTES_MAX")) options.inflated_bytes_total_max = 2 * kMiB;
  return options;
}

TEST(RecordsAhead, GiveTheSamePlan) {
  std::mt19937 random(5);
  Backwards backwards;
  SecondThread thread;
  for (int i = 0; i < 150; ++i) {
    const PaddedText event = random_event(random);
    const ByName variables = random_configuration(random);
    Processor alone(with_executor(variables, nullptr));
    Processor with_thread(with_executor(variables, &thread));
    Processor other_way_round(with_executor(variables, &backwards));
    const std::string expected = outcome_of(alone, event);
    // The second time with buffers that hold something.
    for (int again = 0; again < 2; ++again) {
      ASSERT_EQ(outcome_of(with_thread, event) == expected, true) << i;
      ASSERT_EQ(outcome_of(other_way_round, event) == expected, true) << i;
    }
  }
  EXPECT_GT(backwards.used, 100);
}

TEST(RecordsAhead, AreLeftAloneWhereSomebodyWatches) {
  Backwards executor;
  Options options;
  options.executor = &executor;
  class Nothing : public Transform {
    Kept apply(const LogEvent&, const LogEnvelope&, Output&) override { return Kept::kNo; }
  };
  options.transform = std::make_unique<Nothing>();
  Processor processor(std::move(options));
  GeneratorOptions large;
  large.records = 50;
  run(processor, generate_event(large));
  EXPECT_EQ(executor.used, 0);
}

TEST(SecondThread, HandsOnWhatIsThrown) {
  SecondThread thread;
  const auto nothing = [] {};
  const auto fail = [] { throw std::runtime_error("no"); };
  int ran = 0;
  for (int i = 0; i < 100; ++i) {
    EXPECT_THROW(thread.run_both(fail, [&] { ++ran; }), std::runtime_error);
    EXPECT_THROW(thread.run_both([&] { ++ran; }, fail), std::runtime_error);
    EXPECT_THROW(thread.run_both(fail, fail), std::runtime_error);
    thread.run_both(nothing, [&] { ++ran; });
  }
  EXPECT_EQ(ran, 300);
}

}  // namespace
}  // namespace cwlogs::testing
