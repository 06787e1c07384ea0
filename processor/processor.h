// The core: the bytes of a Firehose transformation event -> a plan. Read this first.
//
//   event ─ firehose_event ─▶ records
//     each: record_text (base64, gunzip)
//           ─▶ record_transform (log_envelope; by rules: multi_line, message_reading, log_filter,
//              a custom transform, output_format, metadata)
//           ─▶ response_packer: it fits, or overflow (as it is, or record_splitter's pieces)
//   plan ─ the caller puts plan.batches ─▶ firehose_response ─▶ the response
//
// Pure: no socket, clock, environment, log or global. Memory stays bounded on any input.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "processor/limits.h"
#include "processor/metadata_reader.h"
#include "processor/output.h"
#include "processor/overflow.h"
#include "processor/plan.h"
#include "processor/raw_lines.h"
#include "processor/record_text.h"
#include "processor/record_transform.h"
#include "processor/response_data.h"
#include "processor/response_packer.h"
#include "processor/result.h"
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

// Keeps its buffers from one event to the next: a warm invocation allocates next to nothing. One
// per thread.
class Processor {
 public:
  explicit Processor(Options options);
  Processor(const Processor&) = delete;  // its parts refer to one another
  Processor& operator=(const Processor&) = delete;

  // Requires: kJsonPadding zero bytes behind `event`.
  // Lifetime: the plan holds until the next call; `event` must outlive it.
  // Errors: kEventTooLarge, kEventNotJson, kEventNotFirehose, kRecordIdMissing, kResponseTooLarge:
  // nothing may be put then. What is wrong with a record is its own answer, never an error.
  [[nodiscard]] Result<Plan> process(std::string_view event);

 private:
  bool reserve_answers(ResponsePacker& packer) const;
  Answer process_record(size_t index, ResponsePacker& packer);
  Reason transform(const RecordText& text);
  Reason transform_raw(const Record& record, RecordText& text);
  void deliver_or_put_back(const OverflowRecord& overflow, ResponsePacker& packer, Answer& answer);
  bool separate(const OverflowRecord& overflow, ResponsePacker& packer, Answer& answer);
  bool deliver(const TransformedRecord& record, ResponsePacker& packer, Answer& answer);
  Plan make_plan() const;
  void release_oversize();

  Options options_;
  FirehoseEvent event_;
  RecordTextReader text_reader_;
  RecordTransformer transformer_;
  MetadataReader metadata_reader_;
  TransformedRecord record_;
  TransformedRecord part_;  // of record_: one partition
  ResponseData data_;
  std::string lines_;  // a raw record as a document
  std::string metadata_;
  std::unordered_set<std::string> partitions_;  // of this response
  std::vector<Answer> answers_;
  Overflow overflow_;
};

}  // namespace cwlogs
