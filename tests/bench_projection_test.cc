#include "cli/bench_projection.h"

#include <gtest/gtest.h>

namespace cwlogs::testing {
namespace {

// A TB of text of which `ingestion` GB came and `put` GB were put back, at a dollar each.
SimulatedHint hint(double mb, uint64_t ingestion, uint64_t put, size_t failed = 0) {
  SimulatedHint hint;
  hint.hint_mb = mb;
  hint.buffer.traffic = {.cpu_times = {std::chrono::milliseconds(1)},
                         .text_bytes = kBytesPerTb,
                         .arrived_bytes = ingestion * kBytesPerGb,
                         .arrived_step_bytes = ingestion * kBytesPerGb,
                         .put_bytes = put * kBytesPerGb,
                         .put_step_bytes = put * kBytesPerGb};
  hint.buffer.arrived = 1000;
  hint.buffer.failed = failed;
  return hint;
}

CostOptions a_dollar() {
  CostOptions options;
  options.prices.firehose_direct_put_gb = 1;
  return options;
}

struct Best {
  size_t index;
  std::string why;
};

Best best_of(const std::vector<SimulatedHint>& hints) {
  const size_t best = best_hint(hints, a_dollar());
  return {best, why_best(hints, best, a_dollar())};
}

TEST(BestHint, IsTheCheapest) {
  const Best best = best_of({hint(0.2, 200, 0), hint(0.5, 100, 0), hint(1, 100, 50)});
  EXPECT_EQ(best.index, 1u);
  EXPECT_EQ(best.why, "nothing is put back; at 1 MB it would be 1.50 times");
}

TEST(BestHint, IsTheSmallerOfThoseThatCostTheSame) {
  const Best best = best_of({hint(0.2, 200, 0), hint(0.5, 1000 / 10, 0), hint(1, 100, 0)});
  EXPECT_EQ(best.index, 1u);
  EXPECT_EQ(best.why, "nothing is put back; at 1 MB nothing is saved");
  EXPECT_EQ(best_of({hint(0.2, 1005, 0), hint(0.5, 1000, 0)}).why,
            "nothing is put back; at 0.5 MB only 0.5 % is saved");
}

TEST(BestHint, LosesNoRecordForMoney) {
  const Best best = best_of({hint(0.2, 200, 0), hint(0.5, 100, 0, 100)});
  EXPECT_EQ(best.index, 0u);
  EXPECT_EQ(best.why, "nothing is put back; at 0.5 MB 10.0 % of the records fail");
}

TEST(BestHint, MayBeTheLargest) {
  const Best best = best_of({hint(2, 200, 0), hint(3, 100, 20)});
  EXPECT_EQ(best.index, 1u);
  EXPECT_EQ(best.why, "a byte is ingested 1.20 times, and no hint is larger");
}

}  // namespace
}  // namespace cwlogs::testing
