// A saved event made ready to be measured: what is in it, and its records inflated alone.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "cli/buffer_simulation.h"
#include "config/configuration.h"
#include "processor/firehose_event.h"
#include "processor/gunzip.h"
#include "processor/padded_text.h"
#include "processor/result.h"

namespace cwlogs {

struct BenchEvent {
  std::string name;  // its file
  PaddedText text;
  FirehoseEvent event;                 // views into `text`
  std::vector<ArrivedRecord> records;  // those that are not broken
  std::vector<std::string> gzip;       // of the records that can be inflated
  uint64_t gzip_text_bytes = 0;        // what these inflate to
  size_t gzip_text_bytes_max = 0;      // of one of them
  uint64_t text_bytes = 0;             // of all records
  uint64_t log_events = 0;             // dropped ones too
};

// Copies the event's text. Errors: those of Processor::process. Cost: one invocation, and its
// records inflated once more.
Result<std::unique_ptr<BenchEvent>> make_bench_event(std::string name, std::string_view text,
                                                     const Configuration& configuration);

// The records of all events, as of one stream: the first one's. Requires: an event.
// Lifetime: that of the events.
Arrivals arrivals_of(const std::vector<std::unique_ptr<BenchEvent>>& events);

// The least that any processor must do: base64 undone beforehand, libdeflate alone.
class InflateFloor {
 public:
  // Requires: gzip_text_bytes of `event` are not 0, to be worth anything.
  std::chrono::nanoseconds measure(const BenchEvent& event);

 private:
  Gunzip gunzip_;
  std::vector<char> out_;
};

}  // namespace cwlogs
