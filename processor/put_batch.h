// Groups puts into calls that stay within the services' limits.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "processor/plan.h"

namespace cwlogs {

// What one record may weigh, and one call. The limits count data before base64, and partition keys.
struct PutLimits {
  size_t record_bytes_max;
  size_t request_bytes_max;
};

inline size_t limited_bytes(const PutRecord& put) { return put.bytes + put.partition_key.size(); }

// Whether the batch has room for one more record. An empty batch takes any.
bool has_room(const PutBatch& batch, const PutRecord& put, const PutLimits& limits);

inline void count_in(PutBatch& batch, const PutRecord& put) {
  ++batch.count;
  batch.bytes += limited_bytes(put);
}

// Replaces `batches` by those of `puts`, in their order.
void make_batches(std::span<const PutRecord> puts, const PutLimits& limits,
                  std::vector<PutBatch>& batches);

}  // namespace cwlogs
