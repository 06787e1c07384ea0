#include "processor/inflate_pair.h"

#include <libdeflate.h>

#include <cstring>

#include "processor/inflate_loop.h"
#include "processor/inflate_stream.h"

namespace cwlogs {
namespace {

using deflate::Stream;

// RFC 1952 section 2.3: of a member without name, comment and the like.
constexpr std::string_view kPlainHeader("\x1f\x8b\x08\0", 4);
constexpr size_t kHeaderSize = 10;
constexpr size_t kFooterSize = 8;  // CRC-32 and ISIZE

struct Loops {
  void (*alone)(Stream&);
  void (*lock_step)(Stream&, Stream&);
};

void alone(Stream& a) { deflate::run_alone<deflate::AnyProcessor>(a); }
void lock_step(Stream& a, Stream& b) { deflate::run_lock_step<deflate::AnyProcessor>(a, b); }
constexpr Loops kLoops{alone, lock_step};

#if defined(__x86_64__)
[[gnu::target("avx2,bmi,bmi2")]] void alone_bmi2(Stream& a) {
  deflate::run_alone<deflate::Bmi2>(a);
}
[[gnu::target("avx2,bmi,bmi2")]] void lock_step_bmi2(Stream& a, Stream& b) {
  deflate::run_lock_step<deflate::Bmi2>(a, b);
}
constexpr Loops kBmi2Loops{alone_bmi2, lock_step_bmi2};
#else
constexpr Loops kBmi2Loops = kLoops;
#endif

bool is_open(const Stream& stream) { return stream.state == Stream::State::kInCodes; }

// Until a fast loop may go on, or to the end.
void go_on(Stream& stream) {
  for (;;) {
    if (stream.state == Stream::State::kBlock) stream.open_block();
    if (!is_open(stream) || deflate::may_run(stream)) return;
    stream.step();
  }
}

void start(const InflatePair::Job& job, Stream& stream) {
  const auto* gzip = reinterpret_cast<const uint8_t*>(job.gzip.data());
  const bool plain =
      job.gzip.starts_with(kPlainHeader) && job.gzip.size() >= kHeaderSize + kFooterSize;
  const size_t header = plain ? kHeaderSize : 0;
  stream.start({gzip + header, job.gzip.size() - header},
               {reinterpret_cast<uint8_t*>(job.out.data()), job.out.size()});
  if (!plain) stream.state = Stream::State::kRefused;
}

uint32_t load_32(const uint8_t* p) {
  uint32_t value;
  std::memcpy(&value, p, sizeof(value));
  return value;
}

std::optional<size_t> finish(const Stream& stream) {
  if (stream.state != Stream::State::kEnd) return std::nullopt;
  const uint8_t* const footer = stream.rest();
  const size_t size = stream.out_size();
  if (stream.in_end - footer != kFooterSize) return std::nullopt;
  const bool sound = load_32(footer + 4) == static_cast<uint32_t>(size) &&
                     load_32(footer) == libdeflate_crc32(0, stream.out_begin, size);
  return sound ? std::optional(size) : std::nullopt;
}

}  // namespace

struct InflatePair::Streams {
  Stream first;
  Stream second;
};

InflatePair::InflatePair(Kernel kernel)
    : kernel_(kernel), streams_(std::make_unique_for_overwrite<Streams>()) {}
InflatePair::~InflatePair() = default;

InflatePair::Kernel InflatePair::best_kernel() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
      __builtin_cpu_supports("bmi2")) {
    return Kernel::kBmi2;
  }
#endif
  return Kernel::kPlain;
}

void InflatePair::inflate(Job& first, Job& second) {
  const Loops loops = kernel_ == Kernel::kBmi2 ? kBmi2Loops : kLoops;
  Stream& a = streams_->first;
  Stream& b = streams_->second;
  start(first, a);
  start(second, b);
  for (go_on(a), go_on(b); is_open(a) && is_open(b); go_on(a), go_on(b)) loops.lock_step(a, b);
  for (; is_open(a); go_on(a)) loops.alone(a);
  for (; is_open(b); go_on(b)) loops.alone(b);
  first.size = finish(a);
  second.size = finish(b);
}

}  // namespace cwlogs
