#include "processor/records_ahead.h"

#include "processor/buffer.h"
#include "processor/limits.h"

namespace cwlogs {

void RecordsAhead::run(const FirehoseEvent& event, size_t begin, size_t room) {
  begin_ = begin;
  taken_.clear();
  metadata_.clear();
  worker_.start(event);
  const size_t end = event.records.size();
  for (size_t i = begin; i < end && room > 0; ++i) {
    const Record* const next = i + 1 < end ? &event.records[i + 1] : nullptr;
    taken_.push_back(take(event.records[i], next, room));
  }
  // Only now does the text stay where it is.
  for (Taken& taken : taken_) {
    Deliverable& deliverable = taken.outcome.deliverable;
    deliverable.metadata =
        std::string_view(metadata_).substr(taken.metadata_begin, deliverable.metadata.size());
  }
}

RecordsAhead::Taken RecordsAhead::take(const Record& record, const Record* next, size_t& room) {
  Taken taken;
  taken.outcome.answer = worker_.run(record, next, room);
  const Reason reason = taken.outcome.answer.reason;
  if (reason != Reason::kNone) {
    taken.usable = reason != Reason::kInflationBudget;
    return taken;
  }
  const TransformedRecord& record_now = worker_.record();
  if (record_now.data_size > room) {
    // Others that come may be smaller, but most of what does not fit is put back in a row.
    room = 0;
    worker_.data().drop_record();
    return taken;
  }
  taken.usable = true;
  taken.outcome.deliverable = deliverable_of(record_now);
  taken.metadata_begin = metadata_.size();
  metadata_ += record_now.metadata;
  taken.outcome.data = worker_.data().all().substr(worker_.data().mark());
  room -= record_now.data_size;
  return taken;
}

const RecordsAhead::Outcome* RecordsAhead::find(size_t index) const {
  if (index < begin_ || index - begin_ >= taken_.size()) return nullptr;
  const Taken& taken = taken_[index - begin_];
  return taken.usable ? &taken.outcome : nullptr;
}

void RecordsAhead::release_oversize() {
  worker_.release_oversize();
  clear_for_reuse(taken_);
  if (metadata_.capacity() > kBufferKeepBytes) std::string().swap(metadata_);
}

}  // namespace cwlogs
