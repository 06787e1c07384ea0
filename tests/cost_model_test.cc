#include "cli/cost_model.h"

#include <gtest/gtest.h>

namespace cwlogs::testing {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

TEST(CostModel, BillsRecordsInStepsOf5Kb) {
  EXPECT_EQ(in_ingestion_steps(0), 0u);
  EXPECT_EQ(in_ingestion_steps(1), 5120u);
  EXPECT_EQ(in_ingestion_steps(5119), 5120u);
  EXPECT_EQ(in_ingestion_steps(5120), 5120u);
  EXPECT_EQ(in_ingestion_steps(5121), 10240u);
}

TEST(CostModel, StretchesTimeByTheShareOfAVcpu) {
  EXPECT_EQ(duration_at(milliseconds(128), 1769), milliseconds(128));
  EXPECT_EQ(duration_at(milliseconds(128), 128), milliseconds(1769));
  // One thread can't use more than one.
  EXPECT_EQ(duration_at(milliseconds(128), 3538), milliseconds(128));
}

TEST(CostModel, BillsEveryStartedMillisecond) {
  EXPECT_EQ(billed_duration(microseconds(2000), 1769), milliseconds(2));
  EXPECT_EQ(billed_duration(microseconds(2001), 1769), milliseconds(3));
}

// A 64th of a TB of text, in one record of 1 GB; 2 invocations.
Traffic traffic() {
  return {.cpu_times = {milliseconds(1000), milliseconds(3000)},
          .text_bytes = kBytesPerTb / 64,
          .arrived_bytes = kBytesPerGb,
          .arrived_step_bytes = 2 * kBytesPerGb,
          .put_bytes = kBytesPerGb / 2,
          .put_step_bytes = kBytesPerGb,
          .delivered_bytes = 16 * kBytesPerGb,
          .partitioned_bytes = 4 * kBytesPerGb};
}

TEST(CostModel, CountsWhatComesRoundAgain) {
  EXPECT_DOUBLE_EQ(amplification(traffic()), 1.5);
  EXPECT_DOUBLE_EQ(invocations_per_tb(traffic()), 128);
  EXPECT_EQ(mean_cpu_time(traffic()), milliseconds(2000));
}

TEST(CostModel, AddsUpATerabyte) {
  Prices prices;
  prices.lambda_gb_second_arm64 = 0.001;
  prices.lambda_gb_second_x86_64 = 0.002;
  prices.lambda_million_requests = 1'000'000;
  prices.firehose_direct_put_gb = 0.03;
  prices.firehose_cloudwatch_logs_gb = 0.10;
  prices.firehose_dynamic_partitioning_gb = 0.02;
  const Costs arm =
      costs_per_tb(traffic(), prices, {1769, Architecture::kArm64}, Ingestion::kDirectPut);
  EXPECT_DOUBLE_EQ(arm.lambda, 64 * 4 * 1769.0 / 1024 * 0.001);
  EXPECT_DOUBLE_EQ(arm.requests, 128);
  EXPECT_DOUBLE_EQ(arm.ingestion, 64 * 2 * 0.03);
  EXPECT_DOUBLE_EQ(arm.reingestion, 64 * 0.03);
  EXPECT_DOUBLE_EQ(arm.partitioning, 64 * 4 * 0.02);
  EXPECT_DOUBLE_EQ(arm.total(),
                   arm.lambda + arm.requests + arm.ingestion + arm.reingestion + arm.partitioning);
  const Costs x86 =
      costs_per_tb(traffic(), prices, {1769, Architecture::kX86}, Ingestion::kCloudWatchLogs);
  EXPECT_DOUBLE_EQ(x86.lambda, 2 * arm.lambda);
  // No steps; what is put back comes by Direct PUT all the same.
  EXPECT_DOUBLE_EQ(x86.ingestion, 64 * 0.10);
  EXPECT_DOUBLE_EQ(x86.reingestion, arm.reingestion);
}

// A share of a vCPU takes longer at less a millisecond: only the rounding differs.
TEST(CostModel, CostsTheSameAtAnyShareOfOneVcpu) {
  const auto lambda = [](int memory_mb) {
    return costs_per_tb(traffic(), {}, {memory_mb, Architecture::kArm64}, Ingestion::kDirectPut)
        .lambda;
  };
  EXPECT_NEAR(lambda(128), lambda(1769), lambda(1769) / 1000);
  EXPECT_NEAR(lambda(3538), 2 * lambda(1769), lambda(1769) / 1000);
}

}  // namespace
}  // namespace cwlogs::testing
