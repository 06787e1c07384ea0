// LogReader: the order of a document's fields, and documents cut and joined again.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "processor/log_envelope.h"
#include "tests/event_fixture.h"
#include "tests/log_reading.h"

namespace cwlogs {
namespace {

using testing::Json;
using testing::read_logs;
using testing::ReadDocument;
using testing::ReadEvent;
using testing::Reading;

using Fields = std::array<std::string_view, 6>;
constexpr Fields kFields = {R"("messageType":"DATA_MESSAGE")",
                            R"("owner":"1")",
                            R"("logGroup":"g")",
                            R"("logStream":"s")",
                            R"("subscriptionFilters":["f"])",
                            R"("logEvents":[{"id":"1","message":"a"},{"message":"b","id":"2"}])"};

template <class Parts>
std::string joined(const Parts& parts) {
  std::string text;
  for (const auto& part : parts) {
    if (!text.empty()) text += ',';
    text += part;
  }
  return text;
}

std::vector<std::string> texts_of(const ReadDocument& document) {
  std::vector<std::string> texts;
  for (const ReadEvent& event : document.events) texts.push_back(event.text);
  return texts;
}

TEST(LogFieldOrder, DoesNotMatter) {
  const Reading expected = read_logs('{' + joined(kFields) + '}');
  ASSERT_EQ(expected.documents.size(), 1U);
  ASSERT_EQ(expected.documents[0].events.size(), 2U);
  Fields fields = kFields;
  std::ranges::sort(fields);
  size_t permutations = 0;
  do {
    Reading reading = read_logs('{' + joined(fields) + '}');
    ASSERT_EQ(reading.documents.size(), 1U);
    reading.documents[0].head = expected.documents[0].head;
    reading.documents[0].tail = expected.documents[0].tail;
    ASSERT_EQ(reading, expected) << joined(fields);
    ++permutations;
  } while (std::ranges::next_permutation(fields).found);
  EXPECT_EQ(permutations, 720U);
}

TEST(LogFieldOrder, TakesOnePassWhereLogEventsComeLast) {
  Fields fields = kFields;
  std::sort(fields.begin(), fields.end() - 1);
  do {
    const Reading reading = read_logs('{' + joined(fields) + '}', FieldOrder::kLogEventsLast);
    EXPECT_EQ(reading.needs_any_order, fields.back() != kFields.back()) << joined(fields);
  } while (std::next_permutation(fields.begin(), fields.end() - 1));
}

TEST(LogFieldOrder, AsksForAnotherPassWhereAFieldComesLate) {
  for (const std::string_view late : kFields) {
    const std::string json = '{' + joined(kFields) + ',' + std::string(late) + '}';
    EXPECT_TRUE(read_logs(json, FieldOrder::kLogEventsLast).needs_any_order) << late;
  }
  const std::string unknown = '{' + joined(kFields) + R"(,"unknown":1})";
  EXPECT_FALSE(read_logs(unknown, FieldOrder::kLogEventsLast).needs_any_order);
}

TEST(LogFieldOrder, AsksForAnotherPassInALaterDocument) {
  Fields reversed = kFields;
  std::ranges::reverse(reversed);
  const std::string json = '{' + joined(kFields) + "}{" + joined(reversed) + '}';
  EXPECT_TRUE(read_logs(json, FieldOrder::kLogEventsLast).needs_any_order);
  const Reading reading = read_logs(json);
  ASSERT_EQ(reading.documents.size(), 2U);
  EXPECT_EQ(texts_of(reading.documents[0]), texts_of(reading.documents[1]));
}

TEST(LogFieldOrder, DoesNotMatterToControlMessages) {
  std::array<std::string_view, 3> fields = {R"("logEvents":[{"message":"m"}])",
                                            R"("messageType":"CONTROL_MESSAGE")", R"("owner":"1")"};
  do {
    const Reading reading = read_logs('{' + joined(fields) + '}');
    ASSERT_EQ(reading.documents.size(), 1U);
    EXPECT_EQ(reading.documents[0].type, MessageType::kControl);
    EXPECT_EQ(reading.documents[0].owner, "1");
    EXPECT_TRUE(reading.documents[0].events.empty());
  } while (std::ranges::next_permutation(fields).found);
}

// Every run of log events between head and tail is a document with these log events.
void expect_splits(const std::string& json) {
  const Reading whole = read_logs(json);
  ASSERT_EQ(whole.reason, Reason::kNone) << json;
  ASSERT_EQ(whole.documents.size(), 1U) << json;
  const ReadDocument& document = whole.documents[0];
  const std::vector<std::string> texts = texts_of(document);
  for (size_t begin = 0; begin <= texts.size(); ++begin) {
    for (size_t end = begin; end <= texts.size(); ++end) {
      const std::vector<std::string> run(texts.begin() + static_cast<ptrdiff_t>(begin),
                                         texts.begin() + static_cast<ptrdiff_t>(end));
      const std::string piece = document.head + joined(run) + document.tail;
      ASSERT_TRUE(Json::accept(piece)) << piece;
      const Reading again = read_logs(piece);
      ASSERT_EQ(again.documents.size(), 1U) << piece;
      ReadDocument expected = document;
      expected.events.assign(document.events.begin() + static_cast<ptrdiff_t>(begin),
                             document.events.begin() + static_cast<ptrdiff_t>(end));
      ASSERT_EQ(again.documents[0], expected) << piece;
    }
  }
  EXPECT_EQ(Json::parse(document.head + joined(texts) + document.tail), Json::parse(json));
}

TEST(LogHeadAndTail, MakeADocumentOfAnyLogEvents) {
  expect_splits(testing::document({"a", "b\n", "\"c\""}).dump());
  expect_splits(testing::document({"a", "b"}).dump(2));
  expect_splits(testing::document({}).dump());
  expect_splits(R"({"messageType":"DATA_MESSAGE","logEvents" : [ {"message":"a"} , {"message":"]"})"
                R"( ] , "unknown" : {"logEvents":[]} } )");
}

TEST(LogHeadAndTail, MakeADocumentWhateverTheOrder) {
  std::mt19937 random(5);
  Fields fields = kFields;
  for (int round = 0; round < 50; ++round) {
    std::ranges::shuffle(fields, random);
    ASSERT_NO_FATAL_FAILURE(expect_splits("{ " + joined(fields) + " }"));
    ASSERT_NO_FATAL_FAILURE(expect_splits('{' + joined(fields) + ',' + joined(kFields) + '}'));
  }
}

TEST(LogHeadAndTail, BelongToThePresentDocument) {
  const std::string first = testing::document({"a"}).dump();
  const std::string second = testing::document_of({testing::log_event("b")}).dump(1);
  const Reading reading = read_logs(first + "\n" + second);
  ASSERT_EQ(reading.documents.size(), 2U);
  for (size_t i = 0; i < 2; ++i) {
    const ReadDocument& document = reading.documents[i];
    EXPECT_EQ(Json::parse(document.head + joined(texts_of(document)) + document.tail),
              Json::parse(i == 0 ? first : second));
  }
}

// A document of fields and values at random; keys come twice, late, or not at all.
std::string random_document(std::mt19937& random) {
  constexpr std::array<std::string_view, 9> kKeys = {
      "messageType", "messageType", "owner",     "logGroup",           "logStream",
      "unknown",     "logEvents",   "logEvents", "subscriptionFilters"};
  constexpr std::array<std::string_view, 14> kValues = {
      R"("DATA_MESSAGE")",
      R"("DATA_MESSAGE")",
      R"("CONTROL_MESSAGE")",
      R"("other")",
      "1",
      "null",
      "[]",
      "{}",
      R"([{"message":"a"}])",
      R"([{"message":"a","id":"1"},{"message":"b","message":"c"}])",
      R"([{"message":"a"},{"id":"1"}])",
      R"([{"message":1}])",
      R"(["f","g"])",
      R"("text")"};
  std::vector<std::string> fields;
  for (size_t n = random() % 8; n > 0; --n) {
    const std::string_view key = kKeys[random() % kKeys.size()];
    std::string_view value = kValues[random() % kValues.size()];
    if (key == "messageType" && random() % 2 == 0) value = kValues[0];
    if (key == "logEvents" && random() % 2 == 0) value = kValues[8 + random() % 2];
    fields.push_back('"' + std::string(key) + "\":" + std::string(value));
  }
  return '{' + joined(fields) + '}';
}

// What nlohmann-json, where the last duplicate counts too, makes of a document.
struct Expected {
  Reason reason = Reason::kNone;
  MessageType type = MessageType::kMissing;
  std::string owner;
  std::vector<std::string> messages;
};

std::string string_or_empty(const Json& json, const std::string& key) {
  return json.contains(key) && json[key].is_string() ? json[key].get<std::string>() : "";
}

Expected expected_of(const std::string& document) {
  const Json json = Json::parse(document);
  Expected expected;
  if (!json.contains("messageType") || !json["messageType"].is_string()) {
    expected.reason = Reason::kMissingField;
    return expected;
  }
  const std::string type = json["messageType"];
  expected.owner = string_or_empty(json, "owner");
  expected.type = type == "DATA_MESSAGE"      ? MessageType::kData
                  : type == "CONTROL_MESSAGE" ? MessageType::kControl
                                              : MessageType::kOther;
  if (expected.type != MessageType::kData) return expected;
  if (!json.contains("logEvents") || !json["logEvents"].is_array()) {
    expected.reason = Reason::kMissingField;
    return expected;
  }
  for (const Json& event : json["logEvents"]) {
    if (!event.is_object() || !event.contains("message") || !event["message"].is_string()) {
      expected.reason = Reason::kMissingField;
      break;
    }
    expected.messages.push_back(event["message"]);
  }
  return expected;
}

TEST(LogReader, AgreesWithNlohmannOnRandomDocuments) {
  std::mt19937 random(20220622);
  size_t accepted = 0;
  for (int round = 0; round < 10'000; ++round) {
    const std::string json = random_document(random);
    const Expected expected = expected_of(json);
    const Reading reading = read_logs(json);
    ASSERT_EQ(reading.reason, expected.reason) << json;
    if (reading.documents.empty()) continue;
    std::vector<std::string> messages;
    for (const ReadEvent& event : reading.documents[0].events) messages.push_back(event.message);
    ASSERT_EQ(reading.documents[0].type, expected.type) << json;
    ASSERT_EQ(reading.documents[0].owner, expected.owner) << json;
    ASSERT_EQ(messages, expected.messages) << json;
    if (reading.reason == Reason::kNone && !messages.empty()) ++accepted;
  }
  EXPECT_GT(accepted, 500U) << "the fixture";
}

}  // namespace
}  // namespace cwlogs
