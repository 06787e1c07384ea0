#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/parsed_line.h"

namespace cwlogs {
namespace {

using testing::ParsedLine;

TEST(JsonParser, KeepsMembersWithTheirTypes) {
  const struct {
    std::string_view line;
    std::string_view fields;
  } cases[] = {
      {"{}", "{}"},
      {" \t{ } \r\n", "{}"},
      {R"({"a":"text"})", R"({"a":"text"})"},
      {R"({"a":1,"b":-0.5,"c":1e400,"d":12345678901234567890123})",
       R"({"a":1,"b":-0.5,"c":1e400,"d":12345678901234567890123})"},
      {R"({"a":true,"b":false,"c":null})", R"({"a":true,"b":false,"c":null})"},
      {R"({"a":{"b":[1,{"c":null}]},"d":[]})", R"({"a":{"b":[1,{"c":null}]},"d":[]})"},
      {"{ \"a\" : { \"b\" :\n [ 1 ,\t2 ] , \"c d\" : \"e f\" } }",
       R"({"a":{"b":[1,2],"c d":"e f"}})"},
      {R"({"a":""})", R"({"a":""})"},
      {R"({"":0})", R"({"":0})"},
      {R"({"a":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"})", R"({"a":"\"\\/\b\f\n\r\té😀"})"},
      {R"({"a\nb\u3042":1})", R"({"a\nbあ":1})"},
      {R"({"a":"\ud800"})", R"({"a":"�"})"},
      {R"({"a":{"b":"\udc00x"}})", R"({"a":{"b":"�x"}})"},
      {R"({"a":["\u0041","\\u0041"]})", R"({"a":["\u0041","\\u0041"]})"},
      {R"({"message":"日本語","level":"INFO"})", R"({"message":"日本語","level":"INFO"})"},
      {R"({"a":1,"a":2})", R"({"a":1,"a":2})"},  // nothing is dropped
      {R"({"timestamp":"2024-10-27T19:17:45.586Z","level":"INFO","message":"Hello","requestId":)"
       R"("79b4f56e-95b1-4643-9700-2807f4e68189"})",
       R"({"timestamp":"2024-10-27T19:17:45.586Z","level":"INFO","message":"Hello","requestId":)"
       R"("79b4f56e-95b1-4643-9700-2807f4e68189"})"},
      {R"({"level":30,"time":1705311000123,"pid":7,"hostname":"web","msg":"pino"})",
       R"({"level":30,"time":1705311000123,"pid":7,"hostname":"web","msg":"pino"})"},
      {R"({"_aws":{"Timestamp":1705311000123,"CloudWatchMetrics":[{"Namespace":"n"}]},"x":1})",
       R"({"_aws":{"Timestamp":1705311000123,"CloudWatchMetrics":[{"Namespace":"n"}]},"x":1})"},
      {R"({"ts":1705311000.123,"caller":"main.go:12","error":"EOF","stack":"a\n\tb"})",
       R"({"ts":1705311000.123,"caller":"main.go:12","error":"EOF","stack":"a\n\tb"})"},
  };
  ParsedLine parsed({.name = "json"});
  for (const auto& [line, fields] : cases) EXPECT_EQ(parsed(line), fields) << line;
}

TEST(JsonParser, NamesEachKind) {
  ParsedLine parsed({.name = "json"});
  parsed(R"({"text":"a","number":1,"boolean":true,"object":{},"array":[],"null":null})");
  const auto kind_of = [&](std::string_view name) { return parsed.fields().find(name)->kind; };
  EXPECT_EQ(kind_of("text"), FieldKind::kText);
  EXPECT_EQ(kind_of("number"), FieldKind::kNumber);
  EXPECT_EQ(kind_of("boolean"), FieldKind::kBoolean);
  EXPECT_EQ(kind_of("object"), FieldKind::kJson);
  EXPECT_EQ(kind_of("array"), FieldKind::kJson);
  EXPECT_EQ(kind_of("null"), FieldKind::kJson);
  EXPECT_EQ(parsed.fields().find("absent"), nullptr);
}

TEST(JsonParser, TakesLongAndDeepObjects) {
  const std::string text(64 * 1024, 'x');
  const std::string line = R"({"a":")" + text + R"("})";
  ParsedLine parsed({.name = "json"});
  EXPECT_EQ(parsed(line), line);
  const std::string deep = R"({"a":)" + std::string(10'000, '[') + std::string(10'000, ']') + "}";
  EXPECT_EQ(parsed(deep), deep);
}

TEST(JsonParser, RefusesOtherLines) {
  ParsedLine parsed({.name = "json"});
  for (const std::string_view line : {
           "",
           "hello",
           "[1,2]",
           "\"text\"",
           "1",
           "null",
           "{",
           "{\"a\"",
           "{\"a\":",
           "{\"a\":1",
           "{\"a\":1,",
           "{\"a\":1,}",
           "{\"a\":01}",
           "{a:1}",
           "{'a':1}",
           "{\"a\":tru}",
           "{\"a\":\"\x01\"}",
           "{\"a\":1} x",
           "{\"a\":1}{\"b\":2}",
           "2024-01-15 INFO {\"a\":1}",
           "{\"a\":[1,2}",
       }) {
    EXPECT_EQ(parsed(line), "no match") << line;
  }
}

}  // namespace
}  // namespace cwlogs
