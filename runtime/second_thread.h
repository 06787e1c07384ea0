// A thread that takes half of the core's work, where the function has more than one vCPU.
#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

#include "processor/executor.h"

namespace cwlogs {

class SecondThread : public Executor {
 public:
  SecondThread() : thread_([this] { serve(); }) {}
  ~SecondThread() override;

  // `one` runs here, `other` on the thread.
  void run_both(const std::function<void()>& one, const std::function<void()>& other) override;

 private:
  void serve();
  void wait_until_idle();

  std::mutex mutex_;
  std::condition_variable changed_;
  const std::function<void()>* work_ = nullptr;  // null: idle
  std::exception_ptr thrown_;                    // by the latest work
  bool ending_ = false;
  std::thread thread_;  // last: it uses all of them
};

}  // namespace cwlogs
