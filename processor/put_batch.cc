#include "processor/put_batch.h"

namespace cwlogs {

bool has_room(const PutBatch& batch, const PutRecord& put, const PutLimits& limits) {
  if (batch.count == 0) return true;
  return batch.count < kPutRecordsMax &&
         batch.bytes + limited_bytes(put) <= limits.request_bytes_max;
}

void make_batches(std::span<const PutRecord> puts, const PutLimits& limits,
                  std::vector<PutBatch>& batches) {
  batches.clear();
  for (size_t i = 0; i < puts.size(); ++i) {
    if (batches.empty() || !has_room(batches.back(), puts[i], limits)) {
      batches.push_back({.first = i});
    }
    count_in(batches.back(), puts[i]);
  }
}

}  // namespace cwlogs
