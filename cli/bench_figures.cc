#include <algorithm>

#include "cli/bench_report.h"

namespace cwlogs {
namespace {

// Bytes a nanosecond are GB a second.
double speed(uint64_t bytes, std::chrono::nanoseconds time) {
  return time.count() == 0 ? 0
                           : 1000 * static_cast<double>(bytes) / static_cast<double>(time.count());
}

}  // namespace

double BenchFigures::mb_per_second() const { return speed(text_bytes, median); }

double BenchFigures::floor_mb_per_second() const { return speed(floor_text_bytes, floor); }

std::optional<double> BenchFigures::ns_per_log_event() const {
  if (log_events == 0) return std::nullopt;
  return static_cast<double>(median.count()) / static_cast<double>(log_events);
}

std::optional<double> BenchFigures::times_floor() const {
  if (floor_text_bytes == 0 || floor.count() == 0) return std::nullopt;
  return static_cast<double>(median.count()) / static_cast<double>(floor.count());
}

BenchFigures figures_of(const MeasuredEvent& measured) {
  const BenchEvent& event = *measured.event;
  return {.runs = measured.invocations.size(),
          .records = event.event.records.size(),
          .failed = measured.failed,
          .log_events = event.log_events,
          .text_bytes = event.text_bytes,
          .response_bytes = measured.response_bytes,
          .median = measured.invocations.median(),
          .p99 = measured.invocations.quantile(0.99),
          .floor = measured.floor.median(),
          .floor_text_bytes = event.gzip_text_bytes};
}

BenchFigures total_of(const std::vector<MeasuredEvent>& events) {
  BenchFigures total;
  for (const MeasuredEvent& measured : events) {
    const BenchFigures figures = figures_of(measured);
    total.runs += figures.runs;
    total.records += figures.records;
    total.failed += figures.failed;
    total.log_events += figures.log_events;
    total.text_bytes += figures.text_bytes;
    total.response_bytes += figures.response_bytes;
    total.median += figures.median;
    total.p99 = std::max(total.p99, figures.p99);
    total.floor += figures.floor;
    total.floor_text_bytes += figures.floor_text_bytes;
  }
  return total;
}

}  // namespace cwlogs
