// gzip members of RFC 1952 -> bytes, bounded.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "processor/result.h"

struct libdeflate_decompressor;

namespace cwlogs {

inline bool has_gzip_magic(std::string_view bytes) {
  return bytes.size() >= 2 && bytes[0] == '\x1f' && bytes[1] == '\x8b';
}

// What the footer says that the text is long, modulo 4 GiB; 0 where there is none.
size_t gzip_size_field(std::string_view gzip);

// One per thread.
class Gunzip {
 public:
  struct Outcome {
    Reason reason;         // kNone, or why the record can't be used
    size_t inflated_size;  // bytes inflated, counted on failure too: they cost time all the same
  };

  Gunzip();

  // Inflates every member of `gzip` one after the other into `out`; zero bytes may follow the last.
  // Errors: kGzipCorrupt, kGzipTruncated, kGzipChecksum, kGzipTrailingBytes, and kInflatedTooLarge
  // where the whole does not fit `out`. `out` then holds no meaning.
  // Cost: one pass; a member that fails is inflated a second time to tell why.
  Outcome inflate(std::string_view gzip, std::span<char> out);

 private:
  struct Free {
    void operator()(libdeflate_decompressor* decompressor) const;
  };
  std::unique_ptr<libdeflate_decompressor, Free> decompressor_;
};

}  // namespace cwlogs
