// Runtimes between the Lambda Runtime API and nothing: cold start, round trips, peak memory.
//
//   cwlogs_bench_runtime NAME COMMAND [ARGUMENT...] [-- NAME COMMAND...]
//
// One whose name begins with `bare` answers every event with the same bytes: it is measured with
// the small event only.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "bench/ratios.h"
#include "bench/reference.h"
#include "bench/runtime/child.h"
#include "bench/runtime/runtime_api.h"
#include "cli/event_generator.h"
#include "processor/firehose_response.h"
#include "processor/padded_text.h"
#include "processor/processor.h"

namespace cwlogs::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kStarts = 100;
constexpr size_t kTurns = 20;
constexpr size_t kSmallPerTurn = 200;
constexpr size_t kLargePerTurn = 2;
constexpr size_t kWarmUp = 500;

constexpr std::string_view kSmallEvent =
    R"({"invocationId":"b","deliveryStreamArn":"arn:aws:firehose:us-east-1:1:deliverystream/b",)"
    R"("records":[]})";
static_assert(kSmallEvent.size() > 90 && kSmallEvent.size() < 110);

// Already decompressed, for then the answer to as large an event as Lambda delivers fits.
std::string large_event() {
  GeneratorOptions options;
  options.plain = true;
  options.target_bytes = 6'250'000;
  options.log_events_per_record = 500;
  return generate_event(options);
}

double ns_since(Clock::time_point start) {
  return static_cast<double>(std::chrono::nanoseconds(Clock::now() - start).count());
}

// What was measured of one kind of event.
struct RoundTrips {
  std::vector<double> ns;          // from handing an event out to having its response
  std::vector<double> cpu_ns;      // of the runtime, an invocation: one value a turn
  std::vector<double> per_second;  // invocations, the calls of next included: one value a turn
};

// The large event without any runtime around it.
class Core {
 public:
  explicit Core(std::string event) : event_(std::move(event)) {}

  void take_turn() {
    const auto start = Clock::now();
    const Result<Plan> plan = processor_.process(event_.view());
    require(plan.has_value() && plan->puts.empty(), "the core");
    render_response(*plan, {}, response_);
    ns_.push_back(ns_since(start));
  }
  double ms() const { return median(ns_) / 1e6; }

 private:
  PaddedText event_;
  Processor processor_{Options{}};
  std::string response_;
  std::vector<double> ns_;
};

struct Runtime {
  std::string name;
  std::vector<std::string> command;
  std::vector<double> start_ns;
  std::vector<double> start_cpu_ns;
  size_t start_peak = 0;  // before the first event
  std::unique_ptr<RuntimeApi> api;
  std::unique_ptr<Child> child;
  RoundTrips small;
  RoundTrips large;
  size_t small_peak = 0;
  size_t large_peak = 0;

  bool is_bare() const { return name.starts_with("bare"); }
};

void start(Runtime& runtime) {
  runtime.child.reset();
  runtime.api = std::make_unique<RuntimeApi>();
  const auto before = Clock::now();
  runtime.child = std::make_unique<Child>(runtime.command, runtime.api->address());
  runtime.api->wait_for_next();
  runtime.start_ns.push_back(ns_since(before));
  runtime.start_cpu_ns.push_back(runtime.child->cpu_ns());
  runtime.start_peak = std::max(runtime.start_peak, runtime.child->peak_memory());
}

void take_turn(Runtime& runtime, std::string_view event, size_t invocations, RoundTrips& trips) {
  const double cpu_before = runtime.child->cpu_ns();
  const auto before = Clock::now();
  for (size_t i = 0; i < invocations; ++i) {
    const auto handed_out = Clock::now();
    runtime.api->invoke(event);
    trips.ns.push_back(ns_since(handed_out));
    runtime.api->wait_for_next();
  }
  trips.per_second.push_back(static_cast<double>(invocations) / ns_since(before) * 1e9);
  const double cpu_ns = runtime.child->cpu_ns() - cpu_before;
  trips.cpu_ns.push_back(cpu_ns / static_cast<double>(invocations));
}

// All must answer alike.
void check_answers(std::vector<Runtime>& runtimes, std::string_view event) {
  nlohmann::json expected;
  for (Runtime& runtime : runtimes) {
    if (runtime.is_bare()) continue;
    auto answers = nlohmann::json::parse(runtime.api->invoke(event)).at("records");
    runtime.api->wait_for_next();
    if (expected.is_null())
      expected = std::move(answers);
    else
      require(answers == expected, runtime.name.c_str());
  }
  for (const auto& answer : expected) require(answer.at("result") == "Ok", "a result");
}

// Returns how long the core alone takes for the large event, in milliseconds.
double measure(std::vector<Runtime>& runtimes) {
  const std::string large = large_event();
  Core core(large);
  for (size_t i = 0; i < kStarts; ++i) {
    for (Runtime& runtime : runtimes) start(runtime);
  }
  for (Runtime& runtime : runtimes) {
    RoundTrips ignored;
    take_turn(runtime, kSmallEvent, kWarmUp, ignored);
  }
  for (size_t i = 0; i < kTurns; ++i) {
    for (Runtime& runtime : runtimes) {
      take_turn(runtime, kSmallEvent, kSmallPerTurn, runtime.small);
    }
  }
  for (Runtime& runtime : runtimes) runtime.small_peak = runtime.child->peak_memory();
  check_answers(runtimes, large);
  for (size_t i = 0; i < kTurns; ++i) {
    for (Runtime& runtime : runtimes) {
      if (!runtime.is_bare()) take_turn(runtime, large, kLargePerTurn, runtime.large);
    }
    core.take_turn();
  }
  for (Runtime& runtime : runtimes) runtime.large_peak = runtime.child->peak_memory();
  return core.ms();
}

void print(const Runtime& runtime) {
  std::printf("| %s | %.1f (%.1f) | %.1f | %.0f (%.0f) | %.0f | %.1f |", runtime.name.c_str(),
              median(runtime.start_ns) / 1e6, median(runtime.start_cpu_ns) / 1e6,
              static_cast<double>(runtime.start_peak) / 1e6, median(runtime.small.ns) / 1e3,
              median(runtime.small.cpu_ns) / 1e3, median(runtime.small.per_second),
              static_cast<double>(runtime.small_peak) / 1e6);
  if (runtime.is_bare()) {
    std::puts(" | |");
    return;
  }
  std::printf(" %.1f (%.1f) | %.1f |\n", median(runtime.large.ns) / 1e6,
              median(runtime.large.cpu_ns) / 1e6, static_cast<double>(runtime.large_peak) / 1e6);
}

std::vector<Runtime> runtimes_of(int argc, char** argv) {
  std::vector<Runtime> runtimes(1);
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--") == 0)
      runtimes.emplace_back();
    else if (runtimes.back().name.empty())
      runtimes.back().name = argv[i];
    else
      runtimes.back().command.emplace_back(argv[i]);
  }
  return runtimes;
}

}  // namespace
}  // namespace cwlogs::bench

int main(int argc, char** argv) {
  auto runtimes = cwlogs::bench::runtimes_of(argc, argv);
  for (const auto& runtime : runtimes) {
    if (!runtime.command.empty()) continue;
    std::fputs("Usage: cwlogs_bench_runtime NAME COMMAND [ARGUMENT...] [-- NAME COMMAND...]\n",
               stderr);
    return 2;
  }
  const double core_ms = cwlogs::bench::measure(runtimes);
  std::puts("Medians; CPU time of the runtime in brackets.\n");
  std::puts(
      "| runtime | exec to first `next`, ms | peak then, MB | 100 B event, us | a second | peak, "
      "MB |"
      " 6 MB event, ms | peak, MB |");
  std::puts("|---|--:|--:|--:|--:|--:|--:|--:|");
  for (const auto& runtime : runtimes) cwlogs::bench::print(runtime);
  std::printf("\nThe core alone takes %.1f ms for the event of 6 MB.\n", core_ms);
}
