#include "cli/bench_run.h"

#include <malloc.h>

#include <fstream>
#include <functional>
#include <string_view>

#include "cli/stopwatch.h"

namespace cwlogs {
namespace {

constexpr size_t kRunsMin = 5;
// Enough for any quantile; bounds what the samples take.
constexpr size_t kRunsMax = 100'000;

struct Digest {
  size_t size = 0;
  size_t hash = 0;
  bool operator==(const Digest&) const = default;
};

Digest digest_of(std::string_view response) {
  return {response.size(), std::hash<std::string_view>()(response)};
}

class Measurement {
 public:
  Measurement(const BenchEvents& events, const Invoke& invoke) : invoke_(invoke) {
    for (const auto& event : events) measured_.push_back({.event = event.get()});
  }

  tl::expected<std::vector<MeasuredEvent>, std::string> run(std::chrono::nanoseconds time) {
    // The first answers come while buffers grow, the second are those of a warm function.
    for (int i = 0; i < 2; ++i) {
      if (auto same = check_answers(); !same) return tl::make_unexpected(same.error());
    }
    const Stopwatch stopwatch;
    for (size_t run = 0; run < kRunsMax && (run < kRunsMin || stopwatch.elapsed() < time); ++run) {
      for (MeasuredEvent& measured : measured_) {
        const auto invocation = invoke(measured);
        if (!invocation) return tl::make_unexpected(invocation.error());
        measured.invocations.add(invocation->duration);
        measured.floor.add(floor_.measure(*measured.event));
      }
    }
    if (auto same = check_answers(); !same) return tl::make_unexpected(same.error());
    return std::move(measured_);
  }

 private:
  tl::expected<Invocation, std::string> invoke(const MeasuredEvent& measured) const {
    auto invocation = invoke_(measured.event->text.view());
    if (invocation) return invocation;
    return tl::make_unexpected(measured.event->name + ": " + invocation.error());
  }

  tl::expected<void, std::string> check_answers() {
    const bool first = digests_.empty();
    for (size_t i = 0; i < measured_.size(); ++i) {
      const auto invocation = invoke(measured_[i]);
      if (!invocation) return tl::make_unexpected(invocation.error());
      const Digest digest = digest_of(invocation->response);
      if (first) digests_.push_back(digest);
      if (!(digests_[i] == digest)) {
        return tl::make_unexpected(measured_[i].event->name +
                                   ": the answer differs from the one before");
      }
      measured_[i].response_bytes = digest.size;
      measured_[i].failed = invocation->failed;
    }
    return {};
  }

  const Invoke& invoke_;
  InflateFloor floor_;
  std::vector<MeasuredEvent> measured_;
  std::vector<Digest> digests_;  // of the responses
};

// A line such as "VmHWM:     12345 kB", in bytes.
std::optional<size_t> read_status(std::string_view name) {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    size_t kib = 0;
    if (word == name && status >> kib) return kib * 1024;
  }
  return std::nullopt;
}

}  // namespace

tl::expected<std::vector<MeasuredEvent>, std::string> measure_events(
    const BenchEvents& events, const Invoke& invoke, std::chrono::nanoseconds time) {
  return Measurement(events, invoke).run(time);
}

tl::expected<std::vector<SimulatedHint>, std::string> simulate_hints(
    const Arrivals& arrivals, const std::vector<double>& hints_mb, const Invoke& invoke) {
  // The first time a buffer may grow, and another program may be in the way of either.
  const Invoke better_of_two = [&invoke](std::string_view event) {
    auto first = invoke(event);
    if (!first) return first;
    const std::chrono::nanoseconds duration = first->duration;
    auto second = invoke(event);
    if (second) second->duration = std::min(second->duration, duration);
    return second;
  };
  std::vector<SimulatedHint> hints;
  for (const double hint_mb : hints_mb) {
    SimulationOptions options;
    options.buffer_bytes = static_cast<size_t>(hint_mb * (1 << 20));
    auto buffer = simulate_buffer(arrivals, options, better_of_two);
    if (!buffer) return tl::make_unexpected(buffer.error());
    hints.push_back({hint_mb, std::move(*buffer)});
  }
  return hints;
}

std::optional<size_t> added_memory_peak(const std::function<void()>& work) {
  ::malloc_trim(0);
  // Forgets the peak so far. https://docs.kernel.org/filesystems/proc.html
  if (!(std::ofstream("/proc/self/clear_refs") << "5" << std::flush)) return std::nullopt;
  const auto before = read_status("VmRSS:");
  work();
  const auto peak = read_status("VmHWM:");
  if (!before || !peak) return std::nullopt;
  return *peak - std::min(*before, *peak);
}

}  // namespace cwlogs
