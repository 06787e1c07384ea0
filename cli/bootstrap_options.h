// The options that `cwlogs replay` and `cwlogs serve` share.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "cli/bootstrap_environment.h"

namespace cwlogs {

struct BootstrapArguments {
  std::string path;  // empty: none, the core itself is run
  PutTo put_to = PutTo::kEmbedded;
  std::string put_url;  // of PutTo::kUrl
  std::chrono::seconds timeout{60};
};

// Adds --assume-put ok|fail.
CLI::Option* add_assume_put(CLI::App& command, bool& ok);

// Adds --reingest-out FILE.
CLI::Option* add_reingest_out(CLI::App& command, std::string& path);

// Adds --bootstrap and --timeout.
CLI::Option* add_bootstrap_run(CLI::App& command, BootstrapArguments& arguments);

// Adds these, and --put-to. `not_elsewhere`: the options that need the puts to
// stay here.
CLI::Option* add_bootstrap_options(CLI::App& command, BootstrapArguments& arguments,
                                   const std::vector<CLI::Option*>& not_elsewhere);

}  // namespace cwlogs
