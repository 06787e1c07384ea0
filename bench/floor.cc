#include "bench/floor.h"

#include <libdeflate.h>

#include <algorithm>

#include "bench/reference.h"

namespace cwlogs::bench {

void Floor::Free::operator()(libdeflate_decompressor* decompressor) const {
  libdeflate_free_decompressor(decompressor);
}

Floor::Floor(const Sample& sample)
    : sample_(sample), decompressor_(libdeflate_alloc_decompressor()) {
  size_t longest = 0;
  for (const PaddedText& text : sample.documents) longest = std::max(longest, text.view().size());
  buffer_.resize(longest);
}

void Floor::run() {
  for (size_t i = 0; i < sample_.gzip.size(); ++i) {
    const std::string& gzip = sample_.gzip[i];
    const auto result =
        libdeflate_gzip_decompress(decompressor_.get(), gzip.data(), gzip.size(), buffer_.data(),
                                   sample_.documents[i].view().size(), nullptr);
    require(result == LIBDEFLATE_SUCCESS, "the floor");
  }
}

}  // namespace cwlogs::bench
