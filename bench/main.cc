// The benchmarks, and after them what whole invocations cost in times the floor.
#include <benchmark/benchmark.h>

#include <cstdio>

#include "bench/allocations.h"
#include "bench/ratios.h"

int main(int argc, char** argv) {
  cwlogs::bench::count_libdeflate();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  std::fputs(cwlogs::bench::describe_ratios().c_str(), stderr);  // JSON may be on standard output
}
