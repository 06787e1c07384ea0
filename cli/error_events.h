// Error objects -> Firehose transformation events that hold the records as they were put.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "cli/error_object.h"
#include "cli/text_file.h"
#include "processor/limits.h"
#include "tl/expected.hpp"

namespace cwlogs {

// Packs records into as few events as they need in their order, a Direct PUT source's.
class ErrorEventPacker {
 public:
  struct Event {
    std::string_view json;
    size_t number;  // from 1
    bool alone;     // the only one
  };
  using Emit = std::function<tl::expected<void, std::string>(const Event&)>;

  explicit ErrorEventPacker(Emit emit, size_t event_bytes_max = kResponseBytesMax)
      : emit_(std::move(emit)), event_bytes_max_(event_bytes_max) {}

  // False where the record alone exceeds an event. Errors: those of `emit`.
  tl::expected<bool, std::string> add(std::string_view record_id, const ErrorObject& object);
  // Emits what is left.
  tl::expected<void, std::string> finish();

  size_t events() const { return events_; }

 private:
  tl::expected<void, std::string> emit(bool alone);

  Emit emit_;
  size_t event_bytes_max_;
  std::string event_;  // the one in the making, without its end
  std::string record_;
  size_t events_ = 0;
};

// Whether replay should take this file for error objects: told by its first line. False for
// standard input and whatever else can't be read twice.
bool is_error_file(const std::string& path);

// The same of a text that is in memory already, gzipped or not.
bool is_error_text(std::string_view text);

}  // namespace cwlogs
