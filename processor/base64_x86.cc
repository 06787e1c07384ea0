// SSSE3 and AVX2 kernels. Each function names the instruction set it needs, so that the file is
// compiled for plain x86-64 and a processor only meets what it can run.
#include "processor/base64_kernels.h"

#if defined(__x86_64__)

#include <immintrin.h>

#include <cstdint>

namespace cwlogs::base64::internal {
namespace {

// Tables are looked up by pshufb: sixteen entries, chosen by the low four bits of an index byte; an
// index with its top bit set gives 0.
struct alignas(16) Table {
  int8_t entry[16];
};

// Three bytes b0 b1 b2 become b1 b0 b2 b1: two 16-bit numbers, b0:b1 and b1:b2, each of which holds
// two of the four sextets without a gap.
constexpr Table kSpread = {{1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10}};

// What to add to a sextet to get its letter, by range; letter_range() below gives the index.
//                               A-Z a-z 0-9 (ten times)                            +    /
constexpr Table kToLetter = {{65, 71, -4, -4, -4, -4, -4, -4, -4, -4, -4, -4, -19, -16, 0, 0}};

// What to add to a letter to get its sextet, by its high nibble; '/' is looked up as if it were 1x.
//                                    /   +  0-9  A-O  P-Z  a-o  p-z
constexpr Table kToSextet = {{0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0}};

// A character is in the alphabet if its two nibbles have a bit in common. A high nibble has the bit
// of its row; a low nibble has the bits of the rows in which that column is a letter.
enum Row : int8_t {
  kSigns = 1,   // 2x: + is 2b, / is 2f
  kDigits = 2,  // 3x: 30 to 39
  kAToO = 4,    // 4x and 6x: 41 to 4f, 61 to 6f
  kPToZ = 8,    // 5x and 7x: 50 to 5a, 70 to 7a
};
constexpr Table kRowOfHigh = {
    {0, 0, kSigns, kDigits, kAToO, kPToZ, kAToO, kPToZ, 0, 0, 0, 0, 0, 0, 0, 0}};
constexpr int8_t kLow1To9 = kDigits | kAToO | kPToZ;
constexpr Table kRowsOfLow = {{kDigits | kPToZ, kLow1To9, kLow1To9, kLow1To9, kLow1To9, kLow1To9,
                               kLow1To9, kLow1To9, kLow1To9, kLow1To9, kAToO | kPToZ,
                               kSigns | kAToO, kAToO, kAToO, kAToO, kSigns | kAToO}};

// Four sextets make one 24-bit number in each 32-bit lane: its bytes, highest first, close
// together.
constexpr Table kGather = {{2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1}};

// --- SSSE3: 12 bytes <-> 16 letters --------------------------------------------------------------

[[gnu::target("ssse3")]] inline __m128i load128(const void* p) {
  return _mm_loadu_si128(static_cast<const __m128i*>(p));
}

[[gnu::target("ssse3")]] inline void store128(void* p, __m128i v) {
  _mm_storeu_si128(static_cast<__m128i*>(p), v);
}

[[gnu::target("ssse3")]] inline __m128i split128(__m128i bytes) {
  const __m128i spread = _mm_shuffle_epi8(bytes, load128(&kSpread));
  // A multiplication by a power of two is a shift that differs between neighbours: right by 10 and
  // 6 (high half of the product) for the first and third sextet, left by 4 and 8 for the others.
  const __m128i even = _mm_mulhi_epu16(_mm_and_si128(spread, _mm_set1_epi32(0x0fc0fc00)),
                                       _mm_set1_epi32(0x04000040));
  const __m128i odd = _mm_mullo_epi16(_mm_and_si128(spread, _mm_set1_epi32(0x003f03f0)),
                                      _mm_set1_epi32(0x01000010));
  return _mm_or_si128(even, odd);
}

[[gnu::target("ssse3")]] inline __m128i letters128(__m128i sextets) {
  // 0 for A-Z, 1 for a-z, 2 to 11 for the digits, 12 for '+', 13 for '/'.
  const __m128i range = _mm_sub_epi8(_mm_subs_epu8(sextets, _mm_set1_epi8(51)),
                                     _mm_cmpgt_epi8(sextets, _mm_set1_epi8(25)));
  return _mm_add_epi8(sextets, _mm_shuffle_epi8(load128(&kToLetter), range));
}

[[gnu::target("ssse3")]] inline __m128i high_nibbles128(__m128i letters) {
  return _mm_and_si128(_mm_srli_epi32(letters, 4), _mm_set1_epi8(0x0f));
}

[[gnu::target("ssse3")]] inline bool all_letters128(__m128i chars) {
  const __m128i rows = _mm_shuffle_epi8(load128(&kRowOfHigh), high_nibbles128(chars));
  // Indexed by the character itself: one above 7f has the top bit set, finds 0 and is refused.
  const __m128i common = _mm_and_si128(rows, _mm_shuffle_epi8(load128(&kRowsOfLow), chars));
  return _mm_movemask_epi8(_mm_cmpeq_epi8(common, _mm_setzero_si128())) == 0;
}

[[gnu::target("ssse3")]] inline __m128i sextets128(__m128i letters) {
  const __m128i slash = _mm_cmpeq_epi8(letters, _mm_set1_epi8('/'));  // -1 where it is one
  const __m128i range = _mm_add_epi8(high_nibbles128(letters), slash);
  return _mm_add_epi8(letters, _mm_shuffle_epi8(load128(&kToSextet), range));
}

[[gnu::target("ssse3")]] inline __m128i join128(__m128i sextets) {
  const __m128i pairs = _mm_maddubs_epi16(sextets, _mm_set1_epi32(0x01400140));  // a << 6 | b
  const __m128i fours = _mm_madd_epi16(pairs, _mm_set1_epi32(0x00011000));       // ab << 12 | cd
  return _mm_shuffle_epi8(fours, load128(&kGather));
}

// --- AVX2: the same twice side by side, 24 bytes <-> 32 letters ----------------------------------

[[gnu::target("avx2")]] inline __m256i both(const Table& table) {
  return _mm256_broadcastsi128_si256(load128(&table));
}

[[gnu::target("avx2")]] inline __m256i split256(__m256i bytes) {
  const __m256i spread = _mm256_shuffle_epi8(bytes, both(kSpread));
  const __m256i even = _mm256_mulhi_epu16(_mm256_and_si256(spread, _mm256_set1_epi32(0x0fc0fc00)),
                                          _mm256_set1_epi32(0x04000040));
  const __m256i odd = _mm256_mullo_epi16(_mm256_and_si256(spread, _mm256_set1_epi32(0x003f03f0)),
                                         _mm256_set1_epi32(0x01000010));
  return _mm256_or_si256(even, odd);
}

[[gnu::target("avx2")]] inline __m256i letters256(__m256i sextets) {
  const __m256i range = _mm256_sub_epi8(_mm256_subs_epu8(sextets, _mm256_set1_epi8(51)),
                                        _mm256_cmpgt_epi8(sextets, _mm256_set1_epi8(25)));
  return _mm256_add_epi8(sextets, _mm256_shuffle_epi8(both(kToLetter), range));
}

[[gnu::target("avx2")]] inline __m256i high_nibbles256(__m256i letters) {
  return _mm256_and_si256(_mm256_srli_epi32(letters, 4), _mm256_set1_epi8(0x0f));
}

[[gnu::target("avx2")]] inline bool all_letters256(__m256i chars) {
  const __m256i rows = _mm256_shuffle_epi8(both(kRowOfHigh), high_nibbles256(chars));
  const __m256i common = _mm256_and_si256(rows, _mm256_shuffle_epi8(both(kRowsOfLow), chars));
  return _mm256_movemask_epi8(_mm256_cmpeq_epi8(common, _mm256_setzero_si256())) == 0;
}

[[gnu::target("avx2")]] inline __m256i sextets256(__m256i letters) {
  const __m256i slash = _mm256_cmpeq_epi8(letters, _mm256_set1_epi8('/'));
  const __m256i range = _mm256_add_epi8(high_nibbles256(letters), slash);
  return _mm256_add_epi8(letters, _mm256_shuffle_epi8(both(kToSextet), range));
}

[[gnu::target("avx2")]] inline __m256i join256(__m256i sextets) {
  const __m256i pairs = _mm256_maddubs_epi16(sextets, _mm256_set1_epi32(0x01400140));
  const __m256i fours = _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x00011000));
  return _mm256_shuffle_epi8(fours, both(kGather));
}

}  // namespace

// The loop conditions hold the bounds: a 16-byte load of 12 bytes needs 4 more to be there, and a
// 16-byte store of 12 bytes needs room for 4 more, the decoded size of 8 letters.

[[gnu::target("ssse3")]] size_t encode_ssse3(const char* in, size_t n, char* out) {
  size_t done = 0;
  for (; n - done >= 12 + 4; done += 12, out += 16) {
    store128(out, letters128(split128(load128(in + done))));
  }
  return done;
}

[[gnu::target("ssse3")]] size_t decode_ssse3(const char* in, size_t n, char* out) {
  size_t done = 0;
  for (; n - done >= 16 + 8; done += 16, out += 12) {
    const __m128i chars = load128(in + done);
    if (!all_letters128(chars)) break;
    store128(out, join128(sextets128(chars)));
  }
  return done;
}

[[gnu::target("avx2")]] size_t encode_avx2(const char* in, size_t n, char* out) {
  size_t done = 0;
  for (; n - done >= 24 + 4; done += 24, out += 32) {
    const __m128i first = load128(in + done);
    const __m256i bytes =
        _mm256_inserti128_si256(_mm256_castsi128_si256(first), load128(in + done + 12), 1);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), letters256(split256(bytes)));
  }
  return done;
}

[[gnu::target("avx2")]] size_t decode_avx2(const char* in, size_t n, char* out) {
  size_t done = 0;
  for (; n - done >= 32 + 8; done += 32, out += 24) {
    const __m256i chars = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(in + done));
    if (!all_letters256(chars)) break;
    const __m256i bytes = join256(sextets256(chars));
    store128(out, _mm256_castsi256_si128(bytes));
    store128(out + 12, _mm256_extracti128_si256(bytes, 1));
  }
  return done;
}

}  // namespace cwlogs::base64::internal

#endif  // __x86_64__
