// The data of an answer as text: compressed output is inflated.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "processor/limits.h"

namespace cwlogs {

// Data that is no gzip, or broken, or inflates to more than `bytes_max`, stays as it is.
std::string plain_data(std::string_view data, size_t bytes_max = kInflatedBytesMaxLimit);

}  // namespace cwlogs
