// When a log event happened, by what its message says.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "absl/time/time.h"
#include "processor/log_time.h"
#include "processor/parsed_fields.h"
#include "tl/expected.hpp"

namespace cwlogs {

// Immutable once made; any number of threads may use one.
class MessageTime {
 public:
  struct Options {
    // The field of the message that tells it.
    std::string field = {};
    // iso8601, rfc3339, epoch-s, epoch-ms, syslog, or one with % as absl::ParseTime reads it:
    // %d/%b/%Y:%H:%M:%S %z. https://abseil.io/docs/cpp/guides/time#parsing-times
    std::string format = {};
    // Of times that don't name their own.
    absl::TimeZone zone = absl::UTCTimeZone();
  };

  // Errors: one sentence. A format with % must give the date, or the seconds since 1970, back.
  static tl::expected<MessageTime, std::string> make(const Options& options);

  const std::string& field() const { return options_.field; }

  // Nothing if there is no such field, if it is no such time, or beyond the years 1970 to 9999.
  // A field that is a time already tells it whatever the format. `timestamp` is the log event's
  // own, for times without a year.
  OptionalTime find(const ParsedFields& fields, OptionalTime timestamp) const;

  // What a text of the format tells.
  OptionalTime read(std::string_view text, OptionalTime timestamp) const;

 private:
  enum class Format : uint8_t { kIso8601, kRfc3339, kEpochSeconds, kEpochMs, kSyslog, kPattern };

  MessageTime(Options options, Format format) : options_(std::move(options)), format_(format) {}

  Options options_;
  Format format_;
};

}  // namespace cwlogs
