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

namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

// Spells the control characters other than those in `kept`.
std::string spell_controls(std::string_view text, std::string_view kept) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    if (is_control(c) && kept.find(c) == std::string_view::npos) {
      safe += {'\\', 'x', kHex[c >> 4], kHex[c & 15]};
    } else {
      safe += c;
    }
  }
  return safe;
}

}  // namespace

std::string without_controls(std::string_view text) { return spell_controls(text, "\n\t"); }

std::string on_one_line(std::string_view text) { return spell_controls(text, ""); }

}  // namespace cwlogs
