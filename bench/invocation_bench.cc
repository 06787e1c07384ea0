// A warm invocation: event bytes -> response bytes, turn about with the floor. Time is CPU time.
//
//   inflated      bytes of JSON a second
//   ns/log_event
//   x_floor       median over the turns of its time by the floor's
//   allocs        of a warm invocation
//   peak          bytes that a new processor makes the memory in use grow by, response included
#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bench/allocations.h"
#include "bench/floor.h"
#include "bench/output_check.h"
#include "bench/ratios.h"
#include "bench/reference.h"
#include "bench/sample.h"
#include "config/configuration.h"
#include "processor/firehose_response.h"
#include "processor/processor.h"

namespace cwlogs::bench {
namespace {

Configuration configuration_of(const Variant& variant) {
  ConfigurationSource source{.environment = [&variant](std::string_view name) {
    const auto found = variant.variables.find(name);
    return found == variant.variables.end() ? std::nullopt : std::optional(found->second);
  }};
  auto configuration = make_configuration(source);
  require(configuration.has_value(), "make_configuration");
  return std::move(*configuration);
}

// A processor with its response, as a worker of the runtime has them.
class Invoker {
 public:
  explicit Invoker(const Configuration& configuration) : processor_(configuration.options()) {}

  Plan invoke(std::string_view event) {
    const Result<Plan> plan = processor_.process(event);
    require(plan.has_value(), "Processor::process");
    outcomes_.assign(plan->puts.size(), PutOutcome::kAccepted);
    render_response(*plan, outcomes_, response_);
    return *plan;
  }
  const std::string& response() const { return response_; }

 private:
  Processor processor_;
  std::vector<PutOutcome> outcomes_;
  std::string response_;
};

struct Memory {
  size_t peak_bytes;
  size_t warm_allocations;
};

Memory measure_memory(const Configuration& configuration, std::string_view event) {
  const PeakMemory peak;
  Invoker invoker(configuration);
  invoker.invoke(event);
  invoker.invoke(event);
  const size_t peak_bytes = peak.growth();
  const size_t before = allocations();
  invoker.invoke(event);
  return {peak_bytes, allocations() - before};
}

struct Turns {
  std::vector<double> ns;
  std::vector<double> times_the_floor;
};

Turns take_turns(benchmark::State& state, Invoker& invoker, const Sample& sample) {
  Floor floor(sample);
  floor.run();
  Turns turns;
  for (auto _ : state) {
    const double start = cpu_ns();
    invoker.invoke(sample.event.view());
    const double between = cpu_ns();
    floor.run();
    const double end = cpu_ns();
    turns.ns.push_back(between - start);
    turns.times_the_floor.push_back((between - start) / (end - between));
    state.SetIterationTime((between - start) / 1e9);
  }
  return turns;
}

void invocation(benchmark::State& state, const Variant& variant, std::string_view name) {
  const Sample& sample = sample_of(name);
  const std::string_view event = sample.event.view();
  const Configuration configuration = configuration_of(variant);
  const Memory memory = measure_memory(configuration, event);
  Invoker invoker(configuration);
  const Plan plan = invoker.invoke(event);
  require((sample.kind == SampleKind::kOverflow) != plan.puts.empty(), "whether it fits");
  check_output(plan, invoker.response(), event, variant);

  const Turns turns = take_turns(state, invoker, sample);
  const double ns = median(turns.ns);
  const double ratio = median(turns.times_the_floor);
  if (variant.variables.empty()) note_ratio(name, ratio);
  using benchmark::Counter;
  state.counters["inflated"] = Counter(static_cast<double>(sample.inflated_bytes) / ns * 1e9);
  state.counters["ns/log_event"] = ns / static_cast<double>(sample.log_events);
  state.counters["x_floor"] = ratio;
  state.counters["allocs"] = static_cast<double>(memory.warm_allocations);
  state.counters["peak"] = static_cast<double>(memory.peak_bytes);
}

void add(const Variant& variant, std::string_view sample) {
  const std::string name = "invocation/" + std::string(variant.name) + '/' + std::string(sample);
  benchmark::RegisterBenchmark(name.c_str(),
                               [=](benchmark::State& state) { invocation(state, variant, sample); })
      ->Unit(benchmark::kMillisecond)
      ->UseManualTime();
}

Variant with(Variant variant, std::string_view name, const Variant& other) {
  variant.name = name;
  variant.is_gzip |= other.is_gzip;
  for (const auto& [variable, value] : other.variables) variant.variables[variable] = value;
  return variant;
}

// Before main(): benchmarks are known by then.
[[maybe_unused]] const bool kRegistered = [] {
  for (const SampleSpec& spec : sample_specs())
    add({.name = "message", .variables = {}}, spec.name);
  const Variant keys{
      .name = "keys",
      .variables = {{"PARTITION_KEYS",
                     "logStream={logStream},year={timestamp:%Y},hour={timestamp:%H}"}},
      .has_keys = true};
  const Variant json{
      .name = "json", .variables = {{"OUTPUT_FORMAT", "json"}}, .lines = Lines::kJson};
  const Variant gzip{
      .name = "gzip", .variables = {{"OUTPUT_COMPRESSION", "gzip"}}, .is_gzip = true};
  const Variant nginx{.name = "parsed",
                      .variables = {{"OUTPUT_FORMAT", "json"}, {"PARSERS", "nginx"}},
                      .lines = Lines::kNginx};
  const Variant flow{.name = "parsed",
                     .variables = {{"OUTPUT_FORMAT", "json"}, {"PARSERS", "vpc-flow"}},
                     .lines = Lines::kVpcFlow};
  for (const std::string_view sample : {std::string_view("nginx_340kb"), kMix}) {
    add(keys, sample);
    add(gzip, sample);
  }
  add(json, "nginx_340kb");
  add(with(json, "json_gzip", gzip), kMix);
  add(nginx, "nginx_340kb");
  add(with(flow, "parsed_gzip", gzip), "vpcflow_1.3mb");
  return true;
}();

}  // namespace
}  // namespace cwlogs::bench
