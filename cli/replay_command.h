// `cwlogs replay`: what the Lambda would answer to a saved event.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "runtime/config.h"

namespace cwlogs {

enum class SummaryFormat : uint8_t { kText, kJson, kNone };
enum class ColorWhen : uint8_t { kAuto, kAlways, kNever };

struct ReplayArguments {
  std::vector<std::string> events;  // paths, or - for standard input
  Settings settings;                // as given by options; the environment fills the rest
  bool decode = false;
  std::string reingest_out;  // empty: none
  bool assume_put_ok = true;
  SummaryFormat summary = SummaryFormat::kText;
  ColorWhen color = ColorWhen::kAuto;
};

// Adds the subcommand to `app`; parsing fills `arguments`, which must outlive it.
CLI::App* add_replay_command(CLI::App& app, ReplayArguments& arguments);

// Returns the exit code: 0 done, 1 an event can't be processed or an output can't be written, 2 a
// setting is wrong.
int run_replay(const ReplayArguments& arguments);

}  // namespace cwlogs
