// Lines -> fields, for each parser over the lines that its tests start from.
// Bytes are those of the lines.
#include <benchmark/benchmark.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bench/reference.h"
#include "processor/line_parser.h"
#include "tests/parser_lines.h"

namespace cwlogs::bench {
namespace {

constexpr std::chrono::milliseconds kTimestamp{1705311000000};  // 2024-01-15T09:30:00Z

void parse(benchmark::State& state, const testing::ParserLines& sample) {
  const auto parser = make_line_parser(sample.options);
  require(parser.has_value(), "make_line_parser");
  ParsedFields fields;
  size_t bytes = 0;
  for (const std::string_view line : sample.lines) {
    require((*parser)->parse({line, kTimestamp}, fields), std::string(line).c_str());
    bytes += line.size();
  }
  for (auto _ : state) {
    for (const std::string_view line : sample.lines) {
      fields.clear();
      (*parser)->parse({line, kTimestamp}, fields);
      benchmark::DoNotOptimize(fields.all().data());
    }
  }
  const auto lines = static_cast<int64_t>(sample.lines.size());
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(bytes));
  state.SetItemsProcessed(state.iterations() * lines);
}

// Before main(): benchmarks are known by then.
[[maybe_unused]] const bool kRegistered = [] {
  for (const testing::ParserLines& sample : testing::parser_lines()) {
    std::string name = "parse/" + sample.options.name;
    if (!sample.options.argument.empty() && sample.options.name != "regex") name += "/custom";
    benchmark::RegisterBenchmark(name.c_str(),
                                 [sample](benchmark::State& state) { parse(state, sample); });
  }
  return true;
}();

}  // namespace
}  // namespace cwlogs::bench
