// The configuration file: JSON -> settings, each with its place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/setting_value.h"
#include "config/test_case.h"

namespace cwlogs {

struct ConfigFile {
  SettingValues settings;  // at the top
  std::vector<SettingValues> rules;
  std::vector<std::string> places;  // of the rules
  std::vector<TestCase> tests;
  // Only the rules of Landing Zone Accelerator's processor: [{"logGroupPattern","s3Prefix"}]
  bool is_mapping = false;
};

// Reads a file's text. `name` is what messages call it. Everything wrong is added to `problems`;
// what is right is returned all the same.
ConfigFile read_config_file(std::string_view text, const std::string& name,
                            std::vector<Problem>& problems);

}  // namespace cwlogs
