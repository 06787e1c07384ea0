// Configurations for tests, as users write them.
#pragma once

#include <map>
#include <string>

#include "config/configuration.h"

namespace cwlogs::testing {

using ByName = std::map<std::string, std::string, std::less<>>;

Environment environment_of(const ByName& variables);

// The options of a processor so configured. Fails the test where the configuration is wrong.
// `file`: the configuration file's text; empty: none.
Options configured(const ByName& variables, const std::string& file = "");

// What is wrong with it, a line each.
std::string problems_of(const ByName& variables, const std::string& file = "");

}  // namespace cwlogs::testing
