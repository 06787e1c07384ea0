// The measuring: events again and again, and the buffers they would come in.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/bench_event.h"
#include "cli/buffer_simulation.h"
#include "cli/invocation.h"
#include "cli/samples.h"

namespace cwlogs {

using BenchEvents = std::vector<std::unique_ptr<BenchEvent>>;

struct MeasuredEvent {
  const BenchEvent* event = nullptr;
  Samples invocations;
  Samples floor;
  size_t response_bytes = 0;
  size_t failed = 0;  // records
};

// Invokes with one event after the other, and inflates the records of each alone, until all of it
// has taken `time`, and each had a few runs. The answer to an event must be the same each time: it
// is compared before and after. Errors: a sentence that names the event.
tl::expected<std::vector<MeasuredEvent>, std::string> measure_events(const BenchEvents& events,
                                                                     const Invoke& invoke,
                                                                     std::chrono::nanoseconds time);

struct SimulatedHint {
  double hint_mb = 0;
  SimulatedBuffer buffer;
};

// Requires: records with text. Errors: those of simulate_buffer().
tl::expected<std::vector<SimulatedHint>, std::string> simulate_hints(
    const Arrivals& arrivals, const std::vector<double>& hints_mb, const Invoke& invoke);

// The most memory that `work` adds to what this process has, bytes; none where the system does not
// tell. What comes on top of a fresh heap: what was freed before is given back first.
std::optional<size_t> added_memory_peak(const std::function<void()>& work);

}  // namespace cwlogs
