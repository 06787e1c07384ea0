// `cwlogs generate`: realistic events, the same for the same options.
#pragma once

#include <string>

#include "CLI/CLI.hpp"
#include "cli/event_generator.h"

namespace cwlogs {

struct GenerateArguments {
  GeneratorOptions options;
  std::string output = "-";  // a path, or - for standard output
};

// Adds the subcommand, with its alias `generate-event`, to `app`; parsing fills `arguments`, which
// must outlive it. Wrong values are CLI::ValidationError.
CLI::App* add_generate_command(CLI::App& app, GenerateArguments& arguments);

// Returns the exit code: 0 done, 1 the output can't be written.
int run_generate(const GenerateArguments& arguments);

}  // namespace cwlogs
