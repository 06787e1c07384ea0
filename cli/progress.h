// "12/400 events" on a terminal, once the work is long enough to wonder.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdio>

namespace cwlogs {

class Progress {
 public:
  Progress(size_t total, bool shown) : total_(total), shown_(shown) {}
  ~Progress() { clear(); }

  void step(size_t done) {
    if (!shown_ || std::chrono::steady_clock::now() - start_ < std::chrono::milliseconds(500)) {
      return;
    }
    std::fprintf(stderr, "\r\x1b[K%zu/%zu events", done, total_);
    std::fflush(stderr);
    visible_ = true;
  }

  void clear() {
    if (visible_) std::fputs("\r\x1b[K", stderr);
    visible_ = false;
  }

 private:
  size_t total_;
  bool shown_;
  bool visible_ = false;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace cwlogs
