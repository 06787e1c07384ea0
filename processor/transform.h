// The seam for custom transforms: what becomes of one log event.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "processor/output.h"

namespace cwlogs {

// A log event and the envelope it came in. All strings are valid UTF-8, unescaped.
// Lifetime: until apply() returns.
struct LogEnvelope {
  std::string_view owner;  // the account
  std::string_view log_group;
  std::string_view log_stream;
  std::string_view subscription_filter;  // the first one
};

struct LogEvent {
  std::string_view id;
  std::string_view message;
  std::optional<std::chrono::milliseconds> timestamp;  // since the epoch; absent if unusable
  std::string_view extracted_fields;                   // a JSON object as it came, or empty
};

enum class Kept : uint8_t { kYes, kNo };

// Derive from this and hand it to Options::transform.
//
//   class Upper : public cwlogs::Transform {
//     cwlogs::Kept apply(const cwlogs::LogEvent& log_event, const cwlogs::LogEnvelope&,
//                        cwlogs::Output& output) override {
//       for (unsigned char c : log_event.message) {
//         output.push_back(static_cast<char>(std::toupper(c)));
//       }
//       output.push_back('\n');
//       return cwlogs::Kept::kYes;
//     }
//   };
//
// Threads: a processor calls its transform from one thread at a time; give each processor its own
// unless apply() is thread-safe.
class Transform {
 public:
  virtual ~Transform() = default;

  // Appends what this log event becomes. kNo drops it: whatever was appended is taken back. Bytes
  // already appended can't be read back; the output may be only counting by then.
  // Requires of the implementation: the same bytes for the same log event, whenever asked. A record
  // that does not fit the response is delivered in pieces, each of which is transformed again.
  // Errors: an exception fails this record (TransformFailed) and none other.
  virtual Kept apply(const LogEvent& log_event, const LogEnvelope& envelope, Output& output) = 0;
};

}  // namespace cwlogs
