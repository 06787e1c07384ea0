#include "cli/style.h"

namespace cwlogs {

std::string Style::paint(Color color, std::string_view text) const {
  if (!colored_) return std::string(text);
  static constexpr std::string_view kCodes[] = {"1", "2", "32", "33", "31"};
  std::string painted = "\x1b[";
  painted += kCodes[static_cast<size_t>(color)];
  painted += 'm';
  painted += text;
  painted += "\x1b[0m";
  return painted;
}

std::string with_thousands(uint64_t n) {
  std::string digits = std::to_string(n);
  for (size_t i = digits.size(); i > 3;) {
    i -= 3;
    digits.insert(i, 1, ',');
  }
  return digits;
}

std::string without_controls(std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f) {
      safe += {'\\', 'x', kHex[byte >> 4], kHex[byte & 15]};
    } else {
      safe += c;
    }
  }
  return safe;
}

}  // namespace cwlogs
