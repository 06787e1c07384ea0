#include "processor/partitions.h"

#include <algorithm>
#include <cstring>
#include <vector>

namespace cwlogs {

uint32_t largest_partition(const TransformedRecord& record) {
  std::vector<uint64_t> bytes(record.partitions.size());
  for (size_t i = 0; i < record.log_events.size(); ++i) {
    bytes[record.partition_of[i]] += record.log_events[i].output_bytes;
  }
  return static_cast<uint32_t>(std::ranges::max_element(bytes) - bytes.begin());
}

void select_partition(const TransformedRecord& record, uint32_t partition,
                      TransformedRecord& part) {
  part = {};
  part.metadata = record.partitions[partition];
  size_t next = 0;
  for (const DocumentSpan& document : record.documents) {
    const bool last = &document == &record.documents.back();
    const size_t end = last ? record.log_events.size() : (&document + 1)->first_log_event;
    const auto first = static_cast<uint32_t>(part.log_events.size());
    for (; next < end; ++next) {
      if (record.partition_of[next] != partition) continue;
      part.log_events.push_back(record.log_events[next]);
      part.output_size += record.log_events[next].output_bytes;
      part.redacted += static_cast<uint32_t>(record.marks[next].redacted);
      part.unparsed += static_cast<uint32_t>(record.marks[next].unparsed);
    }
    if (part.log_events.size() > first) {
      part.documents.push_back({document.head, document.tail, first});
    }
  }
  // By the record's own measure, where that is compressed.
  part.data_size =
      record.output_size == 0 ? 0 : part.output_size * record.data_size / record.output_size;
}

void keep_partition(const TransformedRecord& record, uint32_t partition, size_t mark,
                    Output& output) {
  char* const data = output.at(mark);
  size_t from = 0;
  size_t to = 0;
  for (size_t i = 0; i < record.log_events.size(); ++i) {
    const size_t size = record.log_events[i].output_bytes;
    if (record.partition_of[i] == partition) {
      std::memmove(data + to, data + from, size);
      to += size;
    }
    from += size;
  }
  output.truncate(mark + to);
}

}  // namespace cwlogs
