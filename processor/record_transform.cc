#include "processor/record_transform.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "processor/json_string.h"
#include "processor/limits.h"
#include "processor/utf8.h"

namespace cwlogs {
namespace {

// Room for all but the longest lines: CloudWatch Logs takes log events of 1 MiB.
constexpr size_t kLostLineBytes = 256 * kKiB;

// The default output: the message and a newline.
void append_line(const RawString& message, Output& output, std::string& scratch) {
  const size_t size = message.text.size();
  if (char* const to = output.claim(size + 1)) {
    size_t written = size;
    if (message.escaped) {
      written = unescape_json(message.text, to);
    } else {
      std::memcpy(to, message.text.data(), size);
    }
    to[written] = '\n';
    output.commit(written + 1);
    return;
  }
  // Most of it will only be counted.
  std::string_view line = message.text;
  if (message.escaped) {
    scratch.clear();
    append_unescaped(message.text, scratch);
    line = scratch;
  }
  output.append(line);
  output.push_back('\n');
}

void clear(TransformedRecord& record) {
  record.reason = Reason::kNone;
  record.filtered = 0;
  record.joined = 0;
  record.redacted = 0;
  record.unparsed = 0;
  record.log_events.clear();
  record.documents.clear();
  record.metadata.clear();
  record.partitions.clear();
  record.partition_of.clear();
  record.marks.clear();
}

uint32_t index_of_next(const TransformedRecord& record) {
  return static_cast<uint32_t>(record.log_events.size());
}

LogEventSpan span_of(std::string_view log_event, const char* text, size_t output_bytes) {
  const auto begin = static_cast<uint32_t>(log_event.data() - text);
  return {begin, begin + static_cast<uint32_t>(log_event.size()),
          static_cast<uint32_t>(std::min<size_t>(output_bytes, UINT32_MAX))};
}

}  // namespace

void RecordTransformer::run(std::string_view text, Straddle straddle, Output& output,
                            TransformedRecord& record) {
  const size_t mark = output.size();
  straddle_ = straddle;
  if (!read_all(text, FieldOrder::kLogEventsLast, output, record)) {
    output.truncate(mark);
    straddle_ = straddle;
    read_all(text, FieldOrder::kAnyOrder, output, record);
  }
  if (record.reason != Reason::kNone) output.truncate(mark);
  record.output_size = output.size() - mark;
}

const std::string& RecordTransformer::first_metadata(std::string_view text) {
  first_.metadata.clear();
  if (rules_ == nullptr && transform_ == nullptr) return first_.metadata;
  // The observer has seen these log events.
  TransformObserver* const observer = std::exchange(observer_, nullptr);
  first_only_ = true;
  straddle_ = Straddle::kFirst;
  nowhere_.reset(0);
  read_all(text, FieldOrder::kAnyOrder, nowhere_, first_);
  first_only_ = false;
  observer_ = observer;
  return first_.metadata;
}

void RecordTransformer::pass(std::string_view bytes, int64_t arrival_ms, Output& output,
                             TransformedRecord& record) {
  clear(record);
  RawLogEvent log_event;
  if (is_utf8(bytes)) log_event.message.text = bytes;
  if (arrival_ms >= 0) log_event.timestamp = std::chrono::milliseconds(arrival_ms);
  if (rules_ != nullptr) {
    fields_.set_envelope({});
    fields_.set_log_event(log_event);
    rules_->select(fields_).metadata.append_json(fields_, record.metadata);
  }
  output.append(bytes);
  record.log_events.push_back(
      {0, static_cast<uint32_t>(bytes.size()), static_cast<uint32_t>(bytes.size())});
  record.output_size = bytes.size();
}

// False where the fields' order asks for another pass; what was read so far counts for nothing.
bool RecordTransformer::read_all(std::string_view text, FieldOrder order, Output& output,
                                 TransformedRecord& record) {
  if (observer_ != nullptr) observer_->begin_log_events();
  clear(record);
  partition_ids_.clear();
  transform_threw_ = false;
  redacted_ = 0;
  unparsed_ = 0;
  metadata_due_ = true;
  const size_t mark = output.size();
  Reason nothing_kept = Reason::kControlMessage;
  LogReader reader(text, order);
  while (!(first_only_ && !record.log_events.empty()) && reader.next_document()) {
    const MessageType type = reader.envelope().message_type;
    if (type == MessageType::kOther) record.reason = Reason::kUnknownMessageType;
    if (type != MessageType::kData) continue;
    if (!enter_document(reader, order)) return false;
    const size_t log_events = read_log_events(reader, text, output, record);
    const bool guarded = document_fate_ == LogEventFate::kRecursionGuard;
    const Reason why_dropped = guarded ? Reason::kRecursionGuard : Reason::kFiltered;
    nothing_kept = std::max(nothing_kept, log_events == 0 ? Reason::kNoLogEvents : why_dropped);
  }
  if (reader.needs_any_order()) return false;
  record.redacted = redacted_;
  record.unparsed = unparsed_;
  record.has_message_type = reader.saw_message_type();
  if (straddle_ == Straddle::kEach) number_partitions(record);
  if (transform_threw_) record.reason = Reason::kTransformFailed;
  if (reader.reason() != Reason::kNone) record.reason = reader.reason();
  if (record.reason == Reason::kNone && output.size() == mark) {
    record.reason = nothing_kept;
    record.filtered += static_cast<uint32_t>(record.log_events.size()) + record.joined;
    record.joined = 0;
  }
  return true;
}

// Chooses what is done with the document's log events. False where that takes another pass.
bool RecordTransformer::enter_document(const LogReader& reader, FieldOrder order) {
  const bool plain = transform_ == nullptr && observer_ == nullptr;
  work_ = plain ? Work::kLine : Work::kConfigured;
  document_fate_ = LogEventFate::kKept;
  mark_ = {};
  treatment_ = &default_treatment_;
  joiner_.start(nullptr);
  if (rules_ == nullptr && transform_ == nullptr) return true;
  fields_.set_envelope(reader.envelope());
  writer_.start_document();
  if (rules_ == nullptr) return true;
  treatment_ = &rules_->select(fields_);
  document_fate_ = judge_document();
  if (document_fate_ != LogEventFate::kKept) {
    work_ = Work::kDropAll;
  } else if (!treatment_->is_default) {
    work_ = Work::kConfigured;
  }
  if (work_ != Work::kDropAll && treatment_->multi_line) joiner_.start(&*treatment_->multi_line);
  // The document's tail is known early in that order only.
  if (treatment_->output.kind != OutputKind::kEnvelope || work_ == Work::kDropAll) return true;
  fields_.head = reader.head();
  fields_.tail = reader.tail();
  return order == FieldOrder::kAnyOrder;
}

LogEventFate RecordTransformer::judge_document() {
  if (rules_->guards(fields_)) return LogEventFate::kRecursionGuard;
  if (treatment_->drop) return LogEventFate::kRuleDrop;
  if (treatment_->is_default) return LogEventFate::kKept;
  return treatment_->filter.judge_names(fields_);
}

// Returns how many log events the document has, kept or not.
size_t RecordTransformer::read_log_events(LogReader& reader, std::string_view text, Output& output,
                                          TransformedRecord& record) {
  const size_t documents = record.documents.size();
  const bool copies_lines =
      work_ == Work::kLine && straddle_ == Straddle::kFirst && joiner_.is_idle() && !first_only_;
  size_t seen = 0;
  for (RawLogEvent log_event; joiner_.next(reader, log_event); ++seen) {
    const size_t before = output.size();
    if (work_ == Work::kLine) {
      append_line(log_event.message, output, line_);
    } else if (!keep(log_event, output)) {
      output.truncate(before);
      record.filtered += log_event.log_events;
      continue;
    }
    if (metadata_due_) add_metadata(log_event, record);
    if (record.documents.size() == documents || joiner_.is_cut()) {
      record.documents.push_back({reader.head(), {}, index_of_next(record)});
    }
    record.joined += log_event.log_events - 1;
    record.log_events.push_back(span_of(log_event.text, text.data(), output.size() - before));
    if (first_only_) break;
    if (copies_lines) seen += copy_lines(reader, text.data(), output, record);
  }
  for (size_t i = documents; i < record.documents.size(); ++i) {
    record.documents[i].tail = reader.tail();
  }
  return seen;
}

std::span<char> RecordTransformer::room_for_line(Output& output) {
  if (!output.overflows()) return output.room();
  if (lost_line_.empty()) lost_line_.resize(kLostLineBytes);
  return lost_line_;
}

// Goes on behind a kept log event for as long as the next ones need nothing but their message.
// Returns how many there were.
size_t RecordTransformer::copy_lines(LogReader& reader, const char* text, Output& output,
                                     TransformedRecord& record) {
  size_t lines = 0;
  std::string_view log_event;
  for (;; ++lines) {
    const std::span<char> room = room_for_line(output);
    if (room.empty()) return lines;
    char* const out = room.data();
    // The last byte is the newline's.
    char* const end = reader.copy_next_message(kernels_, log_event, out, out + room.size() - 1);
    if (end == nullptr) return lines;
    *end = '\n';
    const auto size = static_cast<size_t>(end + 1 - out);
    output.commit(size);
    record.log_events.push_back(span_of(log_event, text, size));
  }
}

bool RecordTransformer::keep(const RawLogEvent& log_event, Output& output) {
  const bool read = work_ == Work::kConfigured && !transform_threw_;
  line_.clear();
  const LogEventFate fate = treat(log_event, output);
  if (observer_ != nullptr) {
    if (!read) fields_.set_log_event(log_event);
    observer_->log_event({.fate = fate,
                          .treatment = *treatment_,
                          .raw = log_event,
                          .fields = fields_,
                          .read = read,
                          .line = line_});
  }
  return fate == LogEventFate::kKept;
}

// Of what is dropped early only the JSON is still checked.
LogEventFate RecordTransformer::treat(const RawLogEvent& log_event, Output& output) {
  if (work_ == Work::kDropAll) return document_fate_;
  if (transform_threw_) return LogEventFate::kTransformFailed;
  fields_.set_log_event(log_event);
  fields_.read(treatment_->reading);
  LogEventFate fate = treatment_->filter.judge(fields_);
  if (fate == LogEventFate::kKept && transform_ != nullptr) fate = apply_transform(output);
  if (fate != LogEventFate::kKept) return fate;
  if (transform_ == nullptr) append_configured(output);
  mark_ = {.redacted = fields_.redacted(),
           .unparsed = !fields_.parsed() && !treatment_->reading.parsers.empty()};
  redacted_ += static_cast<uint32_t>(mark_.redacted);
  unparsed_ += static_cast<uint32_t>(mark_.unparsed);
  return LogEventFate::kKept;
}

void RecordTransformer::append_configured(Output& output) {
  line_.clear();
  writer_.append(treatment_->output, fields_, line_);
  output.append(line_);
}

LogEventFate RecordTransformer::apply_transform(Output& output) {
  const LogEnvelope envelope{.owner = fields_.owner(),
                             .log_group = fields_.log_group(),
                             .log_stream = fields_.log_stream(),
                             .subscription_filter = fields_.subscription_filter()};
  LogEventFields own_fields(fields_);
  const LogEvent log_event{.id = fields_.id(),
                           .message = fields_.message(),
                           .timestamp = fields_.timestamp(),
                           .extracted_fields = fields_.extracted_fields(),
                           .fields = own_fields};
  try {
    const Kept kept = transform_->apply(log_event, envelope, output);
    if (kept == Kept::kAsConfigured) append_configured(output);
    return kept == Kept::kNo ? LogEventFate::kTransform : LogEventFate::kKept;
  } catch (...) {  // a custom transform may throw anything; it fails this record alone
    transform_threw_ = true;
    return LogEventFate::kTransformFailed;
  }
}

void RecordTransformer::add_metadata(const RawLogEvent& log_event, TransformedRecord& record) {
  metadata_due_ = straddle_ != Straddle::kFirst;
  const RecordMetadata& metadata = treatment_->metadata;
  if (work_ == Work::kLine && !metadata.empty()) fields_.set_log_event(log_event);
  metadata_.clear();
  metadata.append_json(fields_, metadata_);
  if (record.log_events.empty()) record.metadata = metadata_;
  if (straddle_ != Straddle::kFirst) assign_partition(metadata_, record);
}

void RecordTransformer::assign_partition(const std::string& metadata, TransformedRecord& record) {
  if (straddle_ == Straddle::kEach) {
    if (record.partitions.size() < kPartitionsPerRecordMax) record.partitions.push_back(metadata);
    record.marks.push_back(mark_);
    return;
  }
  uint32_t partition = record.partition_of.empty() ? 0 : record.partition_of.back();
  // Neighbours mostly share one.
  if (record.partitions.empty() || record.partitions[partition] != metadata) {
    const auto next = static_cast<uint32_t>(record.partitions.size());
    if (next == kPartitionsPerRecordMax && !partition_ids_.contains(metadata)) {
      return give_up_partitions(record);
    }
    const auto [entry, is_new] = partition_ids_.try_emplace(metadata, next);
    if (is_new) record.partitions.push_back(metadata);
    partition = entry->second;
  }
  record.partition_of.push_back(partition);
  record.marks.push_back(mark_);
}

// The rest of the record is read as with Straddle::kFirst.
void RecordTransformer::give_up_partitions(TransformedRecord& record) {
  straddle_ = Straddle::kFirst;
  metadata_due_ = false;
  partition_ids_.clear();
  record.partitions.clear();
  record.partition_of.clear();
  record.marks.clear();
}

// Each log event's own, or of as few neighbours as it takes.
void RecordTransformer::number_partitions(TransformedRecord& record) {
  const size_t log_events = record.log_events.size();
  const size_t share = (log_events + kPartitionsPerRecordMax - 1) / kPartitionsPerRecordMax;
  for (size_t i = 0; i < log_events; ++i) {
    record.partition_of.push_back(static_cast<uint32_t>(i / share));
  }
  if (log_events > 0) record.partitions.resize(record.partition_of.back() + 1);
}

void RecordTransformer::release_oversize() {
  if (line_.capacity() > kBufferKeepBytes) std::string().swap(line_);
  fields_.release_oversize();
  writer_.release_oversize();
  joiner_.release_oversize();
}

}  // namespace cwlogs
