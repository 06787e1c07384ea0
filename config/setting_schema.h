// The JSON Schema of the configuration file, made from the table of settings.
#pragma once

#include <string>

namespace cwlogs {

// Draft 2020-12, for people to read as well; ends in a newline.
std::string render_setting_schema();

}  // namespace cwlogs
