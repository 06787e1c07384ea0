#include "cli/samples.h"

#include <algorithm>
#include <cmath>

namespace cwlogs {

std::chrono::nanoseconds Samples::quantile(double share) const {
  if (times_.empty()) return {};
  const double rank = std::ceil(share * static_cast<double>(times_.size()));
  const size_t index = static_cast<size_t>(std::max(rank, 1.0)) - 1;
  std::vector<std::chrono::nanoseconds> times = times_;
  const auto nth = times.begin() + static_cast<std::ptrdiff_t>(index);
  std::nth_element(times.begin(), nth, times.end());
  return *nth;
}

}  // namespace cwlogs
