// Lines that each parser takes: where random lines start from, and what the benchmarks measure.
#pragma once

#include <string_view>
#include <vector>

#include "processor/line_parser.h"

namespace cwlogs::testing {

struct ParserLines {
  ParserOptions options;
  std::vector<std::string_view> lines;
};

namespace lines {

inline constexpr std::string_view kBsd =
    "Jan 15 09:29:58 ip-10-0-1-23 sshd[1234]: Accepted publickey for ubuntu from 203.0.113.7";
inline constexpr std::string_view kKernel =
    "<6>Jan  5 09:30:03 web-1 kernel: [12345.678901] [UFW BLOCK] IN=eth0 SRC=198.51.100.9";
inline constexpr std::string_view kRsyslog =
    "2024-01-15T18:30:05.123456+09:00 bookworm systemd-logind[456]: 新しいシート seat0.";
inline constexpr std::string_view kRfc5424 =
    R"(<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog 8710 ID47 )"
    R"([exampleSDID@32473 iut="3" ip="a" ip="b\"\]c"][x y="日本"] An application event)";
inline constexpr std::string_view kNil = "<34>1 - - - - - - \xEF\xBB\xBF'su root' failed";
inline constexpr std::string_view kCommon =
    R"(127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif?a=b HTTP/1.0" 200 23)";
inline constexpr std::string_view kTls =
    R"(2001:db8::1 - - [15/Jan/2024:09:30:00 +0000] "\x16\x03\x01\xE3\x81\x82" 400 -)";
inline constexpr std::string_view kCombined =
    R"(203.0.113.7 - a b [15/Jan/2024:18:30:00 +0900] "POST /api/注文?id=1 HTTP/2.0" 201 512 )"
    R"("https://example.com/" "Mozilla/5.0 (X11; \"Linux\"; [en]) \xe3\x83\x96\x5C")";
inline constexpr std::string_view kVirtual =
    R"(www.example.com:443 10.0.0.5 - - [15/Jan/2024:09:30:00 +0000] "GET / HTTP/1.1" 200 5)";
inline constexpr std::string_view kNginxMain =
    R"(10.0.0.5 - - [15/Jan/2024:09:30:00 +0000] "GET / HTTP/1.1" 200 5 "-" "c" "1.2.3.4" 0.1)";
inline constexpr std::string_view kJson =
    R"({"level":"INFO","ms":12.5,"ok":true,"none":null,"at":{"file" : "a.go", "line": [1, 2]},)"
    R"("message":"\u65e5本 \"quoted\"\n \ud83d\ude00 \ud800","k\u0065y":""})";
inline constexpr std::string_view kLogfmt =
    R"(time=2024-01-15T09:30:00Z level=info msg="it \"works\" \u3042 \ud83d\ude00" ms=12.5 ok= c)";
inline constexpr std::string_view kStart = "START RequestId: 8c360c87-d4b7-4423 Version: $LATEST";
inline constexpr std::string_view kReport =
    "REPORT RequestId: 8c360c87\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 512 "
    "MB\tMax Memory Used: 80 MB\tInit Duration: 1.5 ms\tStatus: error\tError Type: R.E\tNew "
    "thing: "
    "7\t\nXRAY TraceId: 1-5e34a614-10bd\tSegmentId: 07f0\tSampled: true\t";
inline constexpr std::string_view kPlatform =
    R"({"time":"2022-10-12T00:01:15.000Z","type":"platform.report","record":{"metrics":)"
    R"({"billedDurationMs":694,"durationMs":693.92},"requestId":"6d68ca91","tracing":)"
    R"({"value":"Root=1-62e;Sampled=1"},"status":"success"}})";
inline constexpr std::string_view kFlow =
    "2 123456789010 eni-1235b8ca123456789 172.31.16.139 2001:db8::21 20641 22 6 20 4249 "
    "1418530010 1418530070 ACCEPT OK";
inline constexpr std::string_view kNoData =
    "2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA";
inline constexpr std::string_view kTrail =
    R"({"eventVersion":"1.08","userIdentity":{"type":"IAMUser","userName":"Mary"},"eventTime":)"
    R"("2023-07-19T21:17:28Z","eventSource":"ec2.amazonaws.com","eventName":"StartInstances",)"
    R"("requestParameters":{"instancesSet":{"items":[{"instanceId":"i-1"}]}},"readOnly":false})";
inline constexpr std::string_view kCloudFront =
    "2019-12-04\t21:02:31\tLAX1\t392\t192.0.2.100\tGET\td11.cloudfront.net\t/a%20b\t200\t-\t"
    "Mozilla/5.0%20(%E3%81%82)\tq=%25\t-\tHit\tSOX4==\td11.cloudfront.net\thttps\t23\t0.001\t-\t"
    "TLSv1.2\tECDHE\tHit\tHTTP/2.0\t-\t-\t11040\t0.001\tHit\ttext/html;%20x\t78\t-\t-\tnew";
inline constexpr std::string_view kAlb =
    R"(h2 2018-07-02T22:23:00.186641Z app/my-lb/50dc6c495c0c9188 [2001:db8::1]:2817 10.0.0.1:80 )"
    R"(0.000 -1 0.000 200 - 34 366 "GET https://www.example.com:80/あ HTTP/2.0" "curl "x", 7" )"
    R"(ECDHE TLSv1.2 arn:aws:x "Root=1-58" "-" "-" 0 2018-07-02T22:22:48.364000Z "forward" "-" )"
    R"("-" "10.0.0.1:80" "200" "-" "-" TID_1 "h" "/u" "TransformSuccess" 100.51.96.60)";
inline constexpr std::string_view kBadRequest =
    R"(http 2026-09-23T07:17:32.454551Z app/k8s/98e3 216.180.246.224:25824 - -1 -1 -1 400 - 0 )"
    R"(272 "- http://k8s-1.elb.amazonaws.com:80- -" "-" - - - "-")";

}  // namespace lines

// One entry for every parser, and more for those with an argument.
inline std::vector<ParserLines> parser_lines() {
  using namespace lines;
  return {
      {{.name = "syslog"}, {kBsd, kKernel, kRsyslog, kRfc5424, kNil}},
      {{.name = "syslog-rfc3164"}, {kBsd, kKernel, kRsyslog}},
      {{.name = "syslog-rfc5424"}, {kRfc5424, kNil}},
      {{.name = "nginx"}, {kCommon, kTls, kCombined, kNginxMain}},
      {{.name = "apache"}, {kCommon, kTls, kCombined, kVirtual}},
      {{.name = "common"}, {kCommon, kTls}},
      {{.name = "combined"}, {kCombined}},
      {{.name = "json"}, {kJson, kPlatform, kTrail}},
      {{.name = "logfmt"}, {kLogfmt}},
      {{.name = "lambda"}, {kStart, kReport, kPlatform}},
      {{.name = "vpc-flow"}, {kFlow, kNoData}},
      {{.name = "vpc-flow", .argument = "${start} ${srcaddr} ${type} ${tcp-flags} ${new}"},
       {"1418530010 10.0.0.1 IPv4 2 日本", "- - - - -"}},
      {{.name = "cloudtrail"}, {kTrail}},
      {{.name = "cloudfront"}, {kCloudFront}},
      {{.name = "alb"}, {kAlb, kBadRequest}},
      {{.name = "regex",
        .argument = R"((?P<level>\S+) (?P<ms>\S+)(?: (?P<text>.*))?)",
        .numbers = {"ms"}},
       {"WARN 12.5 ディスク full", "INFO 7"}},
  };
}

}  // namespace cwlogs::testing
