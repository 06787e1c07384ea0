// The size of the metadata that a piece of a record will get when it comes round again.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "processor/record_transform.h"

namespace cwlogs {

// One per thread.
class MetadataReader {
 public:
  // `fallback`, where not empty, may take every key's place. Requires: `transformer` outlives this.
  MetadataReader(RecordTransformer& transformer, std::string_view fallback)
      : transformer_(transformer), fallback_(fallback) {}

  // Most bytes of the metadata of a record of this text. Requires: as RecordTransformer::run().
  size_t size_max(std::string_view text);

 private:
  RecordTransformer& transformer_;
  std::string fallback_;
  std::string with_fallback_;
};

}  // namespace cwlogs
