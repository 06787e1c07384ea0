// What the run has found of whole invocations in times the floor, and their means.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cwlogs::bench {

double median(std::vector<double> values);

// Nanoseconds of CPU time of this thread: what others do on the machine does not count.
double cpu_ns();

// Of one event, by default configuration. The latest of a name counts.
void note_ratio(std::string_view sample, double times_the_floor);

// Geometric means over the small events and the usual ones, and the overflowing one, a line each;
// nothing where a whole invocation was not measured.
std::string describe_ratios();

}  // namespace cwlogs::bench
