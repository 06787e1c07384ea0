// Text of a user's configuration inside a one-line message.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace cwlogs {

// 'like this', whatever bytes it has; long text is cut.
inline std::string in_quotes(std::string_view value) {
  constexpr size_t kQuotedBytesMax = 80;
  std::string shown(value.substr(0, kQuotedBytesMax));
  const auto is_unprintable = [](char c) { return c < ' ' || c > '~'; };
  std::replace_if(shown.begin(), shown.end(), is_unprintable, '?');
  return "'" + shown + (shown.size() < value.size() ? "...'" : "'");
}

}  // namespace cwlogs
