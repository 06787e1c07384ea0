#include "cli/core_invoker.h"

#include <span>

#include "cli/stopwatch.h"
#include "runtime/error_message.h"

namespace cwlogs {

tl::expected<Invocation, std::string> CoreInvoker::invoke(std::string_view event) {
  const Stopwatch stopwatch;
  const auto plan = processor_.process(event);
  if (!plan) return tl::make_unexpected(describe(plan.error(), event.size()));
  put_outcomes_.assign(plan->puts.size(), reingest_ ? PutOutcome::kAccepted : PutOutcome::kFailed);
  render_response(*plan, put_outcomes_, response_);
  const auto duration = stopwatch.elapsed();
  Invocation invocation = read(*plan);
  invocation.duration = duration;
  return invocation;
}

Invocation CoreInvoker::read(const Plan& plan) const {
  Invocation invocation;
  invocation.response = response_;
  if (reingest_) invocation.puts = plan.puts;
  for (const Answer& answer : plan.answers) {
    // All puts are accepted, or none is.
    const Answer settled = settle(answer, std::span(put_outcomes_).first(answer.puts));
    if (settled.verdict == Verdict::kProcessingFailed) ++invocation.failed;
    if (settled.verdict != Verdict::kOk) continue;
    invocation.delivered_bytes += answer.data_size;
    if (has_partition_keys(plan.metadata_of(answer))) {
      invocation.partitioned_bytes += answer.data_size;
    }
  }
  return invocation;
}

}  // namespace cwlogs
