#include "processor/filter_pattern_value.h"

#include <gtest/gtest.h>

#include <string>

#include "processor/limits.h"
#include "tests/filter_pattern_lines.h"

namespace cwlogs {
namespace {

using testing::expect_lines;

// {"a":VALUE}
std::string a(const std::string& value) { return "{\"a\":" + value + "}"; }

TEST(FilterPatternValue, ComparesText) {
  expect_lines(R"({ $.a = "x y" })",
               {.match = {a(R"("x y")")}, .miss = {a(R"("x  y")"), a(R"("X y")"), a(R"("x y ")")}});
  expect_lines(R"({ $.a != "x" })", {.match = {a(R"("y")"), a("1"), a("true"), a(R"("")")},
                                     .miss = {a(R"("x")"), a("null")}});
  expect_lines(R"({ $.a = "" })",
               {.match = {a(R"("")")}, .miss = {a(R"(" ")"), a("null"), a("0")}});
  expect_lines("{ $.a = x_1 }", {.match = {a(R"("x_1")")}, .miss = {a(R"("x")")}});
  expect_lines("{ $.a=10.0.0.1 }", {.match = {a(R"("10.0.0.1")")}, .miss = {a(R"("10.0.0.12")")}});
  expect_lines("{ $.a = arn:aws:s3:::x/@y#z+1-2 }", {.match = {a(R"("arn:aws:s3:::x/@y#z+1-2")")}});
  expect_lines(R"({ $.a = "say \"hi\" \\ \n" })",
               {.match = {a(R"("say \"hi\" \\ \\n")")}, .miss = {a(R"("say hi")")}});
  expect_lines(R"({ $.a = "日本" })",
               {.match = {a(R"("日本")"), a(R"("\u65e5\u672c")")}, .miss = {a(R"("日")")}});
}

TEST(FilterPatternValue, ReadsEscapesOfTheMessage) {
  expect_lines(R"({ $.a = "a/b" })", {.match = {a(R"("a\/b")"), a(R"("\u0061/b")")}});
  expect_lines(R"({ $.a = %^x\sy$% })",
               {.match = {a(R"("x\ny")"), a(R"("x\u0009y")")}, .miss = {a(R"("x\\ny")")}});
  expect_lines("{ $.a = \"\xF0\x9F\x98\x80\" }",
               {.match = {a(R"("\ud83d\ude00")")}, .miss = {a(R"("\ud83d")")}});
  // A surrogate alone becomes U+FFFD.
  expect_lines("{ $.a = \"x\xEF\xBF\xBDy\" }", {.match = {a(R"("x\ud83dy")"), a(R"("x\ude00y")")}});
  expect_lines("{ $.a = %^x.y$% }", {.match = {a(R"("x\ud83dy")"), a(R"("x\u0000y")")}});
}

TEST(FilterPatternValue, ComparesWithWildcardsAnywhere) {
  expect_lines("{ $.a = * }", {.match = {a(R"("")"), a(R"("x")"), a("0"), a("false")},
                               .miss = {a("null"), a("{}"), a("[]")}});
  expect_lines("{ $.a = x* }",
               {.match = {a(R"("x")"), a(R"("xy")")}, .miss = {a(R"("yx")"), a(R"("")")}});
  expect_lines("{ $.a = *x }", {.match = {a(R"("x")"), a(R"("yx")")}, .miss = {a(R"("xy")")}});
  expect_lines("{ $.a = *x* }", {.match = {a(R"("x")"), a(R"("yxz")")}, .miss = {a(R"("y")")}});
  expect_lines(R"({ $.a = "x*y" })",
               {.match = {a(R"("xy")"), a(R"("x y")"), a(R"("x*y")"), a(R"("xyxy")")},
                .miss = {a(R"("xyz")"), a(R"("x")")}});
  expect_lines("{ $.a = ab*ba }",
               {.match = {a(R"("abba")"), a(R"("ab ba")")}, .miss = {a(R"("aba")"), a(R"("ab")")}});
  expect_lines("{ $.a = a*b*c**d }", {.match = {a(R"("abcd")"), a(R"("axbbxccd")")},
                                      .miss = {a(R"("acbd")"), a(R"("abc")")}});
  expect_lines("{ $.a = *ab*ab* }", {.match = {a(R"("abab")"), a(R"("xabyabz")")},
                                     .miss = {a(R"("aba")"), a(R"("xab")")}});
  expect_lines("{ $.a != *x* }",
               {.match = {a(R"("y")"), a("1")}, .miss = {a(R"("axb")"), a("null"), "{}"}});
  expect_lines("{ $.a = 4* }",
               {.match = {a("404"), a("4"), a("4.5"), a(R"("4xx")")}, .miss = {a("504"), a("-4")}});
}

TEST(FilterPatternValue, ComparesNumbersByValue) {
  expect_lines("{ $.a = 5 }",
               {.match = {a("5"), a("5.0"), a("0.5e1"), a("50E-1"), a(R"("5")"), a(R"("05.0")"),
                          a(R"("+5")")},
                .miss = {a("5.1"), a("-5"), a(R"("5 ")"), a(R"("five")"), a("true"), a("[5]")}});
  expect_lines("{ $.a != 5 }", {.match = {a("6"), a(R"("x")"), a(R"("6")"), a("true"), a(R"("")")},
                                .miss = {a("5"), a(R"("5")"), a("null"), "{}"}});
  expect_lines("{ $.a > 5 }", {.match = {a("5.1"), a("1e400"), a(R"("6")")},
                               .miss = {a("5"), a(R"("x")"), a("true"), a("-1e400")}});
  expect_lines("{ $.a < -1.5 }",
               {.match = {a("-1.6"), a("-2")}, .miss = {a("-1.5"), a("0"), a("1e-9")}});
  expect_lines("{ $.a >= 1e400 }",
               {.match = {a("1e400"), a("2e400"), a("10e399")}, .miss = {a("9e399"), a("-1e400")}});
  expect_lines("{ $.a = 12345678901234567890 }",
               {.match = {a("12345678901234567890"), a(R"("12345678901234567890")")},
                .miss = {a("12345678901234567891")}});
  expect_lines("{ $.a = 0 }", {.match = {a("0"), a("-0"), a("0.000"), a("0e9")},
                               .miss = {a("1e-400"), a("false"), a(R"("")")}});
  expect_lines("{ $.a >= 500 && $.a < 600 }",
               {.match = {a("500"), a("599"), a(R"("503")")}, .miss = {a("600"), a("499")}});
}

TEST(FilterPatternValue, ComparesQuotedNumbersByText) {
  expect_lines(R"({ $.a = "5" })",
               {.match = {a("5"), a(R"("5")")}, .miss = {a("5.0"), a(R"("05")")}});
  expect_lines(R"({ $.a = "1e3" })", {.match = {a("1e3"), a(R"("1e3")")}, .miss = {a("1000")}});
  expect_lines(R"({ $.a != "5" })", {.match = {a("5.0")}, .miss = {a("5"), a(R"("5")")}});
}

TEST(FilterPatternValue, KnowsNoExponentInText) {
  expect_lines("{ $.a = 1000 }",
               {.match = {a("1e3"), a(R"("1000")")}, .miss = {a(R"("1e3")"), a(R"("1\u00653")")}});
  expect_lines("{ $.a > 1 }", {.miss = {a(R"("1e3")")}});
  expect_lines("[a > 1]", {.match = {"1e3"}});
}

TEST(FilterPatternValue, KnowsNullAndBooleans) {
  expect_lines("{ $.a IS NULL }",
               {.match = {a("null")}, .miss = {a(R"("null")"), a("0"), a("false"), "{}"}});
  expect_lines("{ $.a IS TRUE }",
               {.match = {a("true")}, .miss = {a(R"("true")"), a("1"), a("false"), a("null")}});
  expect_lines("{ $.a IS FALSE }",
               {.match = {a("false")}, .miss = {a(R"("false")"), a("0"), a("true"), "{}"}});
  expect_lines("{ $.a = true }", {.match = {a("true"), a(R"("true")")}, .miss = {a("false")}});
  expect_lines("{ $.a != true }", {.match = {a("false")}, .miss = {a("true"), a("null")}});
  expect_lines("{ $.a = %^f% }", {.match = {a("false")}, .miss = {a("true")}});
}

TEST(FilterPatternValue, ComparesWithRegexes) {
  expect_lines("{ $.a = %^5[0-9]{2}$% }",
               {.match = {a("500"), a(R"("599")")}, .miss = {a("5000"), a("404")}});
  expect_lines("{ $.a != %x% }",
               {.match = {a(R"("y")"), a("1")}, .miss = {a(R"("axb")"), a("null"), "{}"}});
  expect_lines("{ $.a = %x% && $.a != %y% }",
               {.match = {a(R"("x")")}, .miss = {a(R"("xy")"), a(R"("z")")}});
}

TEST(FilterPatternValue, IsLinearInItsText) {
  const std::string half(kMiB / 2, 'a');
  const std::string part(300, 'a');
  expect_lines(
      "{ $.a = *" + part + "b" + part + "* }",
      {.match = {a("\"" + half + "b" + half + "\"")}, .miss = {a("\"" + half + half + "\"")}});
  expect_lines("{ $.a = 1 }",
               {.miss = {a("1" + std::string(kMiB, '0')), a("1e" + std::string(kMiB, '9'))}});
}

}  // namespace
}  // namespace cwlogs
