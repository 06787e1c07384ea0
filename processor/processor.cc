#include "processor/processor.h"

#include <algorithm>
#include <utility>

#include "processor/base64.h"
#include "processor/buffer.h"
#include "processor/partitions.h"
#include "processor/utf8.h"

namespace cwlogs {
namespace {

PutLimits put_limits(const Options& options, Source source) {
  if (source != Source::kKinesis) return {kFirehoseRecordBytesMax, kFirehoseRequestBytesMax};
  return {options.kinesis_record_bytes_max, options.kinesis_request_bytes_max};
}

bool drops(Reason reason) {
  return reason >= Reason::kControlMessage && reason <= Reason::kFiltered;
}

// Output held of a record that is to be compressed. Log lines as JSON may take twice the record's
// text; what takes more still is put back in pieces.
size_t plain_bytes_max(const Options& options) {
  return std::max(2 * options.inflated_bytes_max, options.response_bytes_max);
}

}  // namespace

Processor::Processor(Options options)
    : options_(std::move(options)),
      transformer_(options_.rules, options_.transform.get(), options_.observer),
      metadata_reader_(transformer_, options_.partitions_max == SIZE_MAX
                                         ? std::string_view()
                                         : options_.partition_fallback),
      data_(options_.gzip_level) {}

Result<Plan> Processor::process(std::string_view event) {
  if (event.size() > kEventBytesMax) return tl::make_unexpected(Error{Reason::kEventTooLarge});
  if (const auto parsed = parse_firehose_event(event, event_); !parsed) {
    return tl::make_unexpected(parsed.error());
  }
  ResponsePacker packer(options_.response_bytes_max, event_.source);
  if (!reserve_answers(packer)) return tl::make_unexpected(Error{Reason::kResponseTooLarge});

  transformer_.start(event_.region);
  text_reader_.start(options_.inflated_bytes_max, options_.inflated_bytes_total_max);
  overflow_.start(event_, put_limits(options_, event_.source), options_.inflated_bytes_total_max);
  data_.start(base64::decoded_size_max(options_.response_bytes_max), plain_bytes_max(options_));
  metadata_.clear();
  partitions_.clear();
  clear_for_reuse(answers_);
  answers_.reserve(event_.records.size());
  for (size_t i = 0; i < event_.records.size(); ++i) {
    answers_.push_back(process_record(i, packer));
  }
  overflow_.finish(answers_);
  release_oversize();
  return make_plan();
}

bool Processor::reserve_answers(ResponsePacker& packer) const {
  for (const Record& record : event_.records) packer.reserve(record.id.text.size());
  return packer.skeleton_fits();
}

Answer Processor::process_record(size_t index, ResponsePacker& packer) {
  const Record& record = event_.records[index];
  if (options_.observer != nullptr) options_.observer->begin_record(index);
  Answer answer;
  RecordText text;
  answer.reason = text_reader_.read(record, text);
  answer.bytes_in = static_cast<uint32_t>(text.bytes.size());
  answer.bytes_inflated = static_cast<uint32_t>(text_reader_.inflated_size());
  if (answer.reason != Reason::kNone && answer.reason != Reason::kRawRecord) return answer;

  data_.start_record(packer.data_room());
  if (answer.reason == Reason::kNone) answer.reason = transform(text);
  if (answer.reason == Reason::kRawRecord) answer.reason = transform_raw(record, text);
  if (drops(answer.reason)) {
    answer.verdict = Verdict::kDropped;
    answer.filtered = record_.filtered;
  }
  if (answer.reason != Reason::kNone) return answer;

  data_.finish_record(record_);
  answer.joined = record_.joined;
  const OverflowRecord overflow{static_cast<uint32_t>(index), record, text, record_};
  if (record_.partitions.size() <= 1 || !separate(overflow, packer, answer)) {
    deliver_or_put_back(overflow, packer, answer);
  }
  return answer;
}

// Fills record_. kRawRecord: this is no CloudWatch Logs document.
Reason Processor::transform(const RecordText& text) {
  const bool split = options_.straddle == Straddle::kSplit && overflow_.can_put(text.form);
  transformer_.run(text.text, split ? Straddle::kSplit : Straddle::kFirst, data_.output(), record_);
  const bool plain = text.form == RecordForm::kPlain;
  const bool raw = plain && !record_.has_message_type &&
                   (record_.reason == Reason::kBadJson || record_.reason == Reason::kMissingField);
  return raw ? Reason::kRawRecord : record_.reason;
}

Reason Processor::transform_raw(const Record& record, RecordText& text) {
  if (options_.raw_records == RawRecords::kFail) return Reason::kRawRecord;
  if (options_.raw_records == RawRecords::kPass) {
    text.form = RecordForm::kRaw;
    transformer_.pass(text.bytes, record.arrival_ms, data_.output(), record_);
    return Reason::kNone;
  }
  if (!is_utf8(text.text)) return Reason::kBadUtf8;
  const auto document =
      document_of_lines(text.text, record.arrival_ms, options_.inflated_bytes_max, lines_);
  if (!document) return document.error().reason;
  text.text = *document;
  text.form = RecordForm::kLines;
  return transform(text);
}

void Processor::deliver_or_put_back(const OverflowRecord& overflow, ResponsePacker& packer,
                                    Answer& answer) {
  if (deliver(overflow.transformed, packer, answer)) return;
  data_.drop_record();
  answer.log_events = static_cast<uint32_t>(overflow.transformed.log_events.size());
  overflow_.add(overflow, packer, metadata_reader_, answer);
}

// Delivers the partition that holds most bytes and puts back the others; all of them where that one
// does not fit. False where they can't be put back: nothing has changed then.
bool Processor::separate(const OverflowRecord& overflow, ResponsePacker& packer, Answer& answer) {
  const size_t puts_before = overflow_.puts().size();
  const uint32_t largest = largest_partition(record_);
  const auto put_back = [&](uint32_t partition) {
    select_partition(record_, partition, part_);
    const Reason reason = overflow_.add_part(
        {overflow.index, overflow.record, overflow.text, part_}, packer, metadata_reader_);
    if (reason != Reason::kSplit) overflow_.truncate(puts_before);
    return reason;
  };
  for (uint32_t i = 0; i < record_.partitions.size(); ++i) {
    if (i != largest && put_back(i) != Reason::kSplit) return false;
  }
  select_partition(record_, largest, part_);
  bool delivered = false;
  if (data_.holds(record_)) {
    data_.keep_partition(record_, largest);
    data_.finish_record(part_);
    delivered = deliver(part_, packer, answer);
  }
  if (!delivered) {
    data_.drop_record();
    answer.reason = put_back(largest);
    answer.verdict =
        answer.reason == Reason::kSplit ? Verdict::kReingest : Verdict::kProcessingFailed;
    answer.log_events = static_cast<uint32_t>(record_.log_events.size());
    if (answer.verdict == Verdict::kReingest) answer.filtered = record_.filtered;
  }
  answer.puts = static_cast<uint32_t>(overflow_.puts().size() - puts_before);
  return true;
}

// False where it does not fit.
bool Processor::deliver(const TransformedRecord& record, ResponsePacker& packer, Answer& answer) {
  const bool limited = options_.partitions_max != SIZE_MAX;
  const bool capped = limited && partitions_.size() >= options_.partitions_max &&
                      !record.metadata.empty() && !partitions_.contains(record.metadata);
  const size_t begin = metadata_.size();
  if (capped) {
    append_with_keys(record.metadata, options_.partition_fallback, metadata_);
  } else {
    metadata_ += record.metadata;
  }
  const Payload payload{record.data_size, metadata_.size() - begin};
  if (!packer.fits(payload)) {
    metadata_.resize(begin);
    return false;
  }
  if (limited && !capped && !record.metadata.empty()) partitions_.insert(record.metadata);
  packer.add(payload);
  answer.verdict = Verdict::kOk;
  answer.keys_replaced = capped;
  answer.log_events = static_cast<uint32_t>(record.log_events.size());
  answer.filtered = record_.filtered;
  answer.redacted = record.redacted;
  answer.unparsed = record.unparsed;
  answer.data_begin = static_cast<uint32_t>(data_.mark());
  answer.data_size = static_cast<uint32_t>(payload.data_size);
  answer.metadata_begin = static_cast<uint32_t>(begin);
  answer.metadata_size = static_cast<uint32_t>(payload.metadata_size);
  return true;
}

Plan Processor::make_plan() const {
  return {.event = &event_,
          .answers = answers_,
          .puts = overflow_.puts(),
          .batches = overflow_.batches(),
          .output = data_.all(),
          .metadata = metadata_,
          .response_bytes_max = options_.response_bytes_max};
}

void Processor::release_oversize() {
  text_reader_.release_oversize();
  transformer_.release_oversize();
  overflow_.release_oversize();
  data_.release_oversize();
  for (TransformedRecord* const record : {&record_, &part_}) {
    if (record->log_events.capacity() * sizeof(LogEventSpan) > kBufferKeepBytes) *record = {};
  }
  if (lines_.capacity() > kBufferKeepBytes) std::string().swap(lines_);
}

}  // namespace cwlogs
