// Against zlib: what InflatePair accepts has the bytes that zlib finds, and what zlib refuses it
// refuses. Blocks between unreadable pages show that it stays inside of them.
#include "processor/inflate_pair.h"

#include <gtest/gtest.h>
#include <libdeflate.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <new>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/gzip_fixture.h"

namespace cwlogs {
namespace {

using testing::crc_of;
using testing::deflate_with;
using testing::gzip;
using testing::little_endian;
using testing::log_text;
using testing::member_with_flags;
using testing::random_bytes;
using testing::truncated;
using testing::with_bad_crc;
using testing::with_bad_isize;
using testing::with_bit_flipped;
using testing::zlib_gunzip;

using Text = std::optional<std::string>;

// n bytes with an unreadable page right behind them, or right before.
class GuardedBlock {
 public:
  enum class Guard { kBehind, kBefore };

  GuardedBlock(size_t n, Guard guard) : size_((n / page() + 3) * page()) {
    base_ = static_cast<char*>(
        mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    if (base_ == MAP_FAILED) throw std::bad_alloc();
    mprotect(base_, page(), PROT_NONE);
    mprotect(base_ + size_ - page(), page(), PROT_NONE);
    data_ = guard == Guard::kBefore ? base_ + page() : base_ + size_ - page() - n;
  }
  ~GuardedBlock() { munmap(base_, size_); }
  GuardedBlock(const GuardedBlock&) = delete;
  GuardedBlock& operator=(const GuardedBlock&) = delete;

  char* data() const { return data_; }

 private:
  static size_t page() { return static_cast<size_t>(sysconf(_SC_PAGESIZE)); }

  size_t size_;
  char* base_;
  char* data_;
};

// One for all tests: a failure must leave nothing behind.
std::vector<std::unique_ptr<InflatePair>>& kernels() {
  static std::vector<std::unique_ptr<InflatePair>> all = [] {
    std::vector<std::unique_ptr<InflatePair>> made;
    made.push_back(std::make_unique<InflatePair>(InflatePair::Kernel::kPlain));
    if (InflatePair::best_kernel() != InflatePair::Kernel::kPlain) {
      made.push_back(std::make_unique<InflatePair>());
    }
    return made;
  }();
  return all;
}

struct Side {
  std::string_view gzip;
  size_t room;
};

// A gzip member, room for its text, and the job with both.
class GuardedJob {
 public:
  GuardedJob(Side side, GuardedBlock::Guard guard)
      : in_(side.gzip.size(), guard), out_(side.room, guard) {
    side.gzip.copy(in_.data(), side.gzip.size());
    job = {.gzip = {in_.data(), side.gzip.size()}, .out = {out_.data(), side.room}};
  }

  Text text() const {
    return job.size ? Text(std::string(job.out.data(), *job.size)) : std::nullopt;
  }

  InflatePair::Job job;

 private:
  GuardedBlock in_;
  GuardedBlock out_;
};

void expect_pair(Side a, const Text& a_text, Side b, const Text& b_text) {
  for (const auto guard : {GuardedBlock::Guard::kBehind, GuardedBlock::Guard::kBefore}) {
    for (const auto& kernel : kernels()) {
      GuardedJob first(a, guard);
      GuardedJob second(b, guard);
      kernel->inflate(first.job, second.job);
      EXPECT_TRUE(first.text() == a_text);
      EXPECT_TRUE(second.text() == b_text);
    }
  }
}

// In both places of a pair, next to something sound.
void expect(std::string_view bytes, const Text& text, size_t room) {
  static const std::string other_text = log_text(3000);
  static const std::string other = gzip(other_text);
  expect_pair({bytes, room}, text, {other, other_text.size()}, other_text);
  expect_pair({other, 1 << 14}, other_text, {bytes, room}, text);
}

void expect_text(const std::string& bytes, const std::string& text) {
  for (const size_t more : {0U, 1U, 40U, 1000U}) expect(bytes, text, text.size() + more);
  if (!text.empty()) expect(bytes, std::nullopt, text.size() - 1);
}

// zlib judges; what is refused without need is no error here.
void expect_no_other_text(const std::string& bytes, size_t room) {
  std::vector<char> outs[2] = {std::vector<char>(room), std::vector<char>(room)};
  const Text text = zlib_gunzip(bytes);
  for (const auto& kernel : kernels()) {
    InflatePair::Job first{.gzip = bytes, .out = outs[0]};
    InflatePair::Job second{.gzip = bytes, .out = outs[1]};
    kernel->inflate(first, second);
    for (const InflatePair::Job& job : {first, second}) {
      EXPECT_TRUE(!job.size || text == std::string(job.out.data(), *job.size));
    }
  }
}

std::string libdeflate_gzip(const std::string& text, int level) {
  auto* compressor = libdeflate_alloc_compressor(level);
  std::string out(libdeflate_gzip_compress_bound(compressor, text.size()), '\0');
  out.resize(
      libdeflate_gzip_compress(compressor, text.data(), text.size(), out.data(), out.size()));
  libdeflate_free_compressor(compressor);
  return out;
}

// Texts whose codes and matches differ: of every offset and length, near and far.
std::string text_of(size_t kind, size_t n, std::mt19937& random) {
  switch (kind % 6) {
    case 0:
      return log_text(n);
    case 1:
      return random_bytes(n);
    case 2:
      return std::string(n, 'z');
    case 3: {  // few letters
      std::string text(n, '\0');
      for (char& c : text) c = static_cast<char>('a' + random() % (2 + kind % 7));
      return text;
    }
    case 4: {  // runs with short periods
      std::string text;
      while (text.size() < n) {
        const std::string unit = random_bytes(1 + random() % 40);
        for (size_t i = random() % 20 + 1; i > 0; --i) text += unit;
      }
      return text.substr(0, n);
    }
    default: {  // repeats from far back, of skewed letters: long codewords
      std::string text;
      while (text.size() < n) {
        if (text.size() > 100 && random() % 2 == 0) {
          const size_t back = 1 + random() % std::min<size_t>(text.size(), 32'768);
          const size_t length = 3 + random() % 256;
          for (size_t i = 0; i < length; ++i) text += text[text.size() - back];
        } else {
          text += static_cast<char>(random() >> (random() % 24));
        }
      }
      return text.substr(0, n);
    }
  }
}

TEST(InflatePair, ReadsWhatZlibWrites) {
  std::mt19937 random(1);
  size_t kind = 0;
  for (int level = 0; level <= 9; ++level) {
    for (const size_t n : {0U, 1U, 2U, 31U, 100U, 1000U, 5000U, 40'000U, 200'000U}) {
      const std::string text = text_of(kind++, n, random);
      expect_text(gzip(text, level), text);
    }
  }
  for (const int strategy : {Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE, Z_FILTERED}) {
    for (size_t i = 0; i < 12; ++i) {
      const std::string text = text_of(i, 20'000, random);
      expect_text(deflate_with(text, {.level = 6, .strategy = strategy}), text);
      expect_text(deflate_with(text, {.level = 9, .window_bits = 16 + 9}), text);
    }
  }
}

TEST(InflatePair, ReadsWhatLibdeflateWrites) {
  std::mt19937 random(2);
  for (int level = 1; level <= 12; ++level) {
    for (size_t kind = 0; kind < 6; ++kind) {
      const std::string text = text_of(kind, 500 + random() % 60'000, random);
      expect_text(libdeflate_gzip(text, level), text);
    }
  }
}

TEST(InflatePair, LeavesTheUnusualToGunzip) {
  const std::string text = log_text(2000);
  const std::string member = gzip(text);
  for (int flags = 1; flags < 256; ++flags) {
    expect_no_other_text(member_with_flags(flags, text), 4000);
    if (flags < 32) expect(member_with_flags(flags, text), std::nullopt, 4000);
  }
  for (const std::string& bytes :
       {member + member, member + '\0', member + "x", with_bad_crc(member), with_bad_isize(member),
        std::string(), std::string("\x1f"), std::string("\x1f\x8b"), std::string(100, '\0'),
        std::string("{}"), "x" + member}) {
    expect(bytes, std::nullopt, 8000);
  }
}

TEST(InflatePair, RefusesEveryTruncation) {
  for (const std::string& member : {gzip(log_text(700)), gzip(log_text(300), 0),
                                    gzip(std::string(2000, 'z')), gzip(random_bytes(100))}) {
    for (size_t cut = 1; cut <= member.size(); ++cut) {
      expect(truncated(member, cut), std::nullopt, 4000);
    }
  }
}

// A member around deflated bytes that may be broken, with the footer that makes zlib's text sound:
// or else the checksum would hide that something was accepted.
std::string member_of(const std::string& deflated) {
  std::string member = member_with_flags(0, "", deflated);
  z_stream stream{};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) throw std::bad_alloc();
  std::string in = deflated;
  std::string text(1 << 16, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  inflate(&stream, Z_FINISH);
  text.resize(stream.total_out);
  inflateEnd(&stream);
  member.resize(member.size() - 8);
  return member + little_endian(crc_of(text), 4) + little_endian(text.size(), 4);
}

std::string deflated(const std::string& text, int strategy) {
  return deflate_with(text, {.strategy = strategy, .window_bits = -MAX_WBITS});
}

TEST(InflatePair, AgreesWithZlibAboutEveryFlippedBit) {
  std::mt19937 random(3);
  for (const int strategy : {Z_DEFAULT_STRATEGY, Z_FIXED, Z_HUFFMAN_ONLY}) {
    for (size_t kind = 0; kind < 6; ++kind) {
      const std::string bytes = deflated(text_of(kind, 600, random), strategy);
      for (size_t bit = 0; bit < std::min<size_t>(bytes.size(), 400) * 8; ++bit) {
        expect_no_other_text(member_of(with_bit_flipped(bytes, bit)), 1 << 16);
      }
    }
  }
}

// The fast loops as well: enough room, and what is broken stands anywhere. One second of it.
TEST(InflatePair, AgreesWithZlibAboutRandomDamage) {
  std::mt19937 random(4);
  std::vector<std::string> streams;
  for (size_t kind = 0; kind < 12; ++kind) {
    streams.push_back(deflated(text_of(kind, 8000, random), Z_DEFAULT_STRATEGY));
  }
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(1);
  while (std::chrono::steady_clock::now() < end && !HasFailure()) {
    std::string bytes = streams[random() % streams.size()];
    for (size_t n = 1 + random() % 3; n > 0; --n) {
      bytes[random() % std::min<size_t>(bytes.size(), random() % 2 == 0 ? 150 : 1 << 20)] =
          static_cast<char>(random());
    }
    expect_no_other_text(member_of(bytes), 1 << 16);
  }
}

TEST(InflatePair, ReadsPairsOfAnySizes) {
  std::mt19937 random(5);
  for (int i = 0; i < 150; ++i) {
    const std::string a = text_of(random(), random() % 30'000 >> random() % 12, random);
    const std::string b = text_of(random(), random() % 30'000 >> random() % 12, random);
    const std::string a_gzip = gzip(a, 1 + i % 9);
    const std::string b_gzip = libdeflate_gzip(b, 1 + i % 12);
    expect_pair({a_gzip, a.size()}, a, {b_gzip, b.size() + random() % 700}, b);
  }
}

}  // namespace
}  // namespace cwlogs
