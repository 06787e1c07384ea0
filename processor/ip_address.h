// Finds IP addresses in text.
#pragma once

#include <cstddef>
#include <string_view>

namespace cwlogs {

struct TextSpan {
  size_t begin = 0;
  size_t size = 0;  // 0: nothing was found
};

// The first IPv4 or IPv6 address (RFC 4291 section 2.2) at or after `from` that is not part of a
// longer word. Cost: one pass.
TextSpan find_ip_address(std::string_view text, size_t from);

}  // namespace cwlogs
