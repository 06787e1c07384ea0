// Bytes -> one gzip member.
#pragma once

#include <memory>
#include <string_view>

#include "processor/buffer.h"

struct libdeflate_compressor;

namespace cwlogs {

// One per thread.
class Gzip {
 public:
  explicit Gzip(int level);

  // Lifetime: until the next call. Cost: 10 to 50 ms per MB of log text, by level.
  std::string_view compress(std::string_view bytes);

  // Gives back the room for the result where more than `keep` bytes were compressed.
  void release_if_used_above(size_t keep, size_t used) { out_.release_if_used_above(keep, used); }

 private:
  struct Free {
    void operator()(libdeflate_compressor* compressor) const;
  };
  std::unique_ptr<libdeflate_compressor, Free> compressor_;
  Buffer out_;
};

}  // namespace cwlogs
