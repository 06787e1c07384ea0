// Thousands of random events: nothing lost, nothing doubled, never above the budget.
#include "tests/ledger.h"

#include <gtest/gtest.h>

#include <cmath>

#include "cli/random.h"
#include "tests/configured.h"
#include "tests/gzip_fixture.h"

namespace cwlogs::testing {
namespace {

constexpr std::string_view kPieces[] = {"a",
                                        "GET /",
                                        " ",
                                        "\"",
                                        "\\",
                                        "\n",
                                        "\u65e5",
                                        "\U0001f600",
                                        "{\"k\":1}",
                                        "0123456789",
                                        "\x01",
                                        "/",
                                        "0123456789abcdef"};

std::string random_message(Random& random) {
  const size_t size = random.below(10) == 0 ? random.below(4000) : random.below(120);
  std::string message;
  while (message.size() < size) message += random.choice(kPieces);
  return message;
}

Json random_document(Random& random) {
  std::vector<Json> log_events;
  const size_t n = random.below(8) == 0 ? random.below(60) : random.below(6);
  for (size_t i = 0; i < n; ++i) {
    Json log_event = testing::log_event(random_message(random),
                                        static_cast<int64_t>(random.below(1'000'000'000)) * 1000,
                                        std::to_string(random.next()));
    if (random.below(4) == 0) log_event["extractedFields"] = {{"status", "200"}, {"x", "\u65e5"}};
    log_events.push_back(std::move(log_event));
  }
  Json document = document_of(log_events);
  document["logStream"] = "stream-" + std::to_string(random.below(5));
  if (random.below(3) == 0) document["policyLevel"] = "ACCOUNT_LEVEL_POLICY";
  return document;
}

LedgerEvent random_event(Random& random, Source source) {
  LedgerEvent ledger{EventBuilder(source), {}};
  const size_t records = random.below(14);
  for (size_t i = 0; i < records; ++i) {
    ledger.event.id(std::string(1 + random.below(60), static_cast<char>('0' + random.below(10))));
    ledger.event.partition_key(std::string(1 + random.below(300), 'k'));
    switch (random.below(12)) {
      case 0:
        ledger.add_empty(gzip(control_message().dump()));
        break;
      case 1:
        ledger.add_empty(truncated(gzip(random_document(random).dump()), 5));
        break;
      case 2:
        ledger.add({random_document(random), random_document(random), random_document(random)});
        break;
      default:
        ledger.add({random_document(random)});
    }
  }
  return ledger;
}

// The response if every record failed: what must fit whatever happens.
size_t skeleton_size(const LedgerEvent& ledger) {
  Json records = Json::array();
  const Json event = ledger.event.json();
  for (const Json& record : event.at("records")) {
    records.push_back({{"recordId", record.at("recordId")}, {"result", "ProcessingFailed"}});
  }
  return Json{{"records", records}}.dump().size();
}

size_t random_budget(Random& random, size_t skeleton) {
  switch (random.below(6)) {
    case 0:
      return std::max<size_t>(256, skeleton - 3 + random.below(7));
    case 1:
      return std::max<size_t>(256, skeleton + random.below(400));
    case 2:
      return 1024;
    case 3:
      return kResponseBytesMax;
    default:
      return static_cast<size_t>(std::exp(std::log(256.0) + random.unit() * std::log(24'000.0)));
  }
}

Options random_options(Random& random, size_t budget) {
  Options options;
  if (random.below(2) == 0) {
    options = configured({{"PARTITION_KEYS", "stream={logStream},hour={timestamp:%H}"}});
  }
  options.response_bytes_max = budget;
  return options;
}

class Ledger : public ::testing::TestWithParam<Source> {};

TEST_P(Ledger, BalancesForRandomEventsAndBudgets) {
  size_t too_large = 0;
  size_t ok = 0;
  size_t whole = 0;
  size_t split = 0;
  for (uint64_t trial = 0; trial < 1500; ++trial) {
    SCOPED_TRACE("trial " + std::to_string(trial));
    Random random(trial * 3 + static_cast<uint64_t>(GetParam()));
    const LedgerEvent ledger = random_event(random, GetParam());
    const size_t skeleton = skeleton_size(ledger);
    const size_t budget = random_budget(random, skeleton);
    Processor processor(random_options(random, budget));
    const Answered answered = run(processor, ledger.event.text());
    ASSERT_EQ(answered.error, skeleton > budget ? Reason::kResponseTooLarge : Reason::kNone)
        << "budget " << budget << ", skeleton " << skeleton;
    too_large += skeleton > budget ? 1 : 0;
    if (skeleton > budget) continue;
    expect_balanced(ledger, answered);
    const Answered failed = run(processor, ledger.event.text(), PutOutcome::kFailed);
    for (size_t i = 0; i < answered.answers.size(); ++i) {
      ASSERT_EQ(answered.answers[i].verdict, failed.answers[i].verdict);
      if (answered.answers[i].verdict == Verdict::kOk) ++ok;
      if (answered.answers[i].verdict != Verdict::kReingest) continue;
      ++(answered.reason(i) == Reason::kSplit ? split : whole);
      ASSERT_EQ(answered.result(i), "Dropped");
      ASSERT_EQ(failed.result(i), "ProcessingFailed");
    }
    if (HasFatalFailure()) return;
  }
  // The trials reach every case.
  EXPECT_GT(too_large, 20u);
  EXPECT_GT(ok, 2000u);
  if (GetParam() == Source::kMsk) return;
  EXPECT_GT(whole, 200u);
  EXPECT_GT(split, 200u);
}

INSTANTIATE_TEST_SUITE_P(Sources, Ledger,
                         ::testing::Values(Source::kDirectPut, Source::kKinesis, Source::kMsk),
                         [](const auto& source) {
                           std::string name(name_of(source.param));
                           std::erase(name, ' ');
                           return name;
                         });

TEST(Circulation, DeliversEverythingInTheEnd) {
  for (uint64_t trial = 0; trial < 100; ++trial) {
    SCOPED_TRACE("trial " + std::to_string(trial));
    Random random(trial);
    const Source source = trial % 2 == 0 ? Source::kDirectPut : Source::kKinesis;
    LedgerEvent ledger{EventBuilder(source), {}};
    size_t bytes = 0;
    for (size_t i = 0; i < 20; ++i) {
      ledger.add({random_document(random), random_document(random)});
      bytes += lines_of(ledger.records.back()).size();
    }
    Processor processor(options_with_budget(20'000));
    const Circulation circulation = circulate(processor, ledger.event, source, 50'000, 60);
    EXPECT_EQ(circulation.records_failed, 0u);
    EXPECT_EQ(circulation.delivered.size(), bytes);
  }
}

}  // namespace
}  // namespace cwlogs::testing
