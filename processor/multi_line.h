// Joins log events that continue the one before: a stack trace that was logged line by line.
#pragma once

#include <cstddef>
#include <string>

#include "processor/limits.h"
#include "processor/log_envelope.h"
#include "processor/regex.h"

namespace cwlogs {

// Immutable once filled; any number of threads may use one.
struct MultiLine {
  Regex start_pattern;  // of messages that continue nothing
  // Of one joined message. What would exceed them continues nothing, either.
  size_t log_events_max = 500;
  size_t bytes_max = 256 * kKiB;
};

// Reads a document's log events, joined. One per thread.
class LogEventJoiner {
 public:
  // Starts a document. `multi_line` null: log events are as they came.
  void start(const MultiLine* multi_line) {
    multi_line_ = multi_line;
    has_next_ = false;
    is_cut_ = false;
  }

  // As LogReader::next_log_event(). A joined one is the first of its log events with all their
  // messages, a newline between them, and with their text.
  // Lifetime of the message: until the next call.
  bool next(LogReader& reader, RawLogEvent& log_event) {
    return multi_line_ == nullptr ? reader.next_log_event(log_event) : join(reader, log_event);
  }

  // Whether log events are as they came.
  bool is_idle() const { return multi_line_ == nullptr; }

  // Whether the last one does not match the pattern and begins all the same, since the one before
  // had reached its bounds. It must not come to stand behind another in a document.
  bool is_cut() const { return is_cut_; }

  void release_oversize();

 private:
  bool join(LogReader& reader, RawLogEvent& log_event);
  bool read_next(LogReader& reader);
  void append_next(RawLogEvent& log_event);

  const MultiLine* multi_line_ = nullptr;
  bool is_cut_ = false;

  RawLogEvent next_;
  bool has_next_ = false;
  bool next_starts_ = false;  // matches the pattern
  size_t next_bytes_ = 0;     // of its message, unescaped
  bool next_ends_line_ = false;

  size_t bytes_ = 0;
  bool ends_line_ = false;
  std::string message_;    // joined, as JSON writes it
  std::string unescaped_;  // of next_
};

}  // namespace cwlogs
