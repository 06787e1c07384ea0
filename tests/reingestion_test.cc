#include "runtime/reingestion.h"

#include <gtest/gtest.h>

#include <deque>
#include <functional>

#include "tests/event_fixture.h"

namespace cwlogs::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

HttpAnswer answer(int status, std::string body) {
  HttpAnswer answer;
  answer.status = status;
  answer.body = PaddedText(std::move(body));
  return answer;
}

HttpResult error(int status, const std::string& code) {
  return answer(status, Json{{"__type", code}}.dump());
}

HttpFailure lost(bool may_have_arrived) {
  return {.may_have_arrived = may_have_arrived, .untrusted = false, .message = "lost"};
}

// A Firehose whose n-th call is answered by the n-th script entry, and after them takes everything.
class ScriptedHttp : public HttpClient {
 public:
  using Script = std::deque<std::function<HttpResult(const Json& records)>>;

  explicit ScriptedHttp(Script& script, std::vector<std::vector<std::string>>& calls)
      : script_(script), calls_(calls) {}

  HttpResult send(const HttpRequest& request) override {
    const Json records = Json::parse(request.body).at("Records");
    std::vector<std::string> data;
    for (const Json& record : records) data.push_back(record.at("Data"));
    calls_.push_back(data);
    if (script_.empty()) return accept(records, [](size_t) { return ""; });
    const auto step = script_.front();
    script_.pop_front();
    return step(records);
  }

  // `code_of(i)`: the i-th record's ErrorCode, empty to take it.
  static HttpResult accept(const Json& records, const std::function<std::string(size_t)>& code_of) {
    Json entries = Json::array();
    for (size_t i = 0; i < records.size(); ++i) {
      const std::string code = code_of(i);
      entries.push_back(code.empty() ? Json{{"RecordId", "r"}} : Json{{"ErrorCode", code}});
    }
    return answer(200, Json{{"FailedPutCount", 0}, {"RequestResponses", entries}}.dump());
  }

 private:
  Script& script_;
  std::vector<std::vector<std::string>>& calls_;
};

class ReingestionTest : public ::testing::Test {
 protected:
  // A record that is delivered, `whole` that are put back as they came, one in several pieces.
  void process(size_t whole, size_t lines_of_split = 0) {
    EventBuilder event;
    event.add(document(std::vector<std::string>(60, std::string(99, 'm'))));
    for (size_t i = 0; i < whole; ++i) {
      event.add(document(std::vector<std::string>(30, std::string(98, 'w') + std::to_string(i))));
    }
    if (lines_of_split != 0) {
      event.add(document(std::vector<std::string>(lines_of_split, std::string(99, 's'))));
    }
    text_ = PaddedText(event.text());
    plan_ = processor_.process(text_.view()).value();
  }

  void run(ReingestOptions options = {}, milliseconds time = milliseconds(60'000)) {
    AwsClient client(
        [](std::string_view name) -> std::optional<std::string> {
          if (name.starts_with("AWS_ACCESS") || name.starts_with("AWS_SECRET")) return "x";
          return std::nullopt;
        },
        [this] { return std::make_unique<ScriptedHttp>(script_, calls_); });
    Reingestion reingestion(options, client, 1, [this](milliseconds pause) { paused_ += pause; });
    reingestion.run(plan_, steady_clock::now() + time, outcomes_, report_);
  }

  size_t accepted() const {
    return static_cast<size_t>(
        std::count(outcomes_.begin(), outcomes_.end(), PutOutcome::kAccepted));
  }

  PaddedText text_;
  Processor processor_{options_with_budget(12'000)};
  Plan plan_;
  ScriptedHttp::Script script_;
  std::vector<std::vector<std::string>> calls_;
  std::vector<PutOutcome> outcomes_;
  ReingestReport report_;
  milliseconds paused_{0};
};

TEST_F(ReingestionTest, PutsEverythingOnce) {
  process(5, 300);
  run();
  ASSERT_GT(plan_.puts.size(), 7u);
  EXPECT_EQ(accepted(), plan_.puts.size());
  ASSERT_EQ(calls_.size(), plan_.batches.size());
  EXPECT_EQ(report_.retries, 0u);
  EXPECT_EQ(report_.message, "");
}

TEST_F(ReingestionTest, PutsNothingWhereItIsSetNotTo) {
  process(5);
  run({.put = false});
  EXPECT_TRUE(calls_.empty());
  EXPECT_EQ(accepted(), 0u);
}

TEST_F(ReingestionTest, PutsOnlyFailedRecordsAgain) {
  process(5);
  script_ = {[](const Json& records) {
    return ScriptedHttp::accept(
        records, [](size_t i) { return i == 1 || i == 3 ? "ServiceUnavailableException" : ""; });
  }};
  run();
  EXPECT_EQ(accepted(), 5u);
  ASSERT_EQ(calls_.size(), 2u);
  EXPECT_EQ(calls_[1], (std::vector{calls_[0][1], calls_[0][3]}));
  EXPECT_EQ(report_.throttled, 2u);
  EXPECT_EQ(report_.retries, 1u);
}

TEST_F(ReingestionTest, RetriesUntilItsAttemptsAreUsedUp) {
  process(3);
  for (int i = 0; i < 50; ++i) {
    script_.push_back([](const Json&) { return error(400, "ThrottlingException"); });
  }
  run({.put = true, .attempts = 4});
  EXPECT_EQ(calls_.size(), 4u);
  EXPECT_EQ(accepted(), 0u);
  EXPECT_EQ(report_.code, "ThrottlingException");
}

TEST_F(ReingestionTest, HalvesWhatIsRefusedForItsContent) {
  process(8);
  const std::string bad(plan_.puts[5].data_base64);
  for (int i = 0; i < 20; ++i) {
    script_.push_back([&](const Json& records) {
      for (const Json& record : records) {
        if (record.at("Data") == bad) return error(400, "InvalidArgumentException");
      }
      return ScriptedHttp::accept(records, [](size_t) { return ""; });
    });
  }
  run();
  EXPECT_EQ(accepted(), 7u);
  EXPECT_EQ(outcomes_[5], PutOutcome::kFailed);
}

TEST_F(ReingestionTest, StopsAtOnceWhereNothingWillBeTaken) {
  process(5);
  script_ = {[](const Json&) { return error(400, "AccessDeniedException"); }};
  run();
  EXPECT_EQ(calls_.size(), 1u);
  EXPECT_EQ(accepted(), 0u);
  EXPECT_EQ(report_.code, "AccessDeniedException");
  EXPECT_EQ(paused_, milliseconds(0));
}

TEST_F(ReingestionTest, LoadsExpiredCredentialsAnewOnce) {
  process(2);
  script_ = {[](const Json&) { return error(400, "ExpiredTokenException"); }};
  run();
  EXPECT_EQ(accepted(), 2u);
  EXPECT_EQ(calls_.size(), 2u);
  script_ = {[](const Json&) { return error(400, "ExpiredTokenException"); },
             [](const Json&) { return error(400, "ExpiredTokenException"); }};
  run();
  EXPECT_EQ(accepted(), 0u);
}

TEST_F(ReingestionTest, SendsNoPieceOfARecordThatHasFailed) {
  process(0, 300);
  ASSERT_GT(plan_.puts.size(), 5u);
  script_ = {[](const Json& records) {
    return ScriptedHttp::accept(records, [](size_t i) {
      return i == 1 ? "InvalidSomething" : i == 2 ? "ServiceUnavailableException" : "";
    });
  }};
  run();
  EXPECT_EQ(calls_.size(), 1u) << "the throttled piece belongs to a record that has failed";
  EXPECT_EQ(accepted(), plan_.puts.size() - 2);
  EXPECT_EQ(report_.partly_reingested, 1u);
}

TEST_F(ReingestionTest, CountsWhatNobodyKnows) {
  process(3);
  script_ = {[](const Json&) -> HttpResult { return tl::make_unexpected(lost(true)); },
             [](const Json&) -> HttpResult { return answer(502, "<html>"); },
             [](const Json&) -> HttpResult { return answer(200, "{}"); }};
  run();
  EXPECT_EQ(accepted(), 3u);
  EXPECT_EQ(report_.outcome_unknown, 3u);
  script_ = {[](const Json&) -> HttpResult { return tl::make_unexpected(lost(false)); }};
  run();
  EXPECT_EQ(accepted(), 3u);
  EXPECT_EQ(report_.outcome_unknown, 0u) << "it never arrived";
}

TEST_F(ReingestionTest, KeepsTheReserve) {
  process(3);
  run({.put = true, .attempts = 20, .reserve = milliseconds(5000)}, milliseconds(4000));
  EXPECT_TRUE(calls_.empty());
  EXPECT_EQ(accepted(), 0u);
  EXPECT_EQ(report_.code, "Deadline");
}

}  // namespace
}  // namespace cwlogs::testing
