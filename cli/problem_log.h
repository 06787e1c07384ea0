// Problems on standard error, one line each: however many there are, a screenful is told.
#pragma once

#include <cstddef>
#include <cstdio>
#include <string>

#include "cli/style.h"

namespace cwlogs {

class ProblemLog {
 public:
  ProblemLog() = default;
  ProblemLog(const ProblemLog&) = delete;
  ProblemLog& operator=(const ProblemLog&) = delete;
  ~ProblemLog() { finish(); }

  void add(const std::string& problem) {
    if (count_++ < kShown) print(problem);
  }

  // Tells how many were not shown.
  void finish() {
    if (count_ > kShown) print("and " + with_thousands(count_ - kShown) + " more problems");
    count_ = 0;
  }

 private:
  static constexpr size_t kShown = 20;

  static void print(const std::string& line) {
    std::fprintf(stderr, "cwlogs: %s\n", on_one_line(line).c_str());
  }

  size_t count_ = 0;
};

}  // namespace cwlogs
