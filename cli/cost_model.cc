#include "cli/cost_model.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cwlogs {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

double in_gb(uint64_t bytes) {
  return static_cast<double>(bytes) / static_cast<double>(kBytesPerGb);
}

// What the traffic stands for is multiplied by this to stand for a TB.
double tb_scale(const Traffic& traffic) {
  return static_cast<double>(kBytesPerTb) / static_cast<double>(traffic.text_bytes);
}

double gb_seconds(const Traffic& traffic, int memory_mb) {
  milliseconds billed{};
  for (const nanoseconds cpu_time : traffic.cpu_times) {
    billed += billed_duration(cpu_time, memory_mb);
  }
  return static_cast<double>(billed.count()) / 1000 * memory_mb / 1024;
}

double ingestion_cost(const Traffic& traffic, const Prices& prices, Ingestion ingestion) {
  return ingestion == Ingestion::kDirectPut
             ? in_gb(traffic.arrived_step_bytes) * prices.firehose_direct_put_gb
             : in_gb(traffic.arrived_bytes) * prices.firehose_cloudwatch_logs_gb;
}

}  // namespace

uint64_t in_ingestion_steps(uint64_t bytes) {
  return (bytes + kIngestionStepBytes - 1) / kIngestionStepBytes * kIngestionStepBytes;
}

nanoseconds duration_at(nanoseconds cpu_time, int memory_mb) {
  const double share = std::min(1.0, static_cast<double>(memory_mb) / kMemoryMbOfOneVcpu);
  return nanoseconds(std::llround(static_cast<double>(cpu_time.count()) / share));
}

milliseconds billed_duration(nanoseconds cpu_time, int memory_mb) {
  return std::chrono::ceil<milliseconds>(duration_at(cpu_time, memory_mb));
}

nanoseconds mean_cpu_time(const Traffic& traffic) {
  const nanoseconds sum =
      std::accumulate(traffic.cpu_times.begin(), traffic.cpu_times.end(), nanoseconds{});
  return sum / static_cast<int64_t>(traffic.cpu_times.size());
}

double amplification(const Traffic& traffic) {
  return static_cast<double>(traffic.arrived_bytes + traffic.put_bytes) /
         static_cast<double>(traffic.arrived_bytes);
}

double invocations_per_tb(const Traffic& traffic) {
  return static_cast<double>(traffic.cpu_times.size()) * tb_scale(traffic);
}

Costs costs_per_tb(const Traffic& traffic, const Prices& prices, const FunctionSize& function,
                   Ingestion ingestion) {
  const double scale = tb_scale(traffic);
  const double gb_second = function.architecture == Architecture::kArm64
                               ? prices.lambda_gb_second_arm64
                               : prices.lambda_gb_second_x86_64;
  return {.lambda = scale * gb_seconds(traffic, function.memory_mb) * gb_second,
          .requests = invocations_per_tb(traffic) / 1e6 * prices.lambda_million_requests,
          .ingestion = scale * ingestion_cost(traffic, prices, ingestion),
          // Whatever came first: the function puts by PutRecordBatch.
          .reingestion = scale * in_gb(traffic.put_step_bytes) * prices.firehose_direct_put_gb,
          .partitioning =
              scale * in_gb(traffic.partitioned_bytes) * prices.firehose_dynamic_partitioning_gb};
}

}  // namespace cwlogs
