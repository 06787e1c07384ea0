// The file of --reingest-out, opened before any event is processed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/text_file.h"
#include "tl/expected.hpp"

namespace cwlogs {

struct ReingestOutError {
  std::string message;  // one line
  bool usage = false;   // else the file can't be written
};

// Nothing for an empty path. Errors: the file can't be created; or it is one of the events, by
// whatever path, and would be lost.
tl::expected<std::optional<OutputFile>, ReingestOutError> open_reingest_out(
    const std::string& path, const std::vector<std::string>& events);

}  // namespace cwlogs
