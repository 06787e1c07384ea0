// What the C++ peers have in common: cwlogs itself, and what one would write without it.
#pragma once

#include <string>
#include <string_view>

namespace cwlogs::bench {

// Replaces `response` by the answer to a Firehose transformation event.
// Requires: kJsonPadding zero bytes behind `event`. Errors: exceptions.
void transform(std::string_view event, std::string& response);

}  // namespace cwlogs::bench
