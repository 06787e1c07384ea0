// Runs the tests of a configuration through the core.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/configuration.h"

namespace cwlogs {

// Both sides as people read them; fields as JSON. Nothing: there is none.
struct TestDifference {
  std::string what;  // `line 1`, `field status`, `partition key hour`
  std::optional<std::string> expected;
  std::optional<std::string> got;
};

struct TestResult {
  std::string name;
  std::string place;    // in the file
  std::string problem;  // the record failed: why; else empty
  std::vector<TestDifference> differences;

  bool passed() const { return problem.empty() && differences.empty(); }
};

// Of all tests, in their order. A test is about its log events alone: limits, re-ingestion,
// compression and sampling are set aside meanwhile.
std::vector<TestResult> run_tests(Configuration& configuration);

}  // namespace cwlogs
