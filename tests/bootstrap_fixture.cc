#include "tests/bootstrap_fixture.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <utility>

namespace cwlogs::testing {
namespace {

ChildOptions options_for(const FakeRuntimeApi& api, const Variables& variables) {
  ChildOptions options;
  options.environment = variables;  // the first of a name counts
  for (const char* variable :
       {"AWS_LAMBDA_FUNCTION_NAME=test", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=512",
        "AWS_REGION=eu-west-1", "AWS_ACCESS_KEY_ID=AKIATEST", "AWS_SECRET_ACCESS_KEY=secret-key",
        "TZ=:UTC", "AWS_SESSION_TOKEN=session-token", "AWS_ENDPOINT_URL=http://127.0.0.1:1/"}) {
    options.environment.emplace_back(variable);
  }
  options.environment.push_back("AWS_LAMBDA_RUNTIME_API=" + api.address());
  // io_sync=0: it must not take one worker's sending and another's receiving, each on a socket of
  // its own, for an order between them; that would hide nearly every race.
  options.environment.emplace_back("TSAN_OPTIONS=halt_on_error=1 exitcode=66 io_sync=0");
  return options;
}

}  // namespace

std::string bootstrap_path() {
  const char* const other = std::getenv("CWLOGS_BOOTSTRAP");
  return other == nullptr ? CWLOGS_BOOTSTRAP : other;
}

Bootstrap::Bootstrap(const FakeRuntimeApi& api, const Variables& variables)
    : process_({bootstrap_path()}, options_for(api, variables)) {}

LoopResult run_bootstrap(std::vector<Invocation> events, const Variables& variables,
                         FakeRuntimeApiOptions options) {
  FakeRuntimeApi api(std::move(events), std::move(options));
  Bootstrap bootstrap(api, variables);
  EXPECT_TRUE(api.wait_until_done(std::chrono::seconds(30))) << bootstrap.process().err();
  const ChildResult end = bootstrap.process().terminate();
  return {api.posts(), api.violations(), api.server().connection_count(), end.out, end.err};
}

}  // namespace cwlogs::testing
