// What `cwlogs test` and `cwlogs check --run-tests` print.
#pragma once

#include <string>
#include <vector>

#include "cli/style.h"
#include "cli/test_run.h"
#include "nlohmann/json.hpp"

namespace cwlogs {

bool all_passed(const std::vector<TestResult>& results);

// A line each, with what differs below those that failed, and a summary.
std::string render_text(const std::vector<TestResult>& results, const Style& style);

// [{"name":…,"place":…,"passed":true,"problem":null,"differences":[{"what","expected","got"}]}]
nlohmann::ordered_json to_json(const std::vector<TestResult>& results);

}  // namespace cwlogs
