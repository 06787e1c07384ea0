#include "processor/transform_observer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/configured.h"
#include "tests/event_fixture.h"

namespace cwlogs::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// What was observed of each record: "fate message|line".
class Recorder : public TransformObserver {
 public:
  void begin_record(size_t index) override {
    EXPECT_EQ(index, records.size());
    records.emplace_back();
  }
  void begin_log_events() override { records.back().clear(); }
  void log_event(const ObservedLogEvent& observed) override {
    const std::string fate = std::to_string(static_cast<int>(observed.fate));
    const std::string message = observed.read ? std::string(observed.fields.message()) : "unread";
    records.back().push_back(fate + ' ' + message + '|' + std::string(observed.line));
    last_treatment = &observed.treatment;
    ids.emplace_back(observed.fields.id());
  }

  std::vector<std::vector<std::string>> records;
  std::vector<std::string> ids;
  const Treatment* last_treatment = nullptr;
};

Options observed(const ByName& variables, TransformObserver& observer,
                 const std::string& file = "") {
  static const Rules nothing;
  Options options = configured(variables, file);
  if (options.rules == nullptr) options.rules = &nothing;
  options.observer = &observer;
  return options;
}

// Of the only record, the fates of these messages.
std::vector<LogEventFate> fates_of(const ByName& variables,
                                   const std::vector<std::string>& messages,
                                   const std::string& file = "") {
  Recorder recorder;
  run(EventBuilder().add(document(messages)), observed(variables, recorder, file));
  std::vector<LogEventFate> fates;
  for (const std::string& line : recorder.records.at(0)) {
    fates.push_back(static_cast<LogEventFate>(std::stoi(line)));
  }
  return fates;
}

TEST(TransformObserver, SeesEachLogEventOfEachRecord) {
  Recorder recorder;
  const EventBuilder event = EventBuilder()
                                 .add(document({"a", "b\n"}))
                                 .add_bytes("broken")
                                 .add(control_message())
                                 .add(document({"\"c"}));
  run(event, observed({}, recorder));
  EXPECT_THAT(recorder.records, ElementsAre(ElementsAre("0 a|a\n", "0 b\n|b\n\n"), IsEmpty(),
                                            IsEmpty(), ElementsAre("0 \"c|\"c\n")));
}

TEST(TransformObserver, SeesTheConfiguredLineOfTheRedactedMessage) {
  Recorder recorder;
  Options options = observed(
      {{"REDACT_IP", "on"}, {"OUTPUT_FORMAT", "template"}, {"OUTPUT_TEMPLATE", "<{message}>"}},
      recorder);
  const Treatment* const otherwise = &options.rules->otherwise;
  run(EventBuilder().add(document({"from 1.2.3.4"})), std::move(options));
  EXPECT_THAT(recorder.records.at(0),
              ElementsAre("0 from xxx.xxx.xxx.xxx|<from xxx.xxx.xxx.xxx>\n"));
  EXPECT_EQ(recorder.last_treatment, otherwise);
}

TEST(TransformObserver, StartsAgainWhereTheRecordIsReadAgain) {
  Json late = document({"a", "b"});
  const Json group = late["logGroup"];
  late.erase("logGroup");
  late["logGroup"] = group;  // behind logEvents
  Recorder recorder;
  run(EventBuilder().add(late), observed({}, recorder));
  EXPECT_EQ(recorder.records.at(0).size(), 2u);
  EXPECT_GT(recorder.ids.size(), 2u);
}

TEST(TransformObserver, IsToldWhatDropped) {
  using enum LogEventFate;
  const std::vector<std::string> two = {"a", R"({"type":"platform.start"})"};
  EXPECT_THAT(fates_of({{"GUARD_LOG_GROUPS", "/aws/test"}}, two),
              ElementsAre(kRecursionGuard, kRecursionGuard));
  EXPECT_THAT(fates_of({}, {"a"}, R"({"rules":[{"drop":true}]})"), ElementsAre(kRuleDrop));
  EXPECT_THAT(fates_of({{"LOG_GROUPS", "x"}}, {"a"}), ElementsAre(kLogGroups));
  EXPECT_THAT(fates_of({{"EXCLUDE_LOG_GROUPS", "*"}}, {"a"}), ElementsAre(kExcludeLogGroups));
  EXPECT_THAT(fates_of({{"LOG_STREAMS", "x"}}, {"a"}), ElementsAre(kLogStreams));
  EXPECT_THAT(fates_of({{"EXCLUDE_LOG_STREAMS", "*"}}, {"a"}), ElementsAre(kExcludeLogStreams));
  EXPECT_THAT(fates_of({{"SAMPLE_ONE_IN", "1000000"}}, {"a"}), ElementsAre(kSampling));
  EXPECT_THAT(fates_of({{"DROP_LAMBDA_PLATFORM_LOGS", "on"}}, two),
              ElementsAre(kKept, kLambdaPlatformLog));
  EXPECT_THAT(fates_of({{"EXCLUDE_AT_MATCH", "^a"}}, two), ElementsAre(kExcludeAtMatch, kKept));
  EXPECT_THAT(fates_of({{"INCLUDE_AT_MATCH", "^a"}}, two), ElementsAre(kKept, kIncludeAtMatch));
  EXPECT_THAT(fates_of({{"FILTER_PATTERN", "a"}}, {"a", "b"}), ElementsAre(kKept, kFilterPattern));
  EXPECT_THAT(fates_of({{"PARSERS", "json"}, {"FIELD_PATTERN", "{ $.a = 1 }"}},
                       {R"({"a":1})", R"({"a":2})"}),
              ElementsAre(kKept, kFieldPattern));
}

TEST(TransformObserver, HasNoMessageOfWhatWasDroppedUnread) {
  Recorder recorder;
  run(EventBuilder().add(document({"secret"})),
      observed({{"EXCLUDE_LOG_GROUPS", "*"}, {"REDACT_MATCH", "secret"}}, recorder));
  EXPECT_THAT(recorder.records.at(0), ElementsAre("4 unread|"));
  EXPECT_THAT(recorder.ids, ElementsAre(log_event("")["id"].get<std::string>()));
}

class Custom : public Transform {
  Kept apply(const LogEvent& log_event, const LogEnvelope& /*envelope*/, Output& output) override {
    if (log_event.message == "throw") throw 1;
    output.append(log_event.message);
    return log_event.message == "drop" ? Kept::kNo : Kept::kYes;
  }
};

TEST(TransformObserver, SeesWhatACustomTransformDecides) {
  using enum LogEventFate;
  Recorder recorder;
  Options options = observed({}, recorder);
  options.transform = std::make_unique<Custom>();
  run(EventBuilder().add(document({"a", "drop", "throw", "b"})), std::move(options));
  std::vector<LogEventFate> fates;
  for (const std::string& line : recorder.records.at(0)) {
    fates.push_back(static_cast<LogEventFate>(std::stoi(line)));
  }
  EXPECT_THAT(fates, ElementsAre(kKept, kTransform, kTransformFailed, kTransformFailed));
}

TEST(TransformObserver, ChangesNothing) {
  const std::vector<std::string> messages = {"a", R"({"level":"error","n":1})", "GET 1.2.3.4", ""};
  for (const ByName& variables :
       {ByName{}, ByName{{"OUTPUT_DELIMITER", "none"}},
        ByName{{"PARSERS", "json"}, {"OUTPUT_FORMAT", "json"}, {"REDACT_IP", "on"}},
        ByName{{"FILTER_PATTERN", "error"}, {"PARTITION_KEYS", "a={message:/level}"}},
        ByName{{"PARTITION_KEYS", "a={message:/level}"}, {"PARTITION_STRADDLE", "split"}}}) {
    const EventBuilder event =
        EventBuilder().add(document(messages)).add(control_message()).add(document({"z"}));
    Recorder recorder;
    const Answered with = run(event, observed(variables, recorder));
    const Answered without = run(event, configured(variables));
    EXPECT_EQ(with.response, without.response);
    EXPECT_EQ(with.put_data, without.put_data);
    EXPECT_EQ(recorder.records.at(0).size(), messages.size());
  }
}

}  // namespace
}  // namespace cwlogs::testing
