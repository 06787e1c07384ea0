// Counts what is allocated, by operator new and by libdeflate, and what memory is used. One thread.
#pragma once

#include <cstddef>

namespace cwlogs::bench {

// Blocks allocated since the program started.
size_t allocations();

// Has libdeflate counted too; before it is first used.
void count_libdeflate();

// Peak of the memory in use, from now on; 0 where the system does not tell.
class PeakMemory {
 public:
  PeakMemory();
  // By how many bytes it has grown at most since this was made.
  size_t growth() const;

 private:
  size_t before_;
};

}  // namespace cwlogs::bench
