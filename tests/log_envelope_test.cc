#include "processor/log_envelope.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/event_fixture.h"
#include "tests/log_reading.h"

namespace cwlogs {
namespace {

using testing::Json;
using testing::read_logs;
using testing::ReadDocument;
using testing::Reading;

std::string data_message(std::string_view log_events) {
  return R"({"messageType":"DATA_MESSAGE","owner":"1","logGroup":"g","logStream":"s",)"
         R"("subscriptionFilters":["f"],"logEvents":)" +
         std::string(log_events) + "}";
}

std::string with_fields(std::string_view fields) {
  return R"({"messageType":"DATA_MESSAGE",)" + std::string(fields) + R"(,"logEvents":[]})";
}

// The only document of a text that holds nothing else.
ReadDocument only_document(const std::string& json) {
  const Reading reading = read_logs(json);
  EXPECT_EQ(reading.reason, Reason::kNone) << json;
  EXPECT_EQ(reading.documents.size(), 1U) << json;
  return reading.documents.empty() ? ReadDocument{} : reading.documents[0];
}

Reason reason_of(const std::string& json) { return read_logs(json).reason; }

TEST(LogReader, ReadsADocument) {
  const Json json = testing::document({"first \"line\"\n", "", "漢字 😀"});
  const ReadDocument document = only_document(json.dump());
  EXPECT_EQ(document.type, MessageType::kData);
  EXPECT_EQ(document.owner, "123456789012");
  EXPECT_EQ(document.log_group, "/aws/test");
  EXPECT_EQ(document.log_stream, "stream-1");
  EXPECT_EQ(document.subscription_filter, "to-firehose");
  ASSERT_EQ(document.events.size(), 3U);
  EXPECT_EQ(document.events[0].message, "first \"line\"\n");
  EXPECT_EQ(document.events[1].message, "");
  EXPECT_EQ(document.events[2].message, "漢字 😀");
  EXPECT_EQ(document.events[2].timestamp, 1655856000000);
  EXPECT_EQ(document.events[2].id, json["logEvents"][2]["id"].get<std::string>());
  EXPECT_EQ(document.events[2].text, json["logEvents"][2].dump());
}

TEST(LogReader, ReadsAPrettyPrintedDocument) {
  const Json json = testing::document({"a", "b"});
  const ReadDocument document = only_document("\n " + json.dump(4) + "\n");
  ASSERT_EQ(document.events.size(), 2U);
  EXPECT_EQ(Json::parse(document.events[1].text), json["logEvents"][1]);
  EXPECT_EQ(document.events[1].text.front(), '{');
  EXPECT_EQ(document.events[1].text.back(), '}');
}

TEST(LogReader, KnowsKeysAndTypesHoweverTheyAreEscaped) {
  const ReadDocument document = only_document(
      R"({"mess\u0061geType":"DATA\u005fMESSAGE","\u006fwner":"\u0031",)"
      R"("logEv\u0065nts":[{"messag\u0065":"\u0061","\u0069d":"\u0062","tim\u0065stamp":5}]})");
  EXPECT_EQ(document.type, MessageType::kData);
  EXPECT_EQ(document.owner, "1");
  ASSERT_EQ(document.events.size(), 1U);
  EXPECT_EQ(document.events[0].message, "a");
  EXPECT_EQ(document.events[0].id, "b");
  EXPECT_EQ(document.events[0].timestamp, 5);
}

TEST(LogReader, TellsTypesOfMessages) {
  EXPECT_EQ(only_document(R"({"messageType":"CONTROL_MESSAGE"})").type, MessageType::kControl);
  EXPECT_EQ(only_document(R"({"messageType":"OTHER_MESSAGE"})").type, MessageType::kOther);
  EXPECT_EQ(only_document(R"({"messageType":""})").type, MessageType::kOther);
  EXPECT_EQ(only_document(R"({"messageType":"data_message"})").type, MessageType::kOther);
}

TEST(LogReader, GivesNoLogEventsOfControlMessages) {
  const ReadDocument control = only_document(testing::control_message().dump());
  EXPECT_EQ(control.type, MessageType::kControl);
  EXPECT_EQ(control.owner, "123456789012");
  EXPECT_TRUE(control.events.empty());
  for (const std::string_view log_events : {"[]", "null", "[1,{}]", "\"none\""}) {
    const std::string json =
        R"({"messageType":"CONTROL_MESSAGE","logEvents":)" + std::string(log_events) + '}';
    EXPECT_TRUE(only_document(json).events.empty()) << json;
  }
}

TEST(LogReader, ReadsEmptyLogEvents) {
  EXPECT_TRUE(only_document(data_message("[]")).events.empty());
  EXPECT_TRUE(only_document(data_message(" [ ] ")).events.empty());
}

TEST(LogReader, TakesFieldsOfOtherTypesForAbsent) {
  for (const std::string_view value : {"1", "null", "true", "[\"x\"]", "{\"x\":\"y\"}"}) {
    const std::string other(value);
    const ReadDocument document = only_document(
        with_fields("\"owner\":" + other + ",\"logGroup\":" + other + ",\"logStream\":" + other));
    EXPECT_EQ(document.owner + document.log_group + document.log_stream, "") << value;
  }
}

TEST(LogReader, TakesTheFirstSubscriptionFilter) {
  const struct {
    std::string_view filters;
    std::string_view expected;
  } cases[] = {{R"(["a"])", "a"},      {R"(["a","b",3])", "a"}, {"[]", ""},     {"[1,\"b\"]", ""},
               {R"([["a"],"b"])", ""}, {R"("a")", ""},          {"null", ""},   {"{\"a\":1}", ""},
               {R"(["a\n"])", "a\n"},  {R"([""])", ""},         {"[null]", ""}, {"[ \"a\" ]", "a"}};
  for (const auto& [filters, expected] : cases) {
    const std::string fields = R"("subscriptionFilters":)" + std::string(filters);
    EXPECT_EQ(only_document(with_fields(fields)).subscription_filter, expected) << filters;
  }
}

TEST(LogReader, LetsTheLastDuplicateCount) {
  EXPECT_EQ(only_document(with_fields(R"("owner":"a","owner":"b")")).owner, "b");
  EXPECT_EQ(only_document(with_fields(R"("owner":"a","owner":1)")).owner, "");
  EXPECT_EQ(only_document(with_fields(R"("owner":1,"owner":"b")")).owner, "b");
  EXPECT_EQ(only_document(with_fields(R"("subscriptionFilters":["a"],"subscriptionFilters":[])"))
                .subscription_filter,
            "");
  EXPECT_EQ(only_document(with_fields(R"("messageType":"CONTROL_MESSAGE")")).type,
            MessageType::kControl);
  EXPECT_EQ(reason_of(with_fields(R"("messageType":null)")), Reason::kMissingField);
}

TEST(LogReader, LetsTheLastLogEventsCount) {
  const std::string first = R"({"messageType":"DATA_MESSAGE","logEvents":)";
  const std::string last = R"(,"logEvents":[{"message":"last"}]})";
  for (const std::string_view log_events :
       {"[]", "[{\"message\":\"a\"}]", "[1]", "[{}]", "5", "null", "{\"a\":1}"}) {
    const ReadDocument document = only_document(first + std::string(log_events) + last);
    ASSERT_EQ(document.events.size(), 1U) << log_events;
    EXPECT_EQ(document.events[0].message, "last");
  }
  EXPECT_EQ(reason_of(R"({"messageType":"DATA_MESSAGE","logEvents":[],"logEvents":1})"),
            Reason::kMissingField);
  EXPECT_EQ(only_document(first + R"([{}],"messageType":"CONTROL_MESSAGE"})").type,
            MessageType::kControl);
}

TEST(LogReader, PassesOverUnknownFields) {
  const ReadDocument document =
      only_document(R"({"logEventsX":[1],"messageType":"DATA_MESSAGE","policyLevel":"ACCOUNT",)"
                    R"("x":{"owner":"no","logEvents":[]},"logEvents":[{"x":[{"message":"no"}],)"
                    R"("message":"yes","y":null}],"z":[[]]})");
  EXPECT_EQ(document.owner, "");
  ASSERT_EQ(document.events.size(), 1U);
  EXPECT_EQ(document.events[0].message, "yes");
}

TEST(LogReader, MissesFields) {
  for (const std::string_view json :
       {"{}", R"({"logEvents":[]})", R"({"messageType":1,"logEvents":[]})",
        R"({"messageType":null})", R"({"messageType":"DATA_MESSAGE"})",
        R"({"messageType":"DATA_MESSAGE","logEvents":{}})",
        R"({"messageType":"DATA_MESSAGE","logEvents":"[]"})",
        R"({"messageType":"DATA_MESSAGE","logEvents":null})", R"({"message":"x"})"}) {
    EXPECT_EQ(reason_of(std::string(json)), Reason::kMissingField) << json;
  }
}

TEST(LogReader, RejectsWhatIsNoDocument) {
  for (const std::string_view json :
       {"", " ", "\n\n", "[]", "1", "\"a\"", "null", "{", "}", "{]", "{} x", "x", ",{}",
        R"({"messageType":"DATA_MESSAGE","logEvents":[})",
        R"({"messageType":"DATA_MESSAGE","logEvents":[{"message":"a"},]})",
        R"({"messageType":"DATA_MESSAGE","logEvents":[{"message":"a"}],})",
        R"({"messageType":"DATA_MESSAGE","owner":"a)"}) {
    const Reason expected = json == "{} x" ? Reason::kMissingField : Reason::kBadJson;
    EXPECT_EQ(reason_of(std::string(json)), expected) << json;
  }
}

TEST(LogReader, RejectsEveryTruncation) {
  const std::string json = testing::document({"a\n", "b"}).dump();
  for (size_t n = 0; n < json.size(); ++n) {
    EXPECT_EQ(reason_of(json.substr(0, n)), Reason::kBadJson) << n;
    EXPECT_EQ(reason_of(json + json.substr(0, n)), n == 0 ? Reason::kNone : Reason::kBadJson) << n;
  }
}

TEST(LogReader, RejectsNulBetweenDocuments) {
  const std::string json = data_message("[]");
  EXPECT_EQ(reason_of(json + '\0'), Reason::kBadJson);
  EXPECT_EQ(reason_of(json + '\0' + json), Reason::kBadJson);
}

TEST(LogReader, ReadsDocumentsOneAfterTheOther) {
  const std::string control = testing::control_message().dump();
  for (const std::string_view between : {"", " ", "\n", "\r\n\t "}) {
    const std::string space(between);
    const std::string json = space + testing::document({"a", "b"}).dump() + space + control +
                             space + data_message("[]") + space + testing::document({"c"}).dump() +
                             space;
    const Reading reading = read_logs(json);
    EXPECT_EQ(reading.reason, Reason::kNone);
    ASSERT_EQ(reading.documents.size(), 4U);
    EXPECT_EQ(reading.documents[0].events.size(), 2U);
    EXPECT_EQ(reading.documents[1].type, MessageType::kControl);
    EXPECT_EQ(reading.documents[2].owner, "1");
    EXPECT_TRUE(reading.documents[2].events.empty());
    ASSERT_EQ(reading.documents[3].events.size(), 1U);
    EXPECT_EQ(reading.documents[3].events[0].message, "c");
  }
}

TEST(LogReader, KeepsNothingOfTheDocumentBefore) {
  const Reading reading = read_logs(testing::document({"a"}).dump() +
                                    R"({"messageType":"DATA_MESSAGE","logEvents":[]})");
  ASSERT_EQ(reading.documents.size(), 2U);
  const ReadDocument& second = reading.documents[1];
  EXPECT_EQ(second.owner + second.log_group + second.log_stream + second.subscription_filter, "");
}

TEST(LogReader, RejectsOtherTextBetweenDocuments) {
  const std::string json = data_message("[]");
  for (const std::string_view between : {",", "[]", "x", "null", "\xEF\xBB\xBF", "}", "]"}) {
    EXPECT_EQ(reason_of(json + std::string(between) + json), Reason::kBadJson) << between;
    EXPECT_EQ(reason_of(json + std::string(between)), Reason::kBadJson) << between;
  }
}

TEST(LogReader, MovesOnWithoutReadingEveryLogEvent) {
  const std::string json =
      testing::document({"a", "b", "c"}).dump() + testing::document({"d"}).dump();
  for (const FieldOrder order : {FieldOrder::kLogEventsLast, FieldOrder::kAnyOrder}) {
    for (size_t read = 0; read <= 3; ++read) {
      const testing::ExactText text(json, '"');
      LogReader reader(text.view(), order);
      RawLogEvent event;
      ASSERT_TRUE(reader.next_document());
      for (size_t i = 0; i < read; ++i) ASSERT_TRUE(reader.next_log_event(event));
      ASSERT_TRUE(reader.next_document()) << read;
      ASSERT_TRUE(reader.next_log_event(event));
      EXPECT_EQ(event.message.text, "d");
      EXPECT_FALSE(reader.next_log_event(event));
      EXPECT_FALSE(reader.next_document());
      EXPECT_EQ(reader.reason(), Reason::kNone);
    }
  }
}

TEST(LogReader, StaysFailed) {
  const testing::ExactText text(data_message("[1]") + data_message("[]"), '"');
  LogReader reader(text.view(), FieldOrder::kAnyOrder);
  RawLogEvent event;
  ASSERT_TRUE(reader.next_document());
  EXPECT_FALSE(reader.next_log_event(event));
  EXPECT_FALSE(reader.next_document());
  EXPECT_FALSE(reader.next_log_event(event));
  EXPECT_EQ(reader.reason(), Reason::kMissingField);
}

}  // namespace
}  // namespace cwlogs
