// A runtime as a process of its own, and what it uses.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <vector>

namespace cwlogs::bench {

class Child {
 public:
  // Its output goes nowhere. Ends the program where it can't be started.
  Child(const std::vector<std::string>& command, const std::string& runtime_api);
  ~Child();  // kills it
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  double cpu_ns() const;       // of all its threads so far
  size_t peak_memory() const;  // bytes: VmHWM

 private:
  pid_t pid_ = 0;
};

}  // namespace cwlogs::bench
