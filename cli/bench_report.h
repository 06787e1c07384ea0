// What a benchmark found, for people and for programs.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "cli/bench_projection.h"
#include "cli/bench_run.h"
#include "cli/style.h"

namespace cwlogs {

struct BenchReport {
  std::vector<MeasuredEvent> events;        // at least one
  std::string output;                       // OUTPUT_COMPRESSION: none or gzip
  std::string bootstrap;                    // its path; empty: the core
  std::optional<size_t> memory_peak_bytes;  // of the core
  std::vector<Projection> projections;      // none: the events hold no text
  CostOptions costs;
};

// Times and bytes of one event, or of all together.
struct BenchFigures {
  size_t runs = 0;
  size_t records = 0;
  size_t failed = 0;
  uint64_t log_events = 0;
  uint64_t text_bytes = 0;
  uint64_t response_bytes = 0;
  std::chrono::nanoseconds median{};
  std::chrono::nanoseconds p99{};  // of all together: of the slowest
  std::chrono::nanoseconds floor{};
  uint64_t floor_text_bytes = 0;

  // Text a second, in MB of 10^6 bytes; 0 where there is none.
  double mb_per_second() const;
  double floor_mb_per_second() const;
  std::optional<double> ns_per_log_event() const;
  std::optional<double> times_floor() const;
};

BenchFigures figures_of(const MeasuredEvent& measured);
// Medians added up: one invocation with each event.
BenchFigures total_of(const std::vector<MeasuredEvent>& events);

std::string render_text(const BenchReport& report, const Style& style);
std::string render_json(const BenchReport& report);

}  // namespace cwlogs
