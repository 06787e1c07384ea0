#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/parsed_line.h"

namespace cwlogs {
namespace {

using testing::ParsedLine;

// Of AWS's examples:
// https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html
TEST(VpcFlow, ReadsTheDefaultFormat) {
  const struct {
    std::string_view line;
    std::string_view fields;
  } cases[] = {
      {"2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 "
       "1418530010 1418530070 ACCEPT OK",
       R"({"version":2,"account_id":"123456789010","interface_id":"eni-1235b8ca123456789",)"
       R"("srcaddr":"172.31.16.139","dstaddr":"172.31.16.21","srcport":20641,"dstport":22,)"
       R"("protocol":6,"packets":20,"bytes":4249,"start":"2014-12-14T04:06:50.000Z",)"
       R"("end":"2014-12-14T04:07:50.000Z","action":"ACCEPT","log_status":"OK"})"},
      {"2 123456789010 eni-1235b8ca123456789 172.31.9.69 172.31.9.12 49761 3389 6 20 4249 "
       "1418530010 1418530070 REJECT OK",
       R"({"version":2,"account_id":"123456789010","interface_id":"eni-1235b8ca123456789",)"
       R"("srcaddr":"172.31.9.69","dstaddr":"172.31.9.12","srcport":49761,"dstport":3389,)"
       R"("protocol":6,"packets":20,"bytes":4249,"start":"2014-12-14T04:06:50.000Z",)"
       R"("end":"2014-12-14T04:07:50.000Z","action":"REJECT","log_status":"OK"})"},
      {"2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA",
       R"({"version":2,"account_id":"123456789010","interface_id":"eni-1235b8ca123456789",)"
       R"("start":"2015-05-10T18:01:16.000Z","end":"2015-05-10T18:02:14.000Z",)"
       R"("log_status":"NODATA"})"},
      {"2 123456789010 eni-11111111aaaaaaaaa - - - - - - - 1431280876 1431280934 - SKIPDATA",
       R"({"version":2,"account_id":"123456789010","interface_id":"eni-11111111aaaaaaaaa",)"
       R"("start":"2015-05-10T18:01:16.000Z","end":"2015-05-10T18:02:14.000Z",)"
       R"("log_status":"SKIPDATA"})"},
      {"2 123456789010 eni-1235b8ca123456789 2001:db8:1234:a100:8d6e:3477:df66:f105 "
       "2001:db8:1234:a102:3304:8879:34cf:4071 34892 22 6 54 8855 1477913708 1477913820 ACCEPT OK",
       R"({"version":2,"account_id":"123456789010","interface_id":"eni-1235b8ca123456789",)"
       R"("srcaddr":"2001:db8:1234:a100:8d6e:3477:df66:f105",)"
       R"("dstaddr":"2001:db8:1234:a102:3304:8879:34cf:4071","srcport":34892,"dstport":22,)"
       R"("protocol":6,"packets":54,"bytes":8855,"start":"2016-10-31T11:35:08.000Z",)"
       R"("end":"2016-10-31T11:37:00.000Z","action":"ACCEPT","log_status":"OK"})"},
      {"2 unknown - 203.0.113.12 172.31.16.139 0 0 1 4 336 1432917027 1432917142 ACCEPT OK",
       R"({"version":2,"account_id":"unknown","srcaddr":"203.0.113.12",)"
       R"("dstaddr":"172.31.16.139","srcport":0,"dstport":0,"protocol":1,"packets":4,)"
       R"("bytes":336,"start":"2015-05-29T16:30:27.000Z","end":"2015-05-29T16:32:22.000Z",)"
       R"("action":"ACCEPT","log_status":"OK"})"},
      {"2 001234567890 eni-1 ::1 :: 1 2 58 1 9223372036854 0 1 ACCEPT OK",
       R"({"version":2,"account_id":"001234567890","interface_id":"eni-1","srcaddr":"::1",)"
       R"("dstaddr":"::","srcport":1,"dstport":2,"protocol":58,"packets":1,)"
       R"("bytes":9223372036854,"start":"1970-01-01T00:00:00.000Z",)"
       R"("end":"1970-01-01T00:00:01.000Z","action":"ACCEPT","log_status":"OK"})"},
  };
  ParsedLine parsed({.name = "vpc-flow"});
  for (const auto& [line, fields] : cases) EXPECT_EQ(parsed(line), fields) << line;
  parsed(cases[0].line);
  EXPECT_EQ(parsed.time(), "2014-12-14T04:06:50.000Z");  // the start
}

TEST(VpcFlow, ReadsCustomFormats) {
  const struct {
    std::string_view format;
    std::string_view line;
    std::string_view fields;
  } cases[] = {
      // Of AWS's examples: TCP flags, NAT gateway, transit gateway
      {"${version} ${vpc-id} ${subnet-id} ${instance-id} ${interface-id} ${account-id} ${type} "
       "${srcaddr} ${dstaddr} ${srcport} ${dstport} ${pkt-srcaddr} ${pkt-dstaddr} ${protocol} "
       "${bytes} ${packets} ${start} ${end} ${action} ${tcp-flags} ${log-status}",
       "3 vpc-abcdefab012345678 subnet-aaaaaaaa012345678 i-01234567890123456 "
       "eni-1235b8ca123456789 123456789010 IPv4 52.213.180.42 10.0.0.62 43416 5001 52.213.180.42 "
       "10.0.0.62 6 568 8 1566848875 1566848933 ACCEPT 2 OK",
       R"({"version":3,"vpc_id":"vpc-abcdefab012345678","subnet_id":"subnet-aaaaaaaa012345678",)"
       R"("instance_id":"i-01234567890123456","interface_id":"eni-1235b8ca123456789",)"
       R"("account_id":"123456789010","type":"IPv4","srcaddr":"52.213.180.42",)"
       R"("dstaddr":"10.0.0.62","srcport":43416,"dstport":5001,"pkt_srcaddr":"52.213.180.42",)"
       R"("pkt_dstaddr":"10.0.0.62","protocol":6,"bytes":568,"packets":8,)"
       R"("start":"2019-08-26T19:47:55.000Z","end":"2019-08-26T19:48:53.000Z",)"
       R"("action":"ACCEPT","tcp_flags":2,"log_status":"OK"})"},
      {"${instance-id} ${interface-id} ${srcaddr} ${dstaddr} ${pkt-srcaddr} ${pkt-dstaddr}",
       "- eni-1235b8ca123456789 10.0.1.5 10.0.0.220 10.0.1.5 203.0.113.5",
       R"({"interface_id":"eni-1235b8ca123456789","srcaddr":"10.0.1.5","dstaddr":"10.0.0.220",)"
       R"("pkt_srcaddr":"10.0.1.5","pkt_dstaddr":"203.0.113.5"})"},
      {"${region} ${az-id} ${sublocation-type} ${sublocation-id}",
       "ap-northeast-1 apne1-az4 wavelength wl-1",
       R"({"region":"ap-northeast-1","az_id":"apne1-az4","sublocation_type":"wavelength",)"
       R"("sublocation_id":"wl-1"})"},
      {"${version} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${start} ${end} "
       "${type} ${packets} ${bytes} ${account-id} ${vpc-id} ${subnet-id} ${instance-id} "
       "${interface-id} ${region} ${az-id} ${sublocation-type} ${sublocation-id} ${action} "
       "${tcp-flags} ${pkt-srcaddr} ${pkt-dstaddr} ${pkt-src-aws-service} ${pkt-dst-aws-service} "
       "${traffic-path} ${flow-direction} ${log-status}",
       "5 52.95.128.179 10.0.0.71 80 34210 6 1616729292 1616729349 IPv4 14 15044 123456789012 "
       "vpc-abcdefab012345678 subnet-aaaaaaaa012345678 i-0c50d5961bcb2d47b eni-1235b8ca123456789 "
       "ap-southeast-2 apse2-az3 - - ACCEPT 19 52.95.128.179 10.0.0.71 S3 - - ingress OK",
       R"({"version":5,"srcaddr":"52.95.128.179","dstaddr":"10.0.0.71","srcport":80,)"
       R"("dstport":34210,"protocol":6,"start":"2021-03-26T03:28:12.000Z",)"
       R"("end":"2021-03-26T03:29:09.000Z","type":"IPv4","packets":14,"bytes":15044,)"
       R"("account_id":"123456789012","vpc_id":"vpc-abcdefab012345678",)"
       R"("subnet_id":"subnet-aaaaaaaa012345678","instance_id":"i-0c50d5961bcb2d47b",)"
       R"("interface_id":"eni-1235b8ca123456789","region":"ap-southeast-2",)"
       R"("az_id":"apse2-az3","action":"ACCEPT","tcp_flags":19,"pkt_srcaddr":"52.95.128.179",)"
       R"("pkt_dstaddr":"10.0.0.71","pkt_src_aws_service":"S3","flow_direction":"ingress",)"
       R"("log_status":"OK"})"},
      {"${version} ${resource-type} ${tgw-id} ${tgw-src-vpc-account-id} ${packets-lost-no-route}",
       "6 TransitGateway tgw-0123 123456789012 0",
       R"({"version":6,"resource_type":"TransitGateway","tgw_id":"tgw-0123",)"
       R"("tgw_src_vpc_account_id":"123456789012","packets_lost_no_route":0})"},
      {"${ecs-cluster-name} ${ecs-task-id} ${ecs-second-container-id} ${version}",
       "prod 0123456789abcdef - 7",
       R"({"ecs_cluster_name":"prod","ecs_task_id":"0123456789abcdef","version":7})"},
      {"${version} ${reject-reason} ${action}", "8 BPA REJECT",
       R"({"version":8,"reject_reason":"BPA","action":"REJECT"})"},
      {"${resource-id} ${encryption-status} ${version}", "nat-1 1 10",
       R"({"resource_id":"nat-1","encryption_status":1,"version":10})"},
      {"${version} ${interface-type} ${next-hop-az-id} ${instance-tag-2}",
       "11 nat_gateway apne1-az1 web",
       R"({"version":11,"interface_type":"nat_gateway","next_hop_az_id":"apne1-az1",)"
       R"("instance_tag_2":"web"})"},
      {"${version} ${field-of-2030}", "12 42", R"({"version":12,"field_of_2030":"42"})"},
      {"${version} ${end}", "2 1616729349", R"({"version":2,"end":"2021-03-26T03:29:09.000Z"})"},
      {"${end} ${start}", "1616729349 1616729292",
       R"({"end":"2021-03-26T03:29:09.000Z","start":"2021-03-26T03:28:12.000Z"})"},
      {"${type} ${region}", "日本 リージョン", R"({"type":"日本","region":"リージョン"})"},
  };
  for (const auto& [format, line, fields] : cases) {
    ParsedLine parsed({.name = "vpc-flow", .argument = std::string(format)});
    EXPECT_EQ(parsed(line), fields) << line;
  }
}

TEST(VpcFlow, TellsWhenTheFlowBegan) {
  const auto time_of = [](std::string_view format, std::string_view line) {
    ParsedLine parsed({.name = "vpc-flow", .argument = std::string(format)});
    parsed(line);
    return parsed.time();
  };
  EXPECT_EQ(time_of("${end} ${start}", "1616729349 1616729292"), "2021-03-26T03:28:12.000Z");
  EXPECT_EQ(time_of("${start} ${end}", "1616729292 1616729349"), "2021-03-26T03:28:12.000Z");
  EXPECT_EQ(time_of("${end}", "1616729349"), "2021-03-26T03:29:09.000Z");
  EXPECT_EQ(time_of("${version}", "2"), "none");
}

TEST(VpcFlow, RefusesOtherLines) {
  ParsedLine parsed({.name = "vpc-flow"});
  const std::string good =
      "2 123456789010 eni-1 10.0.0.1 10.0.0.2 1 2 6 20 4249 1418530010 1418530070 ACCEPT OK";
  ASSERT_NE(parsed(good), "no match");
  const auto with = [&](std::string_view part, std::string_view other) {
    std::string line = good;
    return line.replace(line.find(part), part.size(), other);
  };
  for (const std::string& line : {
           std::string(),
           std::string("hello world"),
           std::string("version account-id interface-id srcaddr dstaddr srcport dstport protocol "
                       "packets bytes start end action log-status"),
           good + " x",
           good.substr(0, good.size() - 3),
           with("123456789010 ", "123456789010  "),
           with("10.0.0.1", "host-1"),
           with("10.0.0.1", "beef"),
           with("ACCEPT", "accept"),
           with("OK", "FINE"),
           with("4249", "4249.x"),
           with("4249", "0x10"),
           with("1418530010", "1418530010.5"),
           with("1418530010", "yesterday"),
           with("1418530010", "999999999999"),  // beyond the year 9999
           with(" 6 ", " tcp "),
           with("2 ", "v2 "),
           with("2 ", "\t2 "),
       }) {
    EXPECT_EQ(parsed(line), "no match") << line;
  }
}

TEST(VpcFlow, RefusesAFormatThatIsNone) {
  const auto error_of = [](std::string_view format) {
    const auto parser = make_line_parser({.name = "vpc-flow", .argument = std::string(format)});
    return parser ? "no error" : parser.error();
  };
  constexpr std::string_view kAllowed = "; allowed are ${field} placeholders, one space between";
  EXPECT_EQ(error_of("version"), "flow log format has 'version'" + std::string(kAllowed));
  EXPECT_EQ(error_of("${version}  ${bytes}"), "flow log format has ''" + std::string(kAllowed));
  EXPECT_EQ(error_of("${version},${bytes}"),
            "flow log format has '${version},${bytes}'" + std::string(kAllowed));
  EXPECT_EQ(error_of("${Version}"), "flow log format has '${Version}'" + std::string(kAllowed));
  EXPECT_EQ(error_of("${}"), "flow log format has '${}'" + std::string(kAllowed));
  EXPECT_EQ(error_of("${version"), "flow log format has '${version'" + std::string(kAllowed));
  EXPECT_EQ(error_of("${version} ${bytes} ${version}"),
            "flow log format has the field 'version' twice");
}

}  // namespace
}  // namespace cwlogs
