// Files and standard streams, read and written whole, with errors a person can use.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "processor/padded_text.h"
#include "tl/expected.hpp"

namespace cwlogs {

// Reads a file, or standard input for `-`.
// Errors: one line that names the file and says why, for more than `bytes_max` bytes too.
tl::expected<PaddedText, std::string> read_text(const std::string& path, size_t bytes_max);

// A file to write to, or standard output for `-`. Writes go out at once.
class OutputFile {
 public:
  // Creates or empties the file. Errors: one line that names the file and says why.
  static tl::expected<OutputFile, std::string> open(const std::string& path);
  static OutputFile standard_output();

  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();

  // Writes all of `bytes`. Errors: as above; what was written by then is unknown.
  tl::expected<void, std::string> write(std::string_view bytes);

  // Returns once what was written is on disk. Errors: as above.
  tl::expected<void, std::string> sync();

  bool is_terminal() const;

 private:
  OutputFile(int fd, std::string name) : fd_(fd), name_(std::move(name)) {}

  int fd_;
  std::string name_;
};

}  // namespace cwlogs
