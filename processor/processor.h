// The core: the bytes of a Firehose transformation event -> a plan. Read this first.
//
//   event ─ firehose_event ─▶ records
//     each: record_worker
//           record_text (base64, gunzip)
//           ─▶ record_transform (log_envelope; by rules: multi_line, message_reading, log_filter,
//              a custom transform, output_format, metadata)
//           ─▶ response_packer: it fits, or overflow (as it is, or record_splitter's pieces)
//   plan ─ the caller puts plan.batches ─▶ firehose_response ─▶ the response
//
// Pure: no socket, clock, environment, log or global. Memory stays bounded on any input.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "processor/metadata_reader.h"
#include "processor/options.h"
#include "processor/overflow.h"
#include "processor/plan.h"
#include "processor/record_worker.h"
#include "processor/records_ahead.h"
#include "processor/response_packer.h"
#include "processor/result.h"

namespace cwlogs {

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
  size_t ahead_from() const;
  void process_records(size_t begin, size_t end, ResponsePacker& packer);
  Answer process_record(size_t index, const Record* next, ResponsePacker& packer);
  void process_records_ahead(size_t begin, ResponsePacker& packer);
  bool take_ahead(const RecordsAhead::Outcome& outcome, ResponsePacker& packer, Answer& answer);
  void deliver_or_put_back(const OverflowRecord& overflow, ResponsePacker& packer, Answer& answer);
  bool separate(const OverflowRecord& overflow, ResponsePacker& packer, Answer& answer);
  bool deliver(const Deliverable& deliverable, ResponsePacker& packer, Answer& answer);
  Plan make_plan() const;
  void release_oversize();

  Options options_;
  FirehoseEvent event_;
  Overflow overflow_;
  RecordWorker worker_;
  std::unique_ptr<RecordsAhead> ahead_;  // null: one record at a time
  MetadataReader metadata_reader_;
  TransformedRecord part_;  // of the record in hand: one partition
  std::string metadata_;
  struct TextHash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::unordered_set<std::string, TextHash, std::equal_to<>> partitions_;  // of this response
  std::vector<Answer> answers_;
};

}  // namespace cwlogs
