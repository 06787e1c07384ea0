// Text of a user's configuration inside a one-line message.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace cwlogs {

// Printable, whatever bytes it has; long text is cut.
inline std::string printable(std::string_view value) {
  constexpr size_t kShownBytesMax = 80;
  std::string shown(value.substr(0, kShownBytesMax));
  const auto is_unprintable = [](char c) { return c < ' ' || c > '~'; };
  std::replace_if(shown.begin(), shown.end(), is_unprintable, '?');
  return shown.size() < value.size() ? shown + "..." : shown;
}

// 'like this'
inline std::string in_quotes(std::string_view value) { return '\'' + printable(value) + '\''; }

}  // namespace cwlogs
