// Inflating one event's records, one after the other. Bytes are the inflated ones.
#include <benchmark/benchmark.h>
#define ZLIB_CONST  // or next_in points to mutable bytes
#include <zlib.h>

#include <algorithm>
#include <string>
#include <utility>

#include "bench/reference.h"
#include "bench/sample.h"
#include "processor/gunzip.h"
#include "processor/inflate_pair.h"

namespace cwlogs::bench {
namespace {

size_t longest_document(const Sample& sample) {
  size_t size = 0;
  for (const PaddedText& document : sample.documents) size = std::max(size, document.view().size());
  return size;
}

void gunzip(benchmark::State& state, std::string_view name) {
  const Sample& sample = sample_of(name);
  std::string out(longest_document(sample), '\0');
  Gunzip gunzip;
  for (size_t i = 0; i < sample.gzip.size(); ++i) {
    const Gunzip::Outcome outcome = gunzip.inflate(sample.gzip[i], out);
    require(outcome.reason == Reason::kNone, "Gunzip::inflate");
    require(out.substr(0, outcome.inflated_size) == sample.documents[i].view(), "Gunzip::inflate");
  }
  for (auto _ : state) {
    for (const std::string& gzip : sample.gzip) {
      benchmark::DoNotOptimize(gunzip.inflate(gzip, out));
    }
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(sample.inflated_bytes));
}

// Two by two, the last one alone where their number is odd.
void gunzip_pair(benchmark::State& state, std::string_view name) {
  const Sample& sample = sample_of(name);
  std::string outs[2] = {std::string(longest_document(sample), '\0'), {}};
  outs[1] = outs[0];
  InflatePair pair;
  const auto inflate_from = [&](size_t i) {
    const bool last = i + 1 == sample.gzip.size();
    InflatePair::Job first{.gzip = sample.gzip[i], .out = outs[0]};
    InflatePair::Job second{.gzip = last ? std::string_view() : sample.gzip[i + 1], .out = outs[1]};
    pair.inflate(first, second);
    return std::pair(first.size, second.size);
  };
  for (size_t i = 0; i < sample.gzip.size(); i += 2) {
    const auto [first, second] = inflate_from(i);
    require(first && outs[0].substr(0, *first) == sample.documents[i].view(), "InflatePair");
    if (!second) continue;
    require(outs[1].substr(0, *second) == sample.documents[i + 1].view(), "InflatePair");
  }
  for (auto _ : state) {
    for (size_t i = 0; i < sample.gzip.size(); i += 2) benchmark::DoNotOptimize(inflate_from(i));
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(sample.inflated_bytes));
}

// The control: zlib, told to inflate in one go into enough room, its fastest way.
class ZlibStream {
 public:
  ZlibStream() { require(inflateInit2(&stream_, 16 + MAX_WBITS) == Z_OK, "inflateInit2"); }
  ~ZlibStream() { inflateEnd(&stream_); }
  ZlibStream(const ZlibStream&) = delete;
  ZlibStream& operator=(const ZlibStream&) = delete;

  // Returns the inflated size, 0 on any error.
  size_t inflate_all(const std::string& gzip, std::string& out) {
    inflateReset(&stream_);
    stream_.next_in = reinterpret_cast<const Bytef*>(gzip.data());
    stream_.avail_in = static_cast<uInt>(gzip.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(out.size());
    return inflate(&stream_, Z_FINISH) == Z_STREAM_END ? stream_.total_out : 0;
  }

 private:
  z_stream stream_{};
};

void gunzip_zlib(benchmark::State& state, std::string_view name) {
  const Sample& sample = sample_of(name);
  std::string out(longest_document(sample), '\0');
  ZlibStream zlib;
  for (size_t i = 0; i < sample.gzip.size(); ++i) {
    const size_t size = zlib.inflate_all(sample.gzip[i], out);
    require(out.substr(0, size) == sample.documents[i].view(), "zlib");
  }
  for (auto _ : state) {
    for (const std::string& gzip : sample.gzip) {
      benchmark::DoNotOptimize(zlib.inflate_all(gzip, out));
    }
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(sample.inflated_bytes));
}

BENCHMARK_CAPTURE(gunzip, mix, kMix)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(gunzip_pair, mix, kMix)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(gunzip, nginx, "nginx_340kb")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(gunzip_pair, nginx, "nginx_340kb")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(gunzip, json, "json_1.3mb")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(gunzip_pair, json, "json_1.3mb")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(gunzip, vpcflow, "vpcflow_1.3mb")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(gunzip_pair, vpcflow, "vpcflow_1.3mb")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(gunzip, syslog, "syslog_120kb")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(gunzip_pair, syslog, "syslog_120kb")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(gunzip_zlib, mix, kMix)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace cwlogs::bench
