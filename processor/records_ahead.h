// The event's later records, taken ahead while another worker is at the earlier ones.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "processor/record_worker.h"

namespace cwlogs {

// One per thread, at work on a thread of its own.
class RecordsAhead {
 public:
  // Requires: as RecordWorker.
  RecordsAhead(const Options& options, const Overflow& overflow) : worker_(options, overflow) {}

  // What became of a record, its data and metadata where the reason is kNone.
  struct Outcome {
    Answer answer;
    Deliverable deliverable;
    std::string_view data;
  };

  // Takes the records from `begin` on. Of all their data `room` bytes may be stored.
  void run(const FirehoseEvent& event, size_t begin, size_t room);

  // What became of that record. Null where it was not taken, or is to be taken anew: what did not
  // fit, or depends on the records before it. Lifetime: until the next run().
  const Outcome* find(size_t index) const;

  // Gives back what an unusual event made large. What was taken is gone.
  void release_oversize();

 private:
  struct Taken {
    bool usable = false;
    Outcome outcome{};
    size_t metadata_begin = 0;
  };

  Taken take(const Record& record, const Record* next, size_t& room);

  RecordWorker worker_;
  size_t begin_ = 0;
  std::vector<Taken> taken_;
  std::string metadata_;  // of all
};

}  // namespace cwlogs
