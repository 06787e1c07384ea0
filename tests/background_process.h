// A program that runs beside a test, and never outlives it.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/child_process.h"

namespace cwlogs::testing {

class BackgroundProcess {
 public:
  // Starts `arguments[0]`. Its outputs go to files, so that it never waits for a reader. To be made
  // on a thread that lives at least as long: the kernel kills the program when that thread ends.
  explicit BackgroundProcess(const std::vector<std::string>& arguments,
                             const ChildOptions& options = {});
  ~BackgroundProcess();  // SIGKILL where it still runs
  BackgroundProcess(const BackgroundProcess&) = delete;
  BackgroundProcess& operator=(const BackgroundProcess&) = delete;

  pid_t pid() const { return pid_; }
  bool running();
  void signal(int number);

  // Its outputs so far.
  std::string out() const;
  std::string err() const;

  // The first line of standard output that starts with `prefix`, without it. nullopt where none
  // came in time or before the program ended.
  std::optional<std::string> wait_for_line(std::string_view prefix,
                                           std::chrono::milliseconds timeout);
  // Waits for its end. Past `timeout`, exit_code is -1 and the program goes on.
  ChildResult wait(std::chrono::milliseconds timeout);
  // SIGTERM, then wait.
  ChildResult terminate(std::chrono::milliseconds timeout = std::chrono::seconds(10));

 private:
  TemporaryFolder folder_;
  std::string out_path_;
  pid_t pid_ = -1;
  bool ended_ = false;
  ChildResult result_;  // once ended
};

}  // namespace cwlogs::testing
