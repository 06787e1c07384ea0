#include "cli/log_families.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace cwlogs {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using ::testing::ContainsRegex;
using ::testing::MatchesRegex;
using ::testing::Not;

constexpr milliseconds kStart{1655856000000};  // 2022-06-22T00:00:00Z
constexpr size_t kDocuments = 20;
constexpr size_t kLinesPerDocument = 40;

std::vector<std::string> lines_of(LogFamily family) {
  std::vector<std::string> lines;
  for (size_t document = 0; document < kDocuments; ++document) {
    Random random(document);
    LogWriter writer(family, make_log_origin(family, 1, 0, document, kStart), random);
    for (size_t i = 0; i < kLinesPerDocument; ++i) {
      lines.push_back(writer.next_line(kStart + milliseconds(i * 1001)));
    }
  }
  return lines;
}

// POSIX extended.
void expect_lines(LogFamily family, const std::string& regex) {
  for (const std::string& line : lines_of(family)) EXPECT_THAT(line, MatchesRegex(regex));
}

size_t count_with(const std::vector<std::string>& lines, std::string_view text) {
  return static_cast<size_t>(std::ranges::count_if(
      lines, [=](const std::string& line) { return line.find(text) != std::string::npos; }));
}

const std::string kCommonLine = R"([^ ]+ - [^ ]+ \[22/Jun/2022:00:00:[0-9][0-9] \+0000\] )"
                                R"("[A-Z]+ /[^ ]* HTTP/[12]\.[01]" [0-9]{3} [0-9]+)";
const std::string kRefererAndUserAgent = R"( "[^"]+" "[^"]+")";

TEST(LogFamilies, NginxWritesTheCombinedFormat) {
  expect_lines(LogFamily::kNginx, kCommonLine + kRefererAndUserAgent);
}

TEST(LogFamilies, ApacheWritesTheCommonAndTheCombinedFormat) {
  expect_lines(LogFamily::kApache, kCommonLine + '(' + kRefererAndUserAgent + ")?");
  const size_t combined = count_with(lines_of(LogFamily::kApache), "\" \"");
  EXPECT_GT(combined, 0u);
  EXPECT_LT(combined, kDocuments * kLinesPerDocument);
}

TEST(LogFamilies, SyslogWritesRfc3164) {
  expect_lines(LogFamily::kSyslog,
               R"(Jun 22 00:00:[0-9][0-9] ip-10-0-[0-9]-[0-9]+ [A-Za-z-]+(\[[0-9]+\])?: .+)");
  for (const std::string_view program : {"sshd", "kernel", "CRON", "systemd"}) {
    EXPECT_GT(count_with(lines_of(LogFamily::kSyslog), program), 0u) << program;
  }
}

TEST(LogFamilies, SyslogPadsTheDayWithASpace) {
  Random random(1);
  LogWriter writer(LogFamily::kSyslog, LogOrigin{}, random);
  EXPECT_TRUE(writer.next_line(milliseconds(0)).starts_with("Jan  1 00:00:00 "));
}

TEST(LogFamilies, LambdaWritesWholeInvocations) {
  constexpr std::string_view kStartLine = "START RequestId: ";
  constexpr size_t kUuidSize = 36;
  std::string running;
  for (const std::string& line : lines_of(LogFamily::kLambda)) {
    EXPECT_TRUE(line.ends_with('\n')) << line;
    if (line.starts_with(kStartLine)) running = line.substr(kStartLine.size(), kUuidSize);
    if (line.starts_with("INIT_START ") || line.starts_with("[ERROR] ClientError")) continue;
    EXPECT_NE(line.find(running), std::string::npos) << line;
  }
  const std::vector<std::string> lines = lines_of(LogFamily::kLambda);
  for (const std::string_view part : {"INIT_START ", "START ", "END ", "Init Duration: "}) {
    EXPECT_GT(count_with(lines, part), 0u) << part;
  }
}

TEST(LogFamilies, LambdaReports) {
  for (const std::string& line : lines_of(LogFamily::kLambda)) {
    if (!line.starts_with("REPORT ")) continue;
    EXPECT_THAT(line, MatchesRegex("REPORT RequestId: [0-9a-f-]{36}\tDuration: [0-9]+\\.[0-9]{2} ms"
                                   "\tBilled Duration: [0-9]+ ms\tMemory Size: [0-9]+ MB"
                                   "\tMax Memory Used: [0-9]+ MB\t"
                                   "(Init Duration: [0-9]+\\.[0-9]{2} ms\t)?\n"));
  }
}

TEST(LogFamilies, LambdaLogStreamsNameTheDay) {
  const LogOrigin origin = make_log_origin(LogFamily::kLambda, 1, 0, 0, kStart);
  EXPECT_EQ(origin.log_group, "/aws/lambda/orders-api");
  EXPECT_THAT(origin.log_stream, MatchesRegex("2022/06/22/\\[\\$LATEST\\][0-9a-f]{32}"));
}

TEST(LogFamilies, JsonHoldsJapaneseEmojiAndEveryKindOfEscape) {
  const std::vector<std::string> lines = lines_of(LogFamily::kJson);
  for (const std::string& line : lines) {
    const json object = json::parse(line, nullptr, false);
    EXPECT_TRUE(object.is_object() && object.contains("message")) << line;
  }
  for (const std::string_view text : {"注文", "👋", "👩‍💻", "𠮷", "é", "\\ud83c", "\\\"",
                                      "\\\\", "\\/", "\\n", "\\t", "\\r"}) {
    EXPECT_GT(count_with(lines, text), 0u) << text;
  }
}

TEST(LogFamilies, JavaWritesStackTraces) {
  const std::vector<std::string> lines = lines_of(LogFamily::kJava);
  const size_t traces = count_with(lines, "\n\tat com.example.");
  EXPECT_GT(traces, lines.size() / 8);
  EXPECT_LT(traces, lines.size() / 2);
  EXPECT_GT(count_with(lines, "\nCaused by: "), traces / 3);
  EXPECT_EQ(count_with(lines, "2022-06-22 00:00:0"), kDocuments * 10);
}

TEST(LogFamilies, VpcFlowLogsAreVersion2) {
  expect_lines(
      LogFamily::kVpcFlow,
      R"(2 123456789012 eni-0[0-9a-f]{16} ([0-9.]+ [0-9.]+ [0-9]+ [0-9]+ (1|6|17) [0-9]+ [0-9]+ )"
      R"([0-9]{10} [0-9]{10} (ACCEPT|REJECT) OK|- - - - - - - [0-9]{10} [0-9]{10} - )"
      R"((NODATA|SKIPDATA)))");
}

TEST(LogFamilies, ExtractedFieldsAreTheFieldsOfTheLine) {
  std::string fields;
  append_extracted_fields("2 1 eni-1 10.0.0.1 10.0.0.2 80 443 6 3 99 11 12 ACCEPT OK", fields);
  EXPECT_EQ(fields, R"({"srcaddr":"10.0.0.1","dstport":"443","start":"11","dstaddr":"10.0.0.2",)"
                    R"("version":"2","packets":"3","protocol":"6","account_id":"1",)"
                    R"("interface_id":"eni-1","log_status":"OK","bytes":"99","srcport":"80",)"
                    R"("action":"ACCEPT","end":"12"})");
}

// A name the vocabulary does not know would stay in the text.
TEST(LogFamilies, NoPlaceholderIsLeft) {
  for (size_t family = 0; family < static_cast<size_t>(LogFamily::kMixed); ++family) {
    for (const std::string& line : lines_of(static_cast<LogFamily>(family))) {
      EXPECT_THAT(line, Not(ContainsRegex(R"(\{[^{}" ]+\})")));
    }
  }
}

}  // namespace
}  // namespace cwlogs
