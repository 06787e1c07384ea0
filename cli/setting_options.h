// Settings on the command line: they stand in for environment variables.
#pragma once

#include <map>
#include <string>

#include "CLI/CLI.hpp"
#include "config/environment.h"

namespace cwlogs {

// Variables given as options, by name; PROCESSOR_CONFIG among them.
using SettingOptions = std::map<std::string, std::string, std::less<>>;

// Adds --config, --set NAME=VALUE, and the settings that have an option of their own.
void add_settings(CLI::App& command, SettingOptions& settings);

// The environment of this process, over it what was given by options.
Environment environment_with(const SettingOptions& settings);

// What messages call the configuration: its file, or `variables` where there is none.
std::string configuration_name(const Environment& environment);

}  // namespace cwlogs
