// The data of an answer as text: compressed output is inflated.
#pragma once

#include <string>
#include <string_view>

namespace cwlogs {

// Data that is no gzip, or broken, stays as it is.
std::string plain_data(std::string_view data);

}  // namespace cwlogs
