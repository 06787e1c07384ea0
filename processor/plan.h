// What the core decides for one event: an answer for every record, and what is to be put back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "processor/firehose_event.h"
#include "processor/limits.h"
#include "processor/result.h"

namespace cwlogs {

enum class Verdict : uint8_t {
  kOk,
  kDropped,
  kProcessingFailed,
  kReingest,  // Dropped once all its puts were accepted, else ProcessingFailed
};

// As it is said to Firehose: kReingest as it hopes to be.
inline std::string_view name_of(Verdict verdict) {
  if (verdict == Verdict::kOk) return "Ok";
  return verdict == Verdict::kProcessingFailed ? "ProcessingFailed" : "Dropped";
}

// The answer to the record of the same index in the event.
struct Answer {
  Verdict verdict = Verdict::kProcessingFailed;
  Reason reason = Reason::kNone;
  // How many of Plan::puts are this record's: of kReingest all of it, of kOk what belongs to other
  // partitions. Unless all are accepted, the record becomes ProcessingFailed.
  uint32_t puts = 0;
  uint32_t log_events = 0;      // delivered, or to be re-ingested
  uint32_t joined = 0;          // log events that became part of the one before them
  uint32_t filtered = 0;        // log events dropped by filters
  uint32_t redacted = 0;        // of kOk: log events of which something was replaced
  uint32_t unparsed = 0;        // of kOk: log events that no parser knew
  uint32_t bytes_in = 0;        // of the record, base64 undone
  uint32_t bytes_inflated = 0;  // 0 where it came to no inflating
  // Of kOk: every partition key is Options::partition_fallback, for there are too many partitions.
  bool keys_replaced = false;
  // Of kOk: where its data stands in Plan::output, its metadata in Plan::metadata.
  uint32_t data_begin = 0;
  uint32_t data_size = 0;
  uint32_t metadata_begin = 0;
  uint32_t metadata_size = 0;
};

// One record to put: a whole record of the event, or a piece of one.
struct PutRecord {
  std::string_view data_base64;
  std::string_view partition_key;  // UTF-8, for PutRecords; empty for PutRecordBatch
  uint32_t bytes = 0;              // of the data before base64
  uint32_t record = 0;             // its index in the event
  uint32_t log_events = 0;
};

// Puts that go out in one call: within the limits on records and bytes.
struct PutBatch {
  size_t first = 0;  // in Plan::puts
  size_t count = 0;
  size_t bytes = 0;  // as the limit counts them: data before base64, and partition keys
};

// Lifetime: until the processor's next event; the event's text must outlive it too. Every put of a
// record follows the one before it, in the order of the event's records.
struct Plan {
  const FirehoseEvent* event = nullptr;
  std::span<const Answer> answers;
  std::span<const PutRecord> puts;
  std::span<const PutBatch> batches;
  std::string_view output;    // data of the Ok answers, one after the other
  std::string_view metadata;  // JSON objects, one after the other
  size_t response_bytes_max = kResponseBytesDefault;

  std::string_view data(const Answer& answer) const {
    return output.substr(answer.data_begin, answer.data_size);
  }
  // {"partitionKeys":{…},"otfMetadata":{…}}, or empty.
  std::string_view metadata_of(const Answer& answer) const {
    return metadata.substr(answer.metadata_begin, answer.metadata_size);
  }
};

}  // namespace cwlogs
