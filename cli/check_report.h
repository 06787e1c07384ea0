// What `cwlogs check` prints.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/test_run.h"
#include "config/configuration.h"
#include "config/setting_value.h"

namespace cwlogs {

struct CheckReport {
  std::string name;                            // of the file, or what stands for none
  std::optional<Configuration> configuration;  // none where it is wrong
  std::vector<Problem> problems;
  std::vector<Problem> notes;
  std::optional<std::vector<TestResult>> tests;  // none: they were not run
};

// What is in force, in one line: `processor.json: fine: 3 rules, output json, …`. Requires: the
// configuration.
std::string render_facts(const CheckReport& report);

// {"file":…,"problems":[{"place":…,"message":…}],"notes":[…],"facts":{…},"tests":[…]}; facts are
// null where the configuration is wrong, and there are tests only where they were run.
std::string render_json(const CheckReport& report);

}  // namespace cwlogs
