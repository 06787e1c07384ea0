// `cwlogs bench`: what the user's own events cost with the user's configuration.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "cli/bootstrap_options.h"
#include "cli/console.h"
#include "cli/cost_model.h"
#include "cli/setting_options.h"

namespace cwlogs {

struct BenchArguments {
  std::vector<std::string> events;  // paths, or - for standard input
  SettingOptions settings;          // over the environment
  BootstrapArguments bootstrap;
  std::chrono::seconds time{2};
  std::vector<double> hints_mb = {0.2, 0.5, 1, 1.5, 2, 3};  // BufferSizeInMBs, rising
  std::string prices;                                       // path; empty: the table in here
  Ingestion ingestion = Ingestion::kDirectPut;
  bool json = false;
  ColorWhen color = ColorWhen::kAuto;
};

// Adds the subcommand to `app`; parsing fills `arguments`, which must outlive it.
CLI::App* add_bench_command(CLI::App& app, BenchArguments& arguments);

// Returns the exit code: 0 done, 1 an event can't be measured or the output can't be written, 2 a
// setting or a price is wrong.
int run_bench(const BenchArguments& arguments);

}  // namespace cwlogs
