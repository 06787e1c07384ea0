// Puts a plan's overflow back into the stream, before the answer is given.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "processor/firehose_response.h"
#include "processor/plan.h"
#include "runtime/aws_client.h"

namespace cwlogs {

struct ReingestOptions {
  bool put = true;                          // false: whatever does not fit fails
  size_t attempts = 20;                     // calls for a batch, the first included
  std::chrono::milliseconds reserve{1000};  // left of the deadline for the answer
};

// What came of it, for the summary and the metrics.
struct ReingestReport {
  size_t calls = 0;
  size_t retries = 0;
  size_t throttled = 0;          // calls or records told to come later
  size_t outcome_unknown = 0;    // records in calls that nobody knows the outcome of
  size_t partly_reingested = 0;  // records of which some pieces were taken before the rest failed
  std::string code;              // of the last failure: AWS's, `Deadline`, `Attempts`; or empty
  std::string message;           // one sentence about it
};

// One per thread.
class Reingestion {
 public:
  using Pause = std::function<void(std::chrono::milliseconds)>;

  // Requires: `client` outlives this. `pause` sleeps; tests may not want to.
  Reingestion(ReingestOptions options, AwsClient& client, uint64_t seed, Pause pause);

  // Puts plan.puts and sets one outcome for each. Only failed records are put again, with backoff
  // and full jitter, until `deadline` less the reserve. A call that is refused for its content is
  // halved, so that only a lone record fails for it. Once a piece of a record has failed for good
  // no other piece of it goes out.
  void run(const Plan& plan, std::chrono::steady_clock::time_point deadline,
           std::vector<PutOutcome>& outcomes, ReingestReport& report);

 private:
  using Indices = std::vector<size_t>;  // of plan.puts

  struct Run;  // what one run() works on

  void put_batch(Run& run, Indices indices);
  void put_halves(Run& run, const Indices& indices);
  PutReply call(Run& run, const Indices& indices);
  bool pause(Run& run, size_t failures, bool throttled);

  ReingestOptions options_;
  AwsClient& client_;
  std::mt19937_64 random_;
  Pause pause_;
  std::string body_;
  std::vector<PutRecord> selected_;
};

}  // namespace cwlogs
