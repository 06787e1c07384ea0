#include "config/environment.h"

#include <cstdlib>

namespace cwlogs {

std::optional<std::string> process_environment(std::string_view name) {
  const char* const value = std::getenv(std::string(name).c_str());
  if (value == nullptr) return std::nullopt;
  return value;
}

}  // namespace cwlogs
