// Text for a terminal: colour where it is wanted, nothing that a log line could do to the screen.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cwlogs {

enum class Color : uint8_t { kBold, kDim, kGreen, kYellow, kRed };

class Style {
 public:
  explicit Style(bool colored) : colored_(colored) {}

  std::string paint(Color color, std::string_view text) const;

 private:
  bool colored_;
};

// 6291456 -> "6,291,456"
std::string with_thousands(uint64_t n);

// Control characters other than newline and tab as \xNN: they could move the cursor, or worse.
std::string without_controls(std::string_view text);

// The same with newline and tab: text of others that must stay within a line.
std::string on_one_line(std::string_view text);

}  // namespace cwlogs
