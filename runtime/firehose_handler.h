// Answers one invocation: the core, the puts, the response, and the line about it.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "processor/processor.h"
#include "runtime/log.h"
#include "runtime/metrics.h"
#include "runtime/reingestion.h"
#include "runtime/runtime_api.h"
#include "tl/expected.hpp"

namespace cwlogs {

// Every event that is a Firehose transformation event. Another kind of event would get a handler
// of its own beside this one, told apart by its shape. One per thread.
class FirehoseHandler {
 public:
  // Requires: `reingestion` and `log` outlive this.
  FirehoseHandler(Options options, Reingestion& reingestion, MetricsOptions metrics,
                  const Log& log);

  // Lifetime of the response: until the next call. Errors: the event itself can't be answered.
  tl::expected<std::string_view, ErrorReport> handle(const Invocation& invocation);

 private:
  void report(const Invocation& invocation, const Plan& plan, const ReingestReport& reingest,
              std::chrono::steady_clock::time_point start);
  void warn(const std::string& request_id, const InvocationFigures& figures) const;

  Processor processor_;
  Reingestion& reingestion_;
  MetricsOptions metrics_;
  const Log& log_;
  std::vector<PutOutcome> outcomes_;
  std::string response_;
  bool cold_ = true;
};

}  // namespace cwlogs
