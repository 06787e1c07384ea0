#include "runtime/reingestion.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "processor/put_request.h"

namespace cwlogs {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr auto kCallTimeout = milliseconds(15'000);
// A throttled stream needs time; a lost connection does not.
constexpr auto kTransientBackOff = milliseconds(50);
constexpr auto kThrottledBackOff = milliseconds(500);
constexpr const char* kDeadline = "Deadline";
constexpr auto kBackOffMax = milliseconds(20'000);

AwsService service_of(Source source) {
  return source == Source::kKinesis ? AwsService::kKinesis : AwsService::kFirehose;
}

}  // namespace

struct Reingestion::Run {
  const Plan& plan;
  steady_clock::time_point stop_at;
  std::vector<PutOutcome>& outcomes;
  ReingestReport& report;
  bool stopped = false;               // nothing more will be taken
  std::vector<char> record_failed{};  // by record: one of its puts failed for good
  std::vector<char> unknown{};        // by put: in a call that nobody knows the outcome of

  milliseconds time_left() const {
    return std::chrono::duration_cast<milliseconds>(stop_at - steady_clock::now());
  }

  void fail(const Indices& indices) {
    for (const size_t i : indices) record_failed[plan.puts[i].record] = 1;
  }

  // Leaves out what would only be a piece of a record that has failed.
  void leave_out_failed(Indices& indices) const {
    std::erase_if(indices, [this](size_t i) { return record_failed[plan.puts[i].record] != 0; });
  }

  // Takes in the answer to a call. Returns what is to be put again.
  Indices settle(const Indices& indices, const PutReply& reply) {
    Indices again;
    for (size_t i = 0; i < indices.size(); ++i) {
      switch (reply.entries[i]) {
        case EntryVerdict::kAccepted:
          outcomes[indices[i]] = PutOutcome::kAccepted;
          break;
        case EntryVerdict::kRejected:
          fail({indices[i]});
          break;
        case EntryVerdict::kUnclear:
          unknown[indices[i]] = 1;
          again.push_back(indices[i]);
          break;
        case EntryVerdict::kThrottled:
          ++report.throttled;
          again.push_back(indices[i]);
          break;
      }
    }
    return again;
  }

  void give_up_for_time(const Indices& indices) {
    fail(indices);
    if (report.code == kDeadline) return;
    report.code = kDeadline;
    report.message = "the invocation's time was used up" +
                     (report.message.empty() ? "" : "; before that: " + report.message);
  }

  void count_doubtful() {
    report.outcome_unknown = static_cast<size_t>(std::count(unknown.begin(), unknown.end(), 1));
    size_t last = plan.answers.size();
    for (size_t i = 0; i < outcomes.size(); ++i) {
      const size_t record = plan.puts[i].record;
      if (outcomes[i] != PutOutcome::kAccepted || record_failed[record] == 0) continue;
      if (record != last) ++report.partly_reingested;
      last = record;
    }
  }
};

Reingestion::Reingestion(ReingestOptions options, AwsClient& client, uint64_t seed, Pause pause)
    : options_(options), client_(client), random_(seed), pause_(std::move(pause)) {}

void Reingestion::run(const Plan& plan, steady_clock::time_point deadline,
                      std::vector<PutOutcome>& outcomes, ReingestReport& report) {
  outcomes.assign(plan.puts.size(), PutOutcome::kFailed);
  report = {};
  if (!options_.put || plan.puts.empty()) return;
  Run run = {.plan = plan,
             .stop_at = deadline - options_.reserve,
             .outcomes = outcomes,
             .report = report,
             .stopped = false};
  run.record_failed.assign(plan.answers.size(), 0);
  run.unknown.assign(plan.puts.size(), 0);
  for (const PutBatch& batch : plan.batches) {
    Indices indices;
    for (size_t i = 0; i < batch.count; ++i) indices.push_back(batch.first + i);
    put_batch(run, std::move(indices));
  }
  run.count_doubtful();
}

void Reingestion::put_batch(Run& run, Indices indices) {
  for (size_t failures = 0;;) {
    run.leave_out_failed(indices);
    if (indices.empty()) return;
    if (run.stopped) return run.fail(indices);
    if (run.time_left() <= milliseconds(0)) {
      return run.give_up_for_time(indices);
    }
    const PutReply reply = call(run, indices);
    if (reply.verdict == PutVerdict::kAnswered) {
      indices = run.settle(indices, reply);
      if (indices.empty()) return;
    } else if (reply.verdict == PutVerdict::kTooLarge && indices.size() > 1) {
      return put_halves(run, indices);
    } else if (reply.verdict == PutVerdict::kTooLarge) {
      return run.fail(indices);
    } else if (reply.verdict == PutVerdict::kDenied || reply.verdict == PutVerdict::kExpired) {
      run.stopped = true;
      return run.fail(indices);
    }
    if (++failures >= options_.attempts) return run.fail(indices);
    const bool throttled = reply.verdict != PutVerdict::kTransient;
    if (!pause(run, failures, throttled)) {
      return run.give_up_for_time(indices);
    }
    ++run.report.retries;
  }
}

void Reingestion::put_halves(Run& run, const Indices& indices) {
  const auto middle = indices.begin() + static_cast<std::ptrdiff_t>(indices.size() / 2);
  put_batch(run, Indices(indices.begin(), middle));
  put_batch(run, Indices(middle, indices.end()));
}

PutReply Reingestion::call(Run& run, const Indices& indices) {
  selected_.clear();
  for (const size_t i : indices) selected_.push_back(run.plan.puts[i]);
  render_put_request(*run.plan.event, selected_, body_);
  ++run.report.calls;
  PutReply reply =
      client_.put(service_of(run.plan.event->source), run.plan.event->region, body_, indices.size(),
                  std::min<milliseconds>(run.time_left(), kCallTimeout));
  if (reply.outcome_unknown) {
    for (const size_t i : indices) run.unknown[i] = 1;
  }
  if (reply.verdict == PutVerdict::kThrottled) run.report.throttled += indices.size();
  if (!reply.message.empty()) {
    run.report.code = reply.code;
    run.report.message = reply.message;
  }
  return reply;
}

// Sleeps somewhere between nothing and the backoff. False where the time does not allow it.
bool Reingestion::pause(Run& run, size_t failures, bool throttled) {
  const milliseconds base = throttled ? kThrottledBackOff : kTransientBackOff;
  const milliseconds longest =
      std::min(base * (1 << std::min<size_t>(failures - 1, 10)), kBackOffMax);
  const milliseconds chosen(
      std::uniform_int_distribution<milliseconds::rep>(0, longest.count())(random_));
  if (chosen >= run.time_left()) return false;
  pause_(chosen);
  return true;
}

}  // namespace cwlogs
