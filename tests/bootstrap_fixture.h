// The program `bootstrap` between a fake Runtime API and fake services.
#pragma once

#include <string>
#include <vector>

#include "tests/background_process.h"
#include "tests/fake_runtime_api.h"

namespace cwlogs::testing {

using Variables = std::vector<std::string>;  // NAME=value

// The bootstrap under test: that of the variable CWLOGS_BOOTSTRAP of the tests, where it is set.
std::string bootstrap_path();

// Runs bootstrap with what Lambda sets, dummy credentials, and `variables` before them. With
// ThreadSanitizer in it, a race ends the process with 66.
class Bootstrap {
 public:
  explicit Bootstrap(const FakeRuntimeApi& api, const Variables& variables = {});

  BackgroundProcess& process() { return process_; }

 private:
  BackgroundProcess process_;
};

// The posts of one bootstrap that gets `events`, one after the other, and is then told to end.
struct LoopResult {
  std::vector<Post> posts;
  std::vector<std::string> violations;
  size_t connections = 0;
  std::string out;
  std::string err;
};
LoopResult run_bootstrap(std::vector<Invocation> events, const Variables& variables = {},
                         FakeRuntimeApiOptions options = {});

}  // namespace cwlogs::testing
