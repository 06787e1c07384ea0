#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "tests/parsed_line.h"

namespace cwlogs {
namespace {

using testing::ParsedLine;

// Written with `|` for the tabs, which nobody sees.
std::string with_tabs(std::string_view text) {
  std::string line(text);
  std::replace(line.begin(), line.end(), '|', '\t');
  return line;
}

std::string parse(std::string_view text) {
  return ParsedLine({.name = "cloudfront"})(with_tabs(text));
}

// A line of 33 columns of the developer guide, with one column replaced.
std::string line_with(std::string_view column, std::string_view replacement) {
  std::string line =
      "2019-12-04|21:02:31|LAX1|392|192.0.2.100|GET|d111111abcdef8.cloudfront.net|/index.html|200|"
      "-|Mozilla/5.0%20(Windows%20NT%2010.0;%20Win64;%20x64)|-|-|Hit|"
      "SOX4xwn4XV6Q4rgb7XiVGOHms_BGlTAC4KyHmureZmBNrjGdRLiNIQ==|d111111abcdef8.cloudfront.net|"
      "https|23|0.001|-|TLSv1.2|ECDHE-RSA-AES128-GCM-SHA256|Hit|HTTP/2.0|-|-|11040|0.001|Hit|"
      "text/html|78|-|-";
  if (!column.empty()) line.replace(line.find(column), column.size(), replacement);
  return line;
}

// One field of such a line.
std::string field_of(std::string_view name, std::string_view column, std::string_view replacement) {
  ParsedLine parsed({.name = "cloudfront"});
  if (parsed(with_tabs(line_with(column, replacement))) == "no match") return "no match";
  const ParsedField* const field = parsed.fields().find(name);
  return field == nullptr ? "absent" : std::string(field->text);
}

TEST(CloudFront, ReadsAllColumns) {
  EXPECT_EQ(parse(line_with("", "")),
            R"({"time":"2019-12-04T21:02:31.000Z","x_edge_location":"LAX1","sc_bytes":392,)"
            R"("c_ip":"192.0.2.100","cs_method":"GET","cs_host":"d111111abcdef8.cloudfront.net",)"
            R"("cs_uri_stem":"/index.html","sc_status":200,)"
            R"j("cs_user_agent":"Mozilla/5.0 (Windows NT 10.0; Win64; x64)",)j"
            R"("x_edge_result_type":"Hit","x_edge_request_id":)"
            R"("SOX4xwn4XV6Q4rgb7XiVGOHms_BGlTAC4KyHmureZmBNrjGdRLiNIQ==",)"
            R"("x_host_header":"d111111abcdef8.cloudfront.net","cs_protocol":"https",)"
            R"("cs_bytes":23,"time_taken":0.001,"ssl_protocol":"TLSv1.2",)"
            R"("ssl_cipher":"ECDHE-RSA-AES128-GCM-SHA256","x_edge_response_result_type":"Hit",)"
            R"("cs_protocol_version":"HTTP/2.0","c_port":11040,"time_to_first_byte":0.001,)"
            R"("x_edge_detailed_result_type":"Hit","sc_content_type":"text/html",)"
            R"("sc_content_len":78})");
}

TEST(CloudFront, ReadsTheColumnsOfOlderLines) {
  EXPECT_EQ(
      parse("2013-10-22|00:41:30|LHR3|828|255.255.255.255|GET|d10wr4jwvp55f9.cloudfront.net|"
            "/i|200|http://www.example.com/a%20b|Mozilla/5.0%20(Macintosh)|e=pv&page=a%2520b"),
      R"({"time":"2013-10-22T00:41:30.000Z","x_edge_location":"LHR3","sc_bytes":828,)"
      R"("c_ip":"255.255.255.255","cs_method":"GET",)"
      R"("cs_host":"d10wr4jwvp55f9.cloudfront.net","cs_uri_stem":"/i","sc_status":200,)"
      R"j("cs_referer":"http://www.example.com/a%20b","cs_user_agent":"Mozilla/5.0 (Macintosh)",)j"
      R"("cs_uri_query":"e=pv&page=a%2520b"})");
  EXPECT_EQ(parse("2016-06-10|18:41:39|IAD53|224281|192.168.1.1|GET|d27.cloudfront.net|"
                  "/content/thing.pdf|200|-|-|-|-|Miss|UGskZ6dUKY7b4C6Pt7wAWVsU2KO==|"
                  "host.example.com|https|883|0.036|-|TLSv1.2|ECDHE-RSA-AES128-GCM-SHA256|Miss"),
            R"({"time":"2016-06-10T18:41:39.000Z","x_edge_location":"IAD53","sc_bytes":224281,)"
            R"("c_ip":"192.168.1.1","cs_method":"GET","cs_host":"d27.cloudfront.net",)"
            R"("cs_uri_stem":"/content/thing.pdf","sc_status":200,"x_edge_result_type":"Miss",)"
            R"("x_edge_request_id":"UGskZ6dUKY7b4C6Pt7wAWVsU2KO==",)"
            R"("x_host_header":"host.example.com","cs_protocol":"https","cs_bytes":883,)"
            R"("time_taken":0.036,"ssl_protocol":"TLSv1.2",)"
            R"("ssl_cipher":"ECDHE-RSA-AES128-GCM-SHA256","x_edge_response_result_type":"Miss"})");
}

TEST(CloudFront, KeepsColumnsOfTheFuture) {
  const std::string all = parse(line_with("", ""));
  EXPECT_EQ(parse(line_with("", "") + "|new|-"),
            all.substr(0, all.size() - 1) + R"(,"extra":"new\t-"})");
}

TEST(CloudFront, DecodesHeadersOnceAndLeavesUrlsAlone) {
  constexpr std::string_view kAgent = "Mozilla/5.0%20(Windows%20NT%2010.0;%20Win64;%20x64)";
  const auto agent_of = [&](std::string_view text) {
    return field_of("cs_user_agent", kAgent, text);
  };
  EXPECT_EQ(agent_of("-"), "absent");
  EXPECT_EQ(agent_of("curl/8.4.0"), "curl/8.4.0");
  EXPECT_EQ(agent_of("My%2520App/1%20CFNetwork/1"), "My%20App/1 CFNetwork/1");
  EXPECT_EQ(agent_of("%E3%83%96%e3%83%a9"), "ブラ");
  EXPECT_EQ(agent_of("%22quoted%22%5Bx%5D%7C"), "\"quoted\"[x]|");
  EXPECT_EQ(agent_of("50%"), "50%");
  EXPECT_EQ(agent_of("%zz%4"), "%zz%4");
  EXPECT_EQ(agent_of("%20not%20text:%FF"), "%20not%20text:%FF");
  EXPECT_EQ(agent_of("ブラウザ%201"), "ブラウザ 1");
  EXPECT_EQ(agent_of("%00%01"), std::string("\0\1", 2));
  EXPECT_EQ(agent_of(""), "");
  EXPECT_EQ(field_of("cs_uri_stem", "/index.html", "/a%2Fb%20c"), "/a%2Fb%20c");
  EXPECT_EQ(field_of("cs_uri_stem", "/index.html", "/日本"), "/日本");
  EXPECT_EQ(field_of("sc_content_type", "text/html", "text/html;%20charset=utf-8"),
            "text/html; charset=utf-8");
}

TEST(CloudFront, ReadsWhateverViewersSend) {
  EXPECT_EQ(field_of("c_ip", "192.0.2.100", "2001:db8::1"), "2001:db8::1");
  EXPECT_EQ(field_of("sc_status", "|200|", "|000|"), "no match");
  EXPECT_EQ(field_of("sc_status", "|200|", "|-|"), "absent");
  EXPECT_EQ(field_of("cs_method", "GET", "PROPFIND"), "PROPFIND");
  EXPECT_EQ(field_of("sc_bytes", "392", "many"), "no match");
  EXPECT_EQ(field_of("time_taken", "0.001", "1e3"), "no match");
  EXPECT_EQ(field_of("time", "", ""), "2019-12-04\t21:02:31");
  const std::string path = "/" + std::string(64 * 1024, 'x');
  EXPECT_EQ(field_of("cs_uri_stem", "/index.html", path), path);
}

TEST(CloudFront, RefusesOtherLines) {
  for (const std::string_view text : {
           "",
           "hello",
           "#Version: 1.0",
           "#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem",
           "#|a|b|c|d|e|f|g|h|i|j|k|l",
           "2013-10-22|00:41:30|LHR3|828|255.255.255.255|GET|h|/i|200|-|-",
           "2013-10-22 00:41:30 LHR3 828 255.255.255.255 GET h /i 200 - - -",
           "2013-13-22|00:41:30|LHR3|828|255.255.255.255|GET|h|/i|200|-|-|-",
           "2013-10-22|24:41:30|LHR3|828|255.255.255.255|GET|h|/i|200|-|-|-",
           "1969-10-22|00:41:30|LHR3|828|255.255.255.255|GET|h|/i|200|-|-|-",
           "13-10-22|00:41:30|LHR3|828|255.255.255.255|GET|h|/i|200|-|-|-",
           "2013-10-22|00:41|LHR3|828|255.255.255.255|GET|h|/i|200|-|-|-",
           "a|b|c|d|e|f|g|h|i|j|k|l|m",
       }) {
    EXPECT_EQ(parse(text), "no match") << text;
  }
}

}  // namespace
}  // namespace cwlogs
