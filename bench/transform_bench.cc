// The JSON documents of one event's records -> their lines: LogReader and the default transform.
// Bytes are those of the documents.
#include <benchmark/benchmark.h>

#include "bench/reference.h"
#include "bench/sample.h"
#include "processor/record_transform.h"

namespace cwlogs::bench {
namespace {

void transform(benchmark::State& state, std::string_view name) {
  const Sample& sample = sample_of(name);
  RecordTransformer transformer(nullptr, nullptr);
  TransformedRecord record;
  Output output;
  output.reset(sample.inflated_bytes);
  for (const PaddedText& document : sample.documents) {
    const size_t before = output.size();
    transformer.run(document.view(), Straddle::kFirst, output, record);
    require(record.reason == Reason::kNone, "RecordTransformer::run");
    require(output.view(before, record.output_size) == reference_lines(document.view()),
            "RecordTransformer::run");
  }
  for (auto _ : state) {
    output.truncate(0);
    for (const PaddedText& document : sample.documents) {
      transformer.run(document.view(), Straddle::kFirst, output, record);
    }
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(sample.inflated_bytes));
}

BENCHMARK_CAPTURE(transform, nginx, "nginx_340kb")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(transform, json, "json_1.3mb")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(transform, vpcflow, "vpcflow_1.3mb")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(transform, mix, kMix)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace cwlogs::bench
