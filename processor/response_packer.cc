#include "processor/response_packer.h"

namespace cwlogs {
namespace {

using namespace response_text;

constexpr size_t failed_entry_size(size_t record_id_size) {
  return kRecordId.size() + record_id_size + kResult.size() + kProcessingFailed.size() +
         kEntryEnd.size();
}

// An Ok entry with the shortest data, 4 characters, is no shorter than the ProcessingFailed entry
// it replaces; so growth() below never wraps.
static_assert(kOk.size() + data_field(Source::kDirectPut).size() + 4 + kDataEnd.size() >=
              kProcessingFailed.size());

}  // namespace

ResponsePacker::ResponsePacker(size_t response_bytes_max, Source source)
    : response_bytes_max_(response_bytes_max),
      source_(source),
      skeleton_(kHead.size() + kTail.size()) {}

void ResponsePacker::reserve(size_t record_id_size) {
  skeleton_ += failed_entry_size(record_id_size) + (records_ == 0 ? 0 : kSeparator.size());
  ++records_;
}

size_t ResponsePacker::growth(const Payload& payload) const {
  size_t ok = kOk.size() + data_field(source_).size() + base64::encoded_size(payload.data_size) +
              kDataEnd.size();
  if (payload.metadata_size != 0) ok += kMetadata.size() + payload.metadata_size;
  return ok - kProcessingFailed.size();
}

size_t ResponsePacker::data_room() const {
  const size_t room = room_left() + kProcessingFailed.size();
  const size_t fixed = kOk.size() + data_field(source_).size() + kDataEnd.size();
  return room < fixed ? 0 : (room - fixed) / 4 * 3;
}

size_t ResponsePacker::lone_response_size(size_t record_id_size, const Payload& payload) const {
  return kHead.size() + failed_entry_size(record_id_size) + growth(payload) + kTail.size();
}

}  // namespace cwlogs
