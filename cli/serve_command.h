// `cwlogs serve`: a bootstrap kept up, to be invoked as Lambda's Runtime Interface Emulator is.
#pragma once

#include <string>

#include "CLI/CLI.hpp"
#include "cli/bootstrap_options.h"
#include "cli/setting_options.h"

namespace cwlogs {

struct ServeArguments {
  BootstrapArguments bootstrap;
  int port = 9000;  // 0: any that is free
  SettingOptions settings;
  std::string reingest_out;  // empty: none
  bool assume_put_ok = true;
};

// Adds the subcommand to `app`; parsing fills `arguments`, which must outlive it.
CLI::App* add_serve_command(CLI::App& app, ServeArguments& arguments);

// Serves until SIGINT or SIGTERM. Returns the exit code: 0 ended by a signal, 1 anything else.
int run_serve(const ServeArguments& arguments);

}  // namespace cwlogs
