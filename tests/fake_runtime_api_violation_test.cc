#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <thread>
#include <utility>

#include "tests/fake_runtime_api.h"
#include "tests/scripted_runtime.h"

namespace cwlogs::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// The violations after `call` with one event "a" handed out.
std::vector<std::string> violations_of(const std::function<void(ScriptedRuntime&)>& call,
                                       Invocation invocation = invocation_of("a")) {
  FakeRuntimeApi api({std::move(invocation)});
  ScriptedRuntime runtime(api);
  runtime.next();
  call(runtime);
  return api.violations();
}

TEST(FakeRuntimeApiViolations, AnAnswerForAnotherId) {
  const auto found =
      violations_of([](ScriptedRuntime& runtime) { EXPECT_EQ(runtime.respond("b").status, 400); });
  EXPECT_THAT(found, ElementsAre("response for b, which was not handed out"));
}

TEST(FakeRuntimeApiViolations, ASecondAnswer) {
  const auto found = violations_of([](ScriptedRuntime& runtime) {
    runtime.respond("a");
    EXPECT_EQ(runtime.fail("invocation/a/error").status, 400);
  });
  EXPECT_THAT(found, ElementsAre("error for a, although its response was answered with 202"));
}

TEST(FakeRuntimeApiViolations, APostAfter413) {
  const auto found = violations_of(
      [](ScriptedRuntime& runtime) {
        runtime.respond("a");
        EXPECT_EQ(runtime.fail("invocation/a/error").status, 403);
      },
      invocation_of("a", {status_reply(413)}));
  EXPECT_THAT(found, ElementsAre("error for a, although its response was answered with 413"));
}

TEST(FakeRuntimeApiViolations, GoingOnAfter500) {
  const auto found = violations_of(
      [](ScriptedRuntime& runtime) {
        runtime.respond("a");
        runtime.next(milliseconds(50));
      },
      invocation_of("a", {status_reply(500)}));
  EXPECT_THAT(found, ElementsAre("next after status 500"));
}

TEST(FakeRuntimeApiViolations, AWrongOrMissingInvocationId) {
  Invocation invocation = invocation_of("a");
  invocation.invocation_id = "inv";
  const auto wrong = violations_of(
      [](ScriptedRuntime& runtime) {
        EXPECT_EQ(runtime.respond("a", "{}", {"Lambda-Runtime-Invocation-Id: other"}).status, 400);
      },
      invocation);
  EXPECT_THAT(wrong,
              ElementsAre("response for a: Lambda-Runtime-Invocation-Id is 'other', not 'inv'"));
  const auto missing = violations_of(
      [](ScriptedRuntime& runtime) { EXPECT_EQ(runtime.respond("a").status, 202); }, invocation);
  EXPECT_THAT(missing,
              ElementsAre("response for a: Lambda-Runtime-Invocation-Id is missing, not 'inv'"));
  const auto right = violations_of(
      [](ScriptedRuntime& runtime) {
        runtime.respond("a", "{}", {"Lambda-Runtime-Invocation-Id: inv"});
      },
      invocation);
  EXPECT_THAT(right, IsEmpty());
}

TEST(FakeRuntimeApiViolations, TooLargeAResponse) {
  constexpr size_t kMost = 6'291'556;
  EXPECT_THAT(violations_of([&](ScriptedRuntime& runtime) {
                EXPECT_EQ(runtime.respond("a", '"' + std::string(kMost - 2, 'x') + '"').status,
                          202);
              }),
              IsEmpty());
  EXPECT_THAT(violations_of([&](ScriptedRuntime& runtime) {
                EXPECT_EQ(runtime.respond("a", '"' + std::string(kMost - 1, 'x') + '"').status,
                          413);
              }),
              ElementsAre("response for a has 6291557 bytes"));
}

TEST(FakeRuntimeApiViolations, ALateAnswer) {
  Invocation invocation = invocation_of("a");
  invocation.time_left = milliseconds(20);
  const auto found = violations_of(
      [](ScriptedRuntime& runtime) {
        std::this_thread::sleep_for(milliseconds(60));
        runtime.respond("a");
      },
      invocation);
  EXPECT_THAT(found, ElementsAre(HasSubstr("response for a is late by ")));
}

TEST(FakeRuntimeApiViolations, NextWithoutAnAnswer) {
  const auto found = violations_of([](ScriptedRuntime& runtime) {
    runtime.next(milliseconds(50));
    runtime.respond("a");
  });
  EXPECT_THAT(found, ElementsAre("next, although nothing was posted for a"));
}

TEST(FakeRuntimeApiViolations, MoreWaitingThanAllowed) {
  FakeRuntimeApi api(std::vector<Invocation>{});
  std::thread first([&] { ScriptedRuntime(api).next(); });
  EXPECT_TRUE(api.wait_until_idle(seconds(10)));
  ScriptedRuntime(api).next(milliseconds(50));
  EXPECT_THAT(api.violations(), ElementsAre("more than 1 calls of next wait"));
  api.end_with(status_reply(410));
  first.join();
}

TEST(FakeRuntimeApiViolations, BodiesAndHeadersOfTheWrongForm) {
  EXPECT_THAT(violations_of([](ScriptedRuntime& runtime) { runtime.respond("a", "no"); }),
              ElementsAre("response for a: the body is not JSON"));
  EXPECT_THAT(violations_of([](ScriptedRuntime& runtime) {
                runtime.content_type = "text/html";
                runtime.respond("a");
              }),
              ElementsAre("response for a: Content-Type is 'text/html'"));
  EXPECT_THAT(violations_of([](ScriptedRuntime& runtime) {
                runtime.fail("invocation/a/error", "Bad.Event");
              }),
              ElementsAre("error for a: Lambda-Runtime-Function-Error-Type is 'Bad.Event'"));
  EXPECT_THAT(violations_of([](ScriptedRuntime& runtime) {
                runtime.fail("invocation/a/error", "Runtime.BadEvent", R"({"errorType":"x"})");
              }),
              ElementsAre("error for a: the body is no error report"));
}

TEST(FakeRuntimeApiViolations, AnInitErrorAfterNextOrTwice) {
  EXPECT_THAT(violations_of([](ScriptedRuntime& runtime) {
                EXPECT_EQ(runtime.fail("init/error").status, 403);
              }),
              ElementsAre("init/error comes after next"));
  FakeRuntimeApi api({invocation_of("a")});
  ScriptedRuntime runtime(api);
  runtime.fail("init/error");
  EXPECT_EQ(runtime.fail("init/error").status, 403);
  EXPECT_THAT(api.violations(), ElementsAre("init/error comes twice"));
}

TEST(FakeRuntimeApiViolations, AnUnknownCall) {
  const auto found = violations_of([](ScriptedRuntime& runtime) {
    EXPECT_EQ(runtime.client.post(runtime.base + "/runtime/invocation/next", "").status, 404);
  });
  EXPECT_THAT(found, ElementsAre(HasSubstr("no such call: POST ")));
}

}  // namespace
}  // namespace cwlogs::testing
