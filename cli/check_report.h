// What `cwlogs check` prints.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/configuration.h"
#include "config/setting_value.h"

namespace cwlogs {

struct CheckReport {
  std::string name;                            // of the file, or what stands for none
  std::optional<Configuration> configuration;  // none where it is wrong
  std::vector<Problem> problems;
  std::vector<Problem> notes;
};

// What is in force, in one line: `processor.json: fine: 3 rules, output json, …`. Requires: the
// configuration.
std::string render_facts(const CheckReport& report);

// {"file":…,"problems":[{"place":…,"message":…}],"notes":[…],"facts":{…}}; facts are null where the
// configuration is wrong.
std::string render_json(const CheckReport& report);

}  // namespace cwlogs
