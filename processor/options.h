// How a processor is to work.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "processor/executor.h"
#include "processor/limits.h"
#include "processor/raw_lines.h"
#include "processor/record_transform.h"
#include "processor/rules.h"
#include "processor/transform.h"
#include "processor/transform_observer.h"

namespace cwlogs {

struct Options {
  // What becomes of which log events; null: their messages, a newline behind each. Must outlive the
  // processor.
  const Rules* rules = nullptr;
  // Where not null, comes between the rules' filters and outputs, and may take the outputs' place.
  std::unique_ptr<Transform> transform;
  // Where not null, sees every log event. Requires: it outlives the processor, and there are rules.
  TransformObserver* observer = nullptr;
  // Where not null, records are processed two at a time unless there is a transform or an observer.
  // Must outlive the processor.
  Executor* executor = nullptr;
  Straddle straddle = Straddle::kFirst;
  RawRecords raw_records = RawRecords::kFail;
  std::optional<int> gzip_level;  // of each record's data, 1 to 12; none: not compressed
  // Distinct metadata of one response; beyond it every partition key is `partition_fallback`.
  size_t partitions_max = SIZE_MAX;
  std::string partition_fallback = "other";

  size_t response_bytes_max = kResponseBytesDefault;
  size_t inflated_bytes_max = kInflatedBytesMaxDefault;             // of one record
  size_t inflated_bytes_total_max = kInflatedBytesTotalMaxDefault;  // of one event's records
  size_t kinesis_record_bytes_max = kKinesisRecordBytesMax;
  size_t kinesis_request_bytes_max = kKinesisRequestBytesMax;
};

}  // namespace cwlogs
