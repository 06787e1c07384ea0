#include "processor/response_data.h"

#include <algorithm>

#include "processor/limits.h"
#include "processor/partitions.h"

namespace cwlogs {

ResponseData::ResponseData(std::optional<int> gzip_level) {
  if (gzip_level) gzip_.emplace(*gzip_level);
}

void ResponseData::start(size_t capacity, size_t plain_bytes_max) {
  data_.reset(capacity);
  if (gzip_) plain_.reset(plain_bytes_max);
  held_max_ = plain_bytes_max;
}

void ResponseData::start_record(size_t room) {
  mark_ = data_.size();
  data_.set_limit(mark_ + room);
  plain_.truncate(0);
  if (!gzip_) held_max_ = room;
}

void ResponseData::finish_record(TransformedRecord& record) {
  record.data_size = record.output_size;
  if (!gzip_ || !holds(record)) return;
  const std::string_view compressed = gzip_->compress(plain_.view(0, record.output_size));
  record.data_size = compressed.size();
  plain_peak_ = std::max(plain_peak_, record.output_size);
  data_.truncate(mark_);
  data_.append(compressed);
}

void ResponseData::add_record(std::string_view data, size_t room) {
  start_record(room);
  data_.append(data);
}

void ResponseData::keep_partition(const TransformedRecord& record, uint32_t partition) {
  cwlogs::keep_partition(record, partition, gzip_ ? 0 : mark_, output());
}

void ResponseData::release_oversize() {
  plain_.release_if_used_above(kBufferKeepBytes, plain_peak_);
  if (gzip_) gzip_->release_if_used_above(kBufferKeepBytes, plain_peak_);
  plain_peak_ = 0;
}

}  // namespace cwlogs
