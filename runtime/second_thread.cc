#include "runtime/second_thread.h"

#include <utility>

namespace cwlogs {

SecondThread::~SecondThread() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void SecondThread::run_both(const std::function<void()>& one, const std::function<void()>& other) {
  {
    const std::lock_guard lock(mutex_);
    work_ = &other;
    thrown_ = nullptr;
  }
  changed_.notify_all();
  try {
    one();
  } catch (...) {
    wait_until_idle();  // the other may use what is about to go
    throw;
  }
  wait_until_idle();
  if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
}

void SecondThread::wait_until_idle() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return work_ == nullptr; });
}

void SecondThread::serve() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return work_ != nullptr || ending_; });
    if (ending_) return;
    const auto& work = *work_;
    lock.unlock();
    std::exception_ptr thrown;
    try {
      work();
    } catch (...) {
      thrown = std::current_exception();
    }
    lock.lock();
    thrown_ = thrown;
    work_ = nullptr;
    changed_.notify_all();
  }
}

}  // namespace cwlogs
