// `cwlogs schema` and `cwlogs settings`: what may be configured, for editors and for people.
#pragma once

#include "CLI/CLI.hpp"

namespace cwlogs {

// Add the subcommands to `app`.
CLI::App* add_schema_command(CLI::App& app);
CLI::App* add_settings_command(CLI::App& app);

// Return the exit code: 0 done, 1 the output can't be written.
int run_schema();
int run_settings();

}  // namespace cwlogs
