// Times of the same work, measured again and again.
#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

namespace cwlogs {

class Samples {
 public:
  void add(std::chrono::nanoseconds time) { times_.push_back(time); }
  size_t size() const { return times_.size(); }

  // The smallest of them that at least this share of them, 0 to 1, do not exceed. 0 where there are
  // none. Cost: sorts a part of a copy.
  std::chrono::nanoseconds quantile(double share) const;
  std::chrono::nanoseconds median() const { return quantile(0.5); }

 private:
  std::vector<std::chrono::nanoseconds> times_;
};

}  // namespace cwlogs
