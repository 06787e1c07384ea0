#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/parsed_line.h"

namespace cwlogs {
namespace {

using testing::ParsedLine;

struct Case {
  std::string_view line;
  std::string_view fields;
};

template <size_t N>
void expect_fields(const ParserOptions& options, const Case (&cases)[N]) {
  ParsedLine parsed(options);
  for (const auto& [line, fields] : cases) EXPECT_EQ(parsed(line), fields) << line;
}

// One line of the combined format about this request.
std::string line_of(std::string_view request) {
  return R"(192.0.2.1 - - [15/Jan/2024:09:30:00 +0000] ")" + std::string(request) +
         R"(" 400 0 "-" "-")";
}

// What becomes of the request.
std::string request_of(std::string_view request) {
  const std::string head = R"({"host":"192.0.2.1","time":"2024-01-15T09:30:00.000Z",)";
  const std::string tail = R"(,"status":400,"bytes":0})";
  std::string all = ParsedLine({.name = "combined"})(line_of(request));
  if (!all.starts_with(head) || !all.ends_with(tail)) return all;
  return all.substr(head.size(), all.size() - head.size() - tail.size());
}

std::string user_agent_of(std::string_view user_agent) {
  ParsedLine parsed({.name = "combined"});
  parsed(R"(::1 - - [15/Jan/2024:09:30:00 +0000] "GET / HTTP/1.1" 200 5 "-" ")" +
         std::string(user_agent) + '"');
  const ParsedField* const field = parsed.fields().find("userAgent");
  return field == nullptr ? "absent" : std::string(field->text);
}

TEST(AccessLog, ReadsTheCommonLogFormat) {
  expect_fields(
      {.name = "common"},
      // The example of Apache's manual.
      {{R"(127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326)",
        R"({"host":"127.0.0.1","user":"frank","time":"2000-10-10T20:55:36.000Z","method":"GET",)"
        R"("path":"/apache_pb.gif","httpVersion":"1.0","status":200,"bytes":2326})"},
       {R"(web.example.com ident - [15/Jan/2024:18:30:00 +0900] "HEAD / HTTP/1.1" 304 -)",
        R"({"host":"web.example.com","ident":"ident","time":"2024-01-15T09:30:00.000Z",)"
        R"("method":"HEAD","path":"/","httpVersion":"1.1","status":304})"},
       {R"(2001:db8::1 - - [15/Jan/2024:09:30:00 +0000] "POST /api?q=1&r=2 HTTP/2.0" 201 12)",
        R"({"host":"2001:db8::1","time":"2024-01-15T09:30:00.000Z","method":"POST",)"
        R"("path":"/api","query":"q=1&r=2","httpVersion":"2.0","status":201,"bytes":12})"},
       {R"(10.0.0.1 - john doe [15/Jan/2024:09:30:00 +0000] "GET / HTTP/1.1" 401 0)",
        R"({"host":"10.0.0.1","user":"john doe","time":"2024-01-15T09:30:00.000Z",)"
        R"("method":"GET","path":"/","httpVersion":"1.1","status":401,"bytes":0})"},
       {R"(10.0.0.1 - a [b] [x [15/Jan/2024:09:30:00 +0000] "GET / HTTP/1.1" 401 0)",
        R"({"host":"10.0.0.1","user":"a [b] [x","time":"2024-01-15T09:30:00.000Z",)"
        R"("method":"GET","path":"/","httpVersion":"1.1","status":401,"bytes":0})"}});
}

TEST(AccessLog, ReadsTheCombinedLogFormat) {
  expect_fields(
      {.name = "combined"},
      {{R"(127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326 )"
        R"j("http://www.example.com/start.html" "Mozilla/4.08 [en] (Win98; I ;Nav)")j",
        R"({"host":"127.0.0.1","user":"frank","time":"2000-10-10T20:55:36.000Z","method":"GET",)"
        R"("path":"/apache_pb.gif","httpVersion":"1.0","status":200,"bytes":2326,)"
        R"("referer":"http://www.example.com/start.html",)"
        R"j("userAgent":"Mozilla/4.08 [en] (Win98; I ;Nav)"})j"},
       {R"(203.0.113.7 - - [29/Feb/2024:23:59:59 +0545] "GET /日本語?キー=値 HTTP/1.1" 200 5 "" "")",
        R"({"host":"203.0.113.7","time":"2024-02-29T18:14:59.000Z","method":"GET",)"
        R"("path":"/日本語","query":"キー=値","httpVersion":"1.1","status":200,"bytes":5,)"
        R"("referer":"","userAgent":""})"},
       {R"(203.0.113.7 - - [15/Jan/2024:09:30:00 +0000] "GET /a? HTTP/1.1" 200 5 "-" "-")",
        R"({"host":"203.0.113.7","time":"2024-01-15T09:30:00.000Z","method":"GET","path":"/a",)"
        R"("query":"","httpVersion":"1.1","status":200,"bytes":5})"}});
}

TEST(AccessLog, KeepsABrokenRequestWhole) {
  EXPECT_EQ(request_of("-"), R"("request":"-")");
  EXPECT_EQ(request_of(""), R"("request":"")");
  EXPECT_EQ(request_of("GET /"), R"("request":"GET /")");  // HTTP/0.9
  EXPECT_EQ(request_of("GET / HTTP"), R"("request":"GET / HTTP")");
  EXPECT_EQ(request_of("GET  HTTP/1.1"), R"("request":"GET  HTTP/1.1")");
  EXPECT_EQ(request_of(" / HTTP/1.1"), R"("request":" / HTTP/1.1")");
  EXPECT_EQ(request_of("quit"), R"("request":"quit")");
  EXPECT_EQ(request_of(R"(\x16\x03\x01)"), R"("request":"\u0016\u0003\u0001")");
  // A client hello of TLS is no text, so it stays as the server spelled it.
  EXPECT_EQ(request_of(R"(\x16\x03\x01\x02\x00\x01\xFC)"),
            R"("request":"\\x16\\x03\\x01\\x02\\x00\\x01\\xFC")");
  EXPECT_EQ(request_of(R"({\x22jsonrpc\x22:\x222.0\x22})"), R"("request":"{\"jsonrpc\":\"2.0\"}")");
}

TEST(AccessLog, TakesWhateverTargetARequestNames) {
  EXPECT_EQ(request_of("OPTIONS * HTTP/1.0"),
            R"("method":"OPTIONS","path":"*","httpVersion":"1.0")");
  EXPECT_EQ(request_of("CONNECT example.com:443 HTTP/1.1"),
            R"("method":"CONNECT","path":"example.com:443","httpVersion":"1.1")");
  EXPECT_EQ(request_of("GET http://example.com/?a=b?c HTTP/1.1"),
            R"("method":"GET","path":"http://example.com/","query":"a=b?c","httpVersion":"1.1")");
  EXPECT_EQ(request_of("GET /a b HTTP/1.1"), R"("method":"GET","path":"/a b","httpVersion":"1.1")");
  EXPECT_EQ(request_of(R"(GET /\xE6\x97\xA5\x3F?\x22 HTTP/1.1)"),
            R"("method":"GET","path":"/日?","query":"\"","httpVersion":"1.1")");
  EXPECT_EQ(request_of("M-SEARCH /%7Euser HTTP/1.1"),
            R"("method":"M-SEARCH","path":"/%7Euser","httpVersion":"1.1")");
}

TEST(AccessLog, DecodesEscapedBytesWhereTheyAreText) {
  EXPECT_EQ(user_agent_of("-"), "absent");
  EXPECT_EQ(user_agent_of(R"(a \"quoted\" name)"), R"(a "quoted" name)");
  EXPECT_EQ(user_agent_of(R"(a \x22quoted\x22 name)"), R"(a "quoted" name)");
  EXPECT_EQ(user_agent_of(R"(C:\\dir\\)"), R"(C:\dir\)");
  EXPECT_EQ(user_agent_of(R"(tab\tline\nreturn\rbell\b)"), "tab\tline\nreturn\rbell\b");
  EXPECT_EQ(user_agent_of(R"(\xe3\x83\x96\xe3\x83\xa9)"), "ブラ");
  EXPECT_EQ(user_agent_of(R"(ok \x41 not \xFF)"), R"(ok \x41 not \xFF)");
  EXPECT_EQ(user_agent_of(R"(\q \x4 \xZZ \)"), "absent");  // the quote is escaped: cut off
  EXPECT_EQ(user_agent_of(R"(\q \x4 \xZZ)"), R"(\q \x4 \xZZ)");
  EXPECT_EQ(user_agent_of(R"(an "unescaped"; quote)"), R"(an "unescaped"; quote)");
  EXPECT_EQ(user_agent_of("() { :; }; [brackets] {braces}"), "() { :; }; [brackets] {braces}");
}

TEST(AccessLog, KeepsWhatALongerFormatOfNginxAdds) {
  const std::string head =
      R"({"host":"10.0.0.5","time":"2024-01-15T09:30:00.000Z","method":"GET","path":"/",)"
      R"("httpVersion":"1.1","status":200,"bytes":612)";
  const std::string common =
      R"(10.0.0.5 - - [15/Jan/2024:09:30:00 +0000] "GET / HTTP/1.1" 200 612)";
  ParsedLine parsed({.name = "nginx"});
  EXPECT_EQ(parsed(common), head + "}");
  EXPECT_EQ(parsed(common + R"( "-" "ELB-HealthChecker/2.0")"),
            head + R"(,"userAgent":"ELB-HealthChecker/2.0"})");
  EXPECT_EQ(parsed(common + R"( "-" "curl/8" "203.0.113.7, 10.0.0.9")"),
            head + R"(,"userAgent":"curl/8","forwardedFor":"203.0.113.7, 10.0.0.9"})");
  EXPECT_EQ(parsed(common + R"( "-" "curl/8" "-")"), head + R"(,"userAgent":"curl/8"})");
  EXPECT_EQ(parsed(common + R"( "-" "curl/8" "-" 0.005 0.004 .)"),
            head + R"(,"userAgent":"curl/8","extra":"0.005 0.004 ."})");
  EXPECT_EQ(parsed(common + R"( "-" "curl/8" rt=0.005 "a" "b")"),
            head + R"(,"userAgent":"curl/8","extra":"rt=0.005 \"a\" \"b\""})");
  EXPECT_EQ(parsed(common + " 0.005"), head + R"(,"extra":"0.005"})");
  EXPECT_EQ(parsed(R"(10.0.0.5 - - [15/Jan/2024:09:30:00 +0000] "" 000 0 "-" "-")"),
            R"({"host":"10.0.0.5","time":"2024-01-15T09:30:00.000Z","request":"","status":0,)"
            R"("bytes":0})");
}

TEST(AccessLog, ReadsTheVirtualHostOfApache) {
  const std::string tail =
      R"("time":"2024-01-15T09:30:00.000Z","method":"GET","path":"/","httpVersion":"1.1",)"
      R"("status":200,"bytes":5})";
  const std::string rest = R"([15/Jan/2024:09:30:00 +0000] "GET / HTTP/1.1" 200 5)";
  ParsedLine parsed({.name = "apache"});
  EXPECT_EQ(parsed("www.example.com:443 10.0.0.5 - - " + rest),
            R"({"virtualHost":"www.example.com","virtualPort":443,"host":"10.0.0.5",)" + tail);
  EXPECT_EQ(parsed("::1 - - " + rest), R"({"host":"::1",)" + tail);
  EXPECT_EQ(parsed("::1 - john doe " + rest), R"({"host":"::1","user":"john doe",)" + tail);
  EXPECT_EQ(parsed("10.0.0.5 - - " + rest + R"( "-" "-" 512 1024)"),
            R"({"host":"10.0.0.5",)" + tail.substr(0, tail.size() - 1) + R"(,"extra":"512 1024"})");
}

TEST(AccessLog, TakesALineOf64KiB) {
  const std::string text(64 * 1024, 'x');
  EXPECT_EQ(user_agent_of(text), text);
  EXPECT_EQ(request_of("GET /" + text + " HTTP/1.1"),
            R"("method":"GET","path":"/)" + text + R"(","httpVersion":"1.1")");
}

TEST(AccessLog, RefusesOtherLines) {
  for (const std::string name : {"common", "combined", "nginx", "apache"}) {
    ParsedLine parsed({.name = name});
    for (const std::string_view line : {
             "",
             "hello world",
             R"(192.0.2.1 - - [15/Jan/2024:09:30:00 +0000] "GET / HTTP/1.1" 200)",
             R"(192.0.2.1 - - [15/Jan/2024:09:30:00 +0000] "GET / HTTP/1.1)",
             R"(192.0.2.1 - - [15/Jan/2024:09:30:00 +0000] "GET / HTTP/1.1" OK 5)",
             R"(192.0.2.1 - - [15/Jan/2024:09:30:00 +0000] "GET / HTTP/1.1" 200 -5)",
             R"(192.0.2.1 - - [15/Jan/2024:09:30:00 +0000] "GET / HTTP/1.1" 200 5 "-" "cut)",
             R"(192.0.2.1 - - [15/Jan/2024:09:30:00] "GET / HTTP/1.1" 200 5 "-" "-")",
             R"(192.0.2.1 - - [32/Jan/2024:09:30:00 +0000] "GET / HTTP/1.1" 200 5 "-" "-")",
             R"(192.0.2.1 - - [15/Foo/2024:09:30:00 +0000] "GET / HTTP/1.1" 200 5 "-" "-")",
             R"(192.0.2.1 - - [31/Dec/1969:23:59:59 +0000] "GET / HTTP/1.1" 200 5 "-" "-")",
             R"(192.0.2.1 - [15/Jan/2024:09:30:00 +0000] "GET / HTTP/1.1" 200 5 "-" "-")",
             R"(2024/01/15 09:30:00 [error] 7#7: *1 open() "/x" failed (2: No such file), client: )"
             R"(10.0.0.1, server: _, request: "GET /x HTTP/1.1", host: "h")",
             R"({"time":"2024-01-15T09:30:00Z","status":200})",
         }) {
      EXPECT_EQ(parsed(line), "no match") << name << ": " << line;
    }
  }
}

TEST(AccessLog, ReadsExactlyTheFormatThatIsNamed) {
  const std::string common = R"(192.0.2.1 - - [15/Jan/2024:09:30:00 +0000] "GET / HTTP/1.1" 200 5)";
  const std::string combined = common + R"( "-" "-")";
  EXPECT_EQ(ParsedLine({.name = "common"})(combined), "no match");
  EXPECT_EQ(ParsedLine({.name = "combined"})(common), "no match");
  EXPECT_EQ(ParsedLine({.name = "combined"})(combined + " 0.005"), "no match");
  EXPECT_NE(ParsedLine({.name = "combined"})(combined), "no match");
}

}  // namespace
}  // namespace cwlogs
