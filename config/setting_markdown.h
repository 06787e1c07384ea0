// The table of settings as it stands in the documentation.
#pragma once

#include <string>

namespace cwlogs {

// A heading and a table for each section; ends in a newline.
std::string render_setting_markdown();

}  // namespace cwlogs
