// bootstrap where the endpoint's name is asked for and no name server ever answers.
//
// The program gets a getaddrinfo that hangs, from LD_PRELOAD: the system's would ask the machine's
// name servers, which no variable redirects, and a name server of our own needs root or namespaces
// that a CI may not grant. It says that it was called, so that a program that it can't be loaded
// into does not pass unseen.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "tests/bootstrap_fixture.h"
#include "tests/reingest_books.h"

namespace cwlogs::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

// How often the resolver was asked.
size_t times_asked(const std::string& err) {
  const std::vector<std::string> lines = lines_in(err);
  return static_cast<size_t>(
      std::count(lines.begin(), lines.end(), "hanging_resolver: asked for a name"));
}

TEST(BootstrapResolver, AnswersBeforeTheDeadlineWhereTheResolverHangs) {
  const EventBuilder event = overflowing(Source::kDirectPut);
  const Invocation invocation = {.body = event.text(), .time_left = seconds(2)};
  FakeRuntimeApi api({invocation, invocation});
  Variables variables = books_variables("http://firehose.name.invalid/");
  variables.emplace_back("LD_PRELOAD=" CWLOGS_HANGING_RESOLVER);
  // AddressSanitizer, where bootstrap has it, wants to be loaded first.
  variables.emplace_back("ASAN_OPTIONS=verify_asan_link_order=0");
  Bootstrap bootstrap(api, variables);
  ASSERT_TRUE(api.wait_until_done(seconds(30))) << bootstrap.process().err();
  ASSERT_TRUE(api.wait_until_idle(seconds(5)));

  const auto signalled = steady_clock::now();
  const ChildResult end = bootstrap.process().terminate();
  EXPECT_LT(steady_clock::now() - signalled, seconds(1));
  EXPECT_EQ(end.exit_code, 0);
  EXPECT_GE(times_asked(end.err), 2u) << end.err;
  EXPECT_EQ(api.violations(), std::vector<std::string>{});
  ASSERT_EQ(api.posts().size(), 2u);
  for (size_t i = 0; i < 2; ++i) {
    const Post post = api.posts()[i];
    EXPECT_GT(post.time_left, milliseconds(200));
    const Books books = keep_books(post.body, lines_in(end.out).at(i), {});
    expect_balanced(books, event);
    EXPECT_GE(books.count("ProcessingFailed"), 5u);
    EXPECT_EQ(books.outcome_unknown, 0u) << "nothing was sent";
  }
}

}  // namespace
}  // namespace cwlogs::testing
