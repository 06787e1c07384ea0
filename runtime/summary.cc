#include "runtime/summary.h"

#include "processor/json_string.h"
#include "runtime/error_message.h"

namespace cwlogs {
namespace {

// `answer` as it came out; `puts` are the record's.
void count_record(Summary& summary, const Record& record, const Answer& answer,
                  std::span<const PutRecord> puts, const Plan& plan) {
  ++summary.records;
  summary.bytes_in += answer.bytes_in;
  summary.bytes_inflated += answer.bytes_inflated;
  summary.log_events += answer.log_events;
  summary.log_events_joined += answer.joined;
  if (answer.verdict != Verdict::kProcessingFailed) summary.log_events_filtered += answer.filtered;
  if (answer.verdict == Verdict::kOk) {
    for (const PutRecord& put : puts) summary.log_events += put.log_events;  // other partitions
  }
  if (answer.verdict == Verdict::kOk) {
    ++summary.ok;
    summary.log_events_redacted += answer.redacted;
    summary.log_events_unparsed += answer.unparsed;
    summary.log_events_ok += answer.log_events;
    summary.bytes_out += answer.data_size;
    if (answer.metadata_size != 0) ++summary.partitions[std::string(plan.metadata_of(answer))];
    return;
  }
  ++(answer.verdict == Verdict::kDropped ? summary.dropped : summary.failed);
  ReasonCount& reason = summary.reasons[static_cast<size_t>(answer.reason)];
  if (reason.records++ == 0) append_unescaped(record.id.text, reason.first_record_id);
}

}  // namespace

Summary summarize(const Plan& plan, std::span<const PutOutcome> put_outcomes,
                  size_t response_bytes) {
  Summary summary;
  summary.source = name_of(plan.event->source);
  summary.stream = plan.event->stream;
  summary.region = plan.event->region;
  summary.response_bytes = response_bytes;
  summary.response_bytes_max = plan.response_bytes_max;
  size_t put = 0;
  for (size_t i = 0; i < plan.answers.size(); ++i) {
    const Answer& answer = plan.answers[i];
    const auto outcomes = put_outcomes.subspan(put, answer.puts);
    count_record(summary, plan.event->records[i], settle(answer, outcomes),
                 plan.puts.subspan(put, answer.puts), plan);
    put += answer.puts;
    if (answer.puts == 0) continue;
    ++(answer.reason == Reason::kReingested ? summary.reingested_whole : summary.reingested_split);
  }
  summary.puts = plan.puts.size();
  summary.put_calls = plan.batches.size();
  for (const PutRecord& record : plan.puts) summary.put_bytes += record.bytes;
  for (const PutOutcome outcome : put_outcomes) {
    summary.puts_accepted = summary.puts_accepted && outcome == PutOutcome::kAccepted;
  }
  return summary;
}

LogFields counts(const Summary& summary) {
  return {{"records", summary.records},
          {"Ok", summary.ok},
          {"Dropped", summary.dropped},
          {"ProcessingFailed", summary.failed},
          {"reasons", reason_fields(summary)},
          {"logEvents", summary.log_events_ok},
          {"logEventsJoined", summary.log_events_joined},
          {"logEventsFiltered", summary.log_events_filtered},
          {"logEventsRedacted", summary.log_events_redacted},
          {"logEventsUnparsed", summary.log_events_unparsed},
          {"bytesIn", summary.bytes_in},
          {"bytesInflated", summary.bytes_inflated},
          {"bytesOut", summary.bytes_out},
          {"responseBytes", summary.response_bytes}};
}

LogFields reason_fields(const Summary& summary) {
  LogFields reasons;
  for (size_t i = 0; i < kReasonCount; ++i) {
    const ReasonCount& reason = summary.reasons[i];
    if (reason.records == 0) continue;
    LogFields fields = {{"records", reason.records}, {"firstRecordId", reason.first_record_id}};
    const auto advice = advice_for(static_cast<Reason>(i));
    if (!advice.empty()) fields.emplace_back("advice", advice);
    reasons.emplace_back(name_of(static_cast<Reason>(i)), fields);
  }
  return reasons;
}

}  // namespace cwlogs
