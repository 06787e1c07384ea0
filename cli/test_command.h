// `cwlogs test`: runs the tests that a configuration brings along.
#pragma once

#include "CLI/CLI.hpp"
#include "cli/console.h"
#include "cli/setting_options.h"

namespace cwlogs {

struct TestArguments {
  SettingOptions settings;  // over the environment
  bool json = false;
  ColorWhen color = ColorWhen::kAuto;
};

// Adds the subcommand to `app`; parsing fills `arguments`, which must outlive it.
CLI::App* add_test_command(CLI::App& app, TestArguments& arguments);

// Returns the exit code: 0 all passed, 1 one failed or the output can't be written, 2 the
// configuration is wrong or has no tests.
int run_test(const TestArguments& arguments);

}  // namespace cwlogs
