// Where the core's work may run. It makes no threads itself.
#pragma once

#include <functional>

namespace cwlogs {

class Executor {
 public:
  virtual ~Executor() = default;
  Executor() = default;
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // Runs both, at the same time or one after the other, and returns once both have ended. What
  // either throws is thrown then. The two share nothing that either changes.
  virtual void run_both(const std::function<void()>& one, const std::function<void()>& other) = 0;
};

}  // namespace cwlogs
