// One record's text -> transformed log events in the output, and an index to split the record by.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "processor/log_envelope.h"
#include "processor/output.h"
#include "processor/record_keys.h"
#include "processor/result.h"
#include "processor/transform.h"

namespace cwlogs {

// A kept log event: where it stands in the record's text, and the bytes it became.
struct LogEventSpan {
  uint32_t begin;
  uint32_t end;
  uint32_t output_bytes;  // UINT32_MAX for anything longer
};

// A document with kept log events: those from first_log_event up to the next document's first.
struct DocumentSpan {
  std::string_view head;
  std::string_view tail;
  uint32_t first_log_event;
};

// What a record became.
struct TransformedRecord {
  Reason reason = Reason::kNone;  // kNone: there is something to deliver. Else why there is not.
  size_t output_size = 0;         // bytes, of which those within the output's limit are stored
  std::vector<LogEventSpan> log_events;
  std::vector<DocumentSpan> documents;
  std::string partition_keys;  // JSON object, or empty
};

// One per thread.
class RecordTransformer {
 public:
  // `transform` null: the message and a newline. Requires: `transform` outlives this.
  explicit RecordTransformer(Transform* transform) : transform_(transform) {}

  // Appends every log event of every document to `output`, and fills `record`. On failure nothing
  // stays appended. Requires: `text` as LogReader does.
  // reason: kNone; kControlMessage, kNoLogEvents, kFiltered (drop it); or what is wrong with it.
  void run(std::string_view text, RecordKeys& keys, Output& output, TransformedRecord& record);

  // Gives back what an unusual log event made large.
  void release_oversize();

 private:
  bool read_all(std::string_view text, FieldOrder order, RecordKeys& keys, Output& output,
                TransformedRecord& record);
  size_t read_log_events(LogReader& reader, std::string_view text, RecordKeys& keys, Output& output,
                         TransformedRecord& record);
  bool keep(const RawEnvelope& envelope, const RawLogEvent& log_event, Output& output);
  bool apply_transform(const RawEnvelope& envelope, const RawLogEvent& log_event, Output& output);

  Transform* transform_;
  bool transform_threw_ = false;
  std::string unescaped_;
};

}  // namespace cwlogs
