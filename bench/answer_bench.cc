// The ends of an invocation: the event taken apart, partition keys, packing, the response.
// Items are records.
#include <benchmark/benchmark.h>

#include <string>

#include "bench/reference.h"
#include "bench/sample.h"
#include "processor/firehose_event.h"
#include "processor/firehose_response.h"
#include "processor/partition_keys.h"
#include "processor/processor.h"
#include "processor/response_packer.h"

namespace cwlogs::bench {
namespace {

int64_t records_of(const benchmark::State& state) {
  return state.iterations() * static_cast<int64_t>(sample_of(kMix).documents.size());
}

void parse_event(benchmark::State& state) {
  const Sample& sample = sample_of(kMix);
  FirehoseEvent event;
  for (auto _ : state) {
    require(parse_firehose_event(sample.event.view(), event).has_value(), "parse_firehose_event");
  }
  require(event.records.size() == sample.base64.size(), "parse_firehose_event");
  require(event.records.back().data.text == sample.base64.back(), "parse_firehose_event");
  state.SetItemsProcessed(records_of(state));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(sample.event.view().size()));
}

// Of the first log event of each record.
void partition_keys(benchmark::State& state) {
  const auto keys = PartitionKeys::parse(
      "logStream={logStream},year={timestamp:%Y},month={timestamp:%m},"
      "date={timestamp:%d},hour={timestamp:%H}",
      {.zone = absl::UTCTimeZone()});
  require(keys.has_value(), "PartitionKeys::parse");
  LogReader reader(sample_of(kMix).documents.front().view(), FieldOrder::kLogEventsLast);
  RawLogEvent log_event;
  require(reader.next_document() && reader.next_log_event(log_event), "LogReader");
  EventFields fields;
  std::string json;
  for (auto _ : state) {
    fields.set_envelope(reader.envelope());
    fields.set_log_event(log_event);
    json.clear();
    keys->append_json(fields, json);
    benchmark::ClobberMemory();
  }
  const auto parsed = nlohmann::json::parse(json);
  require(parsed.at("logStream") == reader.envelope().log_stream.text, "a partition key");
  require(parsed.at("date") == "22", "a partition key");
  state.SetItemsProcessed(state.iterations());
}

void pack(benchmark::State& state) {
  Processor processor({});
  const Result<Plan> plan = processor.process(sample_of(kMix).event.view());
  require(plan.has_value(), "Processor::process");
  std::string response;
  render_response(*plan, {}, response);
  for (auto _ : state) {
    ResponsePacker packer(plan->response_bytes_max, plan->event->source);
    for (const Record& record : plan->event->records) packer.reserve(record.id.text.size());
    for (const Answer& answer : plan->answers) {
      const Payload payload{.data_size = answer.data_size, .metadata_size = answer.metadata_size};
      require(packer.fits(payload), "ResponsePacker::fits");
      packer.add(payload);
    }
    require(packer.size() == response.size(), "ResponsePacker::size");
  }
  state.SetItemsProcessed(records_of(state));
}

void render(benchmark::State& state) {
  Processor processor({});
  const Result<Plan> plan = processor.process(sample_of(kMix).event.view());
  require(plan.has_value(), "Processor::process");
  std::string response;
  for (auto _ : state) {
    render_response(*plan, {}, response);
    benchmark::ClobberMemory();
  }
  const auto answers = reference_answers(response);
  for (size_t i = 0; i < answers.size(); ++i) {
    require(answers[i].data == plan->data(plan->answers[i]), "render_response");
  }
  state.SetItemsProcessed(records_of(state));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(response.size()));
}

BENCHMARK(parse_event)->Unit(benchmark::kMillisecond);
BENCHMARK(partition_keys);
BENCHMARK(pack)->Unit(benchmark::kMicrosecond);
BENCHMARK(render)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace cwlogs::bench
