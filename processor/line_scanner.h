// Reads a line from left to right, token by token.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace cwlogs {

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}
inline bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
// Printable ASCII but for the space: PRINTUSASCII of RFC 5424.
inline bool is_graphic(char c) { return c > ' ' && c < '\x7f'; }

// Requires: digits only. The number without the leading zeros that JSON does not allow.
inline std::string_view without_leading_zeros(std::string_view digits) {
  return digits.substr(std::min(digits.find_first_not_of('0'), digits.size() - 1));
}

// Whatever number has no more digits fits 64 bits.
inline constexpr size_t kIntegerDigitsMax = 18;

// Whether this is a whole number as JSON has it, and fits 64 bits.
inline bool is_plain_integer(std::string_view text) {
  return is_digits(text) && text.size() <= kIntegerDigitsMax &&
         (text.size() == 1 || text.front() != '0');
}

// The same, or with a sign and a fraction: -1, 0.001, but neither 007 nor 1e3.
inline bool is_plain_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const size_t point = std::min(text.find('.'), text.size());
  if (!is_plain_integer(text.substr(0, point))) return false;
  return point == text.size() || is_digits(text.substr(point + 1));
}

// Each function takes what its name says and returns true, or leaves everything as it is.
class LineScanner {
 public:
  explicit LineScanner(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }
  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }

  bool skip(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool skip(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }

  // The next n bytes.
  std::string_view take(size_t n) {
    const std::string_view taken = rest_.substr(0, n);
    rest_.remove_prefix(taken.size());
    return taken;
  }

  // What stands in front of `end`, which is passed over.
  bool take_until(char end, std::string_view& taken) {
    const size_t at = rest_.find(end);
    if (at == rest_.npos) return false;
    taken = rest_.substr(0, at);
    rest_.remove_prefix(at + 1);
    return true;
  }

  // What stands in front of `end`, or all that is left. Never fails.
  std::string_view take_token(char end = ' ') {
    const size_t at = std::min(rest_.find(end), rest_.size());
    const std::string_view taken = rest_.substr(0, at);
    rest_.remove_prefix(std::min(at + 1, rest_.size()));
    return taken;
  }

  // As many as are there: none is one outcome.
  template <typename Predicate>
  std::string_view take_while(Predicate is_wanted) {
    size_t n = 0;
    while (n < rest_.size() && is_wanted(rest_[n])) ++n;
    return take(n);
  }

  // Exactly n digits.
  bool take_number(size_t n, int& value) {
    if (rest_.size() < n || !is_digits(rest_.substr(0, n))) return false;
    value = 0;
    for (const char digit : take(n)) value = value * 10 + (digit - '0');
    return true;
  }

 private:
  std::string_view rest_;
};

}  // namespace cwlogs
