// What became of an event, for people and for programs.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "cli/style.h"
#include "processor/firehose_response.h"
#include "processor/plan.h"

namespace cwlogs {

struct ReasonCount {
  size_t records = 0;
  std::string first_record_id;
};

struct ReplaySummary {
  std::string event;  // its file
  std::string source;
  std::string stream;
  std::string region;
  size_t records = 0;
  size_t ok = 0;
  size_t dropped = 0;
  size_t failed = 0;
  std::array<ReasonCount, kReasonCount> reasons;  // of the records that are not Ok
  size_t log_events_ok = 0;
  uint64_t bytes_in = 0;        // of the records, base64 undone
  uint64_t bytes_inflated = 0;  // their text
  uint64_t bytes_out = 0;       // data of the Ok records, before base64
  size_t response_bytes = 0;
  size_t response_bytes_max = 0;
  std::map<std::string, size_t> partitions;  // partition keys as JSON -> Ok records
  // What would be re-ingested.
  size_t reingested_whole = 0;  // records
  size_t reingested_split = 0;  // records
  size_t puts = 0;              // records put, pieces counted each
  size_t put_calls = 0;
  uint64_t put_bytes = 0;
  bool puts_accepted = true;  // as was assumed
};

ReplaySummary summarize(std::string event, const Plan& plan,
                        std::span<const PutOutcome> put_outcomes, size_t response_bytes);

// Several lines for people.
std::string render_text(const ReplaySummary& summary, const Style& style);

// One line of JSON.
std::string render_json(const ReplaySummary& summary);

// `instanceId=i-0abc year=2022` from the keys' JSON object.
std::string render_partition_keys(std::string_view json);

}  // namespace cwlogs
