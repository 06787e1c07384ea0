// One record's text -> transformed log events in the output, and an index to split the record by.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "processor/event_fields.h"
#include "processor/json_kernels.h"
#include "processor/log_envelope.h"
#include "processor/multi_line.h"
#include "processor/output.h"
#include "processor/output_writer.h"
#include "processor/result.h"
#include "processor/rules.h"
#include "processor/transform.h"
#include "processor/transform_observer.h"

namespace cwlogs {

// A kept log event, or joined ones: where they stand in the record's text, and the bytes they
// became.
struct LogEventSpan {
  uint32_t begin;
  uint32_t end;
  uint32_t output_bytes;  // UINT32_MAX for anything longer
};

// What became of a kept log event's message.
struct LogEventMark {
  bool redacted = false;
  bool unparsed = false;
};

// A document with kept log events: those from first_log_event up to the next document's first. One
// is counted as two where its log events must not meet again, lest they be joined.
struct DocumentSpan {
  std::string_view head;
  std::string_view tail;
  uint32_t first_log_event;
};

// What a record became.
struct TransformedRecord {
  Reason reason = Reason::kNone;  // kNone: there is something to deliver. Else why there is not.
  bool has_message_type = false;  // else this is no CloudWatch Logs document
  uint32_t filtered = 0;          // log events that were not kept
  uint32_t joined = 0;            // log events that became part of a kept one before them
  uint32_t redacted = 0;          // kept log events of which something was replaced
  uint32_t unparsed = 0;          // kept log events that no parser knew
  size_t output_size = 0;         // bytes, of which those within the output's limit are stored
  size_t data_size = 0;           // of the record's data: of the output, or compressed
  std::vector<LogEventSpan> log_events;
  std::vector<DocumentSpan> documents;
  std::string metadata;  // JSON object, or empty
  // Unless Straddle::kFirst: the metadata of each partition in the order of their first log events,
  // and of each of log_events the partition and the mark.
  std::vector<std::string> partitions;
  std::vector<uint32_t> partition_of;
  std::vector<LogEventMark> marks;
};

// What of it counts once it is delivered.
struct Deliverable {
  size_t data_size = 0;
  std::string_view metadata;  // Lifetime: as the record's
  uint32_t log_events = 0;
  uint32_t filtered = 0;
  uint32_t redacted = 0;
  uint32_t unparsed = 0;
};

inline Deliverable deliverable_of(const TransformedRecord& record) {
  return {.data_size = record.data_size,
          .metadata = record.metadata,
          .log_events = static_cast<uint32_t>(record.log_events.size()),
          .filtered = record.filtered,
          .redacted = record.redacted,
          .unparsed = record.unparsed};
}

// Whose metadata a record has whose log events would differ in it.
enum class Straddle : uint8_t {
  kFirst,  // the first log event's
  // None: it is split, so that every log event lands in its own partition. As kFirst where those
  // are more than kPartitionsPerRecordMax.
  kSplit,
  // None, were they all alike: each log event is a partition. Beyond kPartitionsPerRecordMax
  // neighbours share one, which is to be split again.
  kEach,
};

// One per thread.
class RecordTransformer {
 public:
  // `rules` null: nothing is configured; a log event becomes its message and a newline.
  // `transform`, where not null, has its say before the rules' outputs; `observer`, where not null,
  // sees every log event. Requires: all outlive this; with an observer there are rules.
  RecordTransformer(const Rules* rules, Transform* transform, TransformObserver* observer = nullptr)
      : rules_(rules), transform_(transform), observer_(observer) {}

  // Starts an event. `region` is the stream's. Requires: it outlives the event's records.
  void start(std::string_view region) { fields_.set_region(region); }

  // Appends every kept log event of every document to `output`, and fills `record`. On failure
  // nothing stays appended. Requires: `text` as LogReader does.
  // reason: kNone; kControlMessage, kNoLogEvents, kFiltered, kRecursionGuard (drop it); or what is
  // wrong with it.
  void run(std::string_view text, Straddle straddle, Output& output, TransformedRecord& record);

  // The metadata that a record of this text would get: its first kept log event's, as with
  // Straddle::kFirst. Lifetime: until the next call. Requires: as run().
  const std::string& first_metadata(std::string_view text);

  // Appends a record that is no CloudWatch Logs document as it is: one log event with its arrival
  // time, below 0 where that is unknown.
  void pass(std::string_view bytes, int64_t arrival_ms, Output& output, TransformedRecord& record);

  // Gives back what an unusual log event made large.
  void release_oversize();

 private:
  enum class Work : uint8_t { kDropAll, kLine, kConfigured };

  bool read_all(std::string_view text, FieldOrder order, Output& output, TransformedRecord& record);
  bool enter_document(const LogReader& reader, FieldOrder order);
  size_t read_log_events(LogReader& reader, std::string_view text, Output& output,
                         TransformedRecord& record);
  std::span<char> room_for_line(Output& output);
  size_t copy_lines(LogReader& reader, const char* text, Output& output, TransformedRecord& record);
  LogEventFate judge_document();
  bool keep(const RawLogEvent& log_event, Output& output);
  LogEventFate treat(const RawLogEvent& log_event, Output& output);
  LogEventFate apply_transform(Output& output);
  void append_configured(Output& output);
  void add_metadata(const RawLogEvent& log_event, TransformedRecord& record);
  void assign_partition(const std::string& metadata, TransformedRecord& record);
  void give_up_partitions(TransformedRecord& record);
  static void number_partitions(TransformedRecord& record);

  const Rules* rules_;
  Transform* transform_;
  TransformObserver* observer_;
  const Treatment default_treatment_;  // where there are no rules
  Straddle straddle_ = Straddle::kFirst;
  bool transform_threw_ = false;
  uint32_t redacted_ = 0;
  uint32_t unparsed_ = 0;
  LogEventMark mark_;          // of the log event in hand
  bool metadata_due_ = false;  // the next log event's: of the first, or of each

  // Of the document in hand.
  Work work_ = Work::kLine;
  LogEventFate document_fate_ = LogEventFate::kKept;  // of all its log events, where not kKept
  const Treatment* treatment_ = nullptr;              // never null within a document
  EventFields fields_;
  OutputWriter writer_;
  LogEventJoiner joiner_;
  const JsonKernels& kernels_ = fastest_json_kernels();

  std::string line_;             // of the log event in hand
  std::vector<char> lost_line_;  // likewise, where it is only counted
  std::string metadata_;         // likewise
  std::unordered_map<std::string, uint32_t> partition_ids_;

  // Of first_metadata().
  bool first_only_ = false;
  TransformedRecord first_;
  Output nowhere_;
};

}  // namespace cwlogs
