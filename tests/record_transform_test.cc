#include "processor/record_transform.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <set>
#include <sstream>
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

// --- with the configured pipeline around it ------------------------------------------------------

Options configured_with(Apply apply, const ByName& variables) {
  Options options = configured(variables);
  options.transform = std::make_unique<TestTransform>(std::move(apply));
  return options;
}

std::string data_of(const std::vector<std::string>& messages, Apply apply,
                    const ByName& variables) {
  const Answered answered =
      run(EventBuilder().add(document(messages)), configured_with(std::move(apply), variables));
  EXPECT_EQ(answered.result(0), "Ok");
  return answered.result(0) == "Ok" ? answered.data(0) : "";
}

const ByName kFieldsOnly = {{"OUTPUT_FORMAT", "json"}, {"OUTPUT_FIELDS", "fields"}};

TEST(Transform, MayLeaveTheOutputToTheConfiguration) {
  const Apply marks = [](const LogEvent& log_event, const LogEnvelope&, Output& output) {
    if (log_event.message == "b") return Kept::kNo;
    if (log_event.message == "c") output.append("# ");
    return Kept::kAsConfigured;
  };
  EXPECT_EQ(run(EventBuilder().add(document({"a", "b", "c"})), with(marks)).data(0), "a\n# c\n");
  EXPECT_EQ(data_of({"a", "b", "c"}, marks,
                    {{"OUTPUT_FORMAT", "template"}, {"OUTPUT_TEMPLATE", "[{message}]"}}),
            "[a]\n# [c]\n");
}

TEST(Transform, SetsFieldsOfEveryKind) {
  const Apply sets = [](const LogEvent& log_event, const LogEnvelope&, Output&) {
    LogEventFields& fields = log_event.fields;
    fields.set_text("text", "\"\xff\u65e5\n");
    fields.set_integer("integer", INT64_MIN);
    fields.set_number("number", 0.1);
    fields.set_number("none", std::numeric_limits<double>::infinity());
    fields.set_boolean("boolean", true);
    fields.set_json("json", R"({"a": [1, "x"]} )");
    fields.set_json("string", R"("\u0041")");
    fields.set_text("text", fields.find("text").value());
    EXPECT_EQ(fields.find("integer"), "-9223372036854775808");
    EXPECT_FALSE(fields.find("absent"));
    EXPECT_FALSE(fields.parsed());
    fields.set_parsed();
    EXPECT_TRUE(fields.parsed());
    return Kept::kAsConfigured;
  };
  EXPECT_EQ(data_of({"m"}, sets, kFieldsOnly),
            R"({"integer":-9223372036854775808,"number":0.1,"none":null,"boolean":true,)"
            R"("json":{"a":[1,"x"]},"string":"A","text":"\")"
            "\uFFFD\u65e5"
            R"(\n"})"
            "\n");
}

TEST(Transform, AddsToWhatWasParsed) {
  const Apply adds = [](const LogEvent& log_event, const LogEnvelope&, Output&) {
    if (const auto level = log_event.fields.find("level")) {
      log_event.fields.set_integer("severity", *level == "ERROR" ? 3 : 6);
      log_event.fields.set_text("level", "*");
    }
    return Kept::kAsConfigured;
  };
  ByName variables = kFieldsOnly;
  variables["PARSERS"] = "json";
  variables["FIELD_PATTERN"] = "{ $.level != \"DEBUG\" }";
  EXPECT_EQ(data_of({R"({"level":"ERROR","n":1})", R"({"level":"DEBUG"})", R"({"level":"INFO"})"},
                    adds, variables),
            R"({"n":1,"severity":3,"level":"*"})"
            "\n"
            R"({"severity":6,"level":"*"})"
            "\n");
}

TEST(Transform, LosesNothingOfALineThatNobodyKnows) {
  const Apply adds = [](const LogEvent& log_event, const LogEnvelope&, Output&) {
    log_event.fields.set_text("host", "h");
    log_event.fields.set_text("message", "never instead of it");
    if (log_event.message == "known") log_event.fields.set_parsed();
    return Kept::kAsConfigured;
  };
  ByName variables = kFieldsOnly;
  variables["PARSERS"] = "logfmt,json";
  const Answered answered =
      run(EventBuilder().add(document({"unknown", "known"})), configured_with(adds, variables));
  EXPECT_EQ(answered.data(0), R"({"message":"unknown","unparsed":true,"host":"h"})"
                              "\n"
                              R"({"host":"h","message":"never instead of it"})"
                              "\n");
  EXPECT_EQ(answered.answers[0].unparsed, 1u);
}

TEST(Transform, LeavesItsFieldsAndKeysToNoOtherLogEvent) {
  const Apply sets = [](const LogEvent& log_event, const LogEnvelope&, Output&) {
    EXPECT_FALSE(log_event.fields.find("once"));
    if (log_event.message == "a") {
      log_event.fields.set_text("once", "1");
      log_event.fields.set_partition_key("once", "1");
    }
    return Kept::kAsConfigured;
  };
  const Answered answered = run(
      EventBuilder().add(document({"a", "b"})).add(document({"b"})),
      configured_with(sets, {{"OUTPUT_FORMAT", "template"}, {"OUTPUT_TEMPLATE", "{field:once}"}}));
  EXPECT_EQ(answered.data(0), "1\n\n");
  EXPECT_EQ(answered.record(0).at("metadata").at("partitionKeys"), (Json{{"once", "1"}}));
  EXPECT_FALSE(answered.record(1).contains("metadata"));
}

TEST(Transform, SetsPartitionKeysInPlaceOfConfiguredOnesAndBesideThem) {
  const Apply sets = [](const LogEvent& log_event, const LogEnvelope&, Output&) {
    log_event.fields.set_partition_key("tenant", "x");
    log_event.fields.set_partition_key("tenant", "/a//b/../\n");
    log_event.fields.set_partition_key("extra", "");
    return Kept::kAsConfigured;
  };
  const Answered answered =
      run(EventBuilder().add(document({"m"})),
          configured_with(sets, {{"PARTITION_KEYS", "tenant={logStream},group={logGroup}"}}));
  EXPECT_EQ(answered.record(0).at("metadata").at("partitionKeys"),
            (Json{{"tenant", "a/b/_/_"}, {"group", "aws/test"}, {"extra", "unknown"}}));
}

TEST(Transform, SetsTheTimeOfKeysAndOutput) {
  const Apply sets = [](const LogEvent& log_event, const LogEnvelope&, Output&) {
    log_event.fields.set_timestamp(std::chrono::hours(5));
    return Kept::kAsConfigured;
  };
  const Answered answered = run(EventBuilder().add(document({"m"})),
                                configured_with(sets, {{"PARTITION_KEYS", "hour={timestamp:%H}"},
                                                       {"OUTPUT_FORMAT", "json"},
                                                       {"OUTPUT_FIELDS", "timestamp"}}));
  EXPECT_EQ(answered.data(0), "{\"timestamp\":\"1970-01-01T05:00:00.000Z\"}\n");
  EXPECT_EQ(answered.record(0).at("metadata").at("partitionKeys").at("hour"), "05");
}

TEST(Transform, FailsItsRecordWhereItSetsWhatCannotBe) {
  using Set = void (*)(LogEventFields&);
  const auto sets = std::to_array<Set>({
      [](LogEventFields& fields) { fields.set_json("j", "{"); },
      [](LogEventFields& fields) { fields.set_json("j", ""); },
      [](LogEventFields& fields) { fields.set_json("j", "1 2"); },
      [](LogEventFields& fields) { fields.set_json("j", std::string_view("1\0", 2)); },
      [](LogEventFields& fields) { fields.set_partition_key("", "v"); },
      [](LogEventFields& fields) { fields.set_partition_key("a b", "v"); },
      [](LogEventFields& fields) { fields.set_timestamp(std::chrono::milliseconds(-1)); },
      [](LogEventFields& fields) { fields.set_timestamp(std::chrono::hours(24 * 366 * 9000)); },
      [](LogEventFields& fields) {
        for (size_t i = 0; i <= kParsedFieldsMax; ++i) fields.set_integer("n", 1);
      },
  });
  for (size_t i = 0; i < sets.size(); ++i) {
    const Apply apply = [&](const LogEvent& log_event, const LogEnvelope&, Output& output) {
      output.append("x");
      if (log_event.message == "set") sets[i](log_event.fields);
      return Kept::kYes;
    };
    const Answered answered =
        run(EventBuilder().add(document({"set"})).add(document({"m"})), with(apply));
    EXPECT_EQ(answered.reason(0), Reason::kTransformFailed) << i;
    EXPECT_EQ(answered.data(1), "x") << i;
  }
}

TEST(Transform, SplitsByTheKeysItSets) {
  // Pieces are measured with the keys that they will get.
  const Apply by_message = [](const LogEvent& log_event, const LogEnvelope&, Output&) {
    log_event.fields.set_partition_key("k", log_event.message.substr(0, 1));
    log_event.fields.set_partition_key("long", std::string(200, 'x'));
    return Kept::kAsConfigured;
  };
  const ByName variables = {{"PARTITION_KEYS", "k={logStream}"},
                            {"PARTITION_STRADDLE", "split"},
                            {"RESPONSE_BYTES_MAX", "2000"}};
  std::vector<std::string> messages;
  for (int i = 0; i < 60; ++i) {
    messages.push_back(std::string(1, "abc"[i % 3]) + std::to_string(i) + std::string(50, '.'));
  }
  Processor processor(configured_with(by_message, variables));
  std::vector<EventBuilder> events = {EventBuilder().add(document(messages))};
  std::set<std::string> delivered;
  for (size_t i = 0; i < events.size() && i < 1000; ++i) {
    const Answered answered = run(processor, events[i].text());
    for (const std::string& put : answered.put_data) {
      events.push_back(EventBuilder().add_base64(put));
    }
    if (answered.result(0) != "Ok") continue;
    std::istringstream lines(answered.data(0));
    for (std::string line; std::getline(lines, line);) {
      EXPECT_EQ(answered.record(0).at("metadata").at("partitionKeys").at("k"), line.substr(0, 1));
      EXPECT_TRUE(delivered.insert(line).second) << line;
    }
  }
  EXPECT_EQ(delivered, std::set<std::string>(messages.begin(), messages.end()));
}

}  // namespace
}  // namespace cwlogs::testing
