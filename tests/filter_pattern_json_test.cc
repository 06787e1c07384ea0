#include "processor/filter_pattern_json.h"

#include <gtest/gtest.h>

#include <string>

#include "processor/limits.h"
#include "tests/filter_pattern_lines.h"

namespace cwlogs {
namespace {

using testing::expect_lines;

// The documents of AWS's page on the syntax.
const char* const kTrail = R"({
  "eventType": "UpdateTrail",
  "sourceIPAddress": "111.111.111.111",
  "arrayKey": ["value", "another value"],
  "objectList": [{"name": "a", "id": 1}, {"name": "b", "id": 2}],
  "SomeObject": null,
  "cluster.name": "c",
  "ThisFlag": true
})";
const char* const kUsers = R"({
  "user": {"id": 1, "email": "John.Stiles@example.com"},
  "users": [{"id": 2, "email": "John.Doe@example.com"}, {"id": 3, "email": "Jane.Doe@example.com"}],
  "actions": ["GET", "PUT", "DELETE"],
  "coordinates": [[0, 1, 2], [4, 5, 6], [7, 8, 9]]
})";

TEST(FilterPatternJson, MatchesTheExamplesOfAws) {
  for (const char* pattern : {
           R"({ $.eventType = "UpdateTrail" })",
           R"({ $.sourceIPAddress != 123.123.* })",
           R"({ $.arrayKey[0] = "value" })",
           R"({ $.objectList[1].id = 2 })",
           R"({ $.eventType = %Trail% })",
           R"({ $.arrayKey[*] = %val.{2}% })",
           R"({ $.* = %111\.111\.111\.1[0-9]{1,2}% })",
           R"({ $.['cluster.name'] = "c" })",
           R"({ $.SomeObject IS NULL })",
           R"({ $.SomeOtherObject NOT EXISTS })",
           R"({ $.ThisFlag IS TRUE })",
       }) {
    expect_lines(pattern, {.match = {kTrail}, .miss = {"", "{", "text", "[1]", "null", "\"{}\""}});
  }
  for (const char* pattern : {
           R"({ $.eventType = "updateTrail" })",
           R"({ $.sourceIPAddress != 111.111.* })",
           R"({ $.arrayKey[1] = "value" })",
           R"({ $.arrayKey[2] != "value" })",
           R"({ $.ThisFlag IS FALSE })",
           R"({ $.eventType NOT EXISTS })",
       }) {
    expect_lines(pattern, {.miss = {kTrail}});
  }
}

TEST(FilterPatternJson, MatchesTheNumericExamplesOfAws) {
  expect_lines("{ $.bandwidth > 75 }",
               {.match = {R"({"bandwidth":76})"}, .miss = {R"({"bandwidth":75})"}});
  expect_lines("{ $.latency < 50 }",
               {.match = {R"({"latency":49.9})"}, .miss = {R"({"latency":50})"}});
  expect_lines("{ $.refreshRate >= 60 }",
               {.match = {R"({"refreshRate":60})"}, .miss = {R"({"refreshRate":59})"}});
  expect_lines("{ $.responseTime <= 5 }",
               {.match = {R"({"responseTime":5})"}, .miss = {R"({"responseTime":6})"}});
  expect_lines("{ $.errorCode = 400}",
               {.match = {R"({"errorCode":400})"}, .miss = {R"({"errorCode":401})"}});
  expect_lines("{ $.errorCode != 500 }",
               {.match = {R"({"errorCode":400})"}, .miss = {R"({"errorCode":500})"}});
  expect_lines("{ $.number[0] = 1e+3 }",
               {.match = {R"({"number":[1000]})"}, .miss = {R"({"number":1000})"}});
  expect_lines("{ $.number[0] != 1e-3 }",
               {.match = {R"({"number":[1]})"}, .miss = {R"({"number":[0.001]})"}});
  expect_lines("{ $.numbers[0] < 10e-3 }",
               {.match = {R"({"numbers":[0.009]})"}, .miss = {R"({"numbers":[0.01]})"}});
  expect_lines("{ $.processes[4].averageRuntime <= 55.5 }",
               {.match = {R"({"processes":[0,0,0,0,{"averageRuntime":55.5}]})"},
                .miss = {R"({"processes":[]})"}});
  expect_lines("{ $.latency > +1000 }",
               {.match = {R"({"latency":1e4})"}, .miss = {R"({"latency":1000})"}});
  expect_lines("{ $.latency = * }",
               {.match = {R"({"latency":50})", R"({"latency":""})"}, .miss = {"{}"}});
}

TEST(FilterPatternJson, MatchesTheCompoundExamplesOfAws) {
  expect_lines(R"({ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") })",
               {.match = {kUsers}});
  expect_lines(
      R"({ $.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = "nonmatch" && $.actions[2] = "nonmatch" })",
      {.match = {kUsers}});
  expect_lines(
      R"({ ($.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = "nonmatch") && $.actions[2] = "nonmatch" })",
      {.miss = {kUsers}});
  expect_lines(R"({ ($.user.id = 2 && $.users[0].email = "nonmatch") || $.actions[2] = "GET" })",
               {.miss = {kUsers}});
  expect_lines(
      "{$.foo = bar || $.foo = baz }",
      {.match = {R"({"foo": "bar"})", R"({"foo": "baz"})"}, .miss = {R"({"foo": "qux"})"}});
}

TEST(FilterPatternJson, MissesArraysAndObjects) {
  for (const char* op :
       {"= 1", "!= 1", "= *", "!= x", "= %.%", "!= %.%", "IS NULL", "IS TRUE", "NOT EXISTS"}) {
    expect_lines("{ $.users " + std::string(op) + " }",
                 {.miss = {R"({"users":[1,2,3]})", R"({"users":{"x":1}})", R"({"users":[]})",
                           R"({"users":{}})"}});
  }
  expect_lines("{ $.a != 1 || $.b = 1 }",
               {.match = {R"({"a":[1],"b":1})"}, .miss = {R"({"a":[1],"b":2})"}});
}

TEST(FilterPatternJson, MissesWhatIsMissing) {
  for (const char* op : {"= x", "!= x", "!= 1", "< 1", "= *", "!= %x%", "IS NULL", "IS FALSE"}) {
    expect_lines(
        "{ $.a.b " + std::string(op) + " }",
        {.miss = {"{}", R"({"b":"y"})", R"({"a":{}})", R"({"a":"y"})", R"({"a":[{"b":"y"}]})"}});
  }
  expect_lines(
      "{ $.a.b NOT EXISTS }",
      {.match = {"{}", R"({"b":1})", R"({"a":1})", R"({"a":{"c":1}})", R"({"a":[{"b":1}]})"},
       .miss = {R"({"a":{"b":null}})", R"({"a":{"b":0}})", R"({"a":{"b":{}}})"}});
  expect_lines("{ $.a NOT EXISTS || $.a != x }",
               {.match = {"{}", R"({"a":1})"}, .miss = {R"({"a":"x"})"}});
  expect_lines("{ $.a[1] NOT EXISTS }",
               {.match = {R"({"a":[1]})", R"({"a":{}})"}, .miss = {R"({"a":[1,2]})"}});
}

TEST(FilterPatternJson, AsksForOneObjectAndNothingElse) {
  expect_lines("{ $.none NOT EXISTS }", {.match = {"{}", " \t\r\n{ } \n", R"({"a":[{"b":[]}]})"},
                                         .miss = {"",
                                                  " ",
                                                  "text",
                                                  "[]",
                                                  "[{}]",
                                                  "1",
                                                  "null",
                                                  "\"\"",
                                                  "{}{}",
                                                  "{} x",
                                                  "{",
                                                  "{]",
                                                  "x {}",
                                                  R"({"a":01})",
                                                  R"({"a":1,})",
                                                  R"({a:1})",
                                                  R"({'a':1})",
                                                  "{\"a\":\"\n\"}",
                                                  std::string("{}\0", 3),
                                                  std::string("{\"a\":1\0}", 8),
                                                  "\xef\xbb\xbf{}"}});
}

TEST(FilterPatternJson, BindsParenthesesThenAndThenOr) {
  const char* const abc = R"({"a":1,"b":2,"c":3})";
  expect_lines("{ $.a=1||$.b=0&&$.c=0 }", {.match = {abc}});
  expect_lines("{ $.b=0&&$.c=0||$.a=1 }", {.match = {abc}});
  expect_lines("{ ($.a=1||$.b=0)&&$.c=0 }", {.miss = {abc}});
  expect_lines("{ $.a=1&&($.b=0||$.c=3) }", {.match = {abc}});
  expect_lines("{ (($.a=0)||(($.b=2))&&($.c=3)) }", {.match = {abc}});
  expect_lines("{$.a=1&&$.b=2&&$.c=3&&$.d NOT EXISTS}", {.match = {abc}});
  expect_lines("{$.a=0||$.b=0||$.c=0||$.a IS NULL}", {.miss = {abc}});
}

TEST(FilterPatternJson, TakesPatternsInUse) {
  // Of CloudTrail's benchmark.
  expect_lines(
      R"({ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" })",
      {.match = {R"({"userIdentity":{"type":"Root"},"eventType":"AwsApiCall"})"},
       .miss = {R"({"userIdentity":{"type":"Root","invokedBy":"x"},"eventType":"AwsApiCall"})",
                R"({"userIdentity":{"type":"Root"},"eventType":"AwsServiceEvent"})"}});
  expect_lines(R"({($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*")})",
               {.match = {R"({"errorCode":"Client.UnauthorizedOperation"})",
                          R"({"errorCode":"AccessDeniedException"})"},
                .miss = {R"({"errorCode":"Client.UnauthorizedOperations"})",
                         R"({"errorCode":"xAccessDenied"})"}});
  expect_lines(
      R"({($.eventSource = s3.amazonaws.com) && (($.eventName = PutBucketAcl) || ($.eventName = DeleteBucket*))})",
      {.match = {R"({"eventSource":"s3.amazonaws.com","eventName":"DeleteBucketPolicy"})"},
       .miss = {R"({"eventSource":"s3.amazonaws.com","eventName":"GetObject"})"}});
}

TEST(FilterPatternJson, BoundsNeitherDepthNorSizeOfMessages) {
  const std::string open(kMiB, '[');
  const std::string close(kMiB, ']');
  expect_lines("{ $.a = 1 }", {.match = {"{\"x\":" + open + close + ",\"a\":1}"},
                               .miss = {"{\"a\":" + open, "{\"a\":" + open + close + "}",
                                        "{\"a\":1,\"x\":" + open}});
  std::string nested;
  for (int i = 0; i < 100'000; ++i) nested += "{\"a\":";
  expect_lines("{ $.a.a.a.a.a NOT EXISTS }",
               {.miss = {nested + "1" + std::string(100'000, '}'), nested}});
  expect_lines("{ $.*.a.a = * }", {.miss = {nested + "1" + std::string(100'000, '}')}});
}

}  // namespace
}  // namespace cwlogs
