#include "processor/metadata_reader.h"

#include <algorithm>

#include "processor/record_metadata.h"

namespace cwlogs {

size_t MetadataReader::size_max(std::string_view text) {
  const std::string& metadata = transformer_.first_metadata(text);
  if (metadata.empty() || fallback_.empty()) return metadata.size();
  with_fallback_.clear();
  append_with_keys(metadata, fallback_, with_fallback_);
  return std::max(metadata.size(), with_fallback_.size());
}

}  // namespace cwlogs
