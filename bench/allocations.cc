#include "bench/allocations.h"

#include <libdeflate.h>
#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <new>
#include <string>

namespace cwlogs::bench {
namespace {

size_t allocated = 0;

void* allocate(size_t size) {
  ++allocated;
  return std::malloc(std::max<size_t>(size, 1));
}

// In bytes: VmHWM is the most that was in use, VmRSS what is.
size_t memory_of(const std::string& field) {
  std::ifstream status("/proc/self/status");
  for (std::string name; status >> name;) {
    if (name != field) continue;
    size_t kilobytes = 0;
    status >> kilobytes;
    return kilobytes * 1024;
  }
  return 0;
}

}  // namespace

size_t allocations() { return allocated; }
void count_libdeflate() { libdeflate_set_memory_allocator(allocate, std::free); }

PeakMemory::PeakMemory() {
  malloc_trim(0);                               // or what is free already would hide new use
  std::ofstream("/proc/self/clear_refs") << 5;  // the peak starts anew
  before_ = memory_of("VmHWM:");
}

size_t PeakMemory::growth() const { return memory_of("VmHWM:") - before_; }

}  // namespace cwlogs::bench

// The array and nothrow forms come to these; nothing that is measured is over-aligned.
void* operator new(size_t size) {
  void* const block = cwlogs::bench::allocate(size);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}
void operator delete(void* block) noexcept { std::free(block); }
void operator delete(void* block, size_t) noexcept { std::free(block); }
