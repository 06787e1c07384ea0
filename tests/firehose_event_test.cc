#include "processor/firehose_event.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "tests/event_fixture.h"
#include "tests/exact_text.h"

namespace cwlogs {
namespace {

using testing::EventBuilder;
using testing::ExactText;
using testing::Json;

// An event whose text lives as long as what was read from it.
class ParsedEvent {
 public:
  explicit ParsedEvent(std::string_view json) : text_(json) {
    const auto parsed = parse_firehose_event(text_.view(), event_);
    if (!parsed) error_ = parsed.error();
  }

  Reason reason() const { return error_.reason; }
  size_t offset() const { return error_.offset; }
  const FirehoseEvent* operator->() const { return &event_; }

 private:
  ExactText text_;
  FirehoseEvent event_;
  Error error_;
};

constexpr std::string_view kDelivery =
    R"("deliveryStreamArn":"arn:aws:firehose:eu-west-1:123456789012:deliverystream/my-firehose")";
constexpr std::string_view kKinesis =
    R"("sourceKinesisStreamArn":"arn:aws:kinesis:eu-west-2:123456789012:stream/my-stream")";
constexpr std::string_view kMsk =
    R"("sourceMSKArn":"arn:aws:kafka:eu-west-3:123456789012:cluster/my-cluster/0a1b-2")";

std::string event_of(std::initializer_list<std::string_view> fields) {
  std::string text = "{";
  for (const std::string_view field : fields) {
    if (text.size() > 1) text += ',';
    text += field;
  }
  return text + '}';
}

void expect_error(const std::string& json, Reason reason, size_t offset) {
  const ParsedEvent event(json);
  EXPECT_EQ(event.reason(), reason) << json;
  EXPECT_EQ(event.offset(), offset) << json;
}

TEST(FirehoseEvent, ReadsADirectPutEvent) {
  const Json json = EventBuilder().id("id-1").add_bytes("a").id("id-2").add_bytes("bc").json();
  const ParsedEvent event(json.dump());
  ASSERT_EQ(event.reason(), Reason::kNone);
  EXPECT_EQ(event->source, Source::kDirectPut);
  EXPECT_EQ(event->stream_arn, json["deliveryStreamArn"].get<std::string>());
  EXPECT_EQ(event->stream, "test-stream");
  EXPECT_EQ(event->region, "eu-west-1");
  ASSERT_EQ(event->records.size(), 2U);
  EXPECT_EQ(event->records[0].id.text, "id-1");
  EXPECT_EQ(event->records[0].data.text, "YQ==");
  EXPECT_EQ(event->records[1].id.text, "id-2");
  EXPECT_EQ(event->records[1].data.text, "YmM=");
  EXPECT_TRUE(event->records[1].has_data);
  EXPECT_EQ(event->records[1].partition_key.text, "");
}

TEST(FirehoseEvent, ReadsAKinesisEvent) {
  const Json json =
      EventBuilder(Source::kKinesis).partition_key("k-1").add_bytes("a").add_bytes("b").json();
  const ParsedEvent event(json.dump(2));
  ASSERT_EQ(event.reason(), Reason::kNone);
  EXPECT_EQ(event->source, Source::kKinesis);
  EXPECT_EQ(event->stream_arn, json["sourceKinesisStreamArn"].get<std::string>());
  EXPECT_EQ(event->stream, "test-kinesis");
  EXPECT_EQ(event->region, "eu-west-2");
  ASSERT_EQ(event->records.size(), 2U);
  EXPECT_EQ(event->records[0].partition_key.text, "k-1");
  EXPECT_EQ(event->records[0].data.text, "YQ==");
}

TEST(FirehoseEvent, ReadsAnMskEvent) {
  const Json json = EventBuilder(Source::kMsk).add_bytes("a").json();
  const ParsedEvent event(json.dump());
  ASSERT_EQ(event.reason(), Reason::kNone);
  EXPECT_EQ(event->source, Source::kMsk);
  EXPECT_EQ(event->stream_arn, json["sourceMSKArn"].get<std::string>());
  EXPECT_EQ(event->stream, "test-msk");
  EXPECT_EQ(event->region, "eu-west-3");
  ASSERT_EQ(event->records.size(), 1U);
  EXPECT_EQ(event->records[0].data.text, "YQ==");
  EXPECT_TRUE(event->records[0].has_data);
}

TEST(FirehoseEvent, TakesThePayloadFieldOfItsSource) {
  constexpr std::string_view kRecords =
      R"("records":[{"recordId":"1","data":"AA==","kafkaRecordValue":"BB=="}])";
  EXPECT_EQ(ParsedEvent(event_of({kDelivery, kRecords}))->records.at(0).data.text, "AA==");
  EXPECT_EQ(ParsedEvent(event_of({kKinesis, kRecords}))->records.at(0).data.text, "AA==");
  EXPECT_EQ(ParsedEvent(event_of({kMsk, kRecords}))->records.at(0).data.text, "BB==");
  EXPECT_EQ(ParsedEvent(event_of({kRecords, kMsk}))->records.at(0).data.text, "BB==");
  EXPECT_EQ(ParsedEvent(event_of({kMsk, kKinesis, kRecords}))->records.at(0).data.text, "AA==");
  EXPECT_EQ(ParsedEvent(event_of({kMsk, kRecords, kKinesis}))->records.at(0).data.text, "AA==");
}

TEST(FirehoseEvent, MissesThePayloadOfAnotherSource) {
  constexpr std::string_view kData = R"("records":[{"recordId":"1","data":"AA=="}])";
  constexpr std::string_view kValue = R"("records":[{"recordId":"1","kafkaRecordValue":"BB=="}])";
  EXPECT_FALSE(ParsedEvent(event_of({kMsk, kData}))->records.at(0).has_data);
  EXPECT_FALSE(ParsedEvent(event_of({kData, kMsk}))->records.at(0).has_data);
  EXPECT_FALSE(ParsedEvent(event_of({kDelivery, kValue}))->records.at(0).has_data);
  EXPECT_FALSE(ParsedEvent(event_of({kKinesis, kValue}))->records.at(0).has_data);
}

TEST(FirehoseEvent, DoesNotMindTheOrderOfItsFields) {
  constexpr std::string_view kRecords =
      R"("records":[{"data":"AA==","kafkaRecordValue":"BB==","recordId":"1"}])";
  for (const std::string_view source : {kDelivery, kKinesis, kMsk}) {
    std::array<std::string_view, 5> fields = {source, kDelivery, kRecords, R"("region":"xx-1")",
                                              R"("invocationId":"i")"};
    std::ranges::sort(fields);
    do {
      const ParsedEvent event(event_of({fields[0], fields[1], fields[2], fields[3], fields[4]}));
      ASSERT_EQ(event.reason(), Reason::kNone);
      EXPECT_EQ(event->source, source == kDelivery  ? Source::kDirectPut
                               : source == kKinesis ? Source::kKinesis
                                                    : Source::kMsk);
      EXPECT_EQ(event->region, source == kDelivery  ? "eu-west-1"
                               : source == kKinesis ? "eu-west-2"
                                                    : "eu-west-3");
      ASSERT_EQ(event->records.size(), 1U);
      EXPECT_EQ(event->records[0].data.text, source == kMsk ? "BB==" : "AA==");
    } while (std::ranges::next_permutation(fields).found);
  }
}

TEST(FirehoseEvent, TakesTheRegionOfTheArnFirst) {
  const struct {
    std::string_view arn;
    std::string_view region;
    std::string_view stream;
  } cases[] = {{"arn:aws-cn:firehose:cn-north-1:1:deliverystream/s", "cn-north-1", "s"},
               {"arn:aws:firehose::1:deliverystream/s", "us-east-9", "s"},
               {"arn:aws:firehose", "us-east-9", ""},
               {"arn:aws:firehose:eu-west-1:1:deliverystream", "eu-west-1", ""},
               {"arn:aws:firehose:eu-west-1:1:deliverystream/", "eu-west-1", ""},
               {"arn:aws:firehose:eu-west-1:1:deliverystream/a/b", "eu-west-1", "a"},
               {"", "us-east-9", ""},
               {"::::::", "us-east-9", ""}};
  for (const auto& [arn, region, stream] : cases) {
    const std::string field = R"("deliveryStreamArn":")" + std::string(arn) + '"';
    const ParsedEvent event(event_of({field, R"("region":"us-east-9","records":[])"}));
    EXPECT_EQ(event->region, region) << arn;
    EXPECT_EQ(event->stream, stream) << arn;
  }
  EXPECT_EQ(ParsedEvent(R"({"region":"us-east-9","records":[]})")->region, "us-east-9");
  EXPECT_EQ(ParsedEvent(R"({"records":[]})")->region, "");
}

TEST(FirehoseEvent, TakesEmptyAndOtherArnsForAbsent) {
  for (const std::string_view value : {"\"\"", "null", "1", "{}", "[\"arn\"]"}) {
    const std::string kinesis = R"("sourceKinesisStreamArn":)" + std::string(value);
    const std::string msk = R"("sourceMSKArn":)" + std::string(value);
    const ParsedEvent event(event_of({kinesis, msk, kDelivery, R"("region":{},"records":[])"}));
    ASSERT_EQ(event.reason(), Reason::kNone) << value;
    EXPECT_EQ(event->source, Source::kDirectPut) << value;
    EXPECT_EQ(event->stream, "my-firehose");
  }
}

TEST(FirehoseEvent, ReadsPartitionKeysWhereThereAreAny) {
  const struct {
    std::string_view metadata;
    std::string_view key;
  } cases[] = {{R"({"partitionKey":"k"})", "k"},
               {R"({"shardId":{"partitionKey":"no"},"partitionKey":"a","partitionKey":"b"})", "b"},
               {R"({"partitionKey":"k","partitionKey":null})", ""},
               {R"({"partitionKey":7})", ""},
               {R"({"partition\u004bey":"k"})", "k"},
               {"{}", ""},
               {"null", ""},
               {"[]", ""},
               {"\"k\"", ""},
               {R"({"partitionKey":"k"},"kinesisRecordMetadata":{})", ""},
               {R"({"partitionKey":"k"},"kinesisRecordMetadata":null)", ""}};
  for (const auto& [metadata, key] : cases) {
    const std::string records = R"("records":[{"recordId":"1","kinesisRecordMetadata":)" +
                                std::string(metadata) + R"(},{"recordId":"2"}])";
    const ParsedEvent event(event_of({kKinesis, records}));
    ASSERT_EQ(event->records.size(), 2U) << metadata;
    EXPECT_EQ(event->records[0].partition_key.text, key) << metadata;
    EXPECT_EQ(event->records[1].partition_key.text, "");
  }
}

TEST(FirehoseEvent, ToldWhichRecordsHaveData) {
  const struct {
    std::string_view field;
    bool has_data;
  } cases[] = {{R"("data":"AA==")", true},          {R"("data":"")", true},
               {R"("data":null)", false},           {R"("data":1)", false},
               {R"("data":{"data":"x"})", false},   {R"("Data":"AA==")", false},
               {R"("data":1,"data":"AA==")", true}, {R"("data":"AA==","data":1)", false},
               {R"("d\u0061ta":"AA==")", true},     {R"("x":1)", false}};
  for (const auto& [field, has_data] : cases) {
    const ParsedEvent event(R"({"records":[{"recordId":"1",)" + std::string(field) + "}]}");
    ASSERT_EQ(event.reason(), Reason::kNone) << field;
    EXPECT_EQ(event->records.at(0).has_data, has_data) << field;
  }
}

TEST(FirehoseEvent, KeepsEscapes) {
  const ParsedEvent event(R"({"records":[{"recordId":"a\/b","data":"YQ\u003d\u003d"}]})");
  ASSERT_EQ(event->records.size(), 1U);
  EXPECT_EQ(event->records[0].id.text, R"(a\/b)");
  EXPECT_TRUE(event->records[0].id.escaped);
  EXPECT_EQ(event->records[0].data.text, R"(YQ\u003d\u003d)");
  EXPECT_TRUE(event->records[0].data.escaped);
}

TEST(FirehoseEvent, LetsTheLastRecordsCount) {
  const ParsedEvent event(
      R"({"records":[{"recordId":"1"},{"recordId":"2"}],"r\u0065cords":[{"recordId":"3"}]})");
  ASSERT_EQ(event->records.size(), 1U);
  EXPECT_EQ(event->records[0].id.text, "3");
  EXPECT_EQ(ParsedEvent(R"({"records":5,"records":[]})").reason(), Reason::kNone);
  expect_error(R"({"records":[],"records":5})", Reason::kEventNotFirehose, 24);
}

TEST(FirehoseEvent, HasAnyNumberOfRecords) {
  EXPECT_EQ(ParsedEvent(R"({"records":[]})").reason(), Reason::kNone);
  EventBuilder builder;
  for (int i = 0; i < 2000; ++i) builder.add_bytes("a");
  EXPECT_EQ(ParsedEvent(builder.text())->records.size(), 2000U);
}

TEST(FirehoseEvent, FillsTheSameEventAgain) {
  FirehoseEvent event;
  const ExactText kinesis(EventBuilder(Source::kKinesis).add_bytes("a").add_bytes("b").text());
  const ExactText direct(EventBuilder().add_bytes("c").text());
  const ExactText broken("{");
  ASSERT_TRUE(parse_firehose_event(kinesis.view(), event));
  ASSERT_TRUE(parse_firehose_event(direct.view(), event));
  EXPECT_EQ(event.source, Source::kDirectPut);
  EXPECT_EQ(event.stream, "test-stream");
  ASSERT_EQ(event.records.size(), 1U);
  EXPECT_EQ(event.records[0].partition_key.text, "");
  EXPECT_FALSE(parse_firehose_event(broken.view(), event));
  EXPECT_TRUE(event.records.empty());
}

TEST(FirehoseEvent, NamesItsSources) {
  EXPECT_EQ(name_of(Source::kDirectPut), "Direct PUT");
  EXPECT_EQ(name_of(Source::kKinesis), "Kinesis");
  EXPECT_EQ(name_of(Source::kMsk), "MSK");
}

}  // namespace
}  // namespace cwlogs
