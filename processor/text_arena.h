// Text that is made while a line is parsed: one block after another, all reused.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "processor/limits.h"

namespace cwlogs {

// Unlike a string, it never moves what it holds.
class TextArena {
 public:
  // Room for n bytes, of which keep() makes text. Lifetime: until clear().
  char* reserve(size_t n) {
    if (blocks_.empty() || blocks_.back().size - used_ < n) add_block(n);
    return blocks_.back().bytes.get() + used_;
  }
  // The first n bytes of what was reserved last.
  std::string_view keep(size_t n) {
    const std::string_view text(blocks_.back().bytes.get() + used_, n);
    used_ += n;
    return text;
  }
  std::string_view copy(std::string_view text) {
    text.copy(reserve(text.size()), text.size());
    return keep(text.size());
  }

  // What several lines needed ends up in one block, so that a warm arena allocates nothing.
  void clear() {
    used_ = 0;
    if (total_ > kBufferKeepBytes) release();
    if (blocks_.size() < 2) return;
    const size_t bytes = total_;
    release();
    add_block(bytes);
  }

 private:
  struct Block {
    std::unique_ptr<char[]> bytes;
    size_t size = 0;
  };

  static constexpr size_t kBlockBytesMin = 4 * kKiB;
  static constexpr size_t kBlockBytesMax = 1 * kMiB;  // but for a longer text

  // As much again as there is, so that blocks are few.
  void add_block(size_t n) {
    const size_t bytes = std::max(n, std::clamp(total_, kBlockBytesMin, kBlockBytesMax));
    blocks_.push_back({std::make_unique_for_overwrite<char[]>(bytes), bytes});
    total_ += bytes;
    used_ = 0;
  }
  void release() {
    blocks_.clear();
    total_ = 0;
  }

  std::vector<Block> blocks_;
  size_t used_ = 0;   // of the last block
  size_t total_ = 0;  // bytes of all blocks
};

}  // namespace cwlogs
