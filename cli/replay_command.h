// `cwlogs replay`: what the Lambda would answer to a saved event.
#pragma once

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "cli/bootstrap_options.h"
#include "cli/console.h"
#include "cli/setting_options.h"

namespace cwlogs {

struct ReplayArguments {
  std::vector<std::string> events;  // paths, or - for standard input
  SettingOptions settings;          // over the environment
  bool decode = false;
  std::string reingest_out;  // empty: none
  bool assume_put_ok = true;
  BootstrapArguments bootstrap;
  SummaryFormat summary = SummaryFormat::kText;
  ColorWhen color = ColorWhen::kAuto;
};

// Adds the subcommand to `app`; parsing fills `arguments`, which must outlive it.
CLI::App* add_replay_command(CLI::App& app, ReplayArguments& arguments);

// Returns the exit code: 0 done, 1 an event can't be processed, an output can't be written or a
// bootstrap broke the protocol, 2 a setting is wrong.
int run_replay(const ReplayArguments& arguments);

}  // namespace cwlogs
