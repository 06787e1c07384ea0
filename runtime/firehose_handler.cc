#include "runtime/firehose_handler.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "processor/limits.h"
#include "runtime/error_message.h"

namespace cwlogs {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using std::chrono::system_clock;

// Where the platform gave no deadline: the longest that Firehose waits for a function.
constexpr auto kTimeMax = std::chrono::minutes(5);

steady_clock::time_point deadline_of(const Invocation& invocation, steady_clock::time_point now) {
  if (invocation.deadline == system_clock::time_point()) return now + kTimeMax;
  const auto left = duration_cast<milliseconds>(invocation.deadline - system_clock::now());
  return now + std::min<milliseconds>(left, std::chrono::hours(1));
}

milliseconds age_of_oldest(const FirehoseEvent& event) {
  int64_t oldest = 0;
  for (const Record& record : event.records) {
    if (record.arrival_ms > 0 && (oldest == 0 || record.arrival_ms < oldest)) {
      oldest = record.arrival_ms;
    }
  }
  if (oldest == 0) return milliseconds(0);
  const auto now = duration_cast<milliseconds>(system_clock::now().time_since_epoch());
  return std::max(now - milliseconds(oldest), milliseconds(0));
}

ErrorReport to_report(const Error& error, size_t event_size) {
  return {.type = "Function." + std::string(name_of(error.reason)),
          .message = describe(error, event_size)};
}

}  // namespace

FirehoseHandler::FirehoseHandler(Options options, Reingestion& reingestion, MetricsOptions metrics,
                                 const Log& log)
    : processor_(std::move(options)),
      reingestion_(reingestion),
      metrics_(std::move(metrics)),
      log_(log) {}

tl::expected<std::string_view, ErrorReport> FirehoseHandler::handle(const Invocation& invocation) {
  const auto start = steady_clock::now();
  if (invocation.event_too_large) {
    return tl::make_unexpected(to_report({Reason::kEventTooLarge, kNoOffset}, kEventBytesMax));
  }
  const std::string_view event = invocation.event.view();
  const auto plan = processor_.process(event);
  if (!plan) return tl::make_unexpected(to_report(plan.error(), event.size()));
  ReingestReport reingest;
  reingestion_.run(*plan, deadline_of(invocation, start), outcomes_, reingest);
  render_response(*plan, outcomes_, response_);
  report(invocation, *plan, reingest, start);
  return response_;
}

// Nothing here may keep an answer from being given: its puts may have been accepted.
void FirehoseHandler::report(const Invocation& invocation, const Plan& plan,
                             const ReingestReport& reingest, steady_clock::time_point start) try {
  InvocationFigures figures = {
      .summary = summarize(plan, outcomes_, response_.size()),
      .reingest = reingest,
      .duration = duration_cast<std::chrono::microseconds>(steady_clock::now() - start),
      .record_age = age_of_oldest(*plan.event),
      .cold_start = std::exchange(cold_, false)};
  warn(invocation.request_id, figures);
  if (metrics_.emf) {
    write_line(STDOUT_FILENO,
               render_emf(figures, metrics_, invocation.request_id, system_clock::now()));
  } else {
    log_.write(LogLevel::kInfo, "invocation", invocation.request_id, summary_fields(figures));
  }
} catch (...) {
  log_.write(LogLevel::kWarn, "no summary", invocation.request_id);
}

void FirehoseHandler::warn(const std::string& request_id, const InvocationFigures& figures) const {
  const ReingestReport& reingest = figures.reingest;
  if (!reingest.message.empty()) {
    LogFields fields = {{"code", reingest.code}, {"reason", reingest.message}};
    if (const auto advice = advice_for(reingest.code); !advice.empty())
      fields.emplace_back("advice", advice);
    fields.emplace_back("retries", reingest.retries);
    fields.emplace_back("outcomeUnknown", reingest.outcome_unknown);
    fields.emplace_back("partlyReingested", reingest.partly_reingested);
    log_.write(LogLevel::kWarn, "re-ingestion met trouble", request_id, fields);
  }
  if (figures.summary.failed != 0) {
    log_.write(LogLevel::kWarn, "records ProcessingFailed", request_id,
               {{"ProcessingFailed", figures.summary.failed},
                {"reasons", reason_fields(figures.summary)}});
  }
}

}  // namespace cwlogs
