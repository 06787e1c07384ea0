// SIGTERM in the middle of the work: what was begun is answered, nothing more is asked for.
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <optional>

#include "tests/bootstrap_fixture.h"
#include "tests/fake_firehose.h"
#include "tests/reingest_books.h"

namespace cwlogs::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// The n-th call is answered after n delays.
PutBehaviour slower_and_slower(milliseconds delay) {
  return [delay](const PutCall& call) {
    return slow(delay * static_cast<int>(call.number + 1))(call);
  };
}

// Workers that put what overflows, between fakes.
class BootstrapEnd : public ::testing::Test {
 protected:
  void start(size_t workers, size_t events, milliseconds delay) {
    FakeFirehoseOptions firehose;
    firehose.afterwards = slower_and_slower(delay);
    firehose_.emplace(std::move(firehose));
    FakeRuntimeApiOptions options;
    options.concurrency = workers;
    api_.emplace(std::vector<Invocation>(events, invocation_), std::move(options));
    Variables variables = books_variables(firehose_->url());
    variables.push_back("AWS_LAMBDA_MAX_CONCURRENCY=" + std::to_string(workers));
    bootstrap_.emplace(*api_, variables);
  }
  bool wait_for_puts(size_t count) {
    return firehose_->server().wait_for_requests(count, seconds(20));
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
  std::optional<FakeFirehose> firehose_;
  std::optional<FakeRuntimeApi> api_;
  std::optional<Bootstrap> bootstrap_;
};

TEST_F(BootstrapEnd, AnswersTheInvocationInHandAndAsksForNoOther) {
  start(1, 2, milliseconds(500));
  ASSERT_TRUE(wait_for_puts(1));
  expect_end(bootstrap_->process().terminate(), 1);
  EXPECT_EQ(api_->next_count(), 1u);
}

TEST_F(BootstrapEnd, AnswersTheInvocationsOfAllWorkersAndAsksForNoOther) {
  start(4, 8, milliseconds(250));
  ASSERT_TRUE(wait_for_puts(4));
  expect_end(bootstrap_->process().terminate(), 4);
  EXPECT_EQ(api_->next_count(), 4u);
}

TEST_F(BootstrapEnd, DoesNotWaitForWorkersWithoutAnInvocation) {
  start(4, 1, milliseconds(500));
  ASSERT_TRUE(wait_for_puts(1));
  ASSERT_TRUE(api_->wait_until_idle(seconds(20), 3));
  expect_end(bootstrap_->process().terminate(), 1);
  EXPECT_EQ(api_->next_count(), 4u);
}

// The platform may have sent it before it sent the signal.
TEST_F(BootstrapEnd, AnswersWhatAWaitingWorkerIsStillGiven) {
  start(2, 1, milliseconds(500));
  ASSERT_TRUE(wait_for_puts(1));
  ASSERT_TRUE(api_->wait_until_idle(seconds(20), 1));
  bootstrap_->process().signal(SIGTERM);
  api_->push(invocation_);
  api_->push(invocation_);  // for nobody
  expect_end(bootstrap_->process().wait(seconds(20)), 2);
  EXPECT_EQ(api_->next_count(), 2u);
}

}  // namespace
}  // namespace cwlogs::testing
