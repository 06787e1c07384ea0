#include "processor/processor.h"

#include <gtest/gtest.h>

#include "processor/json_string.h"
#include "tests/configured.h"
#include "tests/event_fixture.h"
#include "tests/gzip_fixture.h"

namespace cwlogs::testing {
namespace {

std::string text_of(const std::vector<std::string>& messages) { return document(messages).dump(); }

std::string text_without(const char* field) {
  Json json = document({"line"});
  json.erase(field);
  return json.dump();
}

std::string text_with(const char* field, Json value) {
  Json json = document({"line"});
  json[field] = std::move(value);
  return json.dump();
}

std::string nested(size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(Processor, AnswersAMessageAndANewlineForEachLogEvent) {
  const Answered answered = run(EventBuilder().add(document({"first", "", "third\n"})));
  EXPECT_EQ(answered.result(0), "Ok");
  EXPECT_EQ(answered.data(0), "first\n\nthird\n\n");
  EXPECT_EQ(answered.answers[0].log_events, 3u);
}

TEST(Processor, AnswersEveryRecordInOrder) {
  EventBuilder event;
  for (int i = 0; i < 100; ++i) event.add(document({"line " + std::to_string(i)}));
  const Answered answered = run(event);
  for (size_t i = 0; i < 100; ++i) {
    EXPECT_EQ(answered.data(i), "line " + std::to_string(i) + '\n');
  }
}

TEST(Processor, AnswersAnEventWithoutRecords) {
  EXPECT_EQ(run(EventBuilder()).response, R"({"records":[]})");
}

TEST(Processor, AnswersEachOfSeveralRecordsWithTheSameId) {
  const Answered answered = run(EventBuilder()
                                    .id("same")
                                    .add(document({"one"}))
                                    .id("same")
                                    .add_bytes("broken")
                                    .id("same")
                                    .add(document({"two"})));
  EXPECT_EQ(answered.data(0), "one\n");
  EXPECT_EQ(answered.result(1), "ProcessingFailed");
  EXPECT_EQ(answered.data(2), "two\n");
}

TEST(Processor, EchoesAnyRecordId) {
  const std::string id = "\"quoted\" \\ \u65e5\u672c / \t";
  const Answered answered = run(EventBuilder().id(id).add(document({"line"})));
  EXPECT_EQ(answered.record(0).at("recordId"), id);
}

TEST(Processor, NamesTheSourceAndItsStream) {
  for (const auto& [source, stream, region] :
       {std::tuple(Source::kDirectPut, "test-stream", "eu-west-1"),
        std::tuple(Source::kKinesis, "test-kinesis", "eu-west-2"),
        std::tuple(Source::kMsk, "test-msk", "eu-west-3")}) {
    Processor processor({});
    const PaddedText event(EventBuilder(source).add(document({"line"})).text());
    const auto plan = processor.process(event.view());
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->event->source, source);
    EXPECT_EQ(plan->event->stream, stream);
    EXPECT_EQ(plan->event->region, region);
  }
}

TEST(Processor, AnswersKafkaRecordsWithKafkaRecordValue) {
  const Answered answered = run(EventBuilder(Source::kMsk).add(document({"line"})));
  EXPECT_FALSE(answered.record(0).contains("data"));
  EXPECT_EQ(bytes_of_base64(answered.record(0).at("kafkaRecordValue").get<std::string>()),
            "line\n");
}

struct Broken {
  const char* name;
  std::string bytes;
  Reason reason;
};

std::vector<Broken> broken_records() {
  const std::string good = gzip(text_of({"line"}));
  return {
      {"nothing", "", Reason::kEmptyRecord},
      {"text", "plain text", Reason::kRawRecord},
      {"empty member", gzip(""), Reason::kBadJson},
      {"truncated", truncated(good, 9), Reason::kGzipTruncated},
      {"bad CRC", with_bad_crc(good), Reason::kGzipChecksum},
      {"bad ISIZE", with_bad_isize(good), Reason::kGzipChecksum},
      {"bad method", with_bit_flipped(good, 2 * 8), Reason::kGzipCorrupt},
      {"trailing garbage", good + "garbage", Reason::kGzipTrailingBytes},
      {"no JSON", gzip("not JSON"), Reason::kBadJson},
      {"half a document", gzip(text_of({"line"}).substr(0, 100)), Reason::kBadJson},
      {"text after the document", gzip(text_of({"line"}) + " x"), Reason::kBadJson},
      {"an array", gzip("[" + text_of({"line"}) + "]"), Reason::kBadJson},
      {"an empty object", gzip("{}"), Reason::kMissingField},
      {"no messageType", gzip(text_without("messageType")), Reason::kMissingField},
      {"messageType null", gzip(text_with("messageType", nullptr)), Reason::kMissingField},
      {"no logEvents", gzip(text_without("logEvents")), Reason::kMissingField},
      {"logEvents an object", gzip(text_with("logEvents", Json::object())), Reason::kMissingField},
      {"a log event a string", gzip(text_with("logEvents", {"line"})), Reason::kMissingField},
      {"no message", gzip(text_with("logEvents", {{{"id", "1"}, {"timestamp", 1}}})),
       Reason::kMissingField},
      {"message a number", gzip(text_with("logEvents", {{{"message", 5}}})), Reason::kMissingField},
      {"other messageType", gzip(text_with("messageType", "OTHER")), Reason::kUnknownMessageType},
      {"invalid UTF-8", gzip(text_of({"caf?"}).replace(text_of({"caf?"}).find('?'), 1, "\xe9")),
       Reason::kBadUtf8},
      {"one bad document of two", gzip(text_of({"line"}) + "{\"messageType\":\"OTHER\"}"),
       Reason::kUnknownMessageType}};
}

TEST(Processor, FailsABrokenRecordAndNoneOther) {
  for (const Broken& broken : broken_records()) {
    SCOPED_TRACE(broken.name);
    const Answered answered = run(
        EventBuilder().add(document({"before"})).add_bytes(broken.bytes).add(document({"after"})));
    EXPECT_EQ(answered.data(0), "before\n");
    EXPECT_EQ(answered.result(1), "ProcessingFailed");
    EXPECT_EQ(name_of(answered.reason(1)), name_of(broken.reason));
    EXPECT_FALSE(answered.record(1).contains("data"));
    EXPECT_EQ(answered.data(2), "after\n");
    EXPECT_TRUE(answered.puts.empty());
  }
}

TEST(Processor, FailsEveryKindOfBrokenRecordInOneEvent) {
  EventBuilder event;
  for (const Broken& broken : broken_records()) event.add_bytes(broken.bytes);
  event.add(document({"line"}));
  const Answered answered = run(event);
  for (size_t i = 0; i < broken_records().size(); ++i) {
    EXPECT_EQ(name_of(answered.reason(i)), name_of(broken_records()[i].reason));
  }
  EXPECT_EQ(answered.data(broken_records().size()), "line\n");
}

TEST(Processor, FailsARecordWhoseDataIsNoString) {
  EventBuilder event;
  event.add_record({{"data", nullptr}}).add_record({{"data", 5}}).add_record(Json::object());
  event.add_record({{"data", Json::array()}}).add_base64("ab=c").add_base64("YWJj\nZGVm");
  const Answered answered = run(event);
  for (size_t i = 0; i < 4; ++i) EXPECT_EQ(answered.reason(i), Reason::kDataMissing);
  for (size_t i = 4; i < 6; ++i) EXPECT_EQ(answered.reason(i), Reason::kBadBase64);
}

TEST(Processor, RefusesWhatIsNoFirehoseEvent) {
  const std::string sqs = R"({"Records":[{"messageId":"1","body":"","eventSource":"aws:sqs"}]})";
  for (const auto& [event, reason] : {std::pair(sqs, Reason::kEventNotFirehose),
                                      std::pair(std::string("[]"), Reason::kEventNotFirehose),
                                      std::pair(std::string("5"), Reason::kEventNotFirehose),
                                      std::pair(std::string(""), Reason::kEventNotJson),
                                      std::pair(std::string("{"), Reason::kEventNotJson)}) {
    EXPECT_EQ(name_of(run(event).error), name_of(reason)) << event;
  }
  const Json no_id = {{"deliveryStreamArn", "a"}, {"records", {{{"data", ""}}}}};
  EXPECT_EQ(run(no_id.dump()).error, Reason::kRecordIdMissing);
}

TEST(Processor, RefusesAnEventAboveSixteenMebibytes) {
  std::string event = EventBuilder().add(document({"line"})).text();
  event.resize(kEventBytesMax, ' ');
  EXPECT_EQ(run(event).error, Reason::kNone);
  event += ' ';
  EXPECT_EQ(run(event).error, Reason::kEventTooLarge);
}

TEST(Processor, DropsControlMessages) {
  const Answered answered = run(EventBuilder().add(control_message()));
  EXPECT_EQ(answered.result(0), "Dropped");
  EXPECT_EQ(answered.reason(0), Reason::kControlMessage);
  EXPECT_FALSE(answered.record(0).contains("data"));
}

TEST(Processor, DropsARecordWithoutLogEvents) {
  const Answered answered = run(EventBuilder().add(document({})));
  EXPECT_EQ(answered.result(0), "Dropped");
  EXPECT_EQ(answered.reason(0), Reason::kNoLogEvents);
}

TEST(Processor, ReadsSeveralDocumentsOfARecord) {
  const std::string control = control_message().dump();
  const Answered answered =
      run(EventBuilder()
              .add_gzip(text_of({"a"}) + text_of({"b", "c"}))
              .add_bytes(gzip(text_of({"d"})) + gzip(text_of({"e"})) + std::string(9, '\0'))
              .add_bytes(gzip(text_of({"f"}).substr(0, 50)) + gzip(text_of({"f"}).substr(50)))
              .add_gzip(control + "\n" + text_of({"g"}) + "\n" + control)
              .add_gzip(control + control)
              .add_bytes(text_of({"h"}) + " " + text_of({"i"})));
  EXPECT_EQ(answered.data(0), "a\nb\nc\n");
  EXPECT_EQ(answered.data(1), "d\ne\n");
  EXPECT_EQ(answered.data(2), "f\n");
  EXPECT_EQ(answered.data(3), "g\n");
  EXPECT_EQ(answered.reason(4), Reason::kControlMessage);
  EXPECT_EQ(answered.data(5), "h\ni\n");
}

TEST(Processor, TakesLoneSurrogatesAndEscapesAndUnicode) {
  const std::string text = text_of({"?"});
  std::string escaped = text;
  escaped.replace(text.find('?'), 1, R"(\ud800 \u65e5\u672c \ud83d\ude00 \/ \t é)");
  const Answered answered = run(EventBuilder().add_gzip("\xef\xbb\xbf" + escaped));
  EXPECT_EQ(answered.data(0), "\xef\xbf\xbd \u65e5\u672c \U0001f600 / \t é\n");
}

TEST(Processor, PassesOverJsonNestedAHundredThousandDeep) {
  std::string text = text_of({"line"});
  text.insert(1, "\"deep\":" + nested(100'000) + ",");
  EXPECT_EQ(run(EventBuilder().add_gzip(text)).data(0), "line\n");
  std::string unbalanced = text_of({"line"});
  unbalanced.insert(1, "\"deep\":" + std::string(100'000, '['));
  EXPECT_EQ(run(EventBuilder().add_gzip(unbalanced)).reason(0), Reason::kBadJson);
}

TEST(Processor, BoundsInflation) {
  const std::string bomb = gzip(text_of({std::string(3'000'000, 'a')}));
  EventBuilder event;
  for (int i = 0; i < 5; ++i) event.add_bytes(bomb);
  event.add(document({"line"}));
  Options one;
  one.inflated_bytes_max = 1'000'000;
  const Answered above = run(event, std::move(one));
  for (size_t i = 0; i < 5; ++i) EXPECT_EQ(above.reason(i), Reason::kInflatedTooLarge);
  EXPECT_EQ(above.data(5), "line\n");
  Options all;
  all.inflated_bytes_max = 4'000'000;
  all.inflated_bytes_total_max = 6'100'000;
  const Answered together = run(event, std::move(all));
  EXPECT_EQ(together.result(0), "Ok");
  for (size_t i = 2; i < 5; ++i) EXPECT_EQ(together.reason(i), Reason::kInflationBudget);
}

TEST(Processor, GivesEveryOkRecordTheSameKeys) {
  Options options = configured({{"PARTITION_KEYS", "group={logGroup},hour={timestamp:%H}"}});
  Json other = document_of({log_event("line", 1655859599999)});
  other["logGroup"] = "";
  Json untimed = document_of({{{"message", "line"}, {"timestamp", "soon"}}});
  untimed["logGroup"] = "a/../b";
  const Answered answered =
      run(EventBuilder().add(document({"line"})).add(other).add(untimed), std::move(options));
  const auto keys = [&](size_t i) { return answered.record(i).at("metadata").at("partitionKeys"); };
  EXPECT_EQ(keys(0), Json({{"group", "aws/test"}, {"hour", "00"}}));
  EXPECT_EQ(keys(1), Json({{"group", "unknown"}, {"hour", "00"}}));
  EXPECT_EQ(keys(2), Json({{"group", "a/_/b"}, {"hour", "unknown"}}));
}

TEST(Processor, AnswersTheSameWarmAsCold) {
  const std::string first = EventBuilder().add(document({"a", "b"})).add_bytes("x").text();
  const std::string second = EventBuilder(Source::kMsk).add(control_message()).text();
  Processor warm({});
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(run(warm, first).response, run(first).response);
    EXPECT_EQ(run(warm, second).response, run(second).response);
    EXPECT_EQ(run(warm, "[]").error, Reason::kEventNotFirehose);
  }
}

}  // namespace
}  // namespace cwlogs::testing
