#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/parsed_line.h"

namespace cwlogs {
namespace {

using std::chrono::milliseconds;
using testing::ParsedLine;
using testing::zone_of;

ParsedLine rfc3164(std::string_view zone = "UTC") {
  return ParsedLine({.name = "syslog-rfc3164", .zone = zone_of(std::string(zone))});
}

struct Case {
  std::string_view line;
  std::string_view fields;
};

template <size_t N>
void expect_fields(ParsedLine parsed, const Case (&cases)[N]) {
  for (const auto& [line, fields] : cases) EXPECT_EQ(parsed(line), fields) << line;
}

// Section 5.4. Example 2, `Use the BFG!`, is no syslog until a relay has put a header before it.
TEST(SyslogRfc3164, ReadsTheExamplesOfTheRfc) {
  expect_fields(
      rfc3164(),
      {{"<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8",
        R"({"facility":"auth","facilityCode":4,"severity":"crit","severityCode":2,)"
        R"("time":"2023-10-11T22:14:15.000Z","host":"mymachine","app":"su",)"
        R"("message":"'su root' failed for lonvick on /dev/pts/8"})"},
       {"<13>Feb  5 17:32:18 10.0.0.99 Use the BFG!",
        R"({"facility":"user","facilityCode":1,"severity":"notice","severityCode":5,)"
        R"("time":"2024-02-05T17:32:18.000Z","host":"10.0.0.99","message":"Use the BFG!"})"},
       {"<165>Aug 24 05:34:00 CST 1987 mymachine myproc[10]: %% It's time to make the do-nuts.  "
        "%%  Ingredients: Mix=OK, Jelly=OK #",
        R"({"facility":"local4","facilityCode":20,"severity":"notice","severityCode":5,)"
        R"("time":"2023-08-24T05:34:00.000Z","host":"CST",)"
        R"("message":"1987 mymachine myproc[10]: %% It's time to make the do-nuts.  )"
        R"(%%  Ingredients: Mix=OK, Jelly=OK #"})"},
       {"<0>1990 Oct 22 10:52:01 TZ-6 scapegoat.dmz.example.org 10.1.2.3 sched[0]: That's All "
        "Folks!",
        R"({"facility":"kern","facilityCode":0,"severity":"emerg","severityCode":0,)"
        R"("message":"1990 Oct 22 10:52:01 TZ-6 scapegoat.dmz.example.org 10.1.2.3 )"
        R"(sched[0]: That's All Folks!"})"},
       {"<0>Oct 22 10:52:12 scapegoat 1990 Oct 22 10:52:01 TZ-6 scapegoat.dmz.example.org 10.1.2.3 "
        "sched[0]: That's All Folks!",
        R"({"facility":"kern","facilityCode":0,"severity":"emerg","severityCode":0,)"
        R"("time":"2023-10-22T10:52:12.000Z","host":"scapegoat",)"
        R"("message":"1990 Oct 22 10:52:01 TZ-6 scapegoat.dmz.example.org 10.1.2.3 )"
        R"(sched[0]: That's All Folks!"})"}});
}

TEST(SyslogRfc3164, ReadsTheFilesOfDebianAndUbuntu) {
  expect_fields(
      rfc3164(),
      {{"Jan 15 09:29:58 ip-10-0-1-23 sshd[1234]: Accepted publickey for ubuntu from 203.0.113.7 "
        "port 51234 ssh2: ED25519 SHA256:abc",
        R"({"time":"2024-01-15T09:29:58.000Z","host":"ip-10-0-1-23","app":"sshd","pid":1234,)"
        R"("message":"Accepted publickey for ubuntu from 203.0.113.7 port 51234 ssh2: )"
        R"(ED25519 SHA256:abc"})"},
       {"Jan 15 09:30:01 web-1 CRON[2345]: (root) CMD (test -x /usr/sbin/anacron || run-parts "
        "--report /etc/cron.daily)",
        R"({"time":"2024-01-15T09:30:01.000Z","host":"web-1","app":"CRON","pid":2345,)"
        R"("message":"(root) CMD (test -x /usr/sbin/anacron || run-parts --report )"
        R"j(/etc/cron.daily)"})j"},
       {"Jan  5 09:30:02 web-1 sudo:   ubuntu : TTY=pts/0 ; PWD=/home/ubuntu ; USER=root ; "
        "COMMAND=/usr/bin/apt update",
        R"({"time":"2024-01-05T09:30:02.000Z","host":"web-1","app":"sudo",)"
        R"("message":"  ubuntu : TTY=pts/0 ; PWD=/home/ubuntu ; USER=root ; )"
        R"(COMMAND=/usr/bin/apt update"})"},
       {"Jan 15 09:30:03 web-1 kernel: [12345.678901] [UFW BLOCK] IN=eth0 OUT= MAC=0a:58 "
        "SRC=198.51.100.9 DST=10.0.1.23",
        R"({"time":"2024-01-15T09:30:03.000Z","host":"web-1","app":"kernel",)"
        R"("message":"[12345.678901] [UFW BLOCK] IN=eth0 OUT= MAC=0a:58 SRC=198.51.100.9 )"
        R"(DST=10.0.1.23"})"},
       {"2024-01-15T09:30:04.123456+00:00 noble systemd[1]: Started session-12.scope - Session 12 "
        "of User ubuntu.",
        R"({"time":"2024-01-15T09:30:04.123Z","host":"noble","app":"systemd","pid":1,)"
        R"("message":"Started session-12.scope - Session 12 of User ubuntu."})"},
       {"2024-01-15T18:30:05.000001+09:00 bookworm systemd-logind[456]: New seat seat0.",
        R"({"time":"2024-01-15T09:30:05.000Z","host":"bookworm","app":"systemd-logind",)"
        R"("pid":456,"message":"New seat seat0."})"}});
}

TEST(SyslogRfc3164, ReadsTheFilesOfRedHatAndAmazonLinux) {
  expect_fields(
      rfc3164(),
      {{"Jan 15 09:30:01 ip-10-0-1-23 systemd: Started Session 42 of user root.",
        R"({"time":"2024-01-15T09:30:01.000Z","host":"ip-10-0-1-23","app":"systemd",)"
        R"("message":"Started Session 42 of user root."})"},
       {"Jan 15 09:30:02 ip-10-0-1-23 dhclient[2876]: XMT: Solicit on eth0, interval 113930ms.",
        R"({"time":"2024-01-15T09:30:02.000Z","host":"ip-10-0-1-23","app":"dhclient",)"
        R"("pid":2876,"message":"XMT: Solicit on eth0, interval 113930ms."})"},
       {"Jan 15 09:30:03 ip-10-0-1-23 amazon-ssm-agent: 2024-01-15 09:30:03 INFO "
        "[ssm-agent-worker] Entering",
        R"({"time":"2024-01-15T09:30:03.000Z","host":"ip-10-0-1-23","app":"amazon-ssm-agent",)"
        R"("message":"2024-01-15 09:30:03 INFO [ssm-agent-worker] Entering"})"},
       {"Jan 15 09:30:04 rhel9 NetworkManager[812]: <info>  [1705311004.1234] dhcp4 (eth0): state "
        "changed",
        R"({"time":"2024-01-15T09:30:04.000Z","host":"rhel9","app":"NetworkManager","pid":812,)"
        R"("message":"<info>  [1705311004.1234] dhcp4 (eth0): state changed"})"},
       {"Jan 15 09:30:05 combo sshd(pam_unix)[10666]: authentication failure; logname= uid=0",
        R"j({"time":"2024-01-15T09:30:05.000Z","host":"combo","app":"sshd(pam_unix)",)j"
        R"("pid":10666,"message":"authentication failure; logname= uid=0"})"},
       {"Jan 15 09:30:06 mail postfix/smtpd[999]: connect from unknown[192.0.2.1]",
        R"({"time":"2024-01-15T09:30:06.000Z","host":"mail","app":"postfix/smtpd","pid":999,)"
        R"("message":"connect from unknown[192.0.2.1]"})"},
       {"Jan 15 09:30:07 al2 last message repeated 3 times",
        R"({"time":"2024-01-15T09:30:07.000Z","host":"al2",)"
        R"("message":"last message repeated 3 times"})"},
       {"Jan 15 09:30:08 al2023 (sd-pam)[1301]: pam_unix(systemd-user:session): session closed",
        R"j({"time":"2024-01-15T09:30:08.000Z","host":"al2023","app":"(sd-pam)","pid":1301,)j"
        R"("message":"pam_unix(systemd-user:session): session closed"})"}});
}

TEST(SyslogRfc3164, ReadsTheUglyOnes) {
  expect_fields(
      rfc3164(),
      {{"Jan 15 09:30:00 2001:db8:: app: ipv6",  // a host that ends like a tag
        R"({"time":"2024-01-15T09:30:00.000Z","host":"2001:db8::","app":"app",)"
        R"("message":"ipv6"})"},
       {"<13>Jan 15 09:30:00 su: no host",
        R"({"facility":"user","facilityCode":1,"severity":"notice","severityCode":5,)"
        R"("time":"2024-01-15T09:30:00.000Z","app":"su","message":"no host"})"},
       {"<190>Jan 15 2019 09:30:00.250 asa %ASA-6-302013: Built outbound",  // with its year
        R"({"facility":"local7","facilityCode":23,"severity":"info","severityCode":6,)"
        R"("time":"2019-01-15T09:30:00.250Z","host":"asa","app":"%ASA-6-302013",)"
        R"("message":"Built outbound"})"},
       {"<6>docker[77]: 起動しました 🎉",
        R"({"facility":"kern","facilityCode":0,"severity":"info","severityCode":6,)"
        R"("app":"docker","pid":77,"message":"起動しました 🎉"})"},
       {"Jan 15 09:30:00 su[7]: no host either",
        R"({"time":"2024-01-15T09:30:00.000Z","app":"su","pid":7,"message":"no host either"})"},
       {"Jan 15 09:30:00 host app:",
        R"({"time":"2024-01-15T09:30:00.000Z","host":"host","app":"app","message":""})"},
       {"Jan 15 09:30:00 host app[-]: a\ttab and \x01 control",
        R"({"time":"2024-01-15T09:30:00.000Z","host":"host","app":"app","pid":"-",)"
        R"("message":"a\ttab and \u0001 control"})"},
       {"Jan 15 09:30:00 host app[0042]: leading zeros",
        R"({"time":"2024-01-15T09:30:00.000Z","host":"host","app":"app","pid":"0042",)"
        R"("message":"leading zeros"})"},
       {"<34>", R"({"facility":"auth","facilityCode":4,"severity":"crit","severityCode":2,)"
                R"("message":""})"},
       {"Jan 15 09:30:00 host app: line end\r\n",
        R"({"time":"2024-01-15T09:30:00.000Z","host":"host","app":"app",)"
        R"("message":"line end"})"}});
}

TEST(SyslogRfc3164, GuessesTheYearNearestToTheLogEvent) {
  ParsedLine parsed = rfc3164();
  const auto time_at = [&](milliseconds timestamp, std::string_view line) {
    parsed.at(timestamp, line);
    return parsed.time();
  };
  constexpr milliseconds kNewYear{1704067200000};  // 2024-01-01T00:00:00Z
  EXPECT_EQ(time_at(kNewYear, "Dec 31 23:59:59 h a: b"), "2023-12-31T23:59:59.000Z");
  EXPECT_EQ(time_at(kNewYear, "Jan  1 00:00:01 h a: b"), "2024-01-01T00:00:01.000Z");
  EXPECT_EQ(time_at(kNewYear - milliseconds(1), "Jan  1 00:00:01 h a: b"),
            "2024-01-01T00:00:01.000Z");
  EXPECT_EQ(time_at(kNewYear, "Feb 29 12:00:00 h a: b"), "2024-02-29T12:00:00.000Z");
}

TEST(SyslogRfc3164, KeepsATimeItCanNotPlaceAsText) {
  ParsedLine parsed = rfc3164();
  EXPECT_EQ(parsed.at(std::nullopt, "Jan 15 09:30:00 h a: b"),
            R"({"timestamp":"Jan 15 09:30:00","host":"h","app":"a","message":"b"})");
  EXPECT_EQ(parsed.time(), "none");
  constexpr milliseconds kYear2022{1655000000000};  // no leap year is near
  EXPECT_EQ(parsed.at(kYear2022, "Feb 29 12:00:00 h a: b"),
            R"({"timestamp":"Feb 29 12:00:00","host":"h","app":"a","message":"b"})");
}

TEST(SyslogRfc3164, ReadsTheTimeInItsZone) {
  EXPECT_EQ(rfc3164("Asia/Tokyo")("Jan 15 18:30:00 h a: b"),
            R"({"time":"2024-01-15T09:30:00.000Z","host":"h","app":"a","message":"b"})");
}

TEST(SyslogRfc3164, TakesALineOf64KiB) {
  const std::string text(64 * 1024, 'x');
  EXPECT_EQ(
      rfc3164()("Jan 15 09:30:00 h a: " + text),
      R"({"time":"2024-01-15T09:30:00.000Z","host":"h","app":"a","message":")" + text + "\"}");
}

TEST(SyslogRfc3164, RefusesOtherLines) {
  ParsedLine parsed = rfc3164();
  for (const std::string_view line : {
           "",
           "\n",
           "Use the BFG!",
           "Jan 15 09:30:00",
           "Jan 15 09:30:00 ",
           "Jan 15 09:30:00 host",
           "Jan 32 09:30:00 host app: x",
           "Jan 15 24:30:00 host app: x",
           "Foo 15 09:30:00 host app: x",
           "Jan 15 09:30 host app: x",
           "<192>Jan 15 09:30:00 host app: x",
           "<034>Jan 15 09:30:00 host app: x",
           "<>x",
           "<1234>x",
           "2024-01-15T09:30:00.123Z INFO started without a tag",
           "2024-01-15T09:30:00.123Z main: started without a host",
           "2024-01-15 09:30:00 host app: no offset",
           "127.0.0.1 - - [15/Jan/2024:09:30:00 +0000] \"GET / HTTP/1.1\" 200 5",
           R"({"time":"2024-01-15T09:30:00Z"})",
           "START RequestId: 8c360c87 Version: $LATEST",
       }) {
    EXPECT_EQ(parsed(line), "no match") << line;
  }
}

}  // namespace
}  // namespace cwlogs
