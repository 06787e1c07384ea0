#include "processor/processor.h"

#include <algorithm>
#include <utility>

#include "processor/buffer.h"
#include "processor/partitions.h"

namespace cwlogs {
namespace {

PutLimits put_limits(const Options& options, Source source) {
  if (source != Source::kKinesis) return {kFirehoseRecordBytesMax, kFirehoseRequestBytesMax};
  return {options.kinesis_record_bytes_max, options.kinesis_request_bytes_max};
}

}  // namespace

Processor::Processor(Options options)
    : options_(std::move(options)),
      worker_(options_, overflow_),
      metadata_reader_(worker_.transformer(), options_.partitions_max == SIZE_MAX
                                                  ? std::string_view()
                                                  : options_.partition_fallback) {
  // A transform may remember, an observer sees one after the other.
  const bool alone = options_.transform != nullptr || options_.observer != nullptr;
  if (options_.executor != nullptr && !alone && options_.straddle == Straddle::kFirst) {
    ahead_ = std::make_unique<RecordsAhead>(options_, overflow_);
  }
}

Result<Plan> Processor::process(std::string_view event) {
  if (event.size() > kEventBytesMax) return tl::make_unexpected(Error{Reason::kEventTooLarge});
  if (const auto parsed = parse_firehose_event(event, event_); !parsed) {
    return tl::make_unexpected(parsed.error());
  }
  ResponsePacker packer(options_.response_bytes_max, event_.source);
  if (!reserve_answers(packer)) return tl::make_unexpected(Error{Reason::kResponseTooLarge});

  worker_.start(event_);
  overflow_.start(event_, put_limits(options_, event_.source), options_.inflated_bytes_total_max);
  metadata_.clear();
  partitions_.clear();
  clear_for_reuse(answers_);
  answers_.reserve(event_.records.size());
  const size_t records = event_.records.size();
  const size_t middle = ahead_ == nullptr ? records : ahead_from();
  if (middle == records) {
    process_records(0, records, packer);
  } else {
    options_.executor->run_both(
        [&] { process_records(0, middle, packer); },
        [this, middle, room = packer.data_room()] { ahead_->run(event_, middle, room); });
    process_records_ahead(middle, packer);
  }
  overflow_.finish(answers_);
  release_oversize();
  return make_plan();
}

bool Processor::reserve_answers(ResponsePacker& packer) const {
  for (const Record& record : event_.records) packer.reserve(record.id.text.size());
  return packer.skeleton_fits();
}

// The first record of the second half, by bytes; behind the last one where that would not pay.
size_t Processor::ahead_from() const {
  constexpr size_t kBytesMin = 64 * kKiB;  // half a millisecond
  size_t all = 0;
  for (const Record& record : event_.records) all += record.data.text.size();
  if (all < kBytesMin) return event_.records.size();
  size_t middle = 0;
  for (size_t bytes = 0; bytes < all / 2; ++middle)
    bytes += event_.records[middle].data.text.size();
  return middle;
}

void Processor::process_records(size_t begin, size_t end, ResponsePacker& packer) {
  for (size_t i = begin; i < end; ++i) {
    const Record* const next = i + 1 < end ? &event_.records[i + 1] : nullptr;
    answers_.push_back(process_record(i, next, packer));
  }
}

void Processor::process_records_ahead(size_t begin, ResponsePacker& packer) {
  for (size_t i = begin; i < event_.records.size(); ++i) {
    const RecordsAhead::Outcome* const outcome = ahead_->find(i);
    Answer answer;
    const bool taken = outcome != nullptr && take_ahead(*outcome, packer, answer);
    answers_.push_back(taken ? answer : process_record(i, nullptr, packer));
  }
}

// False where it does not fit the response, or the event's sum: nothing has changed then.
bool Processor::take_ahead(const RecordsAhead::Outcome& outcome, ResponsePacker& packer,
                           Answer& answer) {
  answer = outcome.answer;
  if (!worker_.may_inflate(answer.bytes_inflated)) return false;
  if (answer.reason == Reason::kNone) {
    const size_t room = packer.data_room();
    if (outcome.data.size() > room) return false;
    worker_.data().add_record(outcome.data, room);
    if (!deliver(outcome.deliverable, packer, answer)) {
      worker_.data().drop_record();
      return false;
    }
  }
  worker_.count_inflated(answer.bytes_inflated);
  return true;
}

Answer Processor::process_record(size_t index, const Record* next, ResponsePacker& packer) {
  const Record& record = event_.records[index];
  if (options_.observer != nullptr) options_.observer->begin_record(index);
  Answer answer = worker_.run(record, next, packer.data_room());
  if (answer.reason != Reason::kNone) return answer;
  const OverflowRecord overflow{static_cast<uint32_t>(index), record, worker_.text(),
                                worker_.record()};
  if (worker_.record().partitions.size() <= 1 || !separate(overflow, packer, answer)) {
    deliver_or_put_back(overflow, packer, answer);
  }
  return answer;
}

void Processor::deliver_or_put_back(const OverflowRecord& overflow, ResponsePacker& packer,
                                    Answer& answer) {
  if (deliver(deliverable_of(overflow.transformed), packer, answer)) return;
  worker_.data().drop_record();
  answer.log_events = static_cast<uint32_t>(overflow.transformed.log_events.size());
  overflow_.add(overflow, packer, metadata_reader_, answer);
}

// Delivers the partition that holds most bytes and puts back the others; all of them where that one
// does not fit, or is yet to be split. False where they can't be put back: nothing has changed
// then.
bool Processor::separate(const OverflowRecord& overflow, ResponsePacker& packer, Answer& answer) {
  const TransformedRecord& record = overflow.transformed;
  ResponseData& data = worker_.data();
  const size_t puts_before = overflow_.puts().size();
  const uint32_t largest = largest_partition(record);
  const auto put_back = [&](uint32_t partition) {
    select_partition(record, partition, part_);
    const Reason reason = overflow_.add_part(
        {overflow.index, overflow.record, overflow.text, part_}, packer, metadata_reader_);
    if (reason != Reason::kSplit) overflow_.truncate(puts_before);
    return reason;
  };
  for (uint32_t i = 0; i < record.partitions.size(); ++i) {
    if (i != largest && put_back(i) != Reason::kSplit) return false;
  }
  select_partition(record, largest, part_);
  bool delivered = false;
  const bool is_whole = options_.straddle != Straddle::kEach || part_.log_events.size() == 1;
  if (is_whole && data.holds(record)) {
    data.keep_partition(record, largest);
    data.finish_record(part_);
    Deliverable deliverable = deliverable_of(part_);
    deliverable.filtered = record.filtered;
    delivered = deliver(deliverable, packer, answer);
  }
  if (!delivered) {
    data.drop_record();
    answer.reason = put_back(largest);
    answer.verdict =
        answer.reason == Reason::kSplit ? Verdict::kReingest : Verdict::kProcessingFailed;
    answer.log_events = static_cast<uint32_t>(record.log_events.size());
    if (answer.verdict == Verdict::kReingest) answer.filtered = record.filtered;
  }
  answer.puts = static_cast<uint32_t>(overflow_.puts().size() - puts_before);
  return true;
}

// False where it does not fit.
bool Processor::deliver(const Deliverable& deliverable, ResponsePacker& packer, Answer& answer) {
  const bool limited = options_.partitions_max != SIZE_MAX;
  const bool capped = limited && partitions_.size() >= options_.partitions_max &&
                      !deliverable.metadata.empty() && !partitions_.contains(deliverable.metadata);
  const size_t begin = metadata_.size();
  if (capped) {
    append_with_keys(deliverable.metadata, options_.partition_fallback, metadata_);
  } else {
    metadata_ += deliverable.metadata;
  }
  const Payload payload{deliverable.data_size, metadata_.size() - begin};
  if (!packer.fits(payload)) {
    metadata_.resize(begin);
    return false;
  }
  if (limited && !capped && !deliverable.metadata.empty())
    partitions_.emplace(deliverable.metadata);
  packer.add(payload);
  answer.verdict = Verdict::kOk;
  answer.keys_replaced = capped;
  answer.log_events = deliverable.log_events;
  answer.filtered = deliverable.filtered;
  answer.redacted = deliverable.redacted;
  answer.unparsed = deliverable.unparsed;
  answer.data_begin = static_cast<uint32_t>(worker_.data().mark());
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
          .output = worker_.data().all(),
          .metadata = metadata_,
          .response_bytes_max = options_.response_bytes_max};
}

void Processor::release_oversize() {
  worker_.release_oversize();
  if (ahead_ != nullptr) ahead_->release_oversize();
  overflow_.release_oversize();
  if (part_.log_events.capacity() * sizeof(LogEventSpan) > kBufferKeepBytes) part_ = {};
}

}  // namespace cwlogs
