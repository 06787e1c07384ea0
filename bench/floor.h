// The least that an invocation can cost: its records inflated by libdeflate, and nothing else.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bench/sample.h"

struct libdeflate_decompressor;

namespace cwlogs::bench {

// Inflates one record after the other into the same warm buffer, checksums included. The sizes are
// known beforehand, so that no time goes into finding them.
class Floor {
 public:
  // Requires: `sample` outlives this.
  explicit Floor(const Sample& sample);

  void run();

 private:
  struct Free {
    void operator()(libdeflate_decompressor* decompressor) const;
  };
  const Sample& sample_;
  std::unique_ptr<libdeflate_decompressor, Free> decompressor_;
  std::string buffer_;
};

}  // namespace cwlogs::bench
