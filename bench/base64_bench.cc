// base64 by kernel, of the text of one event's records. Bytes are those of the base64 text.
#include <benchmark/benchmark.h>
#include <openssl/evp.h>

#include <string>
#include <utility>
#include <vector>

#include "bench/reference.h"
#include "bench/sample.h"
#include "processor/base64.h"

namespace cwlogs::bench {
namespace {

using base64::Kernel;

struct Base64Sample {
  std::string text;
  std::string bytes;
};

const Base64Sample& base64_sample() {
  static const Base64Sample sample = [] {
    Base64Sample made;
    for (const std::string& gzip : sample_of(kMix).gzip) made.bytes += gzip;
    made.text = reference_encode(made.bytes);
    return made;
  }();
  return sample;
}

void count_text(benchmark::State& state) {
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(base64_sample().text.size()));
}

void base64_decode(benchmark::State& state, Kernel kernel) {
  const auto& [text, bytes] = base64_sample();
  std::string out(base64::decoded_size_max(text.size()), '\0');
  const auto size = base64::decode(text, out.data(), kernel);
  require(size && out.substr(0, *size) == bytes, "base64::decode");
  for (auto _ : state) {
    benchmark::DoNotOptimize(base64::decode(text, out.data(), kernel));
    benchmark::ClobberMemory();
  }
  count_text(state);
}

void base64_encode(benchmark::State& state, Kernel kernel) {
  const auto& [text, bytes] = base64_sample();
  std::string out(base64::encoded_size(bytes.size()), '\0');
  base64::encode(bytes, out.data(), kernel);
  require(out == text, "base64::encode");
  for (auto _ : state) {
    base64::encode(bytes, out.data(), kernel);
    benchmark::ClobberMemory();
  }
  count_text(state);
}

const unsigned char* as_unsigned(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// The reference itself: there is nothing to check it by.
void base64_decode_openssl(benchmark::State& state) {
  const auto& [text, bytes] = base64_sample();
  std::vector<unsigned char> out(base64::decoded_size_max(text.size()));
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        EVP_DecodeBlock(out.data(), as_unsigned(text), static_cast<int>(text.size())));
    benchmark::ClobberMemory();
  }
  count_text(state);
}

void base64_encode_openssl(benchmark::State& state) {
  const auto& [text, bytes] = base64_sample();
  std::vector<unsigned char> out(text.size() + 1);
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        EVP_EncodeBlock(out.data(), as_unsigned(bytes), static_cast<int>(bytes.size())));
    benchmark::ClobberMemory();
  }
  count_text(state);
}

const bool kRegistered = [] {
  constexpr std::pair<Kernel, const char*> kKernels[] = {{Kernel::kScalar, "scalar"},
                                                         {Kernel::kSsse3, "ssse3"},
                                                         {Kernel::kAvx2, "avx2"},
                                                         {Kernel::kNeon, "neon"}};
  for (const auto& [kernel, name] : kKernels) {
    if (!base64::supported(kernel)) continue;
    const auto decode_name = std::string("base64_decode/") + name;
    const auto encode_name = std::string("base64_encode/") + name;
    benchmark::RegisterBenchmark(decode_name.c_str(), base64_decode, kernel);
    benchmark::RegisterBenchmark(encode_name.c_str(), base64_encode, kernel);
  }
  benchmark::RegisterBenchmark("base64_decode/openssl", base64_decode_openssl);
  benchmark::RegisterBenchmark("base64_encode/openssl", base64_encode_openssl);
  return true;
}();

}  // namespace
}  // namespace cwlogs::bench
