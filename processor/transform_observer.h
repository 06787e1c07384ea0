// Sees what becomes of each log event, and why: for explanations, and tests of a configuration.
#pragma once

#include <cstddef>
#include <string_view>

#include "processor/event_fields.h"
#include "processor/log_envelope.h"
#include "processor/log_event_fate.h"
#include "processor/rules.h"

namespace cwlogs {

// Lifetime: until TransformObserver::log_event() returns.
struct ObservedLogEvent {
  LogEventFate fate;
  const Treatment& treatment;  // of Rules::rules, or Rules::otherwise
  const RawLogEvent& raw;      // as it came; not redacted
  // Its fields. Requires: the message, the extracted fields and all that read() made of them are
  // asked for only where `read`; else they are as they came.
  EventFields& fields;
  bool read;  // redacted and parsed, as configured
  std::string_view
      line;  // of kKept: the configured output's, delimiter included; empty: a transform's own
};

// Called in the order of the event. One per thread.
class TransformObserver {
 public:
  virtual ~TransformObserver() = default;

  // The record of this index in the event begins.
  virtual void begin_record(size_t index) = 0;
  // Its log events are read, from the first one on: whatever was observed of it counts for nothing.
  virtual void begin_log_events() = 0;
  virtual void log_event(const ObservedLogEvent& observed) = 0;
};

}  // namespace cwlogs
