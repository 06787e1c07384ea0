// What a warm invocation asks of the system: no blocks, and hardly a page, however many records and
// log events there are. A program of its own, since it counts every block.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <ostream>
#include <string>
#include <vector>

#include "bench/allocations.h"
#include "cli/event_generator.h"
#include "processor/firehose_response.h"
#include "processor/padded_text.h"
#include "processor/processor.h"
#include "tests/configured.h"

namespace cwlogs::testing {
namespace {

long page_faults() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_minflt;
}

// A processor with its response, as a worker of the runtime has them.
class Worker {
 public:
  explicit Worker(const ByName& variables) : processor_(configured(variables)) {}

  void invoke(const PaddedText& event) {
    const Result<Plan> plan = processor_.process(event.view());
    ASSERT_TRUE(plan);
    outcomes_.assign(plan->puts.size(), PutOutcome::kAccepted);
    render_response(*plan, outcomes_, response_);
    ASSERT_GT(response_.size(), event.view().size() / 4);
  }

 private:
  Processor processor_;
  std::vector<PutOutcome> outcomes_;
  std::string response_;
};

struct Case {
  const char* name;
  LogFamily family;
  ByName variables;
};

std::ostream& operator<<(std::ostream& out, const Case& test) { return out << test.name; }

class WarmInvocation : public ::testing::TestWithParam<Case> {
 protected:
  static PaddedText event_of(LogFamily family) {
    GeneratorOptions options;
    options.family = family;
    options.records = 40;
    options.log_streams = 3;
    return PaddedText(generate_event(options));
  }
};

TEST_P(WarmInvocation, AllocatesNothing) {
  const PaddedText event = event_of(GetParam().family);
  bench::count_libdeflate();
  Worker worker(GetParam().variables);
  worker.invoke(event);
  worker.invoke(event);
  const size_t before = bench::allocations();
  worker.invoke(event);
  EXPECT_EQ(bench::allocations(), before);
}

TEST_P(WarmInvocation, FindsItsPagesThere) {
  const PaddedText event = event_of(GetParam().family);
  Worker worker(GetParam().variables);
  worker.invoke(event);
  const long before = page_faults();
  worker.invoke(event);
  EXPECT_LE(page_faults() - before, 20);
}

const ByName kJson = {{"OUTPUT_FORMAT", "json"}};

ByName json_with(const ByName& more) {
  ByName variables = kJson;
  variables.insert(more.begin(), more.end());
  return variables;
}

INSTANTIATE_TEST_SUITE_P(
    Configured, WarmInvocation,
    ::testing::Values(
        Case{"Message", LogFamily::kMixed, {}}, Case{"Json", LogFamily::kMixed, kJson},
        Case{"Merged", LogFamily::kJson, json_with({{"OUTPUT_MESSAGE", "merge"}})},
        Case{"Splunk", LogFamily::kMixed, {{"OUTPUT_FORMAT", "splunk-hec"}}},
        Case{"Envelope", LogFamily::kNginx, {{"OUTPUT_FORMAT", "envelope"}}},
        Case{
            "Template",
            LogFamily::kNginx,
            {{"OUTPUT_FORMAT", "template"},
             {"OUTPUT_TEMPLATE", "{timestamp:%H:%M:%S} {logStream!upper!replace:/:--} {message}"}}},
        Case{"Gzip", LogFamily::kMixed, {{"OUTPUT_COMPRESSION", "gzip"}}},
        Case{"Keys",
             LogFamily::kMixed,
             {{"PARTITION_KEYS",
               "stream={logStream},group={logGroup!replace:/:-},hour={timestamp:%Y-%m-%dT%H}"}}},
        Case{"Filters",
             LogFamily::kMixed,
             {{"FILTER_PATTERN", "-debug"}, {"EXCLUDE_AT_MATCH", "healthz|ELB-HealthChecker"}}},
        Case{"Redacted", LogFamily::kMixed, {{"REDACT_IP", "on"}}},
        Case{"ParsedNginx", LogFamily::kNginx, json_with({{"PARSERS", "nginx"}})},
        Case{"ParsedSyslog", LogFamily::kSyslog, json_with({{"PARSERS", "syslog"}})},
        Case{"ParsedLambda", LogFamily::kLambda, json_with({{"PARSERS", "lambda"}})},
        Case{"ParsedJson", LogFamily::kJson, json_with({{"PARSERS", "json"}})},
        Case{"ParsedVpcFlow", LogFamily::kVpcFlow, json_with({{"PARSERS", "vpc-flow"}})}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace cwlogs::testing
