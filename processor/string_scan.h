// Finds and copies the plain text of JSON strings, 16 bytes at a time.
#pragma once

#include <bit>
#include <cstddef>
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

// Bytes that are looked at together. Both instruction sets are every processor's of their
// architecture: no run-time choice.
#if defined(__SSE2__)
class ScanBlock {
 public:
  static constexpr size_t kBytes = 16;

  explicit ScanBlock(const char* p)
      : bytes_(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p))) {}

  void store(char* out) const { _mm_storeu_si128(reinterpret_cast<__m128i*>(out), bytes_); }

  // How many bytes stand in front of the first of `"`, `\` and the control characters below 0x20.
  size_t plain() const {
    const __m128i control = _mm_set1_epi8(0x1f);
    return first(_mm_or_si128(_mm_or_si128(equal('"'), equal('\\')),
                              _mm_cmpeq_epi8(_mm_min_epu8(bytes_, control), bytes_)));
  }
  // Likewise of the first backslash.
  size_t before_backslash() const { return first(equal('\\')); }

 private:
  __m128i equal(char c) const { return _mm_cmpeq_epi8(bytes_, _mm_set1_epi8(c)); }
  static size_t first(__m128i hits) {
    constexpr uint32_t kNone = uint32_t{1} << kBytes;
    return static_cast<size_t>(
        std::countr_zero(static_cast<uint32_t>(_mm_movemask_epi8(hits)) | kNone));
  }

  __m128i bytes_;
};
#elif defined(__ARM_NEON) && defined(__aarch64__)
class ScanBlock {
 public:
  static constexpr size_t kBytes = 16;

  explicit ScanBlock(const char* p) : bytes_(vld1q_u8(reinterpret_cast<const uint8_t*>(p))) {}

  void store(char* out) const { vst1q_u8(reinterpret_cast<uint8_t*>(out), bytes_); }

  size_t plain() const {
    return first(vorrq_u8(vorrq_u8(equal('"'), equal('\\')), vcltq_u8(bytes_, vdupq_n_u8(0x20))));
  }
  size_t before_backslash() const { return first(equal('\\')); }

 private:
  uint8x16_t equal(char c) const { return vceqq_u8(bytes_, vdupq_n_u8(static_cast<uint8_t>(c))); }
  // Narrowing shift: four mask bits a byte, the shortest way from a NEON mask to a scalar.
  static size_t first(uint8x16_t hits) {
    const uint8x8_t narrow = vshrn_n_u16(vreinterpretq_u16_u8(hits), 4);
    return static_cast<size_t>(std::countr_zero(vget_lane_u64(vreinterpret_u64_u8(narrow), 0))) / 4;
  }

  uint8x16_t bytes_;
};
#else
class ScanBlock {
 public:
  static constexpr size_t kBytes = 1;

  explicit ScanBlock(const char* p) : byte_(*p) {}

  void store(char* out) const { *out = byte_; }
  size_t plain() const { return ends_plain_text(byte_) ? 0 : 1; }
  size_t before_backslash() const { return byte_ == '\\' ? 0 : 1; }

 private:
  char byte_;
};
#endif

// Returns the first of `"`, `\` and the control characters below 0x20 at or after p.
// Requires: such a byte comes (the zero padding after every text is one), and 15 readable bytes
// after it.
inline const char* find_string_end(const char* p) {
  for (;; p += ScanBlock::kBytes) {
    const size_t plain = ScanBlock(p).plain();
    if (plain < ScanBlock::kBytes) return p + plain;
  }
}

// The same in [p, end), or `end`.
inline const char* find_string_end(const char* p, const char* end) {
  while (static_cast<size_t>(end - p) >= ScanBlock::kBytes) {
    const size_t plain = ScanBlock(p).plain();
    p += plain;
    if (plain < ScanBlock::kBytes) return p;
  }
  while (p != end && !ends_plain_text(*p)) ++p;
  return p;
}

// Copies what stands before the next backslash in [p, end), of which there may be none. Returns
// where it stopped; `out` moves on as far. Requires: room for end - p bytes at `out`, elsewhere.
inline const char* copy_until_backslash(const char* p, const char* end, char*& out) {
  while (static_cast<size_t>(end - p) >= ScanBlock::kBytes) {
    const ScanBlock block(p);
    block.store(out);  // what is too much is overwritten
    const size_t plain = block.before_backslash();
    p += plain;
    out += plain;
    if (plain < ScanBlock::kBytes) return p;
  }
  while (p != end && *p != '\\') *out++ = *p++;
  return p;
}

}  // namespace cwlogs
