// Records whose log events belong to different partitions, taken apart.
#pragma once

#include <cstdint>

#include "processor/output.h"
#include "processor/record_transform.h"

namespace cwlogs {

// The partition that holds most bytes; the first of those.
uint32_t largest_partition(const TransformedRecord& record);

// Makes `part` a record of this partition's log events.
// Requires: `record` was not transformed with Straddle::kFirst.
void select_partition(const TransformedRecord& record, uint32_t partition, TransformedRecord& part);

// Leaves of the record's output, which stands at `mark`, only the partition's log events.
// Requires: all of the output is stored.
void keep_partition(const TransformedRecord& record, uint32_t partition, size_t mark,
                    Output& output);

}  // namespace cwlogs
