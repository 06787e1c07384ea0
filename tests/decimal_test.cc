#include "processor/decimal.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace cwlogs {
namespace {

constexpr auto kAllowed = Decimal::Exponents::kAllowed;
constexpr auto kRefused = Decimal::Exponents::kRefused;

Decimal number(std::string_view text) {
  const auto parsed = Decimal::parse(text, kAllowed);
  EXPECT_TRUE(parsed) << text;
  return parsed ? *parsed : *Decimal::parse("0", kAllowed);
}

TEST(Decimal, ReadsNumbersOnly) {
  for (const char* text : {"0", "-0", "+1", "007", "1.0", "-0.5", "1e3", "1E+3", "1.5e-3",
                           "1e999999999999999999999"}) {
    EXPECT_TRUE(Decimal::parse(text, kAllowed)) << text;
  }
  for (const char* text : {"", "+", "-", ".5", "5.", "1e", "1e+", "1 ", " 1", "0x1", "1.2.3", "1,0",
                           "--1", "e3", "inf", "nan", "1f", "١"}) {
    EXPECT_FALSE(Decimal::parse(text, kAllowed)) << text;
  }
}

TEST(Decimal, RefusesExponentsWhereNotAllowed) {
  EXPECT_FALSE(Decimal::parse("1e3", kRefused));
  EXPECT_TRUE(Decimal::parse("-1.25", kRefused));
}

TEST(Decimal, FindsEqualNumbersEqual) {
  const std::vector<std::vector<std::string_view>> groups = {
      {"0", "-0", "+0", "0.00", "0e5", "00"},
      {"1", "+1", "01", "1.0", "1e0", "10e-1", "0.1e1", "0.01E+2"},
      {"-1500", "-1.5e3", "-15e2", "-0001500.00"},
      {"1e400", "10e399", "0.1e401"},
  };
  for (const auto& group : groups) {
    for (const auto text : group) EXPECT_EQ(number(text), number(group.front())) << text;
  }
}

TEST(Decimal, Orders) {
  const std::vector<std::string_view> rising = {"-1e400",  "-101",  "-100.5", "-100", "-1",  "-0.1",
                                                "-1e-400", "0",     "1e-400", "1e-5", "0.1", "0.11",
                                                "0.2",     "1",     "1.5",    "9",    "10",  "99",
                                                "100",     "100.5", "1e3",    "1e400"};
  for (size_t i = 0; i + 1 < rising.size(); ++i) {
    EXPECT_LT(number(rising[i]), number(rising[i + 1])) << rising[i];
    EXPECT_GT(number(rising[i + 1]), number(rising[i])) << rising[i];
  }
  EXPECT_LT(number("12345678901234567890"), number("12345678901234567891"));
  EXPECT_LT(number("0.1"), number("0.1000000000000000000000000001"));
  EXPECT_LT(number("9e-999999999999999999999"), number("1e999999999999999999999"));
}

TEST(Decimal, TakesMegabytesOfDigits) {
  const std::string digits(1 << 20, '9');
  EXPECT_LT(number(digits), number("1" + std::string(1 << 20, '0')));
  EXPECT_EQ(number("0." + std::string(1 << 20, '0')), number("0"));
}

}  // namespace
}  // namespace cwlogs
