// Text in a heap block of exactly its size and the padding that the parsers ask for, so that
// AddressSanitizer sees one byte too many.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string_view>

#include "processor/limits.h"

namespace cwlogs::testing {

class ExactText {
 public:
  // `beyond` fills the padding behind its first byte, which is always zero: a parser that acts on
  // it gives itself away.
  explicit ExactText(std::string_view text, char beyond = '\0')
      : size_(text.size()), block_(std::make_unique<char[]>(size_ + kJsonPadding)) {
    text.copy(block_.get(), size_);
    std::fill_n(block_.get() + size_ + 1, kJsonPadding - 1, beyond);
  }

  std::string_view view() const { return {block_.get(), size_}; }

 private:
  size_t size_;
  std::unique_ptr<char[]> block_;
};

}  // namespace cwlogs::testing
