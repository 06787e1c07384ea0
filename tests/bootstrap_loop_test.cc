// bootstrap and the Lambda Runtime API: every answer and every fault of the platform.
#include <gtest/gtest.h>

#include <csignal>

#include "tests/bootstrap_fixture.h"
#include "tests/event_fixture.h"

namespace cwlogs::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

std::string event_with(const std::string& line) {
  return EventBuilder().add(document({line})).text();
}

Invocation invocation(std::string body) {
  Invocation invocation;
  invocation.body = std::move(body);
  return invocation;
}

Invocation answered_with(std::string body, int status) {
  Invocation answered = invocation(std::move(body));
  answered.replies = {json_reply(status, R"({"errorMessage":"m","errorType":"T"})")};
  return answered;
}

TEST(BootstrapLoop, AnswersOneEventAfterTheOtherOnOneConnection) {
  std::vector<Invocation> events;
  for (int i = 0; i < 20; ++i) {
    events.push_back(invocation(event_with("line " + std::to_string(i))));
    events.back().invocation_id = "invocation-" + std::to_string(i);
    events.back().trace_id = "Root=1-5e1b4151-" + std::to_string(i);
    events.back().chunked = i % 2 == 0;
  }
  const LoopResult result = run_bootstrap(events);
  EXPECT_EQ(result.violations, std::vector<std::string>{});
  EXPECT_EQ(result.connections, 1u);
  ASSERT_EQ(result.posts.size(), 20u);
  for (size_t i = 0; i < 20; ++i) {
    EXPECT_EQ(result.posts[i].body, run(events[i].body).response);
    EXPECT_EQ(result.posts[i].header("lambda-runtime-invocation-id"),
              "invocation-" + std::to_string(i));
  }
}

TEST(BootstrapLoop, TakesAPathPrefixAndSixMebibytes) {
  std::vector<std::string> lines;
  for (size_t i = 0; i < 45'000; ++i) lines.push_back(std::string(99, 'x') + std::to_string(i));
  EventBuilder event;
  event.add_bytes(document(lines).dump());  // plain: about 8 MB of event
  FakeRuntimeApiOptions options;
  options.path_prefix = "/some/id";
  const LoopResult result = run_bootstrap({invocation(event.text())}, {}, std::move(options));
  ASSERT_EQ(result.posts.size(), 1u);
  EXPECT_EQ(result.posts[0].body, run(event).response);
  EXPECT_GT(result.posts[0].body.size(), 6'000'000u);
  EXPECT_EQ(result.violations, std::vector<std::string>{});
}

TEST(BootstrapLoop, ReportsWhatIsNoFirehoseEventAndGoesOn) {
  std::string too_long;
  too_long.resize(kEventBytesMax + 1, ' ');
  const LoopResult result = run_bootstrap({invocation(R"({"Records":[]})"), invocation("not JSON"),
                                           invocation(too_long), invocation(event_with("line"))});
  ASSERT_EQ(result.posts.size(), 4u);
  const auto type = [&](size_t i) {
    return result.posts[i].header("lambda-runtime-function-error-type");
  };
  EXPECT_EQ(type(0), "Function.EventNotFirehose");
  EXPECT_EQ(type(1), "Function.EventNotJson");
  EXPECT_EQ(type(2), "Function.EventTooLarge");
  EXPECT_EQ(Json::parse(result.posts[0].body).at("errorType"), "Function.EventNotFirehose");
  EXPECT_EQ(result.posts[3].kind, Post::Kind::kResponse);
  EXPECT_EQ(result.violations, std::vector<std::string>{});
}

TEST(BootstrapLoop, GoesOnWhateverTheAnswerIsRefusedFor) {
  std::vector<Invocation> events;
  for (const int status : {400, 403, 410, 413}) {
    events.push_back(answered_with(event_with("line"), status));
  }
  events.push_back(invocation(event_with("last")));
  const LoopResult result = run_bootstrap(events);
  EXPECT_EQ(result.posts.size(), 5u);
  EXPECT_EQ(result.posts.back().status, 202);
  EXPECT_EQ(result.violations, std::vector<std::string>{});
}

TEST(BootstrapLoop, EndsWhereThePlatformCantGoOn) {
  FakeRuntimeApi api({answered_with(event_with("line"), 500), invocation(event_with("never"))});
  Bootstrap bootstrap(api);
  EXPECT_EQ(bootstrap.process().wait(seconds(20)).exit_code, 1);
  EXPECT_EQ(api.posts().size(), 1u);
}

TEST(BootstrapLoop, PostsAgainWhereTheConnectionIsLost) {
  Invocation lost = invocation(event_with("line"));
  lost.replies = {fault_reply(Reply::Fault::kReset), fault_reply(Reply::Fault::kClose)};
  const LoopResult result = run_bootstrap({lost, invocation(event_with("next"))});
  EXPECT_EQ(result.posts.back().body, run(event_with("next")).response);
  EXPECT_EQ(result.violations, std::vector<std::string>{});
}

TEST(BootstrapLoop, GivesUpOnANextThatFailsWithoutABusyLoop) {
  for (const Reply& reply : {json_reply(500, "{}"), fault_reply(Reply::Fault::kReset)}) {
    FakeRuntimeApiOptions options;
    options.after_last = reply;
    FakeRuntimeApi api(std::vector<Invocation>{}, std::move(options));
    const auto start = steady_clock::now();
    Bootstrap bootstrap(api);
    EXPECT_EQ(bootstrap.process().wait(seconds(20)).exit_code, 1);
    EXPECT_GT(steady_clock::now() - start, milliseconds(500));
    EXPECT_LE(api.next_count(), 10u);
  }
}

TEST(BootstrapLoop, SurvivesAFewFailuresOfNext) {
  FakeRuntimeApiOptions options;
  options.next_replies = {json_reply(500, "{}"), json_reply(503, "<html>"), json_reply(200, "{}")};
  const LoopResult result = run_bootstrap({invocation(event_with("line"))}, {}, std::move(options));
  EXPECT_EQ(result.posts.size(), 1u);
}

TEST(BootstrapLoop, PostsAMistakeInTheConfigurationAndExits) {
  for (const auto& [variable, part] :
       {std::pair("RESPONSE_BYTES_MAX=1", "RESPONSE_BYTES_MAX: '1' is not an integer from 256"),
        std::pair("REINGEST=maybe", "REINGEST: 'maybe' is not put or fail"),
        std::pair("REINGEST_ATTEMPTS=0", "REINGEST_ATTEMPTS: '0' is not an integer from 1"),
        std::pair("METRICS=all", "METRICS: 'all' is not none or emf"),
        std::pair("TIME_ZONE=Mars", "TIME_ZONE: 'Mars'"),
        std::pair("PARTITION_KEYS=x={y}", "PARTITION_KEYS: ")}) {
    FakeRuntimeApi api(std::vector<Invocation>{});
    Bootstrap bootstrap(api, {variable});
    EXPECT_EQ(bootstrap.process().wait(seconds(20)).exit_code, 1);
    ASSERT_EQ(api.posts_of(Post::Kind::kInitError).size(), 1u) << variable;
    const Json error = Json::parse(api.posts()[0].body);
    EXPECT_EQ(error.at("errorType"), "Runtime.InvalidConfiguration");
    EXPECT_NE(error.at("errorMessage").get<std::string>().find(part), std::string::npos) << error;
    EXPECT_EQ(api.next_count(), 0u);
  }
}

TEST(BootstrapLoop, EndsWithinASecondOfSigterm) {
  FakeRuntimeApi api(std::vector<Invocation>{});
  Bootstrap bootstrap(api);
  ASSERT_TRUE(api.wait_until_idle(seconds(20)));
  const auto start = steady_clock::now();
  EXPECT_EQ(bootstrap.process().terminate().exit_code, 0);
  EXPECT_LT(steady_clock::now() - start, seconds(1));
}

TEST(BootstrapLoop, WorksOnAsManyInvocationsAsItIsTold) {
  std::vector<Invocation> events;
  for (int i = 0; i < 200; ++i) {
    events.push_back(invocation(event_with("line " + std::to_string(i))));
    events.back().id = "id-" + std::to_string(i);
  }
  FakeRuntimeApiOptions options;
  options.concurrency = 4;
  const LoopResult result =
      run_bootstrap(events, {"AWS_LAMBDA_MAX_CONCURRENCY=4"}, std::move(options));
  EXPECT_EQ(result.violations, std::vector<std::string>{});
  EXPECT_EQ(result.connections, 4u);
  ASSERT_EQ(result.posts.size(), 200u);
  for (const Post& post : result.posts) {
    const auto i = static_cast<size_t>(std::stoul(post.id.substr(3)));
    EXPECT_EQ(post.body, run(events[i].body).response);
  }
}

TEST(BootstrapLog, SumsUpAnInvocationInOneLineOfJson) {
  const std::string event = EventBuilder()
                                .add(document({"secret log text"}))
                                .id("broken-1")
                                .add_bytes("broken")
                                .add_bytes("broken")
                                .text();
  const LoopResult result = run_bootstrap({invocation(event)});
  const std::vector<std::string> lines = lines_in(result.err);
  ASSERT_EQ(lines.size(), 2u) << result.err;
  const Json warning = Json::parse(lines[0]);
  EXPECT_EQ(warning.at("level"), "WARN");
  EXPECT_EQ(warning.at("reasons").at("RawRecord"),
            Json({{"records", 2},
                  {"firstRecordId", "broken-1"},
                  {"advice",
                   "set RAW_RECORDS=lines or pass, or turn Firehose's message extraction off"}}));
  const Json summary = Json::parse(lines[1]);
  EXPECT_EQ(summary.at("level"), "INFO");
  EXPECT_EQ(summary.at("Ok"), 1);
  EXPECT_EQ(summary.at("ProcessingFailed"), 2);
  EXPECT_EQ(summary.at("requestId"), result.posts.at(0).id);
  EXPECT_EQ(result.err.find("secret log text"), std::string::npos);
}

TEST(BootstrapLog, WritesMetricsWhateverTheLevelAndFormat) {
  const LoopResult result =
      run_bootstrap({invocation(event_with("line"))},
                    {"METRICS=emf", "AWS_LAMBDA_LOG_LEVEL=WARN", "AWS_LAMBDA_LOG_FORMAT=Text",
                     "POWERTOOLS_METRICS_NAMESPACE=logs", "METRICS_DIMENSIONS=team=a,stage=b"});
  EXPECT_EQ(result.err, "");
  ASSERT_EQ(lines_in(result.out).size(), 1u) << result.out;
  const Json metrics = Json::parse(result.out);
  const Json& directive = metrics.at("_aws").at("CloudWatchMetrics").at(0);
  EXPECT_EQ(directive.at("Namespace"), "logs");
  EXPECT_EQ(directive.at("Dimensions"), Json::parse(R"([["team","stage"]])"));
  EXPECT_EQ(metrics.at("team"), "a");
  for (const Json& metric : directive.at("Metrics")) {
    EXPECT_TRUE(metrics.at(metric.at("Name").get<std::string>()).is_number()) << metric;
  }
  EXPECT_EQ(metrics.at("RecordsIn"), 1);
  EXPECT_EQ(metrics.at("ColdStart"), 1);
}

TEST(BootstrapLog, MayBeText) {
  const LoopResult result =
      run_bootstrap({invocation(event_with("line"))}, {"AWS_LAMBDA_LOG_FORMAT=Text"});
  EXPECT_EQ(result.err.rfind("[INFO] ", 0), 0u);
  EXPECT_NE(result.err.find(" records=1 Ok=1 "), std::string::npos) << result.err;
}

TEST(Bootstrap, SaysHowToTryItWhereThereIsNoLambda) {
  const ChildResult result = run_child({CWLOGS_BOOTSTRAP});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find("AWS_LAMBDA_RUNTIME_API is not set"), std::string::npos);
  EXPECT_NE(result.err.find("cwlogs replay --bootstrap"), std::string::npos);
}

}  // namespace
}  // namespace cwlogs::testing
