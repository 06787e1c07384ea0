#include "cli/bench_projection.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace cwlogs {
namespace {

// What measuring can't tell apart: a hundredth of the cost.
constexpr double kSameCost = 1.01;
constexpr double kSameShare = 0.005;

double total_of(const SimulatedHint& hint, const CostOptions& options) {
  return costs_per_tb(hint.buffer.traffic, options.prices, kReferenceSize, options.ingestion)
      .total();
}

template <typename Number>
std::string text_of(const char* format, Number number) {
  char text[32];
  std::snprintf(text, sizeof(text), format, number);
  return text;
}

std::string at_hint(const SimulatedHint& hint) { return text_of("at %g MB ", hint.hint_mb); }

}  // namespace

double failed_share(const SimulatedBuffer& buffer) {
  return buffer.arrived == 0
             ? 0
             : static_cast<double>(buffer.failed) / static_cast<double>(buffer.arrived);
}

size_t best_hint(const std::vector<SimulatedHint>& hints, const CostOptions& options) {
  double least_failed = 1;
  for (const SimulatedHint& hint : hints) {
    least_failed = std::min(least_failed, failed_share(hint.buffer));
  }
  const auto is_sound = [least_failed](const SimulatedHint& hint) {
    return failed_share(hint.buffer) <= least_failed + kSameShare;
  };
  double least = HUGE_VAL;
  for (const SimulatedHint& hint : hints) {
    if (is_sound(hint)) least = std::min(least, total_of(hint, options));
  }
  const auto best = std::ranges::find_if(hints, [&](const SimulatedHint& hint) {
    return is_sound(hint) && total_of(hint, options) <= least * kSameCost;
  });
  return static_cast<size_t>(best - hints.begin());
}

std::string why_best(const std::vector<SimulatedHint>& hints, size_t best,
                     const CostOptions& options) {
  const double times = amplification(hints[best].buffer.traffic);
  std::string why =
      times < 1.005 ? "nothing is put back" : text_of("a byte is ingested %.2f times", times);
  if (best + 1 == hints.size()) return why + ", and no hint is larger";
  const SimulatedHint& next = hints[best + 1];
  const double next_times = amplification(next.buffer.traffic);
  if (failed_share(next.buffer) > failed_share(hints[best].buffer) + kSameShare) {
    return why + "; " + at_hint(next) +
           text_of("%.1f %% of the records fail", 100 * failed_share(next.buffer));
  }
  if (next_times > times + 0.005) {
    return why + "; " + at_hint(next) + text_of("it would be %.2f times", next_times);
  }
  const double saved = 1 - total_of(next, options) / total_of(hints[best], options);
  return why + "; " + at_hint(next) +
         (saved > 0 ? text_of("only %.1f %% is saved", 100 * saved) : "nothing is saved");
}

}  // namespace cwlogs
