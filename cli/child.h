// A program as a child of ours: it never outlives us, its output passes by line by line.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tl/expected.hpp"

namespace cwlogs {

struct ChildCommand {
  std::string path;                      // absolute
  std::string folder;                    // to run in
  std::vector<std::string> environment;  // NAME=value, nothing else
  sigset_t signal_mask;
};

// Start and end it on the main thread: the kernel kills it once the thread that started it ends.
class Child {
 public:
  // Called for each line of its standard output and standard error, on one thread.
  using Listener = std::function<void(std::string_view line)>;

  // Errors: one line that names the program and says why.
  static tl::expected<std::unique_ptr<Child>, std::string> start(const ChildCommand& command,
                                                                 Listener listener);
  // Kills what is left.
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // "exited with status 3" or "was ended by signal 9 (Killed)" once that is so.
  std::optional<std::string> how_it_ended();
  // SIGTERM, and SIGKILL where that does not end it in time. False where it took SIGKILL.
  bool terminate(std::chrono::milliseconds grace);
  void kill();

 private:
  Child(pid_t pid, int output, Listener listener);
  bool has_ended();

  const pid_t pid_;
  std::optional<int> status_;
  std::thread reader_;
};

}  // namespace cwlogs
