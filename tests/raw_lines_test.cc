#include "processor/raw_lines.h"

#include <gtest/gtest.h>

#include "processor/limits.h"
#include "tests/event_fixture.h"
#include "tests/log_reading.h"

namespace cwlogs::testing {
namespace {

constexpr size_t kUnlimited = 1'000'000;

std::string document_text(std::string_view text, int64_t arrival_ms = 5) {
  std::string document;
  const auto made = document_of_lines(text, arrival_ms, kUnlimited, document);
  EXPECT_TRUE(made);
  EXPECT_EQ(document.size(), made->size() + kJsonPadding);
  EXPECT_EQ(document.find_first_not_of('\0', made->size()), document.npos);
  return std::string(*made);
}

std::vector<std::string> messages_of(std::string_view text) {
  const Json json = Json::parse(document_text(text));
  std::vector<std::string> messages;
  for (const Json& log_event : json.at("logEvents")) messages.push_back(log_event.at("message"));
  return messages;
}

using Messages = std::vector<std::string>;

TEST(RawLines, AreLogEventsOfADocumentWithoutNames) {
  EXPECT_EQ(document_text("a\nb\n"),
            R"({"messageType":"DATA_MESSAGE","logEvents":[{"timestamp":5,"message":"a"},)"
            R"({"timestamp":5,"message":"b"}]})");
  EXPECT_EQ(document_text("a", -1),
            R"({"messageType":"DATA_MESSAGE","logEvents":[{"message":"a"}]})");
  EXPECT_EQ(document_text("a", 0),
            R"({"messageType":"DATA_MESSAGE","logEvents":[{"timestamp":0,"message":"a"}]})");
}

TEST(RawLines, EndWithNewlines) {
  EXPECT_EQ(messages_of("a\nb\n"), (Messages{"a", "b"}));
  EXPECT_EQ(messages_of("a\nb"), (Messages{"a", "b"}));
  EXPECT_EQ(messages_of("\n\na\n\n"), (Messages{"", "", "a", ""}));
  EXPECT_EQ(messages_of("\n"), (Messages{""}));
  EXPECT_EQ(messages_of(""), Messages{});
}

TEST(RawLines, KeepEverythingElse) {
  EXPECT_EQ(messages_of("a\r\nb\r\n"), (Messages{"a\r", "b\r"}));
  EXPECT_EQ(messages_of("\"q\" \\ \t\n日本 😀\n"), (Messages{"\"q\" \\ \t", "日本 😀"}));
  EXPECT_EQ(messages_of(std::string_view("a\0b", 3)), (Messages{std::string("a\0b", 3)}));
}

TEST(RawLines, AreReadAsLogEvents) {
  const Reading reading = read_logs(document_text("one\n\"two\"\n", 1655856000000));
  ASSERT_EQ(reading.reason, Reason::kNone);
  ASSERT_EQ(reading.documents.size(), 1U);
  ASSERT_EQ(reading.documents[0].events.size(), 2U);
  EXPECT_EQ(reading.documents[0].events[1].message, "\"two\"");
  EXPECT_EQ(reading.documents[0].events[1].timestamp, 1655856000000);
  EXPECT_EQ(reading.documents[0].log_group, "");
}

TEST(RawLines, StayWithinTheBound) {
  std::string document;
  const std::string lines(1000, '\n');
  EXPECT_TRUE(document_of_lines(lines, 5, 40'000, document));
  const auto refused = document_of_lines(lines, 5, 1'000, document);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::kInflatedTooLarge);
  EXPECT_LT(document.size(), 1'200U);  // not grown any further
}

}  // namespace
}  // namespace cwlogs::testing
