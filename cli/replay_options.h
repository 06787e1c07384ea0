// The command line of `cwlogs replay`.
#pragma once

#include <optional>
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
  std::string html;                   // empty: no page
  std::optional<std::string> prefix;  // in S3, for the page
  BootstrapArguments bootstrap;
  SummaryFormat summary = SummaryFormat::kText;
  ColorWhen color = ColorWhen::kAuto;
};

// Adds the subcommand to `app`; parsing fills `arguments`, which must outlive it.
CLI::App* add_replay_command(CLI::App& app, ReplayArguments& arguments);

}  // namespace cwlogs
