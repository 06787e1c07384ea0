// What is wrong with an event, as one sentence for people.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "processor/result.h"

namespace cwlogs {

// For example: `EventNotJson: syntax error at byte 17`. `event_size` tells a syntax error from a
// text that ends too early.
std::string describe(const Error& error, size_t event_size);

// What to do about records that were answered for this reason; empty where there is nothing to say.
std::string_view advice_for(Reason reason);

}  // namespace cwlogs
