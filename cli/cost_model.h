// What a terabyte of logs costs: arithmetic alone, over what was measured and the prices.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <vector>

#include "cli/prices.h"

namespace cwlogs {

// As AWS bills: 1 KB is 2^10, 1 GB 2^30, 1 TB 2^40 bytes.
inline constexpr uint64_t kBytesPerGb = uint64_t{1} << 30;
inline constexpr uint64_t kBytesPerTb = uint64_t{1} << 40;
// Each record is billed in steps of this. https://aws.amazon.com/firehose/pricing/
inline constexpr uint64_t kIngestionStepBytes = uint64_t{5} * 1024;
// At this memory a function has one vCPU, and a share in proportion below.
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
inline constexpr int kMemoryMbOfOneVcpu = 1769;
inline constexpr std::array<int, 5> kMemorySizesMb = {128, 256, 512, 1024, kMemoryMbOfOneVcpu};

enum class Architecture : uint8_t { kArm64, kX86 };

// How the logs come to Firehose, which decides the price of their first way in.
enum class Ingestion : uint8_t { kDirectPut, kCloudWatchLogs };

struct FunctionSize {
  int memory_mb = 512;
  Architecture architecture = Architecture::kArm64;
};

// What went through one stream, in the long run.
struct Traffic {
  std::vector<std::chrono::nanoseconds> cpu_times{};  // of each invocation, on one whole vCPU
  // The logs that came: how much text, and their records as they were put.
  uint64_t text_bytes = 0;
  uint64_t arrived_bytes = 0;
  uint64_t arrived_step_bytes = 0;  // each record in whole steps
  // What the function put back.
  uint64_t put_bytes = 0;
  uint64_t put_step_bytes = 0;
  uint64_t delivered_bytes = 0;    // data of Ok records, before base64
  uint64_t partitioned_bytes = 0;  // of these, with partition keys
};

// Dollars for a TB of text.
struct Costs {
  double lambda = 0;  // duration
  double requests = 0;
  double ingestion = 0;
  double reingestion = 0;
  double partitioning = 0;

  double total() const { return lambda + requests + ingestion + reingestion + partitioning; }
};

// A record's bytes in whole steps.
uint64_t in_ingestion_steps(uint64_t bytes);

// How long `cpu_time` takes with a share of a vCPU. An approximation: AWS only says that CPU is
// allocated in proportion to memory. More than one vCPU does not help: the core has one thread.
std::chrono::nanoseconds duration_at(std::chrono::nanoseconds cpu_time, int memory_mb);

// The same in whole milliseconds, as it is billed.
std::chrono::milliseconds billed_duration(std::chrono::nanoseconds cpu_time, int memory_mb);

// Of one invocation, on average. Requires: there was one.
std::chrono::nanoseconds mean_cpu_time(const Traffic& traffic);

// How often a byte is ingested until it is delivered: 1 where nothing is put back.
// Requires of these: traffic.text_bytes and arrived_bytes are not 0.
double amplification(const Traffic& traffic);
double invocations_per_tb(const Traffic& traffic);
Costs costs_per_tb(const Traffic& traffic, const Prices& prices, const FunctionSize& function,
                   Ingestion ingestion);

}  // namespace cwlogs
