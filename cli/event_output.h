// A file that a command over events writes beside its output, opened before any event is processed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/text_file.h"
#include "tl/expected.hpp"

namespace cwlogs {

struct EventOutputError {
  std::string message;  // one line
  bool usage = false;   // else the file can't be written
};

// The file that `option` names; nothing for an empty path. Errors: the file can't be created; or it
// is one of `inputs`, by whatever path, and would be lost.
tl::expected<std::optional<OutputFile>, EventOutputError> open_event_output(
    const std::string& option, const std::string& path, const std::vector<std::string>& inputs);

}  // namespace cwlogs
