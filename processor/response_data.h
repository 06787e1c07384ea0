// The data of the Ok records, one after the other: log events as they are transformed, compressed
// record by record where that is configured.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "processor/gzip.h"
#include "processor/output.h"
#include "processor/record_transform.h"

namespace cwlogs {

// One per thread.
class ResponseData {
 public:
  // `gzip_level` none: not compressed.
  explicit ResponseData(std::optional<int> gzip_level);

  // Forgets everything and makes room for `capacity` bytes of data. Of a record to be compressed up
  // to `plain_bytes_max` are held before that.
  void start(size_t capacity, size_t plain_bytes_max);

  // Starts a record, of whose data `room` bytes may be stored. Its log events go to output().
  void start_record(size_t room);
  Output& output() { return gzip_ ? plain_ : data_; }

  // Compresses what the record became, and sets its data_size. One too long to be held keeps the
  // size it has uncompressed.
  void finish_record(TransformedRecord& record);

  // Adds a record that was finished elsewhere. Requires: it fits `room`.
  void add_record(std::string_view data, size_t room);

  // Whether all of the record's output is held and can still be changed.
  bool holds(const TransformedRecord& record) const { return record.output_size <= held_max_; }
  // Leaves only the log events of one partition. Requires: holds().
  void keep_partition(const TransformedRecord& record, uint32_t partition);

  // Takes back the record in hand.
  void drop_record() { data_.truncate(mark_); }

  // Gives back what an unusual event made large.
  void release_oversize();

  // Where the data of the record in hand starts in all().
  size_t mark() const { return mark_; }
  std::string_view all() const { return data_.view(0, data_.size()); }

 private:
  std::optional<Gzip> gzip_;
  Output data_;
  Output plain_;
  size_t mark_ = 0;
  size_t held_max_ = 0;    // bytes of the record's output that are held
  size_t plain_peak_ = 0;  // most of plain_ in use since release_oversize()
};

}  // namespace cwlogs
