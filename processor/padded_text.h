// A text with the zero padding that the parsers ask for.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "processor/limits.h"

namespace cwlogs {

class PaddedText {
 public:
  PaddedText() = default;
  // Takes over `bytes` and appends kJsonPadding zero bytes.
  explicit PaddedText(std::string bytes) : bytes_(std::move(bytes)), size_(bytes_.size()) {
    bytes_.resize(size_ + kJsonPadding, '\0');
  }

  // Lifetime: until this is destroyed or moved from.
  std::string_view view() const { return {bytes_.data(), size_}; }

 private:
  std::string bytes_;
  size_t size_ = 0;
};

}  // namespace cwlogs
