#include "processor/record_transform.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <stdexcept>

#include "tests/configured.h"
#include "tests/event_fixture.h"

namespace cwlogs::testing {
namespace {

using Apply = std::function<Kept(const LogEvent&, const LogEnvelope&, Output&)>;

class TestTransform : public Transform {
 public:
  explicit TestTransform(Apply apply) : apply_(std::move(apply)) {}
  Kept apply(const LogEvent& log_event, const LogEnvelope& envelope, Output& output) override {
    return apply_(log_event, envelope, output);
  }

 private:
  Apply apply_;
};

Options with(Apply apply) {
  Options options;
  options.transform = std::make_unique<TestTransform>(std::move(apply));
  return options;
}

Options with(Apply apply, const std::string& partition_keys) {
  Options options = configured({{"PARTITION_KEYS", partition_keys}});
  options.transform = std::make_unique<TestTransform>(std::move(apply));
  return options;
}

Kept copy(const LogEvent& log_event, const LogEnvelope& /*envelope*/, Output& output) {
  output.append(log_event.message);
  return Kept::kYes;
}

// Keeps messages that start with '+', but writes all of them.
Kept filter(const LogEvent& log_event, const LogEnvelope& envelope, Output& output) {
  copy(log_event, envelope, output);
  return log_event.message.starts_with('+') ? Kept::kYes : Kept::kNo;
}

TEST(Transform, SeesTheLogEventAndItsEnvelopeUnescaped) {
  Json json = document_of({log_event("m \"1\"\n", 1655856000123, "id-1")});
  json["logGroup"] = "group \u65e5 \"g\"";
  json["logEvents"][0]["extractedFields"] = {{"a", "b"}};
  std::string seen;
  run(EventBuilder().add(json),
      with([&](const LogEvent& log_event, const LogEnvelope& envelope, Output& output) {
        for (const std::string_view field :
             {envelope.owner, envelope.log_group, envelope.log_stream, envelope.subscription_filter,
              log_event.id, log_event.message, log_event.extracted_fields}) {
          seen += std::string(field) + '|';
        }
        seen += std::to_string(log_event.timestamp.value().count());
        return copy(log_event, envelope, output);
      }));
  EXPECT_EQ(seen,
            "123456789012|group \u65e5 \"g\"|stream-1|to-firehose|id-1|m \"1\"\n|{\"a\":\"b\"}|"
            "1655856000123");
}

TEST(Transform, HasNoTimestampWhereItIsUnusable) {
  int without = 0;
  const Json json = document_of({{{"message", "a"}},
                                 {{"message", "b"}, {"timestamp", -1}},
                                 {{"message", "c"}, {"timestamp", "1655856000000"}},
                                 {{"message", "d"}, {"timestamp", 1.5}},
                                 {{"message", "e"}, {"timestamp", 253402300800000}},
                                 {{"message", "f"}, {"timestamp", 253402300799999}}});
  const Answered answered =
      run(EventBuilder().add(json),
          with([&](const LogEvent& log_event, const LogEnvelope& envelope, Output& output) {
            without += log_event.timestamp ? 0 : 1;
            return copy(log_event, envelope, output);
          }));
  EXPECT_EQ(without, 5);
  EXPECT_EQ(answered.data(0), "abcdef");
}

TEST(Transform, TakesBackWhatWasNotKept) {
  const Answered answered =
      run(EventBuilder().add(document({"-a", "+b", "-c", "+d", "-e"})), with(filter));
  EXPECT_EQ(answered.data(0), "+b+d");
  EXPECT_EQ(answered.answers[0].log_events, 2u);
}

TEST(Transform, DropsARecordOfWhichNothingIsKept) {
  const Answered answered =
      run(EventBuilder().add(document({"-a", "-b"})).add(document({"+c"})).add(document({})),
          with(filter));
  EXPECT_EQ(answered.result(0), "Dropped");
  EXPECT_EQ(answered.reason(0), Reason::kFiltered);
  EXPECT_EQ(answered.data(1), "+c");
  EXPECT_EQ(answered.reason(2), Reason::kNoLogEvents);
}

TEST(Transform, DropsARecordThatBecomesNothing) {
  const Answered answered = run(EventBuilder().add(document({"", ""})), with(copy));
  EXPECT_EQ(answered.result(0), "Dropped");
  EXPECT_EQ(answered.reason(0), Reason::kFiltered);
}

TEST(Transform, TakesKeysFromTheFirstLogEventKept) {
  const Json json = document_of({log_event("-", 0), log_event("+", 3600'000), log_event("+", 0)});
  const Answered answered = run(EventBuilder().add(json), with(filter, "hour={timestamp:%H}"));
  EXPECT_EQ(answered.record(0).at("metadata").at("partitionKeys").at("hour"), "01");
}

TEST(Transform, FailsTheRecordItThrowsForAndNoneOther) {
  int calls_after = 0;
  const Apply throws = [&](const LogEvent& log_event, const LogEnvelope& envelope, Output& output) {
    copy(log_event, envelope, output);
    if (log_event.message == "standard") throw std::runtime_error("no");
    if (log_event.message == "other") throw 5;
    calls_after += log_event.message == "late" ? 1 : 0;
    return Kept::kYes;
  };
  const Answered answered = run(EventBuilder()
                                    .add(document({"a"}))
                                    .add(document({"b", "standard", "late"}))
                                    .add(document({"c"}))
                                    .add(document({"other"}))
                                    .add(document({"d"})),
                                with(throws));
  EXPECT_EQ(answered.data(0), "a");
  EXPECT_EQ(answered.reason(1), Reason::kTransformFailed);
  EXPECT_EQ(answered.data(2), "c");
  EXPECT_EQ(answered.reason(3), Reason::kTransformFailed);
  EXPECT_EQ(answered.data(4), "d");
  EXPECT_EQ(calls_after, 0);
}

TEST(Transform, WritesOnceWhateverTheOrderOfTheFields) {
  Json json;
  const Json canonical = document({"a", "b"});
  json["logEvents"] = canonical.at("logEvents");
  json["logStream"] = "late";
  json["messageType"] = "DATA_MESSAGE";
  const Answered answered =
      run(EventBuilder().add_gzip(canonical.dump() + json.dump()), with(copy, "s={logStream}"));
  EXPECT_EQ(answered.data(0), "abab");
  EXPECT_EQ(answered.record(0).at("metadata").at("partitionKeys").at("s"), "stream-1");
}

TEST(Transform, MayExpandWithoutBound) {
  // 100 KB a log event, 4000 of them: counted, never held.
  const std::string large(100'000, 'x');
  const Apply expands = [&](const LogEvent&, const LogEnvelope&, Output& output) {
    output.append(large);
    return Kept::kYes;
  };
  const Answered answered =
      run(EventBuilder().add(document(std::vector<std::string>(4000, "m"))), with(expands));
  EXPECT_EQ(answered.reason(0), Reason::kSplit);
  EXPECT_GT(answered.puts.size(), 150u);
}

TEST(Transform, DecidesHowARecordIsSplit) {
  // Only kept log events go into the pieces, sized by what they become.
  std::vector<std::string> messages;
  for (int i = 0; i < 100; ++i) messages.push_back((i % 2 == 0 ? "+" : "-") + std::to_string(i));
  const Apply expands = [](const LogEvent& log_event, const LogEnvelope& envelope, Output& output) {
    const Kept kept = filter(log_event, envelope, output);
    output.append(std::string(1000, '.'));
    return kept;
  };
  Options options = with(expands);
  options.response_bytes_max = 10'000;
  const Answered answered = run(EventBuilder().add(document(messages)), std::move(options));
  EXPECT_EQ(answered.reason(0), Reason::kSplit);
  EXPECT_EQ(answered.answers[0].log_events, 50u);
  for (const std::string& piece : answered.put_data) {
    const Json document = Json::parse(gunzip_all(bytes_of_base64(piece)));
    for (const Json& log_event : document.at("logEvents")) {
      EXPECT_EQ(log_event.at("message").get<std::string>()[0], '+');
    }
  }
}

}  // namespace
}  // namespace cwlogs::testing
