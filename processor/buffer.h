// A block of bytes that is reused from one invocation to the next and never initialised.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "processor/limits.h"

namespace cwlogs {

class Buffer {
 public:
  // At least n bytes. Lifetime: until the next reserve() that grows, or release_above().
  // The contents are not kept. Cost: address space only; a page is touched when it is written.
  char* reserve(size_t n) {
    if (n > capacity_) {
      data_.reset();  // before the new block: the two never exist together
      capacity_ = 0;
      data_ = std::make_unique_for_overwrite<char[]>(n);
      capacity_ = n;
    }
    return data_.get();
  }

  char* data() const { return data_.get(); }
  size_t capacity() const { return capacity_; }

  // Gives the block back where more than `keep` bytes of it were used.
  void release_if_used_above(size_t keep, size_t used) {
    if (used <= keep) return;
    data_.reset();
    capacity_ = 0;
  }

 private:
  std::unique_ptr<char[]> data_;
  size_t capacity_ = 0;
};

// Empties a vector, and gives its block back where an unusual event made it large.
template <typename T>
void clear_for_reuse(std::vector<T>& vector) {
  vector.clear();
  if (vector.capacity() * sizeof(T) > kBufferKeepBytes) vector.shrink_to_fit();
}

}  // namespace cwlogs
