// Runs a program as a user would, and tells everything about how it went.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cwlogs::testing {

struct ChildOptions {
  std::string_view input;                // its standard input, through a pipe
  std::vector<std::string> environment;  // NAME=value, nothing else
  std::string output_path;               // standard output goes here instead, where set
};

struct ChildResult {
  int exit_code = -1;  // 128 + the signal where one ended it; -1 where it took over a minute
  std::string out;
  std::string err;
  size_t peak_bytes = 0;  // of resident memory
};

// Runs `arguments[0]` to its end.
ChildResult run_child(const std::vector<std::string>& arguments, const ChildOptions& options = {});

// Runs build/…/bin/cwlogs.
ChildResult run_cwlogs(std::vector<std::string> arguments, const ChildOptions& options = {});

// A folder of one test's own, removed with all its files at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string path(std::string_view name) const { return path_ + '/' + std::string(name); }
  // Writes a file and returns its path.
  std::string write(std::string_view name, std::string_view bytes) const;

 private:
  std::string path_;
};

std::string read_file(const std::string& path);
std::vector<std::string> lines_in(const std::string& text);

}  // namespace cwlogs::testing
