#include "tests/fake_runtime_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <thread>
#include <utility>

#include "tests/scripted_runtime.h"

namespace cwlogs::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

int64_t now_ms() {
  return std::chrono::duration_cast<milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

TEST(FakeRuntimeApi, HandsOutAnEventWithItsHeaders) {
  Invocation invocation = invocation_of("id-1");
  invocation.invocation_id = "inv-1";
  invocation.trace_id = "Root=1";
  invocation.headers = {{"Lambda-Runtime-Client-Context", "ctx"}};
  FakeRuntimeApi api({invocation});
  const HttpResult next = ScriptedRuntime(api).next();
  EXPECT_EQ(next.status, 200);
  EXPECT_EQ(next.body, invocation.body);
  EXPECT_EQ(next.header("lambda-runtime-aws-request-id"), "id-1");
  EXPECT_EQ(next.header("lambda-runtime-invocation-id"), "inv-1");
  EXPECT_EQ(next.header("lambda-runtime-trace-id"), "Root=1");
  EXPECT_EQ(next.header("lambda-runtime-client-context"), "ctx");
  EXPECT_NE(next.header("lambda-runtime-invoked-function-arn"), "");
  const int64_t left = std::atoll(next.header("lambda-runtime-deadline-ms").c_str()) - now_ms();
  EXPECT_GT(left, 50'000);
  EXPECT_LE(left, 60'000);
}

TEST(FakeRuntimeApi, LeavesOutHeadersWithoutValue) {
  FakeRuntimeApi api({invocation_of("")});
  const HttpResult next = ScriptedRuntime(api).next();
  EXPECT_EQ(find_header(next.headers, "Lambda-Runtime-Invocation-Id"), std::nullopt);
  EXPECT_EQ(find_header(next.headers, "Lambda-Runtime-Trace-Id"), std::nullopt);
  EXPECT_NE(next.header("Lambda-Runtime-Aws-Request-Id"), "");
}

TEST(FakeRuntimeApi, RecordsResponsesAndErrors) {
  FakeRuntimeApi api({invocation_of("a"), invocation_of("b")});
  ScriptedRuntime runtime(api);
  runtime.next();
  EXPECT_EQ(runtime.respond("a", R"({"x":1})", {"X-Mine: yes"}).status, 202);
  runtime.next();
  EXPECT_EQ(runtime.fail("invocation/b/error").status, 202);
  EXPECT_TRUE(api.wait_until_done(seconds(1)));
  const std::vector<Post> posts = api.posts();
  ASSERT_EQ(posts.size(), 2u);
  EXPECT_EQ(posts[0].kind, Post::Kind::kResponse);
  EXPECT_EQ(posts[0].id, "a");
  EXPECT_EQ(posts[0].body, R"({"x":1})");
  EXPECT_EQ(posts[0].header("x-mine"), "yes");
  EXPECT_EQ(posts[0].status, 202);
  EXPECT_GT(posts[0].time_left, seconds(50));
  EXPECT_EQ(posts[1].kind, Post::Kind::kError);
  EXPECT_EQ(api.posts_of(Post::Kind::kError).size(), 1u);
  EXPECT_EQ(api.handed_out(), 2u);
  EXPECT_THAT(api.violations(), IsEmpty());
}

TEST(FakeRuntimeApi, HandsOutLargeEventsInChunks) {
  Invocation invocation = invocation_of("a");
  invocation.body = '"' + std::string(6'000'000, 'x') + '"';
  invocation.chunked = true;
  FakeRuntimeApi api({invocation});
  ScriptedRuntime runtime(api);
  EXPECT_EQ(runtime.next().body, invocation.body);
  EXPECT_EQ(runtime.respond("a", invocation.body).status, 202);
  EXPECT_EQ(api.posts().at(0).body_size, invocation.body.size());
}

TEST(FakeRuntimeApi, HasAPathPrefix) {
  FakeRuntimeApiOptions options;
  options.path_prefix = "/some/id";
  FakeRuntimeApi api({invocation_of("a")}, options);
  ScriptedRuntime runtime(api);
  EXPECT_EQ(runtime.next().status, 200);
  EXPECT_EQ(runtime.respond("a").status, 202);
  EXPECT_THAT(api.violations(), IsEmpty());
  runtime.base = api.server().url("/2018-06-01");
  EXPECT_EQ(runtime.next().status, 404);
  EXPECT_THAT(api.violations(), ElementsAre(HasSubstr("no such call: GET /2018-06-01/runtime")));
}

TEST(FakeRuntimeApi, NextWaitsWhereThereIsNoEvent) {
  FakeRuntimeApi api(std::vector<Invocation>{});
  ScriptedRuntime runtime(api);
  EXPECT_EQ(runtime.next(milliseconds(100)).code, CURLE_OPERATION_TIMEDOUT);
}

TEST(FakeRuntimeApi, AnEventDoesNotGoToAClientThatLeft) {
  FakeRuntimeApi api(std::vector<Invocation>{});
  {
    ScriptedRuntime gone(api);
    gone.next(milliseconds(50));
  }
  api.push(invocation_of("late"));
  EXPECT_EQ(ScriptedRuntime(api).next().header("Lambda-Runtime-Aws-Request-Id"), "late");
  EXPECT_THAT(api.violations(), IsEmpty());
}

TEST(FakeRuntimeApi, APushedEventEndsTheWaiting) {
  FakeRuntimeApi api(std::vector<Invocation>{});
  HttpResult result;
  std::thread client([&] { result = ScriptedRuntime(api).next(); });
  EXPECT_TRUE(api.wait_until_idle(seconds(10)));
  api.push(invocation_of("pushed"));
  client.join();
  EXPECT_EQ(result.header("Lambda-Runtime-Aws-Request-Id"), "pushed");
  EXPECT_FALSE(api.wait_until_done(milliseconds(20)));
  EXPECT_FALSE(api.wait_until_idle(milliseconds(20)));
}

TEST(FakeRuntimeApi, NextIsAnsweredAsTold) {
  FakeRuntimeApiOptions options;
  options.next_replies = {status_reply(500), fault_reply(Reply::Fault::kReset)};
  options.after_last = status_reply(410);
  FakeRuntimeApi api({invocation_of("a")}, options);
  ScriptedRuntime runtime(api);
  EXPECT_EQ(runtime.next().status, 500);
  EXPECT_EQ(ScriptedRuntime(api).next().code,
            CURLE_RECV_ERROR);  // libcurl repeats on old connections
  EXPECT_EQ(runtime.next().status, 200);
  runtime.respond("a");
  EXPECT_EQ(runtime.next().status, 410);
  EXPECT_EQ(api.next_count(), 4u);
  EXPECT_THAT(api.violations(), IsEmpty());
}

TEST(FakeRuntimeApi, EndWithAnswersWhoWaits) {
  FakeRuntimeApi api(std::vector<Invocation>{});
  HttpResult result;
  std::thread client([&] { result = ScriptedRuntime(api).next(); });
  EXPECT_TRUE(api.wait_until_idle(seconds(10)));
  api.end_with(status_reply(500));
  client.join();
  EXPECT_EQ(result.status, 500);
}

TEST(FakeRuntimeApi, PostsAreAnsweredAsTold) {
  const std::vector<int> statuses = {400, 403, 410, 413, 500};
  for (const int code : statuses) {
    FakeRuntimeApi api({invocation_of("a", {status_reply(code)})});
    ScriptedRuntime runtime(api);
    runtime.next();
    EXPECT_EQ(runtime.respond("a").status, code);
    EXPECT_EQ(api.posts().at(0).status, code);
    EXPECT_TRUE(api.wait_until_done(seconds(1)));
    EXPECT_THAT(api.violations(), IsEmpty());
  }
}

TEST(FakeRuntimeApi, APostWhoseAnswerGotLostMayComeAgain) {
  FakeRuntimeApi api({invocation_of("a", {fault_reply(Reply::Fault::kReset)})});
  ScriptedRuntime runtime(api);
  runtime.next();
  EXPECT_NE(ScriptedRuntime(api).respond("a").code,
            CURLE_OK);  // libcurl repeats on old connections
  EXPECT_EQ(runtime.respond("a").status, 202);
  EXPECT_EQ(api.posts().at(0).status, 0);
  EXPECT_THAT(api.violations(), IsEmpty());
}

TEST(FakeRuntimeApi, TakesOneInitErrorBeforeNext) {
  FakeRuntimeApi api({invocation_of("a")});
  EXPECT_EQ(ScriptedRuntime(api).fail("init/error", "Runtime.BadConfiguration").status, 202);
  EXPECT_TRUE(api.wait_until_done(seconds(1)));
  EXPECT_EQ(api.posts_of(Post::Kind::kInitError).at(0).body, kErrorReport);
  EXPECT_THAT(api.violations(), IsEmpty());
}

TEST(FakeRuntimeApi, InitErrorsAreAnsweredAsTold) {
  FakeRuntimeApiOptions options;
  options.init_error_reply = status_reply(403);
  FakeRuntimeApi api({invocation_of("a")}, options);
  EXPECT_EQ(ScriptedRuntime(api).fail("init/error").status, 403);
}

TEST(FakeRuntimeApi, DrawsEventsForWorkersThatRunAtOnce) {
  int left = 200;
  std::atomic<size_t> bytes{0};
  FakeRuntimeApiOptions options;
  options.concurrency = 4;
  options.after_last = status_reply(410);
  options.keeps_bodies = false;
  options.on_post = [&](const Post& post) { bytes += post.body.size(); };
  FakeRuntimeApi api([&] { return left-- > 0 ? std::optional(invocation_of("")) : std::nullopt; },
                     options);
  std::vector<std::thread> workers;
  for (int i = 0; i < 4; ++i) {
    workers.emplace_back([&] {
      ScriptedRuntime runtime(api);
      for (HttpResult next = runtime.next(); next.status == 200; next = runtime.next()) {
        runtime.respond(next.header("Lambda-Runtime-Aws-Request-Id"), "{}");
      }
    });
  }
  EXPECT_TRUE(api.wait_until_done(seconds(60)));
  for (std::thread& worker : workers) worker.join();
  EXPECT_EQ(api.handed_out(), 200u);
  EXPECT_EQ(bytes, 400u);
  EXPECT_EQ(api.posts().at(0).body, "");
  EXPECT_EQ(api.posts().at(0).body_size, 2u);
  EXPECT_TRUE(api.server().requests().empty());
  EXPECT_THAT(api.violations(), IsEmpty());
}

}  // namespace
}  // namespace cwlogs::testing
