// Whether the prefixes of a Firehose stream and the configuration go together.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/configuration.h"
#include "config/setting_value.h"

namespace cwlogs {

struct PrefixFindings {
  std::vector<Problem> problems;
  std::vector<Problem> notes;
};

// As they are set for the stream; none: not known.
struct StreamPrefixes {
  std::optional<std::string> prefix;        // Prefix
  std::optional<std::string> error_prefix;  // ErrorOutputPrefix
};

// `configuration` null: only the prefixes themselves are looked at.
PrefixFindings check_s3_prefixes(const StreamPrefixes& prefixes,
                                 const Configuration* configuration);

}  // namespace cwlogs
