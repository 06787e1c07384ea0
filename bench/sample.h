// The events that are measured, by their names: the same bytes in every run.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/event_generator.h"
#include "cli/text_file.h"

namespace cwlogs::bench {

// What one event stands for in the means.
enum class SampleKind {
  kSmall,     // what a quiet log group leads to: the fixed costs show
  kUsual,     // at least 300 KB, and its answer fits
  kOverflow,  // its answer does not fit: most records are put back
};

struct SampleSpec {
  std::string_view name;  // family and size of the event's JSON
  SampleKind kind;
  GeneratorOptions options;
};

std::span<const SampleSpec> sample_specs();

struct Sample {
  SampleKind kind = SampleKind::kUsual;
  PaddedText event;
  std::vector<std::string> base64;    // of each record
  std::vector<std::string> gzip;      // the same, decoded
  std::vector<PaddedText> documents;  // the same, inflated
  size_t base64_bytes = 0;            // of all records together
  size_t inflated_bytes = 0;
  size_t log_events = 0;
};

// Made when it is first asked for. Requires: a spec has this name. Cost: a second for the largest.
const Sample& sample_of(std::string_view name);

// Lines of every family; its answer almost fills a response. The stages are measured with it.
inline constexpr std::string_view kMix = "mix_1.9mb";

}  // namespace cwlogs::bench
