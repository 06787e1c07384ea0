// The page of replay_page.html, its style and script put in and their hashes with them.
#pragma once

#include <string_view>

namespace cwlogs {

extern const std::string_view kReplayPageTemplate;

}  // namespace cwlogs
