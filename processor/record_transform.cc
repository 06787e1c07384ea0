#include "processor/record_transform.h"

#include <algorithm>

#include "processor/json_string.h"
#include "processor/limits.h"

namespace cwlogs {
namespace {

// The default transform: the message and a newline.
void append_line(const RawString& message, Output& output, std::string& scratch) {
  if (!message.escaped) {
    output.append(message.text);
  } else if (char* const to = output.claim(message.text.size())) {
    output.commit(unescape_json(message.text, to));
  } else {
    scratch.clear();
    append_unescaped(message.text, scratch);
    output.append(scratch);
  }
  output.push_back('\n');
}

void clear(TransformedRecord& record) {
  record.reason = Reason::kNone;
  record.output_size = 0;
  record.log_events.clear();
  record.documents.clear();
  record.partition_keys.clear();
}

}  // namespace

void RecordTransformer::run(std::string_view text, RecordKeys& keys, Output& output,
                            TransformedRecord& record) {
  const size_t mark = output.size();
  if (!read_all(text, FieldOrder::kLogEventsLast, keys, output, record)) {
    output.truncate(mark);
    read_all(text, FieldOrder::kAnyOrder, keys, output, record);
  }
  if (record.reason != Reason::kNone) output.truncate(mark);
  record.output_size = output.size() - mark;
}

// False where the fields' order asks for another pass; what was read so far counts for nothing.
bool RecordTransformer::read_all(std::string_view text, FieldOrder order, RecordKeys& keys,
                                 Output& output, TransformedRecord& record) {
  clear(record);
  transform_threw_ = false;
  const size_t mark = output.size();
  Reason nothing_kept = Reason::kControlMessage;
  LogReader reader(text, order);
  while (reader.next_document()) {
    const MessageType type = reader.envelope().message_type;
    if (type == MessageType::kOther) record.reason = Reason::kUnknownMessageType;
    if (type != MessageType::kData) continue;
    const size_t log_events = read_log_events(reader, text, keys, output, record);
    if (nothing_kept != Reason::kFiltered) {
      nothing_kept = log_events == 0 ? Reason::kNoLogEvents : Reason::kFiltered;
    }
  }
  if (reader.needs_any_order()) return false;
  if (transform_threw_) record.reason = Reason::kTransformFailed;
  if (reader.reason() != Reason::kNone) record.reason = reader.reason();
  if (record.reason == Reason::kNone && output.size() == mark) record.reason = nothing_kept;
  return true;
}

// Returns how many log events the document has, kept or not.
size_t RecordTransformer::read_log_events(LogReader& reader, std::string_view text,
                                          RecordKeys& keys, Output& output,
                                          TransformedRecord& record) {
  const auto first = static_cast<uint32_t>(record.log_events.size());
  size_t seen = 0;
  for (RawLogEvent log_event; reader.next_log_event(log_event); ++seen) {
    const size_t before = output.size();
    if (!keep(reader.envelope(), log_event, output)) {
      output.truncate(before);
      continue;
    }
    if (record.log_events.empty()) {
      keys.append_json(reader.envelope(), log_event, record.partition_keys);
    }
    const auto begin = static_cast<uint32_t>(log_event.text.data() - text.data());
    const size_t grown = std::min<size_t>(output.size() - before, UINT32_MAX);
    record.log_events.push_back({begin, begin + static_cast<uint32_t>(log_event.text.size()),
                                 static_cast<uint32_t>(grown)});
  }
  if (record.log_events.size() > first) {
    record.documents.push_back({reader.head(), reader.tail(), first});
  }
  return seen;
}

bool RecordTransformer::keep(const RawEnvelope& envelope, const RawLogEvent& log_event,
                             Output& output) {
  if (transform_ != nullptr) return apply_transform(envelope, log_event, output);
  append_line(log_event.message, output, unescaped_);
  return true;
}

bool RecordTransformer::apply_transform(const RawEnvelope& envelope, const RawLogEvent& log_event,
                                        Output& output) {
  if (transform_threw_) return false;  // the record has failed; only its JSON is still checked
  unescaped_.clear();
  unescaped_.reserve(envelope.owner.text.size() + envelope.log_group.text.size() +
                     envelope.log_stream.text.size() + envelope.subscription_filter.text.size() +
                     log_event.text.size());
  const LogEnvelope unescaped_envelope{
      .owner = unescape_into(envelope.owner, unescaped_),
      .log_group = unescape_into(envelope.log_group, unescaped_),
      .log_stream = unescape_into(envelope.log_stream, unescaped_),
      .subscription_filter = unescape_into(envelope.subscription_filter, unescaped_)};
  const LogEvent unescaped_log_event{.id = unescape_into(log_event.id, unescaped_),
                                     .message = unescape_into(log_event.message, unescaped_),
                                     .timestamp = log_event.timestamp,
                                     .extracted_fields = log_event.extracted_fields};
  try {
    return transform_->apply(unescaped_log_event, unescaped_envelope, output) == Kept::kYes;
  } catch (...) {  // a custom transform may throw anything; it fails this record alone
    transform_threw_ = true;
    return false;
  }
}

void RecordTransformer::release_oversize() {
  if (unescaped_.capacity() > kBufferKeepBytes) std::string().swap(unescaped_);
}

}  // namespace cwlogs
