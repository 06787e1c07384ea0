#include "processor/gzip.h"

#include <libdeflate.h>

#include <cassert>
#include <new>

namespace cwlogs {

Gzip::Gzip(int level) : compressor_(libdeflate_alloc_compressor(level)) {
  assert(level >= 0 && level <= 12);
  if (!compressor_) throw std::bad_alloc();
}

std::string_view Gzip::compress(std::string_view bytes) {
  // With the bound as room libdeflate can't fail. It writes no name and no time (MTIME 0): the same
  // bytes give the same member.
  const size_t bound = libdeflate_gzip_compress_bound(compressor_.get(), bytes.size());
  char* out = out_.reserve(bound);
  const size_t size =
      libdeflate_gzip_compress(compressor_.get(), bytes.data(), bytes.size(), out, bound);
  assert(size > 0);
  return {out, size};
}

void Gzip::Free::operator()(libdeflate_compressor* compressor) const {
  libdeflate_free_compressor(compressor);
}

}  // namespace cwlogs
