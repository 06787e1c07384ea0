// Reads the configuration of this process: its variables, and the file they name.
#pragma once

#include <string>
#include <vector>

#include "config/configuration.h"

namespace cwlogs {

// The file is the one that PROCESSOR_CONFIG names, else `default_path` where there is one; empty:
// none. Errors: all that is wrong.
tl::expected<Configuration, std::vector<Problem>> load_configuration(
    const Environment& environment, const std::string& default_path);

}  // namespace cwlogs
