// What does not fit the response: put back as it is, in pieces, or not at all.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "processor/metadata_reader.h"
#include "processor/plan.h"
#include "processor/put_batch.h"
#include "processor/record_splitter.h"
#include "processor/record_text.h"
#include "processor/response_packer.h"

namespace cwlogs {

// A record that was transformed and did not fit.
struct OverflowRecord {
  uint32_t index;  // in the event
  const Record& record;
  const RecordText& text;
  const TransformedRecord& transformed;
};

// Collects the puts of one event. One per thread.
class Overflow {
 public:
  // Starts an event. Requires: `event` outlives the puts.
  void start(const FirehoseEvent& event, PutLimits limits, size_t inflated_bytes_total_max);

  // Adds the puts that bring this record back, and sets verdict, reason and puts of its answer.
  void add(const OverflowRecord& overflow, const ResponsePacker& packer, MetadataReader& metadata,
           Answer& answer);

  // Whether a record of this form can be put back at all: not without the stream's name, nor where
  // there is no call for it.
  bool can_put(RecordForm form) const;

  // Adds the puts of a part of a record. Returns kSplit; else why nothing was added.
  // Requires: can_put().
  Reason add_part(const OverflowRecord& part, const ResponsePacker& packer,
                  MetadataReader& metadata);
  // Takes back all puts but the first n.
  void truncate(size_t n) { puts_.resize(n); }

  // Ends an event: makes the batches. A response that delivers nothing must not put anything back
  // as it is, or the same records could come round for ever: those are failed instead.
  void finish(std::vector<Answer>& answers);

  const std::vector<PutRecord>& puts() const { return puts_; }
  const std::vector<PutBatch>& batches() const { return batches_; }

  void release_oversize();

 private:
  Reason put_back(const OverflowRecord& overflow, const ResponsePacker& packer,
                  MetadataReader& metadata);
  void put_whole(const OverflowRecord& overflow, std::string_view partition_key);
  Reason put_pieces(const OverflowRecord& overflow, const ResponsePacker& packer,
                    MetadataReader& metadata, std::string_view partition_key);
  std::string_view partition_key_of(const Record& record);
  void fail_whole_records(std::vector<Answer>& answers);

  const FirehoseEvent* event_ = nullptr;
  PutLimits limits_{};
  RecordSplitter splitter_;
  std::vector<Piece> pieces_;        // of the record in hand
  std::deque<std::string> storage_;  // what puts refer to and the event does not hold; never moves
  std::vector<PutRecord> puts_;
  std::vector<PutBatch> batches_;
};

}  // namespace cwlogs
