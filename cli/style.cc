#include "cli/style.h"

#include <algorithm>

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

// Bytes at the start of `text` that some terminals obey: C1 controls (U+0080 to U+009F), and the
// marks that turn the direction of writing (U+200E, U+200F, U+2028 to U+202E, U+2066 to U+2069).
size_t wide_control_size(std::string_view text) {
  const auto byte = [text](size_t i) { return static_cast<unsigned char>(text[i]); };
  if (text.size() >= 2 && byte(0) == 0xc2 && byte(1) >= 0x80 && byte(1) <= 0x9f) return 2;
  if (text.size() < 3 || byte(0) != 0xe2) return 0;
  const bool turns = (byte(1) == 0x80 && (byte(2) == 0x8e || byte(2) == 0x8f ||
                                          (byte(2) >= 0xa8 && byte(2) <= 0xae))) ||
                     (byte(1) == 0x81 && byte(2) >= 0xa6 && byte(2) <= 0xa9);
  return turns ? 3 : 0;
}

// Spells the control characters other than those in `kept`.
std::string spell_controls(std::string_view text, std::string_view kept) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string safe;
  safe.reserve(text.size());
  const auto spell = [&safe](char c) {
    safe += {'\\', 'x', kHex[static_cast<unsigned char>(c) >> 4], kHex[c & 15]};
  };
  for (size_t wide = 0; !text.empty(); text.remove_prefix(std::max<size_t>(wide, 1))) {
    wide = wide_control_size(text);
    if (wide != 0) {
      for (const char c : text.substr(0, wide)) spell(c);
    } else if (is_control(text[0]) && kept.find(text[0]) == std::string_view::npos) {
      spell(text[0]);
    } else {
      safe += text[0];
    }
  }
  return safe;
}

}  // namespace

std::string without_controls(std::string_view text) { return spell_controls(text, "\n\t"); }

std::string on_one_line(std::string_view text) { return spell_controls(text, ""); }

}  // namespace cwlogs
