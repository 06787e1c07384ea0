// The first lines of a record's data, to show on a page: bounded, whatever the data is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "processor/limits.h"

namespace cwlogs {

// Of all records of a page, in bytes as the page spells them.
inline constexpr size_t kPageLinesBytesMax = 16 * kMiB;
// Of one record.
inline constexpr size_t kRecordLinesMax = 1000;
inline constexpr size_t kRecordLinesBytesMax = 256 * kKiB;
// Of one line, in its own bytes.
inline constexpr size_t kLineBytesMax = 16 * kKiB;

struct CutLine {
  size_t line = 0;     // its index
  uint64_t bytes = 0;  // that are left out
};

struct PageLines {
  bool binary = false;             // neither UTF-8 nor near it: nothing is shown
  uint64_t lines = 0;              // that there are
  std::vector<std::string> shown;  // the first of them, UTF-8 without newlines
  std::vector<CutLine> cut;        // of these, the long ones
  uint64_t more_bytes = 0;         // of the lines not shown
};

// Takes what it shows off `bytes_left`, what a page may still show.
PageLines first_lines(std::string_view data, size_t& bytes_left);

}  // namespace cwlogs
