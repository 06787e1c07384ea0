// Environment variables, as a function: so that tests and the command line may stand in for them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace cwlogs {

// Returns a variable's value, or nullopt where it is unset.
using Environment = std::function<std::optional<std::string>(std::string_view name)>;

// The environment of this process.
std::optional<std::string> process_environment(std::string_view name);

}  // namespace cwlogs
