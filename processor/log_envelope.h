// Reads CloudWatch Logs subscription documents: the envelope, then its log events one by one.
//
//   {"messageType":"DATA_MESSAGE","owner":"123456789012","logGroup":"/aws/lambda/f",
//    "logStream":"2022/06/22/[$LATEST]0a1b","subscriptionFilters":["to-firehose"],
//    "logEvents":[{"id":"3689…","timestamp":1655856000000,"message":"START …"},…]}
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "processor/json_cursor.h"
#include "processor/json_kernels.h"
#include "processor/result.h"

namespace cwlogs {

enum class MessageType : uint8_t { kMissing, kData, kControl, kOther };

// The envelope's fields as they stand in the text, escapes and all; empty where they are absent or
// no strings.
struct RawEnvelope {
  MessageType message_type = MessageType::kMissing;
  RawString owner;
  RawString log_group;
  RawString log_stream;
  RawString subscription_filter;          // the first one
  std::string_view subscription_filters;  // a JSON array, or empty
};

// One log event as it stands in the text.
struct RawLogEvent {
  std::string_view text;  // the whole object, braces included; of a joined one all its objects
  RawString message;
  RawString id;                                        // of a number, its digits
  std::string_view extracted_fields;                   // a JSON object, or empty
  std::optional<std::chrono::milliseconds> timestamp;  // 1970 to 9999, else absent
  uint32_t log_events = 1;                             // that were joined to this one
};

// Where `logEvents` is expected. CloudWatch Logs writes the fields above in front of it, so one
// pass does; kAnyOrder looks at all fields of a document before the first log event.
enum class FieldOrder : uint8_t { kLogEventsLast, kAnyOrder };

// Reads a record's documents: one or more, white space or nothing between. Views point into the
// text. Duplicate keys: the last one counts. Fields not named above are passed over.
class LogReader {
 public:
  // Requires: kJsonPadding readable bytes after `text`, the first of them zero; valid UTF-8.
  LogReader(std::string_view text, FieldOrder order) : cursor_(text), text_(text), order_(order) {}

  // Moves to the next document, whether or not all log events of the present one were read. False
  // behind the last, and on failure.
  bool next_document();

  // The present document's. Control messages and unknown types have no log events.
  const RawEnvelope& envelope() const { return envelope_; }

  // Moves to the next log event. False behind the last, and on failure.
  bool next_log_event(RawLogEvent& log_event);

  // As next_log_event() for a log event behind another, if it is written as CloudWatch Logs does
  // and there is room for its message. Returns what is behind the message, or null: then nothing
  // was read.
  char* copy_next_message(const JsonKernels& kernels, std::string_view& log_event, char* out,
                          const char* out_limit);

  // The text of the present document before its first log event and after its last, brackets
  // included: between them any of its log events make a document again. The tail is valid behind
  // the last one; with kAnyOrder from the start.
  std::string_view head() const { return head_; }
  std::string_view tail() const { return tail_; }

  // Whether any document so far had the field `messageType`.
  bool saw_message_type() const { return saw_message_type_; }

  // kNone, kBadJson or kMissingField once next_…() has returned false.
  Reason reason() const { return reason_; }

  // With kLogEventsLast: a field this reader uses came after `logEvents`, or one was missed.
  // Whatever was read from this text counts for nothing: read it again with kAnyOrder.
  bool needs_any_order() const { return needs_any_order_; }

 private:
  enum class State : uint8_t { kBetweenDocuments, kInLogEvents, kEnded };

  bool fail(Reason reason);
  bool enter_document();
  bool read_fields();
  bool read_field(const RawString& key);
  bool read_message_type();
  bool read_text(RawString& field);
  bool read_subscription_filters();
  bool reach_log_events();
  bool leave_document();

  JsonCursor cursor_;
  std::string_view text_;
  FieldOrder order_;
  State state_ = State::kBetweenDocuments;
  Reason reason_ = Reason::kNone;
  bool needs_any_order_ = false;
  bool seen_document_ = false;
  bool saw_message_type_ = false;

  RawEnvelope envelope_;
  const char* document_ = nullptr;        // its opening brace
  const char* log_events_ = nullptr;      // the opening bracket of `logEvents`
  const char* log_events_end_ = nullptr;  // behind its closing bracket, with kAnyOrder
  const char* document_end_ = nullptr;    // behind its closing brace; with kAnyOrder known early
  std::string_view head_;
  std::string_view tail_;
};

// Finds a string in a log event's extractedFields; the last of that name counts.
bool find_extracted_field(std::string_view extracted_fields, std::string_view name,
                          RawString& value);

}  // namespace cwlogs
