// `cwlogs explain`: what becomes of each log event of a saved event, and why.
#pragma once

#include <string>

#include "CLI/CLI.hpp"
#include "cli/console.h"
#include "cli/setting_options.h"

namespace cwlogs {

struct ExplainArguments {
  std::string event;        // path, or - for standard input
  std::string record_id;    // empty: all records
  SettingOptions settings;  // over the environment
  bool json = false;
  ColorWhen color = ColorWhen::kAuto;
};

// Adds the subcommand to `app`; parsing fills `arguments`, which must outlive it.
CLI::App* add_explain_command(CLI::App& app, ExplainArguments& arguments);

// Returns the exit code: 0 done, 1 an event can't be processed or the output can't be written, 2 a
// setting is wrong or there is no such record.
int run_explain(const ExplainArguments& arguments);

}  // namespace cwlogs
