// 32 bytes at a time. Each function names the instruction set it needs, so that the file is
// compiled for plain x86-64 and a processor only meets what it can run.
#include "processor/json_kernels.h"

#if defined(__x86_64__)

#include <immintrin.h>

#include <array>
#include <bit>
#include <cstdint>

#include "processor/json_escape.h"

namespace cwlogs::internal {
namespace {

constexpr size_t kBlock = 32;
static_assert(kBlock + kCharacterBytesMax <= kStringCopySlack);

// For each set of bytes to keep of eight: their numbers, in order.
constexpr auto kKeptOf8 = [] {
  std::array<std::array<uint8_t, 8>, 256> kept{};
  for (size_t set = 0; set < kept.size(); ++set) {
    size_t n = 0;
    for (uint8_t byte = 0; byte < 8; ++byte) {
      if ((set >> byte & 1) != 0) kept[set][n++] = byte;
    }
  }
  return kept;
}();

// Of the 16 hashes that letter_hash() gives: the letter of a short escape, and what it stands for.
// No byte has hash 0 and is 0 but the zero byte itself, so `f` must have that place.
constexpr std::array<char, 16> kLetters = {'f', 0, 0, 't', 'b', 'r', 0, 0, 'n'};
constexpr std::array<char, 16> kMeanings = {'\f', 0, 0, '\t', '\b', '\r', 0, 0, '\n'};

[[gnu::target("avx2")]] inline uint32_t mask_of(__m256i hits) {
  return static_cast<uint32_t>(_mm256_movemask_epi8(hits));
}

[[gnu::target("avx2")]] inline __m256i equal(__m256i bytes, char c) {
  return _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(c));
}

// The control characters below 0x20.
[[gnu::target("avx2")]] inline __m256i controls(__m256i bytes) {
  return _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, _mm256_set1_epi8(0x1f)), bytes);
}

[[gnu::target("avx2")]] inline __m256i look_up(const std::array<char, 16>& table, __m256i indexes) {
  const __m128i entries = _mm_loadu_si128(reinterpret_cast<const __m128i*>(table.data()));
  return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(entries), indexes);
}

// Tells n, r, t and b apart.
[[gnu::target("avx2")]] inline __m256i letter_hash(__m256i bytes) {
  return _mm256_and_si256(_mm256_xor_si256(bytes, _mm256_srli_epi16(bytes, 4)),
                          _mm256_set1_epi8(0x0f));
}

// ff for every set bit, 0 for every other.
[[gnu::target("avx2")]] inline __m256i bytes_of(uint32_t mask) {
  const __m256i eighths = _mm256_setr_epi64x(0x0000000000000000, 0x0101010101010101,
                                             0x0202020202020202, 0x0303030303030303);
  const __m256i bit = _mm256_set1_epi64x(static_cast<int64_t>(0x8040201008040201));
  const __m256i spread =
      _mm256_shuffle_epi8(_mm256_set1_epi32(static_cast<int32_t>(mask)), eighths);
  return _mm256_cmpeq_epi8(_mm256_and_si256(spread, bit), bit);
}

// Puts in what the letters at `escaped` stand for. Returns which of them are among those it knows.
[[gnu::target("avx2")]] inline uint32_t replace_letters(uint32_t escaped, __m256i& bytes) {
  const __m256i hash = letter_hash(bytes);
  const uint32_t known = escaped & mask_of(_mm256_cmpeq_epi8(look_up(kLetters, hash), bytes));
  bytes = _mm256_blendv_epi8(bytes, look_up(kMeanings, hash), bytes_of(known));
  return known;
}

// Of a run of backslashes every other one begins an escape.
inline uint32_t escapes_of(uint32_t backslashes) {
  if ((backslashes & backslashes << 1) == 0) return backslashes;
  uint32_t escapes = 0;
  while (backslashes != 0) {
    const uint32_t first = backslashes & -backslashes;
    escapes |= first;
    backslashes &= ~(first | first << 1);
  }
  return escapes;
}

// Writes the bytes that `keep` names, and whatever behind them. Returns what is behind them.
[[gnu::target("avx2,popcnt")]] inline char* write_kept(__m128i half, uint32_t keep, char* out) {
  const auto write_8 = [&out](__m128i bytes, uint32_t kept) __attribute__((target("avx2,popcnt"))) {
    const __m128i numbers = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(&kKeptOf8[kept]));
    _mm_storel_epi64(reinterpret_cast<__m128i*>(out), _mm_shuffle_epi8(bytes, numbers));
    out += std::popcount(kept);
  };
  write_8(half, keep & 0xff);
  write_8(_mm_unpackhi_epi64(half, half), keep >> 8 & 0xff);
  return out;
}

// A block with escapes, done at once up to the first of `stops`: what they stand for is in their
// letters' places, and `keep` leaves their backslashes out.
struct EscapedBlock {
  __m256i bytes;
  uint32_t keep;
  uint32_t stops;  // the closing quote, what is no string, and escapes that a shuffle can't do
  uint32_t cut;    // 1: the last backslash's letter is in the next block
};

[[gnu::target("avx2,bmi")]] inline EscapedBlock unescape(__m256i bytes, uint32_t quotes,
                                                         uint32_t backslashes, uint32_t ends) {
  const uint32_t escapes = escapes_of(backslashes);
  const uint32_t escaped = escapes << 1;
  uint32_t unknown = escaped & ~(quotes | backslashes);
  if (unknown != 0) unknown &= ~replace_letters(unknown, bytes);
  const uint32_t stops = (ends & ~escaped) | unknown >> 1;
  const uint32_t before_stop = (stops - 1) & ~stops;
  return {.bytes = bytes, .keep = ~escapes & before_stop, .stops = stops, .cut = escapes >> 31};
}

[[gnu::target("avx2,bmi,popcnt")]] CopiedString copy_string(const char* p, char* out,
                                                            const char* out_limit) {
  while (static_cast<size_t>(out_limit - out) >= kStringCopySlack) {
    const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), bytes);
    const __m256i quote = equal(bytes, '"');
    const __m256i backslash = equal(bytes, '\\');
    const uint32_t special =
        mask_of(_mm256_or_si256(_mm256_or_si256(quote, backslash), controls(bytes)));
    if (special == 0) {
      p += kBlock;
      out += kBlock;
      continue;
    }
    const uint32_t backslashes = mask_of(backslash);
    const uint32_t ends = special & ~backslashes;
    if ((special & -special & ends) != 0) {  // no backslash in front of it
      const auto plain = static_cast<size_t>(std::countr_zero(special));
      return {p[plain] == '"' ? p + plain : nullptr, out + plain};
    }
    const EscapedBlock block = unescape(bytes, mask_of(quote), backslashes, ends);
    out = write_kept(_mm256_castsi256_si128(block.bytes), block.keep & 0xffff, out);
    out = write_kept(_mm256_extracti128_si256(block.bytes, 1), block.keep >> 16, out);
    if (block.stops == 0) {
      p += kBlock - block.cut;
      continue;
    }
    p += std::countr_zero(block.stops);
    if (*p == '"') return {p, out};
    if (*p != '\\') break;
    p = read_escape(p, p + kEscapeBytesMax, out);
    if (p == nullptr) break;
  }
  return {nullptr, out};
}

// --- Objects of strings, 64 bytes at a time ------------------------------------------------------

// Every bit becomes the parity of itself and all below it.
[[gnu::target("pclmul,sse2")]] inline uint64_t prefix_parity(uint64_t bits) {
  const __m128i product =
      _mm_clmulepi64_si128(_mm_cvtsi64_si128(static_cast<int64_t>(bits)), _mm_set1_epi8('\xff'), 0);
  return static_cast<uint64_t>(_mm_cvtsi128_si64(product));
}

// Of 64 bytes, where they are what.
struct Marks {
  uint64_t quotes;
  uint64_t colons;
  uint64_t commas;
  uint64_t braces;   // closing
  uint64_t refused;  // backslashes and control characters
};

[[gnu::target("avx2")]] inline Marks mark(const char* p) {
  const auto half = [](const char* at) __attribute__((target("avx2")))->Marks {
    const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
    return {.quotes = mask_of(equal(bytes, '"')),
            .colons = mask_of(equal(bytes, ':')),
            .commas = mask_of(equal(bytes, ',')),
            .braces = mask_of(equal(bytes, '}')),
            .refused = mask_of(_mm256_or_si256(equal(bytes, '\\'), controls(bytes)))};
  };
  const Marks low = half(p);
  const Marks high = half(p + kBlock);
  return {.quotes = low.quotes | high.quotes << kBlock,
          .colons = low.colons | high.colons << kBlock,
          .commas = low.commas | high.commas << kBlock,
          .braces = low.braces | high.braces << kBlock,
          .refused = low.refused | high.refused << kBlock};
}

// "key":"text","key":"text"}: outside the strings there are but separators, each between two
// strings, in turn a colon and a comma.
[[gnu::target("avx2,bmi,pclmul")]] const char* skip_flat_object(const char* p) {
  // Of what is in front of the block: all ones where it ends in a string, where its separators are
  // odd in number; 1 where it ends with a closing quote, with a separator.
  uint64_t in_string = 0;
  uint64_t odd_before = 0;
  uint64_t closing_before = 0;
  uint64_t separator_before = 1;
  for (;; p += 64) {
    const Marks marks = mark(p);
    const uint64_t inside = prefix_parity(marks.quotes) ^ in_string;  // opening quotes as well
    const uint64_t outside = ~(inside | marks.quotes);
    const uint64_t separators = (marks.colons | marks.commas) & outside;
    const uint64_t behind_closing = (marks.quotes & ~inside) << 1 | closing_before;
    const uint64_t behind_separators = separators << 1 | separator_before;
    const uint64_t odd = prefix_parity(separators) ^ odd_before;
    const uint64_t wrong = marks.refused | (outside & ~separators) |
                           ((marks.quotes & inside) ^ behind_separators) |
                           (separators ^ behind_closing) | ((marks.colons ^ odd) & separators);
    const uint64_t ends = marks.braces & outside;
    const uint64_t end = ends & -ends;
    if ((wrong & (end - 1)) != 0) return nullptr;
    if (end != 0) {
      const bool complete = (behind_closing & odd & end) != 0;
      return complete ? p + std::countr_zero(end) + 1 : nullptr;
    }
    in_string = 0 - (inside >> 63);
    odd_before = 0 - (odd >> 63);
    closing_before = (marks.quotes & ~inside) >> 63;
    separator_before = separators >> 63;
  }
}

}  // namespace

extern const JsonKernels kAvx2JsonKernels = {copy_string, skip_flat_object};

}  // namespace cwlogs::internal

#endif
