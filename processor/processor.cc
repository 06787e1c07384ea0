#include "processor/processor.h"

#include <utility>

#include "processor/base64.h"
#include "processor/buffer.h"

namespace cwlogs {
namespace {

PutLimits put_limits(const Options& options, Source source) {
  if (source != Source::kKinesis) return {kFirehoseRecordBytesMax, kFirehoseRequestBytesMax};
  return {options.kinesis_record_bytes_max, options.kinesis_request_bytes_max};
}

bool drops(Reason reason) {
  return reason == Reason::kControlMessage || reason == Reason::kNoLogEvents ||
         reason == Reason::kFiltered;
}

}  // namespace

Processor::Processor(Options options)
    : options_(std::move(options)), transformer_(options_.transform.get()) {}

Result<Plan> Processor::process(std::string_view event) {
  if (event.size() > kEventBytesMax) return tl::make_unexpected(Error{Reason::kEventTooLarge});
  if (const auto parsed = parse_firehose_event(event, event_); !parsed) {
    return tl::make_unexpected(parsed.error());
  }
  ResponsePacker packer(options_.response_bytes_max, event_.source);
  if (!reserve_answers(packer)) return tl::make_unexpected(Error{Reason::kResponseTooLarge});

  RecordKeys keys(options_.partition_keys, event_.region);
  text_reader_.start(options_.inflated_bytes_max, options_.inflated_bytes_total_max);
  overflow_.start(event_, put_limits(options_, event_.source), options_.inflated_bytes_total_max);
  output_.reset(base64::decoded_size_max(options_.response_bytes_max));
  partition_keys_.clear();
  clear_for_reuse(answers_);
  answers_.reserve(event_.records.size());
  for (size_t i = 0; i < event_.records.size(); ++i) {
    answers_.push_back(process_record(i, packer, keys));
  }
  overflow_.finish(answers_);
  release_oversize();
  return make_plan();
}

bool Processor::reserve_answers(ResponsePacker& packer) const {
  for (const Record& record : event_.records) packer.reserve(record.id.text.size());
  return packer.skeleton_fits();
}

Answer Processor::process_record(size_t index, ResponsePacker& packer, RecordKeys& keys) {
  const Record& record = event_.records[index];
  Answer answer;
  RecordText text;
  answer.reason = text_reader_.read(record, text);
  answer.bytes_in = static_cast<uint32_t>(text.bytes.size());
  answer.bytes_inflated = static_cast<uint32_t>(text_reader_.inflated_size());
  if (answer.reason != Reason::kNone) return answer;

  const size_t mark = output_.size();
  output_.set_limit(mark + packer.data_room());
  transformer_.run(text.text, keys, output_, record_);
  answer.reason = record_.reason;
  if (drops(record_.reason)) answer.verdict = Verdict::kDropped;
  if (record_.reason != Reason::kNone) return answer;

  answer.log_events = static_cast<uint32_t>(record_.log_events.size());
  if (packer.fits({record_.output_size, record_.partition_keys.size()})) {
    deliver(packer, answer);
  } else {
    output_.truncate(mark);
    overflow_.add({static_cast<uint32_t>(index), record, text, record_}, packer, keys, answer);
  }
  return answer;
}

void Processor::deliver(ResponsePacker& packer, Answer& answer) {
  packer.add({record_.output_size, record_.partition_keys.size()});
  answer.verdict = Verdict::kOk;
  answer.data_begin = static_cast<uint32_t>(output_.size() - record_.output_size);
  answer.data_size = static_cast<uint32_t>(record_.output_size);
  answer.partition_keys_begin = static_cast<uint32_t>(partition_keys_.size());
  answer.partition_keys_size = static_cast<uint32_t>(record_.partition_keys.size());
  partition_keys_ += record_.partition_keys;
}

Plan Processor::make_plan() const {
  return {.event = &event_,
          .answers = answers_,
          .puts = overflow_.puts(),
          .batches = overflow_.batches(),
          .output = output_.view(0, output_.size()),
          .partition_keys = partition_keys_,
          .response_bytes_max = options_.response_bytes_max};
}

void Processor::release_oversize() {
  text_reader_.release_oversize();
  transformer_.release_oversize();
  overflow_.release_oversize();
  if (record_.log_events.capacity() * sizeof(LogEventSpan) > kBufferKeepBytes) {
    record_ = {};
  }
}

}  // namespace cwlogs
