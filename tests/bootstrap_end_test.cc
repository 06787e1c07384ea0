// SIGTERM in the middle of the work: what was begun is answered, nothing more is asked for.
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <latch>
#include <optional>
#include <utility>

#include "tests/bootstrap_fixture.h"
#include "tests/fake_firehose.h"
#include "tests/reingest_books.h"

namespace cwlogs::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Workers that put what overflows, between fakes. Puts are held until the signal was sent, and then
// answered one after the other.
class BootstrapEnd : public ::testing::Test {
 protected:
  void start(size_t workers, size_t events) {
    FakeFirehoseOptions firehose;
    firehose.afterwards = [this](const PutCall& call) {
      signalled_.wait();
      return slow(milliseconds(200) * (call.number + 1))(call);
    };
    firehose_.emplace(std::move(firehose));
    FakeRuntimeApiOptions options;
    options.concurrency = workers;
    api_.emplace(std::vector<Invocation>(events, invocation_), std::move(options));
    Variables variables = books_variables(firehose_->url());
    variables.push_back("AWS_LAMBDA_MAX_CONCURRENCY=" + std::to_string(workers));
    bootstrap_.emplace(*api_, variables);
  }
  void TearDown() override { let_puts_go_on(); }

  bool wait_for_puts(size_t count) {
    return firehose_->server().wait_for_requests(count, seconds(20));
  }
  void let_puts_go_on() {
    if (!std::exchange(going_on_, true)) signalled_.count_down();
  }
  void terminate() { bootstrap_->process().signal(SIGTERM); }
  ChildResult wait_for_end() {
    let_puts_go_on();
    return bootstrap_->process().wait(seconds(20));
  }

  // SIGTERM ended it with 0 after `answers` answers, all of them sound; each with its puts.
  void expect_end(const ChildResult& end, size_t answers) {
    EXPECT_EQ(end.exit_code, 0) << end.err;
    EXPECT_EQ(api_->violations(), std::vector<std::string>{});
    EXPECT_EQ(api_->handed_out(), answers);
    ASSERT_EQ(api_->posts().size(), answers);
    EXPECT_EQ(firehose_->calls().size(), answers);
    // Each invocation put the same.
    std::vector<StoredRecord> stored = firehose_->records();
    stored.resize(stored.size() / answers);
    for (size_t i = 0; i < answers; ++i) {
      const Post post = api_->posts().at(i);
      EXPECT_EQ(post.status, 202);
      expect_balanced(keep_books(post.body, lines_in(end.out).at(i), stored), event_);
    }
  }

  const EventBuilder event_ = overflowing(Source::kDirectPut);
  const Invocation invocation_ = {.body = event_.text()};
  std::latch signalled_{1};
  bool going_on_ = false;
  std::optional<FakeFirehose> firehose_;
  std::optional<FakeRuntimeApi> api_;
  std::optional<Bootstrap> bootstrap_;
};

TEST_F(BootstrapEnd, AnswersTheInvocationInHandAndAsksForNoOther) {
  start(1, 2);
  ASSERT_TRUE(wait_for_puts(1));
  terminate();
  expect_end(wait_for_end(), 1);
  EXPECT_EQ(api_->next_count(), 1u);
}

TEST_F(BootstrapEnd, AnswersTheInvocationsOfAllWorkersAndAsksForNoOther) {
  start(4, 8);
  ASSERT_TRUE(wait_for_puts(4));
  terminate();
  expect_end(wait_for_end(), 4);
  EXPECT_EQ(api_->next_count(), 4u);
}

TEST_F(BootstrapEnd, DoesNotWaitForWorkersWithoutAnInvocation) {
  start(4, 1);
  ASSERT_TRUE(wait_for_puts(1));
  ASSERT_TRUE(api_->wait_until_idle(seconds(20), 3));
  terminate();
  expect_end(wait_for_end(), 1);
  EXPECT_EQ(api_->next_count(), 4u);
}

// The platform may have sent it before it sent the signal.
TEST_F(BootstrapEnd, AnswersWhatAWaitingWorkerIsStillGiven) {
  start(2, 1);
  ASSERT_TRUE(wait_for_puts(1));
  ASSERT_TRUE(api_->wait_until_idle(seconds(20), 1));
  terminate();
  api_->push(invocation_);
  api_->push(invocation_);  // for nobody
  ASSERT_TRUE(wait_for_puts(2));
  expect_end(wait_for_end(), 2);
  EXPECT_EQ(api_->next_count(), 2u);
}

}  // namespace
}  // namespace cwlogs::testing
