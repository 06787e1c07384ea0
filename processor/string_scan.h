// Finds and copies the plain text of JSON strings, 16 bytes at a time.
#pragma once

#include <bit>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

namespace cwlogs {

inline bool ends_plain_text(char c) {
  return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
}

inline const char* find_string_end_scalar(const char* p) {
  while (!ends_plain_text(*p)) ++p;
  return p;
}

// Returns the first of `"`, `\` and the control characters below 0x20 at or after p.
// Requires: such a byte comes (the zero padding after every text is one), and 15 readable bytes
// after it. Both instruction sets are every processor's of their architecture: no run-time choice.
inline const char* find_string_end(const char* p) {
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i backslash = _mm_set1_epi8('\\');
  const __m128i control = _mm_set1_epi8(0x1f);
  for (;; p += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    const __m128i hit =
        _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)),
                     _mm_cmpeq_epi8(_mm_min_epu8(bytes, control), bytes));  // bytes <= 0x1f
    const auto mask = static_cast<uint32_t>(_mm_movemask_epi8(hit));
    if (mask != 0) return p + std::countr_zero(mask);
  }
#elif defined(__ARM_NEON) && defined(__aarch64__)
  for (;; p += 16) {
    const uint8x16_t bytes = vld1q_u8(reinterpret_cast<const uint8_t*>(p));
    const uint8x16_t hit =
        vorrq_u8(vorrq_u8(vceqq_u8(bytes, vdupq_n_u8('"')), vceqq_u8(bytes, vdupq_n_u8('\\'))),
                 vcltq_u8(bytes, vdupq_n_u8(0x20)));
    // Narrowing shift: four mask bits a byte, the shortest way from a NEON mask to a scalar.
    const uint64_t mask =
        vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(hit), 4)), 0);
    if (mask != 0) return p + std::countr_zero(mask) / 4;
  }
#else
  return find_string_end_scalar(p);
#endif
}

// Copies what stands before the next backslash in [p, end), of which there may be none. Returns
// where it stopped; `out` moves on as far. Requires: room for end - p bytes at `out`, elsewhere.
inline const char* copy_until_backslash(const char* p, const char* end, char*& out) {
#if defined(__SSE2__)
  const __m128i backslash = _mm_set1_epi8('\\');
  for (; end - p >= 16; p += 16, out += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out), bytes);  // what is too much is overwritten
    const auto mask = static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, backslash)));
    if (mask == 0) continue;
    out += std::countr_zero(mask);
    return p + std::countr_zero(mask);
  }
#elif defined(__ARM_NEON) && defined(__aarch64__)
  for (; end - p >= 16; p += 16, out += 16) {
    const uint8x16_t bytes = vld1q_u8(reinterpret_cast<const uint8_t*>(p));
    vst1q_u8(reinterpret_cast<uint8_t*>(out), bytes);
    const uint8x16_t hit = vceqq_u8(bytes, vdupq_n_u8('\\'));
    const uint64_t mask =
        vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(hit), 4)), 0);
    if (mask == 0) continue;
    out += std::countr_zero(mask) / 4;
    return p + std::countr_zero(mask) / 4;
  }
#endif
  while (p != end && *p != '\\') *out++ = *p++;
  return p;
}

}  // namespace cwlogs
