// IANA time zones by name.
#pragma once

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "tl/expected.hpp"

namespace cwlogs {

// Loads an IANA zone by name. Errors: one sentence; refused are `localtime`, the empty name,
// absolute paths and `file:` names, which would mean something else on another machine.
tl::expected<absl::TimeZone, std::string> load_time_zone(std::string_view name);

}  // namespace cwlogs
