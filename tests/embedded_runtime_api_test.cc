#include "cli/embedded_runtime_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "processor/limits.h"
#include "tests/event_fixture.h"
#include "tests/http_call.h"

namespace cwlogs::testing {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class EmbeddedRuntimeApiTest : public ::testing::Test {
 protected:
  static constexpr milliseconds kLong{30'000};

  // Delivers the event in the background.
  void invoke(const std::string& event, milliseconds timeout = kLong) {
    invocation_ = std::async(std::launch::async,
                             [this, event, timeout] { return protocol().invoke(event, timeout); });
  }

  // Takes the event that was, or is to be, delivered.
  HttpReply next() {
    HttpReply reply = http_get(url("invocation/next"));
    if (reply.status != 200) return reply;
    request_id_ = reply.headers["lambda-runtime-aws-request-id"];
    invocation_id_ = reply.headers["lambda-runtime-invocation-id"];
    return reply;
  }

  HttpReply post(const std::string& call, const std::string& body, std::string request_id = "",
                 std::vector<std::string> headers = {}) {
    if (request_id.empty()) request_id = request_id_;
    if (headers.empty()) {
      headers = {"Content-Type: application/json",
                 "Lambda-Runtime-Invocation-Id: " + invocation_id_};
    }
    return http_post(url("invocation/" + request_id + call), body, headers);
  }

  // Also for the first time.
  void wait_until_asked() {
    while (!protocol().wait_until_asked(kLong)) std::this_thread::yield();
  }

  static std::string type_of(const HttpReply& reply) {
    return Json::parse(reply.body).value("errorType", "");
  }

  std::string url(const std::string& call) const {
    return "http://" + api_->address() + "/2018-06-01/runtime/" + call;
  }
  RuntimeProtocol& protocol() { return api_->protocol(); }

  std::unique_ptr<EmbeddedRuntimeApi> api_ =
      EmbeddedRuntimeApi::start({.init = kLong, .late = kLong}).value();
  std::future<InvocationResult> invocation_;
  std::string request_id_;
  std::string invocation_id_;
};

TEST_F(EmbeddedRuntimeApiTest, DeliversAnEventWithItsHeaders) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  invoke("{\"a\":1}");
  HttpReply event = next();
  EXPECT_EQ(event.status, 200);
  EXPECT_EQ(event.body, "{\"a\":1}");
  EXPECT_EQ(event.headers["content-type"], "application/json");
  EXPECT_EQ(event.headers["lambda-runtime-invoked-function-arn"], kFunctionArn);
  EXPECT_THAT(event.headers["lambda-runtime-trace-id"],
              ::testing::MatchesRegex("Root=1-[0-9a-f]+-[0-9a-f]+;Parent=[0-9a-f]+;Sampled=0"));
  EXPECT_EQ(request_id_.size(), 36u);
  EXPECT_EQ(invocation_id_.size(), 36u);
  const long long left = std::stoll(event.headers["lambda-runtime-deadline-ms"]) -
                         std::chrono::duration_cast<milliseconds>(now).count();
  EXPECT_GE(left, kLong.count());
  EXPECT_LT(left, 2 * kLong.count());

  const HttpReply accepted = post("/response", "{\"b\":2}");
  EXPECT_EQ(accepted.status, 202);
  EXPECT_EQ(Json::parse(accepted.body), Json({{"status", "OK"}}));
  const InvocationResult result = invocation_.get();
  EXPECT_EQ(result.end, InvocationEnd::kAnswered);
  EXPECT_EQ(result.body, "{\"b\":2}");
  EXPECT_THAT(protocol().take_violations(), IsEmpty());
}

TEST_F(EmbeddedRuntimeApiTest, HoldsNextUntilThereIsAnEvent) {
  auto asked = std::async(std::launch::async, [this] { return next(); });
  EXPECT_EQ(asked.wait_for(milliseconds(100)), std::future_status::timeout);
  invoke("{}");
  EXPECT_EQ(asked.get().status, 200);
  EXPECT_EQ(post("/response", "{}").status, 202);
}

TEST_F(EmbeddedRuntimeApiTest, CarriesTheLargestResponseAndRefusesALargerOne) {
  invoke(std::string(6 * kMiB, ' '));
  EXPECT_EQ(next().body.size(), 6 * kMiB);
  EXPECT_EQ(post("/response", std::string(kResponseBytesMax, 'x')).status, 202);
  EXPECT_EQ(invocation_.get().body.size(), kResponseBytesMax);
  EXPECT_THAT(protocol().take_violations(), IsEmpty());

  invoke("{}");
  next();
  const HttpReply refused = post("/response", std::string(kResponseBytesMax + 1, 'x'));
  EXPECT_EQ(refused.status, 413);
  EXPECT_EQ(type_of(refused), "RequestEntityTooLarge");
  const InvocationResult result = invocation_.get();
  EXPECT_EQ(result.end, InvocationEnd::kTooLarge);
  EXPECT_EQ(result.error_type, "Function.ResponseSizeTooLarge");
  EXPECT_THAT(protocol().take_violations(), ElementsAre(HasSubstr("6,291,557 bytes")));

  const HttpReply error = post("/error", "{\"errorType\":\"Function.A\"}");
  EXPECT_EQ(error.status, 403);
  EXPECT_EQ(type_of(error), "InvalidStateTransition");
  EXPECT_THAT(protocol().take_violations(), ElementsAre(HasSubstr("refused as too large")));
}

TEST_F(EmbeddedRuntimeApiTest, RefusesASecondAnswer) {
  invoke("{}");
  next();
  post("/response", "{}");
  const HttpReply refused = post("/response", "{}");
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(type_of(refused), "InvalidStateTransition");
  EXPECT_THAT(protocol().take_violations(), ElementsAre(HasSubstr("a second time")));

  const std::string first = request_id_;
  invocation_.get();
  invoke("{}");
  next();
  const HttpReply later = post("/response", "{}", first);
  EXPECT_EQ(later.status, 400);
  EXPECT_EQ(type_of(later), "InvalidRequestID");
  EXPECT_THAT(protocol().take_violations(), ElementsAre(HasSubstr("a second time")));
  EXPECT_EQ(post("/response", "{}").status, 202);
}

TEST_F(EmbeddedRuntimeApiTest, RefusesAnUnknownRequestId) {
  invoke("{}");
  next();
  const HttpReply refused = post("/response", "{}", "other");
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(type_of(refused), "InvalidRequestID");
  EXPECT_THAT(protocol().take_violations(), ElementsAre(HasSubstr("'other'")));
  EXPECT_EQ(post("/response", "{}").status, 202);
}

TEST_F(EmbeddedRuntimeApiTest, RefusesAWrongInvocationIdAndReportsAMissingOne) {
  invoke("{}");
  next();
  const HttpReply refused = post(
      "/response", "{}", "", {"Content-Type: application/json", "Lambda-Runtime-Invocation-Id: x"});
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(type_of(refused), "InvalidInvocationId");
  EXPECT_THAT(protocol().take_violations(), ElementsAre(HasSubstr("wrong Lambda-Runtime-Inv")));
  EXPECT_EQ(post("/response", "{}", "", {"Content-Type: application/json"}).status, 202);
  EXPECT_THAT(protocol().take_violations(), ElementsAre(HasSubstr("did not echo")));
}

TEST_F(EmbeddedRuntimeApiTest, ReportsAContentTypeOtherThanJson) {
  for (const auto& [type, violations] : std::vector<std::pair<std::string, size_t>>{
           {"application/json", 0}, {"Application/JSON; charset=utf-8", 0}, {"text/html", 1}}) {
    invoke("{}");
    next();
    const std::string echo = "Lambda-Runtime-Invocation-Id: " + invocation_id_;
    EXPECT_EQ(post("/response", "{}", "", {"Content-Type: " + type, echo}).status, 202);
    EXPECT_EQ(protocol().take_violations().size(), violations) << type;
    invocation_.get();
  }
}

TEST_F(EmbeddedRuntimeApiTest, TellsAnErrorFromAResponse) {
  invoke("{}");
  next();
  EXPECT_EQ(post("/error", "{\"errorType\":\"Function.A\",\"errorMessage\":\"why\"}").status, 202);
  const InvocationResult result = invocation_.get();
  EXPECT_EQ(result.end, InvocationEnd::kFailed);
  EXPECT_EQ(result.error_type, "Function.A");
  EXPECT_EQ(result.error_message, "why");
  EXPECT_THAT(protocol().take_violations(), IsEmpty());
}

TEST_F(EmbeddedRuntimeApiTest, ReportsErrorsOfAWrongForm) {
  invoke("{}");
  next();
  EXPECT_EQ(
      post("/error", "oops", "",
           {"Content-Type: application/json", "Lambda-Runtime-Invocation-Id: " + invocation_id_,
            "Lambda-Runtime-Function-Error-Type: broken"})
          .status,
      202);
  EXPECT_THAT(protocol().take_violations(),
              ElementsAre(HasSubstr("no JSON object"), HasSubstr("'broken'")));
}

TEST_F(EmbeddedRuntimeApiTest, TakesAnInitErrorBeforeTheFirstNextOnly) {
  const std::string body = "{\"errorType\":\"Runtime.Config\",\"errorMessage\":\"why\"}";
  const std::vector<std::string> json = {"Content-Type: application/json"};
  EXPECT_EQ(http_post(url("init/error"), body, json).status, 202);
  invoke("{}");
  const InvocationResult result = invocation_.get();
  EXPECT_EQ(result.end, InvocationEnd::kInitFailed);
  EXPECT_EQ(result.error_message, "why");

  auto asked = std::async(std::launch::async, [this] { return next(); });
  wait_until_asked();
  const HttpReply refused = http_post(url("init/error"), body, json);
  EXPECT_EQ(refused.status, 403);
  EXPECT_THAT(protocol().take_violations(), ElementsAre(HasSubstr("/init/error after")));
  protocol().close("the end");
  EXPECT_EQ(asked.get().status, 500);
}

TEST_F(EmbeddedRuntimeApiTest, FailsTheEventWhereTheNextOneIsAskedForInstead) {
  invoke("{}");
  next();
  const HttpReply refused = next();
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(type_of(refused), "InvalidStateTransition");
  EXPECT_EQ(invocation_.get().end, InvocationEnd::kNotAnswered);
  EXPECT_THAT(protocol().take_violations(), ElementsAre(HasSubstr("without answering")));
}

TEST_F(EmbeddedRuntimeApiTest, RefusesALateAnswer) {
  invoke("{}", milliseconds(50));
  next();
  std::this_thread::sleep_for(milliseconds(100));
  const HttpReply refused = post("/response", "{}");
  EXPECT_EQ(refused.status, 410);
  EXPECT_EQ(type_of(refused), "InvokeTimeout");
  const InvocationResult result = invocation_.get();
  EXPECT_EQ(result.end, InvocationEnd::kTimedOut);
  EXPECT_EQ(result.error_message, "Task timed out after 0.05 seconds");
  EXPECT_THAT(protocol().take_violations(), ElementsAre(HasSubstr("ms after the deadline")));
}

TEST_F(EmbeddedRuntimeApiTest, EndsAnEventThatIsNeverAnswered) {
  api_ = EmbeddedRuntimeApi::start({.init = milliseconds(50), .late = milliseconds(50)}).value();
  invoke("{}");
  EXPECT_THAT(invocation_.get().error_message, HasSubstr("did not ask for an event within 50 ms"));
  auto asked = std::async(std::launch::async, [this] { return next(); });
  wait_until_asked();
  invoke("{}", milliseconds(50));
  EXPECT_EQ(invocation_.get().end, InvocationEnd::kTimedOut);
  EXPECT_EQ(asked.get().status, 200);
}

TEST_F(EmbeddedRuntimeApiTest, ReportsAnExitWithoutAnswer) {
  invoke("{}");
  next();
  protocol().exited("exited with status 3");
  const InvocationResult result = invocation_.get();
  EXPECT_EQ(result.end, InvocationEnd::kExited);
  EXPECT_EQ(result.error_type, "Runtime.ExitError");
  EXPECT_THAT(protocol().take_violations(), ElementsAre(HasSubstr("without answering")));

  invoke("{}");
  next();
  post("/response", "{}");
  protocol().exited("exited with status 3");
  EXPECT_THAT(protocol().take_violations(), ElementsAre(HasSubstr("after its answer")));
}

TEST_F(EmbeddedRuntimeApiTest, KnowsNoOtherCall) {
  EXPECT_EQ(http_get(url("invocation/other")).status, 404);
  EXPECT_EQ(http_get(url("init/error")).status, 404);
  EXPECT_EQ(http_post(url("restore/error"), "{}").status, 404);
  EXPECT_EQ(http_post(url("invocation/a/b"), "{}").status, 404);
  EXPECT_EQ(http_get("http://" + api_->address() + "/").status, 404);
}

}  // namespace
}  // namespace cwlogs::testing
