// Firehose's Lambda buffer: the records of saved events, grouped as a buffer hint would group them,
// with what the function puts back coming round again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/cost_model.h"
#include "cli/invocation.h"
#include "processor/firehose_event.h"

namespace cwlogs {

// A record as it came. Lifetime of the views: that of its event.
struct ArrivedRecord {
  std::string_view data;           // base64, as the event writes it
  std::string_view partition_key;  // as the event writes it
  int64_t arrival_ms = 0;
  uint32_t bytes = 0;       // base64 undone: what a buffer counts
  uint32_t text_bytes = 0;  // inflated
};

struct Arrivals {
  Source source = Source::kDirectPut;
  std::string_view stream_arn;
  std::string_view region;
  std::vector<ArrivedRecord> records;
};

struct SimulationOptions {
  size_t buffer_bytes = 1 << 20;
  size_t event_bytes_max = 6 << 20;  // of the JSON that Lambda is invoked with
  // It ends once it has counted each record, or that many bytes of records, but not before that
  // many invocations, unless they inflated so much together.
  size_t counted_bytes_max = 24 << 20;
  size_t invocations_min = 3;
  uint64_t text_bytes_max = 256 << 20;
};

struct SimulatedBuffer {
  Traffic traffic;
  size_t arrived = 0;  // records, what was put back left out
  size_t failed = 0;   // records
};

// Fills buffer after buffer: first what was put back, then the records in their order, from the
// beginning again when they end. The first invocation is not counted: nothing was put back before
// it, and from the second on as much arrives as gets through.
// Requires: records. Errors: those of `invoke`, and where nothing gets through.
tl::expected<SimulatedBuffer, std::string> simulate_buffer(const Arrivals& arrivals,
                                                           const SimulationOptions& options,
                                                           const Invoke& invoke);

}  // namespace cwlogs
