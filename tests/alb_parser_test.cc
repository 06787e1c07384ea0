#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/parsed_line.h"

namespace cwlogs {
namespace {

using testing::ParsedLine;

std::string parse(std::string_view line) { return ParsedLine({.name = "alb"})(line); }

// Of the user guide's example entries.
constexpr std::string_view kHttp =
    R"(http 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 )"
    R"(10.0.0.1:80 0.000 0.001 0.000 200 200 34 366 "GET http://www.example.com:80/ HTTP/1.1" )"
    R"("curl/7.46.0" - - arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/)"
    R"(my-targets/73e2d6bc24d8a067 "Root=1-58337262-36d228ad5d99923122bbe354" "-" "-" 0 )"
    R"(2018-07-02T22:22:48.364000Z "forward" "-" "-" "10.0.0.1:80" "200" "-" "-" )"
    R"(TID_1234abcd5678ef90)";

constexpr std::string_view kHttpFields =
    R"({"type":"http","time":"2018-07-02T22:23:00.186Z",)"
    R"("elb":"app/my-loadbalancer/50dc6c495c0c9188","client_ip":"192.168.131.39",)"
    R"("client_port":2817,"target_ip":"10.0.0.1","target_port":80,)"
    R"("request_processing_time":0.000,"target_processing_time":0.001,)"
    R"("response_processing_time":0.000,"elb_status_code":200,"target_status_code":200,)"
    R"("received_bytes":34,"sent_bytes":366,"request_verb":"GET",)"
    R"("request_url":"http://www.example.com:80/","request_proto":"HTTP/1.1",)"
    R"("user_agent":"curl/7.46.0","target_group_arn":)"
    R"("arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067",)"
    R"("trace_id":"Root=1-58337262-36d228ad5d99923122bbe354","matched_rule_priority":0,)"
    R"("request_creation_time":"2018-07-02T22:22:48.364Z","actions_executed":"forward",)"
    R"("target_port_list":"10.0.0.1:80","target_status_code_list":"200")";

// The first example with a part replaced.
std::string line_with(std::string_view part, std::string_view replacement) {
  std::string line(kHttp);
  return line.replace(line.find(part), part.size(), replacement);
}

std::string field_of(std::string_view name, std::string_view part, std::string_view replacement) {
  ParsedLine parsed({.name = "alb"});
  if (parsed(line_with(part, replacement)) == "no match") return "no match";
  const ParsedField* const field = parsed.fields().find(name);
  return field == nullptr ? "absent" : std::string(field->text);
}

TEST(Alb, ReadsAllColumns) {
  const std::string fields =
      std::string(kHttpFields) + R"(,"conn_trace_id":"TID_1234abcd5678ef90")";
  EXPECT_EQ(parse(kHttp), fields + "}");
  EXPECT_EQ(parse(std::string(kHttp) + R"( "m.example.com" "/new" "TransformSuccess")"),
            fields + R"(,"transformed_host":"m.example.com","transformed_uri":"/new",)" +
                R"("request_transform_status":"TransformSuccess"})");
  // As load balancers write it in 2026, ahead of the guide.
  EXPECT_EQ(parse(std::string(kHttp) + R"( "-" "-" "-" 100.51.96.60 "-" "-")"),
            fields + R"(,"extra":"100.51.96.60 \"-\" \"-\""})");
}

TEST(Alb, ReadsTheColumnsOfOlderLines) {
  const auto until = [](std::string_view text, std::string_view end) {
    return std::string(text.substr(0, text.find(end)));
  };
  EXPECT_EQ(parse(until(kHttp, " TID_")), std::string(kHttpFields) + "}");
  EXPECT_EQ(parse(until(kHttp, R"( "-" "-" 0)")),
            until(kHttpFields, R"(,"matched_rule_priority")") + "}");
  EXPECT_EQ(parse(until(kHttp, R"( "Root=)")), "no match");
}

TEST(Alb, ReadsTheExamplesOfTheGuide) {
  // Over TLS, with a Lambda function as the target
  EXPECT_EQ(
      parse(R"(https 2018-11-30T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 )"
            R"(192.168.131.39:2817 - 0.000 0.001 0.000 502 - 34 366 )"
            R"("GET https://www.example.com:443/ HTTP/1.1" "curl/7.46.0" )"
            R"(ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:t "Root=1-58337364-23a8" )"
            R"("www.example.com" "arn:aws:acm:c" 0 2018-11-30T22:22:48.364000Z "forward" "-" )"
            R"("LambdaInvalidResponse" "-" "-" "-" "-" TID_1)"),
      R"({"type":"https","time":"2018-11-30T22:23:00.186Z",)"
      R"("elb":"app/my-loadbalancer/50dc6c495c0c9188","client_ip":"192.168.131.39",)"
      R"("client_port":2817,"request_processing_time":0.000,"target_processing_time":0.001,)"
      R"("response_processing_time":0.000,"elb_status_code":502,"received_bytes":34,)"
      R"("sent_bytes":366,"request_verb":"GET","request_url":"https://www.example.com:443/",)"
      R"("request_proto":"HTTP/1.1","user_agent":"curl/7.46.0",)"
      R"("ssl_cipher":"ECDHE-RSA-AES128-GCM-SHA256","ssl_protocol":"TLSv1.2",)"
      R"("target_group_arn":"arn:aws:t","trace_id":"Root=1-58337364-23a8",)"
      R"("domain_name":"www.example.com","chosen_cert_arn":"arn:aws:acm:c",)"
      R"("matched_rule_priority":0,"request_creation_time":"2018-11-30T22:22:48.364Z",)"
      R"("actions_executed":"forward","error_reason":"LambdaInvalidResponse",)"
      R"("conn_trace_id":"TID_1"})");
  // A request that is none
  EXPECT_EQ(
      parse(R"(http 2026-09-23T07:17:32.454551Z app/k8s/98e3 216.180.246.224:25824 - -1 -1 -1 400 )"
            R"(- 0 272 "- http://k8s-1.us-east-1.elb.amazonaws.com:80- -" "-" - - - "-" "-" "-" - )"
            R"(2026-09-23T07:17:31.697000Z "-" "-" "-" "-" "-" "Ambiguous" "SpaceInUri" TID_7d15)"),
      R"({"type":"http","time":"2026-09-23T07:17:32.454Z","elb":"app/k8s/98e3",)"
      R"("client_ip":"216.180.246.224","client_port":25824,"request_processing_time":-1,)"
      R"("target_processing_time":-1,"response_processing_time":-1,"elb_status_code":400,)"
      R"("received_bytes":0,"sent_bytes":272,)"
      R"("request":"- http://k8s-1.us-east-1.elb.amazonaws.com:80- -",)"
      R"("request_creation_time":"2026-09-23T07:17:31.697Z","classification":"Ambiguous",)"
      R"("classification_reason":"SpaceInUri","conn_trace_id":"TID_7d15"})");
}

TEST(Alb, TakesEveryTypeOfRequest) {
  for (const std::string_view type : {"http", "https", "h2", "grpcs", "ws", "wss"}) {
    EXPECT_EQ(field_of("type", "http ", std::string(type) + " "), type);
  }
  EXPECT_EQ(field_of("type", "http ", "tls "), "no match");
  EXPECT_EQ(field_of("type", "http ", "HTTP "), "no match");
}

TEST(Alb, ReadsTheUglyOnes) {
  EXPECT_EQ(field_of("client_ip", "192.168.131.39:2817", "[2001:db8::1]:2817"), "2001:db8::1");
  EXPECT_EQ(field_of("client_ip", "192.168.131.39:2817", "2001:db8::1:2817"), "2001:db8::1");
  EXPECT_EQ(field_of("client_port", "192.168.131.39:2817", "2001:db8::1:2817"), "2817");
  EXPECT_EQ(field_of("client_ip", "192.168.131.39:2817", "client:2817"), "no match");
  EXPECT_EQ(field_of("client_ip", "192.168.131.39:2817", "192.168.131.39"), "no match");
  EXPECT_EQ(field_of("client_ip", "192.168.131.39:2817", "192.168.131.39:x"), "no match");
  EXPECT_EQ(field_of("user_agent", "curl/7.46.0", ""), "");
  EXPECT_EQ(field_of("user_agent", "curl/7.46.0", "() { :; }; [x] 日本語"),
            "() { :; }; [x] 日本語");
  EXPECT_EQ(field_of("user_agent", "curl/7.46.0", R"(a "b", \x22c\x22)"), R"(a "b", \x22c\x22)");
  EXPECT_EQ(field_of("user_agent", "curl/7.46.0", "\x01"), "\x01");
  EXPECT_EQ(field_of("request_url", "http://www.example.com:80/", "http://h:80/a b?c=d e"),
            "http://h:80/a b?c=d e");
  EXPECT_EQ(field_of("request", "GET http://www.example.com:80/ HTTP/1.1", "-"), "absent");
  EXPECT_EQ(field_of("request", "GET http://www.example.com:80/ HTTP/1.1", "GET"), "GET");
  EXPECT_EQ(field_of("request", "GET http://www.example.com:80/ HTTP/1.1", ""), "");
  EXPECT_EQ(field_of("target_port_list", R"("10.0.0.1:80" "200")",
                     R"("10.0.0.1:80 10.0.0.2:80" "200 502")"),
            "10.0.0.1:80 10.0.0.2:80");
  EXPECT_EQ(field_of("time", "22:23:00.186641Z", "22:23:00.186641Z"),
            "2018-07-02T22:23:00.186641Z");
  const std::string url = "http://h:80/" + std::string(64 * 1024, 'x');
  EXPECT_EQ(field_of("request_url", "http://www.example.com:80/", url), url);
}

TEST(Alb, RefusesOtherLines) {
  for (const std::string_view line : {
           std::string_view(),
           std::string_view("hello"),
           std::string_view("http"),
           // a Classic Load Balancer, a Network Load Balancer
           std::string_view(R"(2015-05-13T23:39:43.945958Z my-loadbalancer 192.168.131.39:2817 )"
                            R"(10.0.0.1:80 0.000073 0.001048 0.000057 200 200 0 29 "GET )"
                            R"(http://www.example.com:80/ HTTP/1.1" "curl/7.38.0" - -)"),
           std::string_view(
               "tls 2.0 2018-12-20T02:59:40 net/my-network-loadbalancer/c6e77e28c25b2234"
               " g3d4b5e8bb8464cd 72.21.218.154:51341 172.100.100.185:443 5 2 98 246 -"),
           kHttp.substr(0, 200),
       }) {
    EXPECT_EQ(parse(line), "no match") << line;
  }
  EXPECT_EQ(parse(line_with("2018-07-02T22:23:00.186641Z", "yesterday")), "no match");
  EXPECT_EQ(parse(line_with("2018-07-02T22:22:48.364000Z", "yesterday")), "no match");
  EXPECT_EQ(parse(line_with(" 34 366 ", " 34  366 ")), "no match");
  EXPECT_EQ(parse(line_with(" 34 366 ", " 34 many ")), "no match");
  EXPECT_EQ(parse(line_with("\"curl/7.46.0\"", "\"curl/7.46.0")), "no match");
}

}  // namespace
}  // namespace cwlogs
