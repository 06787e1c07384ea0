// What became of one event, counted.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>

#include "processor/firehose_response.h"
#include "processor/plan.h"
#include "runtime/log_fields.h"

namespace cwlogs {

struct ReasonCount {
  size_t records = 0;
  std::string first_record_id;
};

struct Summary {
  std::string source;
  std::string stream;
  std::string region;
  size_t records = 0;
  size_t ok = 0;
  size_t dropped = 0;
  size_t failed = 0;
  std::array<ReasonCount, kReasonCount> reasons;  // of the records that are not Ok
  size_t log_events = 0;                          // of all records, what was dropped left out
  size_t log_events_joined = 0;                   // more, each part of the one before it
  size_t log_events_filtered = 0;                 // dropped by filters, once and for all
  size_t log_events_redacted = 0;                 // of records that were delivered
  size_t log_events_unparsed = 0;                 // the same
  size_t log_events_ok = 0;                       // delivered
  uint64_t bytes_in = 0;                          // of the records, base64 undone
  uint64_t bytes_inflated = 0;                    // their text
  uint64_t bytes_out = 0;                         // data of the Ok records, before base64
  size_t response_bytes = 0;
  size_t response_bytes_max = 0;
  std::map<std::string, size_t> partitions;  // metadata as JSON -> Ok records
  // What was, or would be, re-ingested.
  size_t reingested_whole = 0;  // records
  size_t reingested_split = 0;  // records
  size_t puts = 0;              // records put, pieces counted each
  size_t put_calls = 0;         // batches, before any retry
  uint64_t put_bytes = 0;
  bool puts_accepted = true;
};

// Requires: one outcome for each of plan.puts.
Summary summarize(const Plan& plan, std::span<const PutOutcome> put_outcomes,
                  size_t response_bytes);

// What an invocation's log line and a replay's JSON summary have in common: from `records` to
// `responseBytes`.
LogFields counts(const Summary& summary);

// {"GzipTruncated":{"records":1,"firstRecordId":"4963…"},…}
LogFields reason_fields(const Summary& summary);

}  // namespace cwlogs
