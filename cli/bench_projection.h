// Which buffer hint costs least, and why.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/bench_run.h"
#include "cli/cost_model.h"
#include "cli/prices.h"

namespace cwlogs {

// One way of output, through every hint.
struct Projection {
  std::string output;      // OUTPUT_COMPRESSION: none or gzip
  bool configured = true;  // as the user has it; else for comparison
  std::vector<SimulatedHint> hints;
  std::string left_out;  // why there are no hints
};

struct CostOptions {
  Prices prices;
  Ingestion ingestion = Ingestion::kDirectPut;
};

// What the hints are compared at. Below one vCPU, memory hardly changes the cost: half the memory
// takes twice as long.
inline constexpr FunctionSize kReferenceSize{512, Architecture::kArm64};

// Records that failed for want of room, of those that came.
double failed_share(const SimulatedBuffer& buffer);

// The index of the hint where least fails, and of these the cheapest. A smaller buffer that costs
// hardly more wins: it takes less memory and time. Requires: hints.
size_t best_hint(const std::vector<SimulatedHint>& hints, const CostOptions& options);

// Why, as a sentence that says what the next larger hint would change.
std::string why_best(const std::vector<SimulatedHint>& hints, size_t best,
                     const CostOptions& options);

}  // namespace cwlogs
