// NEON kernels: every armv8-a processor runs them.
#include "processor/base64_kernels.h"

#if defined(__aarch64__)

#include <arm_neon.h>

#include <array>
#include <cstdint>
#include <string_view>

namespace cwlogs::base64::internal {
namespace {

// Loads of three and stores of four vectors (and back) take each group of three bytes or four
// letters apart: vector k holds the k-th of sixteen groups. Tables of 64 entries fit one look-up.

constexpr std::string_view kLetters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

using Table = std::array<uint8_t, 64>;

constexpr uint8_t kNoSextet = 0x80;

// Sextets of the characters first, first + 1, ... first + 63.
constexpr Table sextets_from(uint8_t first) {
  Table table{};
  table.fill(kNoSextet);
  for (size_t i = 0; i < kLetters.size(); ++i) {
    const auto at = static_cast<size_t>(static_cast<uint8_t>(kLetters[i])) - first;
    if (at < table.size()) table[at] = static_cast<uint8_t>(i);
  }
  return table;
}

constexpr Table kSextetsFrom00 = sextets_from(0x00);
constexpr Table kSextetsFrom40 = sextets_from(0x40);

inline const uint8_t* as_bytes(const char* p) { return reinterpret_cast<const uint8_t*>(p); }
inline uint8_t* as_bytes(char* p) { return reinterpret_cast<uint8_t*>(p); }

inline uint8x16_t low_six_bits(uint8x16_t v) { return vandq_u8(v, vdupq_n_u8(0x3f)); }

inline uint8x16x4_t split(uint8x16x3_t bytes) {
  // vsli shifts the second operand left and keeps the bits of the first below.
  return {{vshrq_n_u8(bytes.val[0], 2),
           low_six_bits(vsliq_n_u8(vshrq_n_u8(bytes.val[1], 4), bytes.val[0], 4)),
           low_six_bits(vsliq_n_u8(vshrq_n_u8(bytes.val[2], 6), bytes.val[1], 2)),
           low_six_bits(bytes.val[2])}};
}

inline uint8x16x3_t join(uint8x16x4_t sextets) {
  return {{vsliq_n_u8(vshrq_n_u8(sextets.val[1], 4), sextets.val[0], 2),
           vsliq_n_u8(vshrq_n_u8(sextets.val[2], 2), sextets.val[1], 4),
           vsliq_n_u8(sextets.val[3], sextets.val[2], 6)}};
}

// The top bit is set where a character is no letter: by the tables below 80; above, both find
// nothing, which is 0, and the character's own top bit tells.
inline uint8x16_t sextets_of(uint8x16_t chars, uint8x16x4_t from00, uint8x16x4_t from40) {
  const uint8x16_t low = vqtbl4q_u8(from00, chars);
  const uint8x16_t high = vqtbl4q_u8(from40, vsubq_u8(chars, vdupq_n_u8(0x40)));
  return vorrq_u8(vorrq_u8(low, high), vandq_u8(chars, vdupq_n_u8(0x80)));
}

inline bool all_sextets(uint8x16x4_t v) {
  return vmaxvq_u8(vorrq_u8(vorrq_u8(v.val[0], v.val[1]), vorrq_u8(v.val[2], v.val[3]))) < 0x40;
}

}  // namespace

size_t encode_neon(const char* in, size_t n, char* out) {
  const uint8x16x4_t letters = vld1q_u8_x4(as_bytes(kLetters.data()));
  size_t done = 0;
  for (; n - done >= 48; done += 48, out += 64) {
    uint8x16x4_t v = split(vld3q_u8(as_bytes(in + done)));
    for (auto& part : v.val) part = vqtbl4q_u8(letters, part);
    vst4q_u8(as_bytes(out), v);
  }
  return done;
}

size_t decode_neon(const char* in, size_t n, char* out) {
  const uint8x16x4_t from00 = vld1q_u8_x4(kSextetsFrom00.data());
  const uint8x16x4_t from40 = vld1q_u8_x4(kSextetsFrom40.data());
  size_t done = 0;
  for (; n - done >= 64; done += 64, out += 48) {
    uint8x16x4_t v = vld4q_u8(as_bytes(in + done));
    for (auto& part : v.val) part = sextets_of(part, from00, from40);
    if (!all_sextets(v)) break;
    vst3q_u8(as_bytes(out), join(v));
  }
  return done;
}

}  // namespace cwlogs::base64::internal

#endif  // __aarch64__
