#include "cli/bench_event.h"

#include <algorithm>
#include <utility>

#include "cli/stopwatch.h"
#include "processor/base64.h"
#include "processor/json_string.h"
#include "processor/processor.h"

namespace cwlogs {
namespace {

std::string decoded_data(const RawString& data) {
  std::string base64;
  append_unescaped(data.text, base64);
  std::string bytes(base64::decoded_size_max(base64.size()), '\0');
  bytes.resize(base64::decode(base64, bytes.data()).value_or(0));
  return bytes;
}

// Keeps what can be inflated: a broken member costs a diagnosis besides.
void add_gzip(std::string gzip, size_t text_bytes, Gunzip& gunzip, BenchEvent& event) {
  if (!has_gzip_magic(gzip)) return;
  std::string text(text_bytes, '\0');
  if (gunzip.inflate(gzip, text).reason != Reason::kNone) return;
  event.gzip_text_bytes += text_bytes;
  event.gzip_text_bytes_max = std::max(event.gzip_text_bytes_max, text_bytes);
  event.gzip.push_back(std::move(gzip));
}

// Whether the record fails wherever it stands: the error prefix costs nothing that we count.
bool is_own_fault(const Answer& answer) {
  return answer.verdict == Verdict::kProcessingFailed && answer.reason < Reason::kNotReingestable;
}

void add_record(const Record& record, const Answer& answer, Gunzip& gunzip, BenchEvent& event) {
  event.text_bytes += answer.bytes_inflated;
  event.log_events += answer.log_events + answer.joined + answer.filtered;
  if (is_own_fault(answer)) return;
  event.records.push_back({record.data.text, record.partition_key.text, record.arrival_ms,
                           answer.bytes_in, answer.bytes_inflated});
  add_gzip(decoded_data(record.data), answer.bytes_inflated, gunzip, event);
}

}  // namespace

Result<std::unique_ptr<BenchEvent>> make_bench_event(std::string name, std::string_view text,
                                                     const Configuration& configuration) {
  auto event = std::make_unique<BenchEvent>();
  event->name = std::move(name);
  event->text = PaddedText(std::string(text));
  Processor processor(configuration.options());
  const auto plan = processor.process(event->text.view());
  if (!plan) return tl::make_unexpected(plan.error());
  // As it was read a moment ago.
  static_cast<void>(parse_firehose_event(event->text.view(), event->event));
  Gunzip gunzip;
  for (size_t i = 0; i < plan->answers.size(); ++i) {
    add_record(event->event.records[i], plan->answers[i], gunzip, *event);
  }
  return event;
}

Arrivals arrivals_of(const std::vector<std::unique_ptr<BenchEvent>>& events) {
  const FirehoseEvent& first = events.front()->event;
  Arrivals arrivals{first.source, first.stream_arn, first.region, {}};
  for (const auto& event : events) {
    arrivals.records.insert(arrivals.records.end(), event->records.begin(), event->records.end());
  }
  return arrivals;
}

std::chrono::nanoseconds InflateFloor::measure(const BenchEvent& event) {
  if (out_.size() < event.gzip_text_bytes_max) out_.resize(event.gzip_text_bytes_max);
  const Stopwatch stopwatch;
  for (const std::string& gzip : event.gzip) gunzip_.inflate(gzip, out_);
  return stopwatch.elapsed();
}

}  // namespace cwlogs
