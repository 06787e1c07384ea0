#include "processor/metadata_reader.h"

#include <algorithm>

namespace cwlogs {

size_t MetadataReader::size_max(const RawEnvelope& envelope, const RawLogEvent& log_event) {
  if (rules_ == nullptr) return 0;
  fields_.set_envelope(envelope);
  fields_.set_log_event(log_event);
  metadata_.clear();
  const Treatment& treatment = rules_->select(fields_);
  fields_.read(treatment.reading);
  treatment.metadata.append_json(fields_, metadata_);
  if (metadata_.empty() || fallback_.empty()) return metadata_.size();
  with_fallback_.clear();
  append_with_keys(metadata_, fallback_, with_fallback_);
  return std::max(metadata_.size(), with_fallback_.size());
}

}  // namespace cwlogs
