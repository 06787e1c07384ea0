#include <nlohmann/json.hpp>

#include "cli/bench_report.h"

namespace cwlogs {
namespace {

using Json = nlohmann::ordered_json;

double in_ms(std::chrono::nanoseconds time) { return static_cast<double>(time.count()) / 1e6; }

Json optional_number(const std::optional<double>& number) {
  return number ? Json(*number) : Json(nullptr);
}

Json to_json(const BenchFigures& figures) {
  return {{"runs", figures.runs},
          {"records", figures.records},
          {"ProcessingFailed", figures.failed},
          {"logEvents", figures.log_events},
          {"bytesInflated", figures.text_bytes},
          {"responseBytes", figures.response_bytes},
          {"medianMs", in_ms(figures.median)},
          {"p99Ms", in_ms(figures.p99)},
          {"mbPerSecond", figures.mb_per_second()},
          {"nsPerLogEvent", optional_number(figures.ns_per_log_event())},
          {"floorMs", in_ms(figures.floor)},
          {"floorMbPerSecond", figures.floor_mb_per_second()},
          {"timesFloor", optional_number(figures.times_floor())}};
}

Json to_json(const Costs& costs) {
  return {{"lambda", costs.lambda},
          {"requests", costs.requests},
          {"ingestion", costs.ingestion},
          {"reingestion", costs.reingestion},
          {"partitioning", costs.partitioning},
          {"total", costs.total()}};
}

Json sizes_json(const Traffic& traffic, const CostOptions& options) {
  Json sizes = Json::array();
  for (const int memory_mb : kMemorySizesMb) {
    const auto costs = [&](Architecture architecture) {
      return to_json(
          costs_per_tb(traffic, options.prices, {memory_mb, architecture}, options.ingestion));
    };
    sizes.push_back(
        {{"memoryMb", memory_mb},
         {"durationMs", in_ms(duration_at(mean_cpu_time(traffic), memory_mb))},
         {"dollarsPerTb",
          {{"arm64", costs(Architecture::kArm64)}, {"x86_64", costs(Architecture::kX86)}}}});
  }
  return sizes;
}

Json to_json(const Projection& projection, const CostOptions& options) {
  Json hints = Json::array();
  for (const SimulatedHint& hint : projection.hints) {
    const Traffic& traffic = hint.buffer.traffic;
    hints.push_back({{"bufferSizeInMBs", hint.hint_mb},
                     {"ingestedTimes", amplification(traffic)},
                     {"invocations", invocations_per_tb(traffic)},
                     {"failedShare", failed_share(hint.buffer)},
                     {"sizes", sizes_json(traffic, options)}});
  }
  Json json = {{"outputCompression", projection.output},
               {"configured", projection.configured},
               {"buffers", hints},
               {"best", nullptr}};
  if (projection.hints.empty()) {
    json["leftOut"] = projection.left_out;
  } else {
    const size_t best = best_hint(projection.hints, options);
    json["best"] = {{"bufferSizeInMBs", projection.hints[best].hint_mb},
                    {"why", why_best(projection.hints, best, options)}};
  }
  return json;
}

Json to_json(const CostOptions& options) {
  const Prices& prices = options.prices;
  return {{"asOf", prices.as_of},
          {"checked", prices.checked},
          {"lambdaGbSecondArm64", prices.lambda_gb_second_arm64},
          {"lambdaGbSecondX86_64", prices.lambda_gb_second_x86_64},
          {"lambdaMillionRequests", prices.lambda_million_requests},
          {"firehoseDirectPutGb", prices.firehose_direct_put_gb},
          {"firehoseCloudWatchLogsGb", prices.firehose_cloudwatch_logs_gb},
          {"firehoseDynamicPartitioningGb", prices.firehose_dynamic_partitioning_gb}};
}

}  // namespace

std::string render_json(const BenchReport& report) {
  Json events = Json::array();
  for (const MeasuredEvent& measured : report.events) {
    Json event = {{"event", measured.event->name}};
    event.update(to_json(figures_of(measured)));
    events.push_back(std::move(event));
  }
  Json projections = Json::array();
  for (const Projection& projection : report.projections) {
    projections.push_back(to_json(projection, report.costs));
  }
  const bool direct = report.costs.ingestion == Ingestion::kDirectPut;
  const Json json = {
      {"outputCompression", report.output},
      {"bootstrap", report.bootstrap.empty() ? Json(nullptr) : Json(report.bootstrap)},
      {"events", events},
      {"total", to_json(total_of(report.events))},
      {"memoryPeakBytes",
       report.memory_peak_bytes ? Json(*report.memory_peak_bytes) : Json(nullptr)},
      {"ingestion", direct ? "direct-put" : "cloudwatch-logs"},
      {"prices", to_json(report.costs)},
      {"projections", projections}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace cwlogs
