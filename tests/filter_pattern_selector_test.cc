#include "processor/filter_pattern_selector.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/filter_pattern_lines.h"

namespace cwlogs {
namespace {

using testing::expect_lines;

TEST(FilterPatternSelector, SelectsFields) {
  expect_lines("{ $.a = 1 }", {.match = {R"({"a":1})", R"({"b":{"a":2},"a":1})"},
                               .miss = {R"({"A":1})", R"({"b":{"a":1}})", R"({"aa":1})"}});
  expect_lines("{ $.a.b.c = 1 }", {.match = {R"({"a":{"b":{"c":1}}})"},
                                   .miss = {R"({"a":{"c":1}})", R"({"a.b.c":1})"}});
  expect_lines("{ $.a-b_C9 = 1 }", {.match = {R"({"a-b_C9":1})"}, .miss = {R"({"a":1})"}});
  expect_lines("{ $.1 = 1 }", {.match = {R"({"1":1})"}, .miss = {"{\"a\":[0,1]}"}});
}

TEST(FilterPatternSelector, SelectsFieldsInBrackets) {
  for (const char* pattern :
       {"{ $.['a.b'] = 1 }", "{ $['a.b'] = 1 }", "{ $.[\"a.b\"] = 1 }", "{ $[ 'a.b' ] = 1 }"}) {
    expect_lines(pattern, {.match = {R"({"a.b":1})"}, .miss = {R"({"a":{"b":1}})"}});
  }
  expect_lines("{ $.x['a b'].c = 1 }",
               {.match = {R"({"x":{"a b":{"c":1}}})"}, .miss = {R"({"x":{"a b":1}})"}});
  expect_lines("{ $.['@t']['日本'] = 1 }",
               {.match = {R"({"@t":{"日本":1}})", R"({"@t":{"\u65e5本":1}})"}});
  expect_lines(R"({ $['it\'s'] = 1 })", {.match = {R"({"it's":1})"}});
  expect_lines(R"({ $['a\\b'] = 1 || $['"'] = 1 })",
               {.match = {R"({"a\\b":1})", R"({"\"":1})"}, .miss = {R"({"ab":1})"}});
  expect_lines("{ $['*'] = 1 || $['0'] = 1 || $[''] = 1 }",
               {.match = {R"({"*":1})", R"({"0":1})", R"({"":1})"}, .miss = {R"({"a":1})"}});
}

TEST(FilterPatternSelector, SelectsEscapedKeys) {
  expect_lines("{ $.level = x }",
               {.match = {R"({"lev\u0065l":"x"})", R"({"\u006c\u0065\u0076\u0065\u006C":"x"})"},
                .miss = {R"({"lev\\u0065l":"x"})"}});
  expect_lines("{ $.* = x }", {.match = {R"({"\n":"x"})"}});
}

TEST(FilterPatternSelector, SelectsElements) {
  expect_lines("{ $.a[0] = x }", {.match = {R"({"a":["x","y"]})"},
                                  .miss = {R"({"a":["y","x"]})", R"({"a":[]})", R"({"a":"x"})",
                                           R"({"a":{"0":"x"}})"}});
  expect_lines("{ $.a[2] = x }",
               {.match = {R"({"a":[[1,2],{"x":[]},"x"]})"}, .miss = {R"({"a":["x","x"]})"}});
  expect_lines("{ $.a[1][0].b = x }",
               {.match = {R"({"a":[0,[{"b":"x"}]]})"}, .miss = {R"({"a":[[{"b":"x"}]]})"}});
  expect_lines("{ $.a.[1] = x }", {.match = {R"({"a":[0,"x"]})"}});
  expect_lines("{ $.a[999999999] = x }", {.miss = {R"({"a":["x"]})"}});
}

TEST(FilterPatternSelector, SelectsAnyByWildcard) {
  expect_lines("{ $.a[*] = x }",
               {.match = {R"({"a":["y",["x"],"x"]})"},
                .miss = {R"({"a":["y"]})", R"({"a":[]})", R"({"a":{"b":"x"}})", R"({"a":"x"})"}});
  expect_lines("{ $.* = x }", {.match = {R"({"a":1,"b":"x"})"},
                               .miss = {R"({"a":{"b":"x"}})", R"({"a":["x"]})", "{}"}});
  expect_lines("{ $.a.*.b = x }", {.match = {R"({"a":{"p":1,"q":{"b":"x"}}})"},
                                   .miss = {R"({"a":{"b":"x"}})", R"({"a":[{"b":"x"}]})"}});
  expect_lines("{ $.a[*].b.c = x }",
               {.match = {R"({"a":[1,{"b":{"c":"x"}}]})"}, .miss = {R"({"a":[{"b":"x"}]})"}});
  expect_lines("{ $.a[*] != x }",
               {.match = {R"({"a":["x","y"]})"}, .miss = {R"({"a":["x",["y"]]})", R"({"a":[]})"}});
  expect_lines("{ $.a[*] NOT EXISTS }",
               {.match = {R"({"a":[]})", "{}"}, .miss = {R"({"a":[null]})"}});
  expect_lines("{ $.a[*].b NOT EXISTS }",
               {.match = {R"({"a":[1,{}]})"}, .miss = {R"({"a":[1,{"b":1}]})"}});
  expect_lines("{ $.* IS NULL }", {.match = {R"({"a":1,"b":null})"}, .miss = {R"({"a":[null]})"}});
  expect_lines("{ $.*[1] = x }",
               {.match = {R"({"p":["x"],"q":[0,"x"]})"}, .miss = {R"({"p":["x"]})"}});
  expect_lines(
      "{ $.a[*] = x && $.b[*] = y && $.* = z }",
      {.match = {R"({"a":["x"],"b":["y"],"c":"z"})"}, .miss = {R"({"a":["x"],"b":["y"]})"}});
}

TEST(FilterPatternSelector, TakesTheLastOfEqualKeys) {
  expect_lines("{ $.a = 1 }", {.match = {R"({"a":2,"a":1})", R"({"a":{},"\u0061":1})"},
                               .miss = {R"({"a":1,"a":2})", R"({"a":1,"\u0061":[1]})"}});
  expect_lines("{ $.a.b = 1 }", {.match = {R"({"a":1,"a":{"b":2,"b":1}})"},
                                 .miss = {R"({"a":{"b":1},"a":{"c":1}})"}});
  expect_lines("{ $.a.b NOT EXISTS }", {.match = {R"({"a":{"b":1},"a":{"c":1}})"}});
  expect_lines("{ $.* = 1 }", {.match = {R"({"a":2,"a":1})", R"({"a":1,"b":2})"},
                               .miss = {R"({"a":1,"a":2})", R"({"a":1,"b":2,"\u0061":3})"}});
  expect_lines("{ $.*.b = 1 }", {.miss = {R"({"a":{"b":1},"a":{"b":2}})"}});
}

TEST(FilterPatternSelector, IsLinearInKeys) {
  std::string line = "{";
  for (int i = 0; i < 50'000; ++i) line += "\"a\":1,\"" + std::to_string(i) + "\":1,";
  line += "\"z\":2}";
  expect_lines("{ $.* = 2 }", {.match = {line}});
  expect_lines("{ $.* = 3 }", {.miss = {line}});
}

}  // namespace
}  // namespace cwlogs
