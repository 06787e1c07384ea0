// CloudWatch Logs subscription documents: the JSON text inside a record.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "cli/event_generator.h"
#include "cli/log_families.h"
#include "cli/random.h"

namespace cwlogs {

// Log events `first` to `first + count - 1` of `total` that lie evenly in [start, start + span).
struct TimeSlice {
  std::chrono::milliseconds start;
  std::chrono::milliseconds span;
  size_t first;
  size_t count;
  size_t total;

  std::chrono::milliseconds time_of(size_t log_event) const;
};

// A DATA_MESSAGE, its fields in the order in which CloudWatch Logs writes them.
std::string make_data_document(LogFamily family, const LogOrigin& origin, const TimeSlice& slice,
                               Random& random);

// The CONTROL_MESSAGE by which CloudWatch Logs checks that it may write to the destination.
std::string make_control_document(EventSource source, std::chrono::milliseconds timestamp);

}  // namespace cwlogs
