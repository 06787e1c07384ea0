#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/parsed_line.h"

namespace cwlogs {
namespace {

using testing::ParsedLine;

TEST(Logfmt, ReadsPairs) {
  const struct {
    std::string_view line;
    std::string_view fields;
  } cases[] = {
      {"a=b", R"({"a":"b"})"},
      {"a=1 b=-0.25 c=0 d=1705311000.123456", R"({"a":1,"b":-0.25,"c":0,"d":1705311000.123456})"},
      {"a=true b=false c=True d=null", R"({"a":true,"b":false,"c":"True","d":"null"})"},
      {R"(a="200" b="true" c="")", R"({"a":"200","b":"true","c":""})"},
      {"a= b=2", R"({"a":"","b":2})"},
      {"a=1 bare", R"({"a":1,"bare":true})"},
      {"  a=1 \t b=2  ", R"({"a":1,"b":2})"},
      {R"(msg="it \"works\" \\ \n \t \u3042 \ud83d\ude00 \/")",
       R"({"msg":"it \"works\" \\ \n \t あ 😀 /"})"},
      {R"(msg="kept: \a \x41 \U0001F600")", R"({"msg":"kept: \\a \\x41 \\U0001F600"})"},
      {R"(half="\ud800")", R"({"half":"�"})"},
      {"msg=\"a\nb\"", R"({"msg":"a\nb"})"},
      // What is no number any more once a double has held it stays text.
      {"id=007 sha=12e7 trace=12345678901234567890 zero=-0 plus=+1 hex=0x1f v=1.2.3 p=1. q=.5",
       R"({"id":"007","sha":"12e7","trace":"12345678901234567890","zero":"-0","plus":"+1",)"
       R"("hex":"0x1f","v":"1.2.3","p":"1.","q":".5"})"},
      {R"(time="2024-01-15T09:30:00Z" level=info msg="Started" took=12.5ms)",
       R"({"time":"2024-01-15T09:30:00Z","level":"info","msg":"Started","took":"12.5ms"})"},
      // Heroku's router
      {R"(at=info method=GET path="/a?b=c" host=example.com fwd="203.0.113.7" dyno=web.1 )"
       R"(connect=1ms service=18ms status=200 bytes=13 protocol=https)",
       R"({"at":"info","method":"GET","path":"/a?b=c","host":"example.com","fwd":"203.0.113.7",)"
       R"("dyno":"web.1","connect":"1ms","service":"18ms","status":200,"bytes":13,)"
       R"("protocol":"https"})"},
      // Grafana Loki
      {R"(ts=2024-01-15T09:30:00.1Z caller=metrics.go:159 component=frontend org_id=fake )"
       R"(query="{job=\"x\"} |= \"y\"" length=1h0m0s)",
       R"({"ts":"2024-01-15T09:30:00.1Z","caller":"metrics.go:159","component":"frontend",)"
       R"("org_id":"fake","query":"{job=\"x\"} |= \"y\"","length":"1h0m0s"})"},
      {"url=http://h/?a=b&c=d user@host=1 http.status_code=503",
       R"({"url":"http://h/?a=b&c=d","user@host":1,"http.status_code":503})"},
      {"メッセージ=起動 数=1", R"({"メッセージ":"起動","数":1})"},
      {"a=b\"c d=[x]", R"({"a":"b\"c","d":"[x]"})"},
      {"a=1, b=2", R"({"a":"1,","b":2})"},
      {"a=1 a=2", R"({"a":1,"a":2})"},
      {"a=1 b=2 c d\n", R"({"a":1,"b":2,"c":true,"d":true})"},
      {"type=SYSCALL msg=audit(1364481363.243:24287): arch=c000003e syscall=2 success=no",
       R"j({"type":"SYSCALL","msg":"audit(1364481363.243:24287):","arch":"c000003e","syscall":2,)j"
       R"("success":"no"})"},
  };
  ParsedLine parsed({.name = "logfmt"});
  for (const auto& [line, fields] : cases) EXPECT_EQ(parsed(line), fields) << line;
}

TEST(Logfmt, TakesALineOf64KiB) {
  const std::string text(64 * 1024, 'x');
  EXPECT_EQ(ParsedLine({.name = "logfmt"})("a=\"" + text + "\" b=" + text),
            R"({"a":")" + text + R"(","b":")" + text + R"("})");
}

TEST(Logfmt, RefusesOtherLines) {
  ParsedLine parsed({.name = "logfmt"});
  for (const std::string_view line : {
           "",
           " ",
           "hello",
           "hello world",
           "=1",
           "a=1 =2",
           "bare a=1",
           "a=1 b c",
           "Failed password for root from 203.0.113.7 port=22",
           "a=\"unterminated",
           "a=\"escaped end\\\"",
           "a=\"x\"y",
           "a=1 (b)",
           "a=1 b\"c",
           "a=x\ny=1",
           "a=\x01",
           R"({"a":1})",
           R"(127.0.0.1 - - [15/Jan/2024:09:30:00 +0000] "GET /?a=b HTTP/1.1" 200 5)",
           "INSERT INTO t VALUES (a=1)",
       }) {
    EXPECT_EQ(parsed(line), "no match") << line;
  }
}

}  // namespace
}  // namespace cwlogs
