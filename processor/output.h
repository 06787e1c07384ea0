// Where transformed log events are appended: bounded storage, exact counting.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>

#include "processor/buffer.h"

namespace cwlogs {

// Stores what may still fit the response and counts the rest, so that a record of any size can be
// measured in one pass without being held. One per thread.
class Output {
 public:
  // Forgets everything and makes room for `capacity` bytes.
  void reset(size_t capacity) {
    data_ = buffer_.reserve(capacity);
    capacity_ = capacity;
    limit_ = capacity;
    size_ = 0;
  }

  // Bytes beyond the first n are counted only.
  void set_limit(size_t n) { limit_ = std::min(n, capacity_); }

  void append(std::string_view bytes) {
    if (char* to = claim(bytes.size())) std::memcpy(to, bytes.data(), bytes.size());
    size_ += bytes.size();
  }
  void push_back(char c) { append({&c, 1}); }

  // Bytes appended since reset(), stored or not.
  size_t size() const { return size_; }

  // Takes back what was appended behind the first n bytes.
  void truncate(size_t n) { size_ = n; }

  // Room for n bytes at the end, or null where they would not be stored. commit() them once
  // written.
  char* claim(size_t n) { return size_ <= limit_ && n <= limit_ - size_ ? data_ + size_ : nullptr; }
  void commit(size_t n) { size_ += n; }

  // All the room at the end.
  std::span<char> room() {
    const size_t stored = std::min(size_, limit_);
    return {data_ + stored, limit_ - stored};
  }

  // Whether something was not stored, and nothing more will be.
  bool overflows() const { return size_ > limit_; }

  // As Buffer does; reset() before the next use.
  void release_if_used_above(size_t keep, size_t used) {
    buffer_.release_if_used_above(keep, used);
  }

  // What is stored from `begin` on, to be changed in place.
  char* at(size_t begin) { return data_ + begin; }

  // Requires begin + n <= the limit at the time those bytes were appended.
  std::string_view view(size_t begin, size_t n) const { return {data_ + begin, n}; }

 private:
  Buffer buffer_;
  char* data_ = nullptr;
  size_t capacity_ = 0;
  size_t limit_ = 0;
  size_t size_ = 0;
};

}  // namespace cwlogs
