// Decimal numbers of any size, compared exactly.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cwlogs {

// Not a double: that takes neighbouring 20-digit ids for equal and 1e400 for infinite.
class Decimal {
 public:
  enum class Exponents : uint8_t { kAllowed, kRefused };

  // Reads an optional sign, digits, an optional fraction and, where allowed, an optional exponent:
  // +1, 007, -0.5, 1e-3. Nothing if `text` is not wholly that.
  static std::optional<Decimal> parse(std::string_view text, Exponents exponents);

  // Exponents beyond a quintillion (10^18) count as just that.
  std::strong_ordering operator<=>(const Decimal& other) const;
  bool operator==(const Decimal& other) const { return std::is_eq(*this <=> other); }

 private:
  Decimal() = default;

  int sign_ = 0;          // -1, 0, 1
  int64_t exponent_ = 0;  // the magnitude is 0.DIGITS * 10^exponent
  std::string digits_;    // neither leading nor trailing zeros; empty for zero
};

}  // namespace cwlogs
