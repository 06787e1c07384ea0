#include "processor/log_filter.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <sstream>

#include "tests/configured.h"
#include "tests/event_fixture.h"
#include "tests/ledger.h"
#include "tests/one_log_event.h"

namespace cwlogs::testing {
namespace {

// Whether a log event passes a filter so configured.
bool passes_document(const ByName& variables, const Json& json) {
  const Options options = configured(variables);
  OneLogEvent event(json.dump());
  const LogFilter& filter = options.rules->otherwise.filter;
  return filter.judge_names(event.fields()) == LogEventFate::kKept &&
         filter.judge(event.fields()) == LogEventFate::kKept;
}

bool passes(const ByName& variables, const std::string& message) {
  return passes_document(variables, document({message}));
}

bool passes_named(const ByName& variables, const std::string& group, const std::string& stream) {
  Json json = document({"line"});
  json["logGroup"] = group;
  json["logStream"] = stream;
  return passes_document(variables, json);
}

TEST(LogFilter, IsEmptyWhereNothingIsConfigured) {
  EXPECT_TRUE(LogFilter().empty());
  EXPECT_TRUE(configured({{"SAMPLE_ONE_IN", "1"}}).rules->otherwise.filter.empty());
  for (const auto& [name, value] : ByName{{"INCLUDE_AT_MATCH", "a"},
                                          {"EXCLUDE_AT_MATCH", "a"},
                                          {"FILTER_PATTERN", "a"},
                                          {"DROP_LAMBDA_PLATFORM_LOGS", "on"},
                                          {"SAMPLE_ONE_IN", "2"},
                                          {"LOG_GROUPS", "a"},
                                          {"EXCLUDE_LOG_GROUPS", "a"},
                                          {"LOG_STREAMS", "a"},
                                          {"EXCLUDE_LOG_STREAMS", "a"}}) {
    EXPECT_FALSE(configured({{name, value}}).rules->otherwise.filter.empty()) << name;
  }
}

TEST(LogFilter, IncludesWhatMatchesAndExcludesNevertheless) {
  const ByName both = {{"INCLUDE_AT_MATCH", "ERROR|WARN"}, {"EXCLUDE_AT_MATCH", "GET /health"}};
  EXPECT_TRUE(passes(both, "an ERROR"));
  EXPECT_FALSE(passes(both, "INFO"));
  EXPECT_FALSE(passes(both, "ERROR GET /health"));
  EXPECT_TRUE(passes({{"EXCLUDE_AT_MATCH", "^$"}}, "x"));
  EXPECT_FALSE(passes({{"EXCLUDE_AT_MATCH", "^$"}}, ""));
}

TEST(LogFilter, SeesTheMessageUnescaped) {
  EXPECT_TRUE(passes({{"INCLUDE_AT_MATCH", "^a\tb\n\"日\"$"}}, "a\tb\n\"日\""));
}

TEST(LogFilter, TakesAFilterPatternBesidesTheRegexes) {
  const ByName all = {{"FILTER_PATTERN", "{ $.status >= 500 }"}, {"EXCLUDE_AT_MATCH", "probe"}};
  EXPECT_TRUE(passes(all, R"({"status":502})"));
  EXPECT_FALSE(passes(all, R"({"status":200})"));
  EXPECT_FALSE(passes(all, R"({"status":502,"agent":"probe"})"));
  EXPECT_TRUE(passes({{"FILTER_PATTERN", "ERROR -expected"}}, "ERROR here"));
  EXPECT_FALSE(passes({{"FILTER_PATTERN", "ERROR -expected"}}, "ERROR expected"));
}

TEST(LogFilter, ChoosesByNames) {
  const ByName lists = {{"LOG_GROUPS", "/aws/lambda/*, /ecs/?"},
                        {"EXCLUDE_LOG_GROUPS", "*/debug"},
                        {"LOG_STREAMS", "i-*"},
                        {"EXCLUDE_LOG_STREAMS", "i-canary*"}};
  EXPECT_TRUE(passes_named(lists, "/aws/lambda/app", "i-1"));
  EXPECT_TRUE(passes_named(lists, "/ecs/a", "i-1"));
  EXPECT_FALSE(passes_named(lists, "/ecs/ab", "i-1"));
  EXPECT_FALSE(passes_named(lists, "/aws/lambda/debug", "i-1"));
  EXPECT_FALSE(passes_named(lists, "/aws/lambda/app", "x-1"));
  EXPECT_FALSE(passes_named(lists, "/aws/lambda/app", "i-canary-1"));
  EXPECT_TRUE(passes_named({{"EXCLUDE_LOG_GROUPS", "/a"}}, "/b", "s"));
}

TEST(LogFilter, MeetsAbsentNamesAsEmpty) {
  Json json = document({"line"});
  json.erase("logGroup");
  EXPECT_FALSE(passes_document({{"LOG_GROUPS", "?*"}}, json));
  EXPECT_TRUE(passes_document({{"LOG_GROUPS", "*"}}, json));
  EXPECT_TRUE(passes_document({{"EXCLUDE_LOG_GROUPS", "?*"}}, json));
}

// --- sampling --------------------------------------------------------------------------------

Json with_id(const std::string& id) { return document_of({log_event("line", 1655856000000, id)}); }

// How many of 100,000 ids like those of CloudWatch Logs are kept.
size_t kept_of_100000(uint32_t sample_one_in) {
  LogFilter filter;
  filter.sample_one_in = sample_one_in;
  const std::string text = with_id("#").dump();
  const size_t at = text.find('#');
  size_t kept = 0;
  for (uint64_t i = 0; i < 100'000; ++i) {
    std::string json = text;
    json.replace(at, 1, "368950" + std::to_string(10'000'000'000'000'000'000U + i * 7));
    OneLogEvent event(json);
    if (filter.judge(event.fields()) == LogEventFate::kKept) ++kept;
  }
  return kept;
}

TEST(Sampling, KeepsAboutOneInSoMany) {
  for (const uint32_t n : {2U, 3U, 10U, 64U, 100U, 1000U}) {
    const double expected = 100'000.0 / n;
    EXPECT_NEAR(static_cast<double>(kept_of_100000(n)), expected, 5 * std::sqrt(expected)) << n;
  }
}

TEST(Sampling, KeepsTheSameOnesWheneverAsked) {
  for (int i = 0; i < 200; ++i) {
    const std::string id = std::to_string(i * 7919);
    const bool first = passes_document({{"SAMPLE_ONE_IN", "3"}}, with_id(id));
    EXPECT_EQ(passes_document({{"SAMPLE_ONE_IN", "3"}}, with_id(id)), first);
    // Nothing but the id counts.
    Json other = document_of({log_event("other", 1, id)});
    other["logGroup"] = "/elsewhere";
    EXPECT_EQ(passes_document({{"SAMPLE_ONE_IN", "3"}}, other), first);
    // What one in six keeps, one in three has kept.
    if (passes_document({{"SAMPLE_ONE_IN", "6"}}, with_id(id))) {
      EXPECT_TRUE(first);
    }
  }
}

TEST(Sampling, KnowsALogEventWithoutIdByTimeAndText) {
  const ByName half = {{"SAMPLE_ONE_IN", "2"}};
  size_t kept = 0;
  for (int i = 0; i < 1000; ++i) {
    Json json = document_of({log_event("line " + std::to_string(i / 2), 1655856000000 + i % 2)});
    json["logEvents"][0].erase("id");
    const bool first = passes_document(half, json);
    ASSERT_EQ(passes_document(half, json), first);
    kept += first ? 1 : 0;
  }
  EXPECT_NEAR(static_cast<double>(kept), 500.0, 80.0);
}

TEST(Sampling, KeepsTheSameOnesHoweverOftenTheyComeRound) {
  EventBuilder event;
  for (int r = 0; r < 6; ++r) {
    std::vector<Json> log_events;
    for (int i = 0; i < 60; ++i) {
      const std::string id = std::to_string(1000 * r + i);
      log_events.push_back(log_event("line " + id + " of the record", 1, id));
    }
    event.add(document_of(log_events));
  }
  const auto kept = [&](const std::string& budget) {
    Processor processor(configured({{"SAMPLE_ONE_IN", "3"}, {"RESPONSE_BYTES_MAX", budget}}));
    std::istringstream data(circulate(processor, event, Source::kDirectPut, 10'000, 30).delivered);
    std::multiset<std::string> lines;
    for (std::string line; std::getline(data, line);) lines.insert(line);
    return lines;
  };
  EXPECT_EQ(kept("1500"), kept("6291456"));
}

// --- what Lambda itself writes ---------------------------------------------------------------

bool is_platform_log(const std::string& message) {
  OneLogEvent event(document({message}).dump());
  return is_lambda_platform_log(event.fields());
}

TEST(LambdaPlatformLogs, AreTheLinesLambdaWrites) {
  const std::string id = "8f507cfc-dbd8-4f2f-9b4b-8c3f1a4d2e6b";
  for (const std::string& line : {
           "START RequestId: " + id + " Version: $LATEST\n",
           "END RequestId: " + id + "\n",
           "REPORT RequestId: " + id +
               "\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory "
               "Used: 60 MB\tInit Duration: 101.02 ms\t\n"
               "XRAY TraceId: 1-5e34a614-10bd5d5f0c0a4b7e9f3e2d1c\tSegmentId: 07f022a86f0f1234\t"
               "Sampled: true\t\n",
           std::string("XRAY TraceId: 1-5e34a614-10bd5d5f0c0a4b7e9f3e2d1c\tSegmentId: 07f0\n"),
           std::string("INIT_START Runtime Version: provided:al2023.v15\tRuntime Version ARN: "
                       "arn:aws:lambda:eu-west-1::runtime:1c8b\n"),
           std::string("INIT_REPORT Init Duration: 10008.94 ms\tPhase: init\tStatus: timeout\t\n"),
           std::string("RESTORE_START Runtime Version: java:11.v24\n"),
           std::string("RESTORE_REPORT Restore Duration: 210.12 ms\n"),
           std::string("EXTENSION\tName: cloudwatch_lambda_agent\tState: Ready\tEvents: "
                       "[INVOKE,SHUTDOWN]\n"),
           std::string("LOGS\tName: agent\tState: Subscribed\tTypes: [Platform]\n"),
           std::string("TELEMETRY\tName: agent\tState: Subscribed\tTypes: [Platform]\n"),
       }) {
    EXPECT_TRUE(is_platform_log(line)) << line;
  }
}

TEST(LambdaPlatformLogs, AreTheRecordsOfTheJsonFormat) {
  for (const char* type : {"initStart", "initRuntimeDone", "initReport", "start", "runtimeDone",
                           "report", "restoreStart", "restoreRuntimeDone", "restoreReport",
                           "extension", "telemetrySubscription", "logsSubscription"}) {
    const Json record = {{"time", "2022-06-22T00:00:00.000Z"},
                         {"type", "platform." + std::string(type)},
                         {"record", {{"requestId", "8f507cfc-dbd8-4f2f-9b4b-8c3f1a4d2e6b"}}}};
    EXPECT_TRUE(is_platform_log(record.dump())) << record;
    EXPECT_TRUE(is_platform_log(record.dump(2) + "\n")) << record;
  }
}

TEST(LambdaPlatformLogs, AreNothingElse) {
  for (const char* line :
       {"START RequestId: not-an-id Version: $LATEST", "START RequestId: ", "STARTING", "START",
        "start RequestId: 8f507cfc-dbd8-4f2f-9b4b-8c3f1a4d2e6b", "REPORTING", "REPORT of the day",
        " END RequestId: 8f507cfc-dbd8-4f2f-9b4b-8c3f1a4d2e6b", "END", "INIT_START",
        "INIT_START of something", "EXTENSION Name: x", "EXTENSIONS", "XRAY", "LOGS of a day", "",
        "2022-06-22T00:00:00.000Z 8f507cfc-dbd8-4f2f-9b4b-8c3f1a4d2e6b Task timed out after 3.00 "
        "seconds",
        "RequestId: 8f507cfc-dbd8-4f2f-9b4b-8c3f1a4d2e6b Error: Runtime exited with error"}) {
    EXPECT_FALSE(is_platform_log(line)) << line;
  }
  for (const char* json :
       {R"({"type":"platform.logsDropped","record":{"droppedRecords":12}})",  // says what is lost
        R"({"type":"platform.x"})", R"({"type":"platform."})", R"({"type":"function"})",
        R"({"kind":"platform.start"})", R"({"record":{"type":"platform.start"}})",
        R"({"type":["platform.start"]})", R"({"type":{"a":"platform.start"}})",
        R"({"type":"platform.start")", R"({"type":"platform.start"} x)", R"(["platform.start"])",
        R"({"type":"platform.start","type":"app"})", R"({"message":"platform.start"})",
        "{platform.start}"}) {
    EXPECT_FALSE(is_platform_log(json)) << json;
  }
}

TEST(LambdaPlatformLogs, AreDroppedWhereConfigured) {
  const std::string line = "END RequestId: 8f507cfc-dbd8-4f2f-9b4b-8c3f1a4d2e6b\n";
  EXPECT_FALSE(passes({{"DROP_LAMBDA_PLATFORM_LOGS", "on"}}, line));
  EXPECT_TRUE(passes({{"DROP_LAMBDA_PLATFORM_LOGS", "on"}}, "a line"));
  EXPECT_TRUE(passes({{"DROP_LAMBDA_PLATFORM_LOGS", "off"}}, line));
}

}  // namespace
}  // namespace cwlogs::testing
