// The records of error objects as puts: in batches within the services' limits, and sent with a
// memory of what was accepted.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/error_object.h"
#include "cli/redrive_progress.h"
#include "processor/firehose_event.h"
#include "processor/firehose_response.h"
#include "processor/put_batch.h"
#include "tl/expected.hpp"

namespace cwlogs {

// Where the puts go: what render_put_request needs to know.
// Lifetime: `stream` must outlive it. Requires: Direct PUT or Kinesis.
FirehoseEvent put_destination(Source source, std::string_view stream);

// Collects records until a call is full.
class PutBatcher {
 public:
  struct Item {
    uint64_t index;   // as given to add()
    uint64_t digest;  // digest_of the record's data
  };
  // One full batch. Lifetime: of the call.
  struct Batch {
    std::span<const PutRecord> puts;
    std::span<const Item> items;  // one each
  };
  using Flush = std::function<tl::expected<void, std::string>(const Batch&)>;

  // Requires: Direct PUT or Kinesis.
  PutBatcher(Source source, Flush flush);

  // False where the record is too large for the service. Errors: those of `flush`.
  // Kinesis: the partition key is the data's digest, so that the same record gets the same shard.
  tl::expected<bool, std::string> add(uint64_t index, const ErrorObject& object);
  // Flushes what is left.
  tl::expected<void, std::string> finish();

 private:
  Source source_;
  PutLimits limits_;
  Flush flush_;
  PutBatch batch_;
  std::deque<std::string> storage_;  // what puts_ refers to; never moves
  std::vector<PutRecord> puts_;
  std::vector<Item> items_;
};

// Whoever really sends. The retries of failed entries, with their backoff, are its own.
class PutTarget {
 public:
  virtual ~PutTarget() = default;

  // Puts one batch (body: render_put_request) and returns each record's outcome, in their order.
  // Errors: one line; none of the records is known to be accepted, and going on makes no sense.
  virtual tl::expected<std::vector<PutOutcome>, std::string> put(
      const FirehoseEvent& destination, std::span<const PutRecord> puts) = 0;
};

// Sends records one after the other, but none that was accepted in an earlier run.
class RedrivePuts {
 public:
  struct Counts {
    size_t accepted = 0;
    size_t accepted_earlier = 0;
    size_t failed = 0;  // not accepted: a second run sends them again
    size_t calls = 0;
  };

  // Lifetime: all of them must outlive this.
  RedrivePuts(const FirehoseEvent& destination, PutTarget& target, RedriveProgress& progress);

  // The next record asked for. False where it's too large for the service.
  // Errors: one line. Nothing more must be sent then; what was accepted is in the progress.
  tl::expected<bool, std::string> add(const ErrorObject& object);
  tl::expected<void, std::string> finish();

  const Counts& counts() const { return counts_; }

 private:
  tl::expected<void, std::string> send(const PutBatcher::Batch& batch);

  const FirehoseEvent& destination_;
  PutTarget& target_;
  RedriveProgress& progress_;
  PutBatcher batcher_;
  uint64_t index_ = 0;
  Counts counts_;
};

}  // namespace cwlogs
