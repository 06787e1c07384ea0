// The log data that is measured: the same bytes in every run.
#pragma once

#include <string>
#include <vector>

#include "cli/event_generator.h"
#include "cli/text_file.h"

namespace cwlogs::bench {

// The size of event that Firehose's default buffering hint (1 MiB) leads to.
inline constexpr size_t kEventBytes = 1'250'000;

struct Sample {
  PaddedText event;
  std::vector<std::string> base64;    // of each record
  std::vector<std::string> gzip;      // the same, decoded
  std::vector<PaddedText> documents;  // the same, inflated
  size_t base64_bytes = 0;            // of all records together
  size_t inflated_bytes = 0;
};

// Made once per family.
const Sample& sample_of(LogFamily family);

}  // namespace cwlogs::bench
