#include "processor/filter_pattern_fields.h"

#include <gtest/gtest.h>

#include <string>

#include "processor/limits.h"
#include "tests/filter_pattern_lines.h"

namespace cwlogs {
namespace {

using testing::expect_lines;

// The log events of AWS's pages.
const char* const kIndex =
    R"(127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534)";
const char* const kGif200 =
    R"(127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /apache_pb.gif HTTP/1.0" 200 1534)";
const char* const kGif500 =
    R"(127.0.0.1 - frank [10/Oct/2000:13:35:22 -0700] "GET /apache_pb.gif HTTP/1.0" 500 5324)";
const char* const kGif404 =
    R"(127.0.0.1 - frank [10/Oct/2000:13:50:35 -0700] "GET /apache_pb.gif HTTP/1.0" 404 4355)";
const char* const kHtml200 =
    R"(127.0.0.1 - frank [10/Oct/2000:13:35:22 -0700] "GET /about-us/index.html HTTP/1.0" 200 5324)";
const char* const kHtml400 =
    R"(127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /products/index.html HTTP/1.0" 400 1534)";
const char* const kGet = "INFO 09/25/2014 12:00:00 GET /service/resource/67 1200";
const char* const kPost = "INFO 09/25/2014 12:00:01 POST /service/resource/67/part/111 1310";

TEST(FilterPatternFields, MatchTheExamplesOfAws) {
  expect_lines(
      R"([ip=%127\.0\.0\.[1-9]%, user, username, timestamp, request =*.html*, status_code = 4*, bytes])",
      {.match = {kIndex, kHtml400}, .miss = {kGif404, kHtml200}});
  expect_lines("[..., request =*.html*, status_code = 4*, bytes]",
               {.match = {kIndex, kHtml400}, .miss = {kGif404, kHtml200}});
  expect_lines(
      "[ip, user, username, timestamp, request =*.html*, status_code = 404 || status_code = 410, "
      "bytes]",
      {.match = {kIndex}, .miss = {kHtml400, kGif404}});
  expect_lines("[logLevel, date, time, method, url=%/service/resource/[0-9]+$%, response_time]",
               {.match = {kGet}, .miss = {kPost}});
  expect_lines(
      "[logLevel, date, time, method, url=%/service/resource/[0-9]+/part/[0-9]+$%, response_time]",
      {.match = {kPost}, .miss = {kGet}});
  expect_lines("[..., request=*.html*, status_code=4*,]",
               {.match = {kIndex, kHtml400}, .miss = {kGif404, kHtml200}});
  expect_lines("[]", {.match = {kGif200, kGif500, kGif404, "", "x"}});
  expect_lines("[..., size]", {.match = {kGif200, kGif500, "x"}, .miss = {"", " "}});
  expect_lines("[..., status_code=200, size]", {.match = {kGif200}, .miss = {kGif500}});
  expect_lines("[ip, user, username, timestamp, request, status_code, bytes > 1534]",
               {.match = {kGif500, kGif404}, .miss = {kGif200}});
  expect_lines("[ip, user, username, timestamp, request = *html*, status_code = 4*, bytes]",
               {.match = {kIndex}, .miss = {kGif404}});
  expect_lines(
      "[ip, user, username, timestamp, request, status_code = 4* && status_code != 403, bytes]",
      {.match = {kGif404}, .miss = {kGif200}});
  expect_lines("[ip, user, ..., status_code, bytes]",
               {.match = {kIndex, "a b c d"}, .miss = {"a b c"}});
  expect_lines("[ip, user, ...]", {.match = {kIndex, "a b"}, .miss = {"a"}});
}

TEST(FilterPatternFields, MatchTermsInOrder) {
  expect_lines("[w1=ERROR, w2]",
               {.match = {"ERROR message"},
                .miss = {"ERROR WARN message", "WARN message", "ERROR", "message ERROR"}});
  expect_lines("[w1=ERROR || w1=WARN, w2]", {.match = {"ERROR message", "WARN message"},
                                             .miss = {"ERROR WARN message", "INFO message"}});
  expect_lines("[w1!=ERROR && w1!=WARNING, w2]",
               {.match = {"INFO x"}, .miss = {"ERROR x", "WARNING x", "INFO"}});
  expect_lines("[w1=ERROR, ...]",
               {.match = {"ERROR 09/25/2014 12:00:02 Failed to process request", "ERROR"},
                .miss = {"INFO ERROR"}});
}

TEST(FilterPatternFields, AreSeparatedByBlanks) {
  for (const char* line : {"a b", " a b ", "a   b", "a\tb", "a b\n", "\r\na\r\nb"}) {
    expect_lines("[x=a, y=b]", {.match = {line}, .miss = {std::string(line) + "\tc"}});
  }
  expect_lines("[x]", {.match = {"a", "é日本"}, .miss = {"", " ", "a b"}});
}

TEST(FilterPatternFields, AreOneInBracketsOrQuotes) {
  expect_lines("[x = \"a b\"]",
               {.match = {"[a b]", "\"a b\""}, .miss = {"a b", "[a b", "a b]", "\"a b"}});
  expect_lines("[x = \"\"]", {.match = {"[]", "\"\""}, .miss = {"", "x"}});
  expect_lines("[x, y]", {.match = {"[a b] \"c d\"", "[a b", "[INFO]:", "\"a\"b", "[a] [b]"},
                          .miss = {"[a b]", "[INFO] : x"}});
  expect_lines("[x = \"a [b\", y = c, ...]", {.match = {"[a [b] c", "[a [b]c d"}});
  expect_lines("[x, y = d]",
               {.match = {"a[b d", "\"[b c\" d", "[\"b c\"] d"}, .miss = {"a[b c] d"}});
  expect_lines("[x = \"[\", y]", {.match = {"[ a", "[ \""}, .miss = {"[ ]"}});
}

TEST(FilterPatternFields, CompareNumbersAndText) {
  expect_lines("[s >= 500]", {.match = {"500", "503.5", "1e3"}, .miss = {"499", "x", "-"}});
  expect_lines("[s = 404]", {.match = {"404", "404.0", "0404"}, .miss = {"4040", "x"}});
  expect_lines("[s = \"404\"]", {.match = {"404"}, .miss = {"404.0"}});
  expect_lines("[s != 404]", {.match = {"200", "x"}, .miss = {"404"}});
  expect_lines("[s = -]", {.match = {"-"}, .miss = {"--"}});
  expect_lines("[s != *.png && s != *.css]", {.match = {"/x.html"}, .miss = {"/x.png", "/y.css"}});
  expect_lines("[s = %^4% && s != %4$%]", {.match = {"403"}, .miss = {"404", "503"}});
  expect_lines("[s >= 500 || s = 404 && s != x]", {.match = {"500", "404"}, .miss = {"403"}});
  expect_lines("[(s = a || s = b) && s != b, t]", {.match = {"a x"}, .miss = {"b x"}});
}

TEST(FilterPatternFields, SkipAnyNumberAtEllipses) {
  expect_lines("[...]", {.match = {"", "a", "a b c"}});
  expect_lines("[a, ..., b]", {.match = {"1 2", "1 2 3 4"}, .miss = {"", "1"}});
  expect_lines("[a = 1, ..., b = 2]",
               {.match = {"1 2", "1 x 2", "1 2 2"}, .miss = {"1", "2 1", "1 2 x"}});
  expect_lines("[..., level = ERROR, ...]",
               {.match = {"ERROR", "a ERROR", "a b ERROR c"}, .miss = {"", "a b", "xERROR"}});
  expect_lines("[..., a = 1, b = 2, ..., c = 3, ...]",
               {.match = {"1 2 3", "1 1 2 x 3 3"}, .miss = {"1 x 2 3", "3 1 2", "1 2"}});
  expect_lines("[a = 1, ..., b = 2, ..., c = 3]",
               {.match = {"1 2 3", "1 x 2 y 3"}, .miss = {"1 3", "1 2", "1 3 2 "}});
  expect_lines("[..., ..., a]", {.match = {"x"}, .miss = {""}});
}

TEST(FilterPatternFields, MayBeUnnamed) {
  expect_lines("[,]", {.match = {"a b"}, .miss = {"a", "a b c"}});
  expect_lines("[ , x = b, ]", {.match = {"a b c"}, .miss = {"a b", "a c b"}});
}

TEST(FilterPatternFields, AreReadInLinearTime) {
  std::string brackets;
  for (size_t i = 0; i < kMiB / 2; ++i) brackets += "[ ";
  expect_lines("[..., x = y]",
               {.match = {brackets + "y"}, .miss = {brackets, brackets + "\" y\""}});
  expect_lines("[..., a = \"[\", b = \"[\", c = x, ...]", {.miss = {brackets}});
}

}  // namespace
}  // namespace cwlogs
