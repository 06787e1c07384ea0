// One invocation as it was measured: of the core here, or of a bootstrap.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "processor/plan.h"
#include "tl/expected.hpp"

namespace cwlogs {

// Lifetime of the views: until the next invocation.
struct Invocation {
  std::chrono::nanoseconds duration{};
  std::string_view response;
  std::span<const PutRecord> puts;  // accepted: they come round again
  uint64_t delivered_bytes = 0;     // data of the Ok records, before base64
  uint64_t partitioned_bytes = 0;   // of these, with partition keys
  size_t failed = 0;                // records ProcessingFailed
};

// Whether a record's metadata, a JSON object, has keys of dynamic partitioning.
inline bool has_partition_keys(std::string_view metadata) {
  // Inside a value its quotes would be escaped.
  return metadata.find("\"partitionKeys\"") != std::string_view::npos;
}

// Requires of `event`: kJsonPadding zero bytes behind it. Errors: a sentence.
using Invoke = std::function<tl::expected<Invocation, std::string>(std::string_view event)>;

}  // namespace cwlogs
