// One record as far as it can be taken by itself: its text, what its log events become, its data.
#pragma once

#include <cstddef>
#include <string>

#include "processor/options.h"
#include "processor/overflow.h"
#include "processor/plan.h"
#include "processor/record_text.h"
#include "processor/record_transform.h"
#include "processor/response_data.h"

namespace cwlogs {

// One per thread.
class RecordWorker {
 public:
  // Requires: both outlive this.
  RecordWorker(const Options& options, const Overflow& overflow);

  // Starts an event. Requires: its region outlives the event's records.
  void start(const FirehoseEvent& event);

  // Takes a record, of whose data `room` bytes may be stored. The answer says what it came to;
  // where its reason is kNone, its data is the last of data(), and the record is to be delivered or
  // put back. `next`: as with RecordTextReader.
  Answer run(const Record& record, const Record* next, size_t room);

  // Of the record that was taken last. Lifetime: until the next one.
  const RecordText& text() const { return text_; }
  const TransformedRecord& record() const { return record_; }

  ResponseData& data() { return data_; }
  const ResponseData& data() const { return data_; }
  RecordTransformer& transformer() { return transformer_; }
  // Whether a record of so many bytes may still be read, and one that another worker has read.
  bool may_inflate(size_t size) const { return text_reader_.may_inflate(size); }
  void count_inflated(size_t size) { text_reader_.count_inflated(size); }

  // Gives back what an unusual event made large.
  void release_oversize();

 private:
  Reason transform();
  Reason transform_raw(const Record& record);

  const Options& options_;
  const Overflow& overflow_;
  RecordTextReader text_reader_;
  RecordTransformer transformer_;
  RecordText text_;
  TransformedRecord record_;
  ResponseData data_;
  std::string lines_;  // a raw record as a document
};

}  // namespace cwlogs
