// The size of the metadata that a piece of a record will get when it comes round again.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "processor/event_fields.h"
#include "processor/rules.h"

namespace cwlogs {

// One per thread.
class MetadataReader {
 public:
  // `rules` null: no metadata. `fallback`, where not empty, may take every key's place.
  // Requires: `rules` outlives this.
  MetadataReader(const Rules* rules, std::string_view fallback)
      : rules_(rules), fallback_(fallback) {}

  // Starts an event. Requires: `region`, the stream's, outlives the event's records.
  void start(std::string_view region) { fields_.set_region(region); }

  // Most bytes of the metadata of a record that starts with this log event.
  size_t size_max(const RawEnvelope& envelope, const RawLogEvent& log_event);

 private:
  const Rules* rules_;
  std::string fallback_;
  EventFields fields_;
  std::string metadata_;
  std::string with_fallback_;
};

}  // namespace cwlogs
