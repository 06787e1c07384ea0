// The core: the bytes of a Firehose transformation event -> a plan. Read this first.
//
//   event ─ firehose_event ─▶ records
//     each: record_text (base64, gunzip) ─▶ record_transform (log_envelope, transform)
//           ─▶ response_packer: it fits, or overflow (as it is, or record_splitter's pieces)
//   plan ─ the caller puts plan.batches ─▶ firehose_response ─▶ the response
//
// Pure: no socket, clock, environment, log or global. Memory stays bounded on any input.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "processor/limits.h"
#include "processor/output.h"
#include "processor/overflow.h"
#include "processor/partition_keys.h"
#include "processor/plan.h"
#include "processor/record_keys.h"
#include "processor/record_text.h"
#include "processor/record_transform.h"
#include "processor/response_packer.h"
#include "processor/result.h"
#include "processor/transform.h"

namespace cwlogs {

struct Options {
  // What becomes of a log event; null: its message and a newline.
  std::unique_ptr<Transform> transform;
  PartitionKeys partition_keys;

  size_t response_bytes_max = kResponseBytesDefault;
  size_t inflated_bytes_max = kInflatedBytesMaxDefault;             // of one record
  size_t inflated_bytes_total_max = kInflatedBytesTotalMaxDefault;  // of one event's records
  size_t kinesis_record_bytes_max = kKinesisRecordBytesMax;
  size_t kinesis_request_bytes_max = kKinesisRequestBytesMax;
};

// Keeps its buffers from one event to the next: a warm invocation allocates next to nothing. One
// per thread.
class Processor {
 public:
  explicit Processor(Options options);

  // Requires: kJsonPadding zero bytes behind `event`.
  // Lifetime: the plan holds until the next call; `event` must outlive it.
  // Errors: kEventTooLarge, kEventNotJson, kEventNotFirehose, kRecordIdMissing, kResponseTooLarge:
  // nothing may be put then. What is wrong with a record is its own answer, never an error.
  [[nodiscard]] Result<Plan> process(std::string_view event);

 private:
  bool reserve_answers(ResponsePacker& packer) const;
  Answer process_record(size_t index, ResponsePacker& packer, RecordKeys& keys);
  void deliver(ResponsePacker& packer, Answer& answer);
  Plan make_plan() const;
  void release_oversize();

  Options options_;
  FirehoseEvent event_;
  RecordTextReader text_reader_;
  RecordTransformer transformer_;
  TransformedRecord record_;
  Output output_;
  std::string partition_keys_;
  std::vector<Answer> answers_;
  Overflow overflow_;
};

}  // namespace cwlogs
