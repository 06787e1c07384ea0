#include "processor/decimal.h"

#include <algorithm>
#include <cstddef>

namespace cwlogs {
namespace {

constexpr int64_t kExponentMax = 1'000'000'000'000'000'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Takes the digits that `text` starts with.
std::string_view take_digits(std::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const std::string_view digits = text.substr(0, static_cast<size_t>(end - text.begin()));
  text.remove_prefix(digits.size());
  return digits;
}

// Takes the sign that `text` starts with, if any: -1 or 1.
int take_sign(std::string_view& text) {
  const char c = text.empty() ? '\0' : text.front();
  if (c == '-' || c == '+') text.remove_prefix(1);
  return c == '-' ? -1 : 1;
}

int64_t saturated(std::string_view digits) {
  int64_t value = 0;
  for (const char digit : digits) {
    if (value >= kExponentMax / 10) return kExponentMax;
    value = value * 10 + (digit - '0');
  }
  return value;
}

// Takes `e`, an optional sign and digits.
std::optional<int64_t> take_exponent(std::string_view& text) {
  text.remove_prefix(1);
  const int sign = take_sign(text);
  const std::string_view digits = take_digits(text);
  if (digits.empty()) return std::nullopt;
  return sign * saturated(digits);
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text, Exponents exponents) {
  Decimal number;
  number.sign_ = take_sign(text);
  const std::string_view whole = take_digits(text);
  if (whole.empty()) return std::nullopt;
  std::string_view fraction;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    fraction = take_digits(text);
    if (fraction.empty()) return std::nullopt;
  }
  if (exponents == Exponents::kAllowed && (text.starts_with('e') || text.starts_with('E'))) {
    const auto exponent = take_exponent(text);
    if (!exponent) return std::nullopt;
    number.exponent_ = *exponent;
  }
  if (!text.empty()) return std::nullopt;

  number.digits_.append(whole).append(fraction);
  number.exponent_ += static_cast<int64_t>(whole.size());
  const size_t zeros = number.digits_.find_first_not_of('0');
  if (zeros == std::string::npos) return Decimal();
  number.exponent_ -= static_cast<int64_t>(zeros);
  number.digits_.erase(number.digits_.find_last_not_of('0') + 1);
  number.digits_.erase(0, zeros);
  return number;
}

std::strong_ordering Decimal::operator<=>(const Decimal& other) const {
  if (sign_ != other.sign_) return sign_ <=> other.sign_;
  // Of negative numbers the greater magnitude is the smaller number.
  const Decimal& a = sign_ < 0 ? other : *this;
  const Decimal& b = sign_ < 0 ? *this : other;
  if (a.exponent_ != b.exponent_) return a.exponent_ <=> b.exponent_;
  return a.digits_ <=> b.digits_;
}

}  // namespace cwlogs
