#include "cli/bench_report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "cli/text_table.h"

namespace cwlogs {
namespace {

using Row = std::vector<std::string>;
using Rows = std::vector<Row>;

std::string fixed(double number, int digits) {
  char text[64];
  std::snprintf(text, sizeof(text), "%.*f", digits, number);
  return text;
}

std::string whole(double number) {
  return with_thousands(static_cast<uint64_t>(std::llround(number)));
}

std::string in_mb(uint64_t bytes) { return fixed(static_cast<double>(bytes) / 1e6, 2) + " MB"; }

std::string in_ms(std::chrono::nanoseconds time) {
  const double ms = static_cast<double>(time.count()) / 1e6;
  return fixed(ms, ms < 1 ? 3 : ms < 100 ? 2 : 0) + " ms";
}

std::string dollars(double amount) { return '$' + fixed(amount, 2); }

std::string times(double factor) { return fixed(factor, 2) + "x"; }

Row figures_row(const std::string& name, const BenchFigures& figures) {
  const auto ns = figures.ns_per_log_event();
  const auto floor = figures.times_floor();
  return {name,
          with_thousands(figures.records),
          with_thousands(figures.log_events),
          in_mb(figures.text_bytes),
          in_mb(figures.response_bytes),
          in_ms(figures.median),
          in_ms(figures.p99),
          whole(figures.mb_per_second()),
          ns ? whole(*ns) : "-",
          floor ? times(*floor) : "-"};
}

std::string render_events(const BenchReport& report) {
  Rows rows = {{"event", "records", "log events", "inflated", "response", "median", "p99", "MB/s",
                "ns/log event", "to floor"}};
  for (const MeasuredEvent& measured : report.events) {
    rows.push_back(figures_row(on_one_line(measured.event->name), figures_of(measured)));
  }
  if (report.events.size() > 1) rows.push_back(figures_row("all", total_of(report.events)));
  return render_table(rows, 0);
}

std::string render_notes(const BenchReport& report) {
  const BenchFigures total = total_of(report.events);
  std::string text;
  if (total.times_floor()) {
    text += "  floor   inflating alone, by libdeflate: " + whole(total.floor_mb_per_second()) +
            " MB/s\n";
  }
  if (report.memory_peak_bytes)
    text += "  memory  " + in_mb(*report.memory_peak_bytes) + " at most, the core's own\n";
  if (total.failed != 0) {
    text += "  failed  " + with_thousands(total.failed) + " of " + with_thousands(total.records) +
            " records; see cwlogs replay. The projection leaves out what is broken\n";
  }
  return text;
}

Row hint_row(const SimulatedHint& hint, const CostOptions& options, bool failures) {
  const Traffic& traffic = hint.buffer.traffic;
  const Costs costs = costs_per_tb(traffic, options.prices, kReferenceSize, options.ingestion);
  Row row = {fixed(hint.hint_mb, 1) + " MB",
             times(amplification(traffic)),
             whole(invocations_per_tb(traffic)),
             in_ms(duration_at(mean_cpu_time(traffic), kReferenceSize.memory_mb)),
             dollars(costs.lambda + costs.requests),
             dollars(costs.ingestion),
             dollars(costs.reingestion),
             dollars(costs.partitioning),
             dollars(costs.total())};
  if (failures) row.push_back(fixed(100 * failed_share(hint.buffer), 1) + " %");
  return row;
}

std::string render_hints(const Projection& projection, const CostOptions& options,
                         const Style& style) {
  const std::string head = "output " + projection.output +
                           (projection.configured ? ", as configured" : ", for comparison");
  if (projection.hints.empty()) {
    return '\n' + head + ": left out: " + on_one_line(projection.left_out) + '\n';
  }
  const bool failures = std::ranges::any_of(
      projection.hints, [](const SimulatedHint& hint) { return hint.buffer.failed != 0; });
  Rows rows = {{"buffer", "ingested", "invocations", "each", "Lambda", "ingestion", "re-ingestion",
                "partitioning", "total"}};
  if (failures) rows[0].emplace_back("failed");
  for (const SimulatedHint& hint : projection.hints) {
    rows.push_back(hint_row(hint, options, failures));
  }
  const size_t best = best_hint(projection.hints, options);
  return '\n' + head + '\n' + render_table(rows, 2) + "  " +
         style.paint(Color::kGreen, "best: " + fixed(projection.hints[best].hint_mb, 1) + " MB, " +
                                        rows[best + 1][8]) +
         ": " + why_best(projection.hints, best, options) + '\n';
}

std::string render_sizes(const SimulatedHint& hint, const CostOptions& options) {
  Rows rows = {{"memory", "vCPU", "each", "arm64", "x86_64"}};
  const Traffic& traffic = hint.buffer.traffic;
  for (const int memory_mb : kMemorySizesMb) {
    const auto total = [&](Architecture architecture) {
      return dollars(
          costs_per_tb(traffic, options.prices, {memory_mb, architecture}, options.ingestion)
              .total());
    };
    rows.push_back({std::to_string(memory_mb) + " MB",
                    fixed(static_cast<double>(memory_mb) / kMemoryMbOfOneVcpu, 2),
                    in_ms(duration_at(mean_cpu_time(traffic), memory_mb)),
                    total(Architecture::kArm64), total(Architecture::kX86)});
  }
  return render_table(rows, 2);
}

std::string render_projections(const BenchReport& report, const Style& style) {
  if (report.projections.empty()) return "\nNo projection: the events hold no text.\n";
  const CostOptions& options = report.costs;
  std::string text =
      '\n' + style.paint(Color::kBold, "1 TB of logs, inflated") + ": dollars at " +
      std::to_string(kReferenceSize.memory_mb) + " MB, arm64, by " +
      (options.ingestion == Ingestion::kDirectPut ? "Direct PUT" : "CloudWatch Logs") +
      "; prices of " + on_one_line(options.prices.as_of) +
      (options.prices.checked ? "" : ", to be checked") + '\n';
  for (const Projection& projection : report.projections) {
    text += render_hints(projection, options, style);
  }
  const Projection& configured = report.projections.front();
  if (!configured.hints.empty()) {
    const SimulatedHint& best = configured.hints[best_hint(configured.hints, options)];
    text += "\nmemory sizes, output " + configured.output + ", buffer " + fixed(best.hint_mb, 1) +
            " MB\n" + render_sizes(best, options);
  }
  return text +
         "\nApproximations: a vCPU as fast as one of this machine, of which a function has memory "
         "/ "
         "1769 MB;\nno waiting for puts, no cold starts; S3 and data transfer are not in it.\n";
}

}  // namespace

std::string render_text(const BenchReport& report, const Style& style) {
  return render_events(report) + render_notes(report) + render_projections(report, style);
}

}  // namespace cwlogs
