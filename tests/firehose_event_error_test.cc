// parse_firehose_event: what it refuses, why, and where.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "processor/firehose_event.h"
#include "tests/event_fixture.h"
#include "tests/exact_text.h"

namespace cwlogs {
namespace {

using testing::EventBuilder;
using testing::ExactText;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

Error error_of(std::string_view json) {
  const ExactText text(json);
  FirehoseEvent event;
  const auto parsed = parse_firehose_event(text.view(), event);
  return parsed ? Error{} : parsed.error();
}

void expect_error(std::string_view json, Reason reason, size_t offset) {
  const Error error = error_of(json);
  EXPECT_EQ(name_of(error.reason), name_of(reason)) << json;
  EXPECT_EQ(error.offset, offset) << json;
}

TEST(FirehoseEventError, NotJson) {
  expect_error("", Reason::kEventNotJson, 0);
  expect_error("  ", Reason::kEventNotJson, 2);
  expect_error("hello", Reason::kEventNotJson, 0);
  expect_error("{", Reason::kEventNotJson, 1);
  expect_error(R"({"records":[})", Reason::kEventNotJson, 12);
  expect_error(R"({"records":[{"recordId":1,}]})", Reason::kEventNotJson, 26);
  expect_error(R"({"records":[{"recordId":"1"}],})", Reason::kEventNotJson, 30);
  expect_error(R"({"records":[],"x":[1,2})", Reason::kEventNotJson, 22);
  expect_error("[1,]", Reason::kEventNotJson, 3);
}

TEST(FirehoseEventError, NotJsonBehindTheEvent) {
  expect_error(R"({"records":[]} {})", Reason::kEventNotJson, 15);
  expect_error(R"({"records":[]},)", Reason::kEventNotJson, 14);
  expect_error(std::string(R"({"records":[]})") + '\0', Reason::kEventNotJson, 14);
  expect_error("[] x", Reason::kEventNotJson, 3);
  EXPECT_EQ(error_of(" {\"records\":[]}\r\n\t ").reason, Reason::kNone);
}

TEST(FirehoseEventError, PointsAtARawNewlineInAString) {
  expect_error("{\"records\":[{\"recordId\":\"a\n  b\"}]}", Reason::kEventNotJson, 26);
}

TEST(FirehoseEventError, NotUtf8) {
  expect_error("{\"records\":[],\"x\":\"abc\x80\"}", Reason::kEventNotJson, 22);
  expect_error("\xFF", Reason::kEventNotJson, 0);
  expect_error("{\"records\":[],\"x\":\"\xED\xA0\x80\"}", Reason::kEventNotJson, 19);
}

TEST(FirehoseEventError, NotFirehose) {
  expect_error("{}", Reason::kEventNotFirehose, 0);
  expect_error("  { } ", Reason::kEventNotFirehose, 2);
  expect_error("[]", Reason::kEventNotFirehose, 0);
  expect_error(" null", Reason::kEventNotFirehose, 1);
  expect_error("\"records\"", Reason::kEventNotFirehose, 0);
  expect_error("12", Reason::kEventNotFirehose, 0);
  expect_error(R"({"Records":[{"Sns":{}}]})", Reason::kEventNotFirehose, 0);
  expect_error(R"({"x":{"records":[]}})", Reason::kEventNotFirehose, 0);
  expect_error(R"({"records":null})", Reason::kEventNotFirehose, 11);
  expect_error(R"({"records": {"recordId":"1"} })", Reason::kEventNotFirehose, 12);
  expect_error(R"({"records":"[]"})", Reason::kEventNotFirehose, 11);
}

TEST(FirehoseEventError, RecordIdMissing) {
  expect_error(R"({"records":[{}]})", Reason::kRecordIdMissing, 12);
  expect_error(R"({"records":[{"data":"AA=="}]})", Reason::kRecordIdMissing, 12);
  expect_error(R"({"records":[{"recordId":7}]})", Reason::kRecordIdMissing, 12);
  expect_error(R"({"records":[{"recordId":null}]})", Reason::kRecordIdMissing, 12);
  expect_error(R"({"records":[{"recordId":"1","recordId":2}]})", Reason::kRecordIdMissing, 12);
  expect_error(R"({"records":[{"RecordId":"1"}]})", Reason::kRecordIdMissing, 12);
  expect_error(R"({"records":[1]})", Reason::kRecordIdMissing, 12);
  expect_error(R"({"records":[["recordId"]]})", Reason::kRecordIdMissing, 12);
  EXPECT_EQ(error_of(R"({"records":[{"recordId":2,"recordId":"1"}]})").reason, Reason::kNone);
  EXPECT_EQ(error_of(R"({"records":[{"recordId":""}]})").reason, Reason::kNone);
}

TEST(FirehoseEventError, IsTheFirstRecords) {
  expect_error(R"({"records":[{"recordId":"1"}, {"data":""},{"recordId":2}]})",
               Reason::kRecordIdMissing, 30);
  expect_error(R"({"records":[{}],"sourceMSKArn":"a"})", Reason::kRecordIdMissing, 12);
}

TEST(FirehoseEventError, IsMalformedTextBeforeAnythingElse) {
  expect_error(R"({"records":[{}],"x":?})", Reason::kEventNotJson, 20);
  expect_error(R"({"records":5,"x":?})", Reason::kEventNotJson, 17);
}

TEST(FirehoseEventError, AllowsAByteOrderMark) {
  const std::string mark(kByteOrderMark);
  EXPECT_EQ(error_of(mark + R"({"records":[]})").reason, Reason::kNone);
  expect_error(mark, Reason::kEventNotJson, 3);
  expect_error(mark + "{}", Reason::kEventNotFirehose, 3);
  expect_error(mark + mark + R"({"records":[]})", Reason::kEventNotJson, 3);
}

TEST(FirehoseEventError, IsEveryTruncation) {
  for (const Source source : {Source::kDirectPut, Source::kKinesis, Source::kMsk}) {
    const std::string json = EventBuilder(source).add_bytes("a").add_gzip("b").json().dump(1);
    for (size_t n = 0; n < json.size(); ++n) {
      const Error error = error_of(json.substr(0, n));
      ASSERT_EQ(error.reason, Reason::kEventNotJson) << n;
      ASSERT_LE(error.offset, n);
    }
    EXPECT_EQ(error_of(json).reason, Reason::kNone);
  }
}

TEST(FirehoseEventError, NeverLeavesTheText) {
  const std::string json = EventBuilder(Source::kKinesis).add_bytes("a").text();
  for (size_t i = 0; i < json.size(); ++i) {
    for (const char c : {'"', '\\', '{', '}', '[', ']', ',', '\0', '\xC3', '0'}) {
      std::string broken = json;
      broken[i] = c;
      const Error error = error_of(broken);
      ASSERT_TRUE(error.reason == Reason::kNone || error.offset <= broken.size()) << i;
    }
  }
}

TEST(FirehoseEventError, IsDeepNesting) {
  const std::string deep(1'000'000, '[');
  expect_error(R"({"records":[],"x":)" + deep, Reason::kEventNotJson, 18 + deep.size());
  EXPECT_EQ(
      error_of(R"({"x":)" + deep + std::string(deep.size(), ']') + R"(,"records":[]})").reason,
      Reason::kNone);
}

}  // namespace
}  // namespace cwlogs
