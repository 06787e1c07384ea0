#include "bench/ratios.h"

#include <time.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>

#include "bench/sample.h"

namespace cwlogs::bench {
namespace {

std::map<std::string, double, std::less<>>& ratios() {
  static std::map<std::string, double, std::less<>> all;
  return all;
}

std::string describe(SampleKind kind, const char* what) {
  double logarithms = 0;
  size_t found = 0;
  for (const SampleSpec& spec : sample_specs()) {
    const auto ratio = ratios().find(spec.name);
    if (spec.kind != kind || ratio == ratios().end()) continue;
    logarithms += std::log(ratio->second);
    ++found;
  }
  if (found == 0) return "";
  char line[128];
  std::snprintf(line, sizeof(line), "%-36s %.3f times the floor (%zu)\n", what,
                std::exp(logarithms / static_cast<double>(found)), found);
  return line;
}

}  // namespace

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double cpu_ns() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

void note_ratio(std::string_view sample, double times_the_floor) {
  ratios()[std::string(sample)] = times_the_floor;
}

std::string describe_ratios() {
  return describe(SampleKind::kUsual, "300 KB to 2 MB, geometric mean:") +
         describe(SampleKind::kSmall, "10 and 120 KB, geometric mean:") +
         describe(SampleKind::kOverflow, "6 MB that overflow:");
}

}  // namespace cwlogs::bench
