#include "processor/multi_line.h"

#include "processor/json_string.h"
#include "processor/limits.h"

namespace cwlogs {

bool LogEventJoiner::join(LogReader& reader, RawLogEvent& log_event) {
  const bool is_first = !has_next_;
  if (is_first && !read_next(reader)) return false;
  is_cut_ = !is_first && !next_starts_;
  log_event = next_;
  bytes_ = next_bytes_;
  ends_line_ = next_ends_line_;
  while (read_next(reader)) {
    if (next_starts_) return true;
    if (log_event.log_events == multi_line_->log_events_max) return true;
    if (bytes_ + 1 + next_bytes_ > multi_line_->bytes_max) return true;
    append_next(log_event);
  }
  return true;
}

bool LogEventJoiner::read_next(LogReader& reader) {
  has_next_ = reader.next_log_event(next_);
  if (!has_next_) return false;
  std::string_view message = next_.message.text;
  if (next_.message.escaped) {
    unescaped_.clear();
    append_unescaped(message, unescaped_);
    message = unescaped_;
  }
  next_starts_ = multi_line_->start_pattern.matches(message);
  next_bytes_ = message.size();
  next_ends_line_ = message.ends_with('\n');
  return true;
}

// Escapes and all: nobody need know that a message was joined.
void LogEventJoiner::append_next(RawLogEvent& log_event) {
  if (log_event.log_events == 1) message_.assign(log_event.message.text);
  if (!ends_line_) message_ += "\\n";
  message_ += next_.message.text;
  log_event.message = {.text = message_, .escaped = true};
  const char* const end = next_.text.data() + next_.text.size();
  log_event.text = {log_event.text.data(), static_cast<size_t>(end - log_event.text.data())};
  ++log_event.log_events;
  bytes_ += next_bytes_ + (ends_line_ ? 0 : 1);
  ends_line_ = next_ends_line_;
}

void LogEventJoiner::release_oversize() {
  for (std::string* const text : {&message_, &unescaped_}) {
    if (text->capacity() > kBufferKeepBytes) std::string().swap(*text);
  }
}

}  // namespace cwlogs
