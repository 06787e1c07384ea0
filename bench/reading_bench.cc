// What comes between the inflated documents and the output: UTF-8, the scan, unescaping.
// Bytes are those of the documents, or of the text unescaped.
#include <benchmark/benchmark.h>

#include <string>
#include <string_view>
#include <vector>

#include "bench/reference.h"
#include "bench/sample.h"
#include "processor/json_string.h"
#include "processor/log_envelope.h"
#include "processor/utf8.h"

namespace cwlogs::bench {
namespace {

void validate_utf8(benchmark::State& state) {
  const Sample& sample = sample_of(kMix);
  for (auto _ : state) {
    for (const PaddedText& document : sample.documents) {
      require(is_utf8(document.view()), "is_utf8");
    }
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(sample.inflated_bytes));
}

// Returns how many log events there are.
template <typename Visit>
size_t scan_documents(const Sample& sample, Visit visit) {
  size_t log_events = 0;
  for (const PaddedText& document : sample.documents) {
    LogReader reader(document.view(), FieldOrder::kLogEventsLast);
    RawLogEvent log_event;
    while (reader.next_document()) {
      for (; reader.next_log_event(log_event); ++log_events) visit(log_event);
    }
    require(reader.reason() == Reason::kNone && !reader.needs_any_order(), "LogReader");
  }
  return log_events;
}

void scan(benchmark::State& state, std::string_view name) {
  const Sample& sample = sample_of(name);
  const auto keep = [](const RawLogEvent& event) { benchmark::DoNotOptimize(event.message); };
  require(scan_documents(sample, keep) == sample.log_events, "LogReader");
  for (auto _ : state) scan_documents(sample, keep);
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(sample.inflated_bytes));
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(sample.log_events));
}

// Of the messages with escapes; the others are copied as they are.
void unescape(benchmark::State& state, std::string_view name) {
  const Sample& sample = sample_of(name);
  std::vector<std::string_view> messages;
  size_t bytes = 0;
  scan_documents(sample, [&](const RawLogEvent& log_event) {
    if (!log_event.message.escaped) return;
    messages.push_back(log_event.message.text);
    bytes += log_event.message.text.size();
  });
  std::string out(bytes, '\0');
  for (const std::string_view raw : messages) {
    const size_t size = unescape_json(raw, out.data());
    const std::string quoted = '"' + std::string(raw) + '"';
    require(nlohmann::json::parse(quoted) == out.substr(0, size), "unescape_json");
  }
  for (auto _ : state) {
    char* end = out.data();
    for (const std::string_view raw : messages) end += unescape_json(raw, end);
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(bytes));
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(messages.size()));
}

BENCHMARK(validate_utf8)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scan, nginx, "nginx_340kb")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scan, json, "json_1.3mb")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scan, vpcflow, "vpcflow_1.3mb")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scan, mix, kMix)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(unescape, nginx, "nginx_340kb")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(unescape, json, "json_1.3mb")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(unescape, java, "java_560kb")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace cwlogs::bench
