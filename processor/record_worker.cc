#include "processor/record_worker.h"

#include <algorithm>

#include "processor/base64.h"
#include "processor/buffer.h"
#include "processor/utf8.h"

namespace cwlogs {
namespace {

bool drops(Reason reason) {
  return reason >= Reason::kControlMessage && reason <= Reason::kFiltered;
}

// Output held of a record that is to be compressed. Log lines as JSON may take twice the record's
// text; what takes more still is put back in pieces.
size_t plain_bytes_max(const Options& options) {
  return std::max(2 * options.inflated_bytes_max, options.response_bytes_max);
}

}  // namespace

RecordWorker::RecordWorker(const Options& options, const Overflow& overflow)
    : options_(options),
      overflow_(overflow),
      transformer_(options.rules, options.transform.get(), options.observer),
      data_(options.gzip_level) {}

void RecordWorker::start(const FirehoseEvent& event) {
  transformer_.start(event.region);
  text_reader_.start(options_.inflated_bytes_max, options_.inflated_bytes_total_max);
  data_.start(base64::decoded_size_max(options_.response_bytes_max), plain_bytes_max(options_));
}

Answer RecordWorker::run(const Record& record, const Record* next, size_t room) {
  Answer answer;
  answer.reason = text_reader_.read(record, next, text_);
  answer.bytes_in = static_cast<uint32_t>(text_.bytes.size());
  answer.bytes_inflated = static_cast<uint32_t>(text_reader_.inflated_size());
  if (answer.reason != Reason::kNone && answer.reason != Reason::kRawRecord) return answer;

  data_.start_record(room);
  if (answer.reason == Reason::kNone) answer.reason = transform();
  if (answer.reason == Reason::kRawRecord) answer.reason = transform_raw(record);
  if (drops(answer.reason)) {
    answer.verdict = Verdict::kDropped;
    answer.filtered = record_.filtered;
  }
  if (answer.reason != Reason::kNone) return answer;
  data_.finish_record(record_);
  answer.joined = record_.joined;
  return answer;
}

// Fills record_. kRawRecord: this is no CloudWatch Logs document.
Reason RecordWorker::transform() {
  const bool may_straddle = options_.straddle != Straddle::kFirst && overflow_.can_put(text_.form);
  transformer_.run(text_.text, may_straddle ? options_.straddle : Straddle::kFirst, data_.output(),
                   record_);
  const bool plain = text_.form == RecordForm::kPlain;
  const bool raw = plain && !record_.has_message_type &&
                   (record_.reason == Reason::kBadJson || record_.reason == Reason::kMissingField);
  return raw ? Reason::kRawRecord : record_.reason;
}

Reason RecordWorker::transform_raw(const Record& record) {
  if (options_.raw_records == RawRecords::kFail) return Reason::kRawRecord;
  if (options_.raw_records == RawRecords::kPass) {
    text_.form = RecordForm::kRaw;
    transformer_.pass(text_.bytes, record.arrival_ms, data_.output(), record_);
    return Reason::kNone;
  }
  if (!is_utf8(text_.text)) return Reason::kBadUtf8;
  const auto document =
      document_of_lines(text_.text, record.arrival_ms, options_.inflated_bytes_max, lines_);
  if (!document) return document.error().reason;
  text_.text = *document;
  text_.form = RecordForm::kLines;
  return transform();
}

void RecordWorker::release_oversize() {
  text_reader_.release_oversize();
  transformer_.release_oversize();
  data_.release_oversize();
  if (record_.log_events.capacity() * sizeof(LogEventSpan) > kBufferKeepBytes) record_ = {};
  if (lines_.capacity() > kBufferKeepBytes) std::string().swap(lines_);
}

}  // namespace cwlogs
