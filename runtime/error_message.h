// What is wrong with an event, as one sentence for people.
#pragma once

#include <cstddef>
#include <string>

#include "processor/result.h"

namespace cwlogs {

// For example: `EventNotJson: syntax error at byte 17`. `event_size` tells a syntax error from a
// text that ends too early.
std::string describe(const Error& error, size_t event_size);

}  // namespace cwlogs
