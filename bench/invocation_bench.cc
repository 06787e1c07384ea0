// A warm invocation: event bytes -> response bytes. Bytes are the event's.
#include <benchmark/benchmark.h>

#include <string>
#include <string_view>
#include <utility>

#include "bench/reference.h"
#include "bench/sample.h"
#include "processor/firehose_response.h"
#include "processor/processor.h"

namespace cwlogs::bench {
namespace {

constexpr std::string_view kNoKeys = "";
constexpr std::string_view kKeys = "logStream={logStream},year={timestamp:%Y},hour={timestamp:%H}";

void respond(Processor& processor, std::string_view event, std::string& response) {
  const Result<Plan> plan = processor.process(event);
  require(plan && plan->puts.empty(), "Processor::process");
  render_response(*plan, {}, response);
}

void check(std::string_view response, std::string_view event, bool with_keys) {
  const auto answers = read_response(response);
  const auto expected = reference_answers(event);
  require(answers && answers->size() == expected.size(), "render_response");
  for (size_t i = 0; i < expected.size(); ++i) {
    const ReferenceAnswer& answer = (*answers)[i];
    require(answer.record_id == expected[i].record_id, "a recordId");
    require(answer.data == expected[i].data, "the data of a record");
    require(answer.log_stream == (with_keys ? expected[i].log_stream : ""), "a partition key");
  }
}

void invocation(benchmark::State& state, LogFamily family, std::string_view keys_spec) {
  const Sample& sample = sample_of(family);
  const std::string_view event = sample.event.view();
  auto keys = PartitionKeys::parse(keys_spec, {absl::UTCTimeZone()});
  require(keys.has_value(), "PartitionKeys::parse");
  Rules rules;
  rules.otherwise.metadata.partition_keys = *std::move(keys);
  Processor processor({.rules = &rules});
  std::string response;
  respond(processor, event, response);
  check(response, event, !keys_spec.empty());
  for (auto _ : state) respond(processor, event, response);
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(event.size()));
  state.counters["inflated/s"] = benchmark::Counter(static_cast<double>(sample.inflated_bytes),
                                                    benchmark::Counter::kIsIterationInvariantRate,
                                                    benchmark::Counter::OneK::kIs1024);
}

BENCHMARK_CAPTURE(invocation, nginx, LogFamily::kNginx, kNoKeys)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(invocation, json, LogFamily::kJson, kNoKeys)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(invocation, vpcflow, LogFamily::kVpcFlow, kNoKeys)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(invocation, mixed, LogFamily::kMixed, kNoKeys)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(invocation, mixed_with_keys, LogFamily::kMixed, kKeys)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace cwlogs::bench
