// `cwlogs check`: everything that is wrong with a configuration, without running anything.
#pragma once

#include "CLI/CLI.hpp"
#include "cli/setting_options.h"
#include "config/s3_prefix_check.h"

namespace cwlogs {

struct CheckArguments {
  SettingOptions settings;  // over the environment
  StreamPrefixes prefixes;
  bool run_tests = false;
  bool json = false;
};

// Adds the subcommand to `app`; parsing fills `arguments`, which must outlive it.
CLI::App* add_check_command(CLI::App& app, CheckArguments& arguments);

// Returns the exit code: 0 fine, 1 a test failed or the output can't be written, 2 something is
// wrong.
int run_check(const CheckArguments& arguments);

}  // namespace cwlogs
