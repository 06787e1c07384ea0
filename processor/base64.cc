#include "processor/base64.h"

#include <array>
#include <cassert>
#include <cstdint>

#include "processor/base64_kernels.h"

namespace cwlogs::base64 {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr uint32_t kSextetMax = 63;
constexpr uint8_t kNoSextet = 0xff;  // above kSextetMax, also once OR-ed with others

constexpr std::array<uint8_t, 256> kSextets = [] {
  std::array<uint8_t, 256> sextets{};
  sextets.fill(kNoSextet);
  for (size_t i = 0; i < kAlphabet.size(); ++i) {
    sextets[static_cast<unsigned char>(kAlphabet[i])] = static_cast<uint8_t>(i);
  }
  return sextets;
}();

uint32_t sextet_of(char c) { return kSextets[static_cast<unsigned char>(c)]; }
uint32_t byte_of(char c) { return static_cast<unsigned char>(c); }
char letter_of(uint32_t bits) { return kAlphabet[bits & kSextetMax]; }

struct Codec {
  internal::BlockKernel* encode;
  internal::BlockKernel* decode;
};

size_t no_blocks(const char*, size_t, char*) { return 0; }

Codec codec_of(Kernel kernel) {
  assert(supported(kernel));
  switch (kernel) {
#if defined(__x86_64__)
    case Kernel::kSsse3:
      return {internal::encode_ssse3, internal::decode_ssse3};
    case Kernel::kAvx2:
      return {internal::encode_avx2, internal::decode_avx2};
#elif defined(__aarch64__)
    case Kernel::kNeon:
      return {internal::encode_neon, internal::decode_neon};
#endif
    default:
      return {no_blocks, no_blocks};
  }
}

size_t encode_groups(const char* in, size_t n, char* out) {
  size_t done = 0;
  for (; n - done >= 3; done += 3, out += 4) {
    const uint32_t bits =
        byte_of(in[done]) << 16 | byte_of(in[done + 1]) << 8 | byte_of(in[done + 2]);
    out[0] = letter_of(bits >> 18);
    out[1] = letter_of(bits >> 12);
    out[2] = letter_of(bits >> 6);
    out[3] = letter_of(bits);
  }
  return done;
}

// The one or two bytes after the last whole group.
void encode_rest(std::string_view rest, char* out) {
  const uint32_t bits = byte_of(rest[0]) << 16 | (rest.size() == 2 ? byte_of(rest[1]) << 8 : 0);
  out[0] = letter_of(bits >> 18);
  out[1] = letter_of(bits >> 12);
  out[2] = rest.size() == 2 ? letter_of(bits >> 6) : '=';
  out[3] = '=';
}

// Stops exactly at the first group of four with a character outside the alphabet.
size_t decode_groups(const char* in, size_t n, char* out) {
  size_t done = 0;
  for (; n - done >= 4; done += 4, out += 3) {
    const uint32_t a = sextet_of(in[done]);
    const uint32_t b = sextet_of(in[done + 1]);
    const uint32_t c = sextet_of(in[done + 2]);
    const uint32_t d = sextet_of(in[done + 3]);
    if ((a | b | c | d) > kSextetMax) break;
    out[0] = static_cast<char>(a << 2 | b >> 4);
    out[1] = static_cast<char>(b << 4 | c >> 2);
    out[2] = static_cast<char>(c << 6 | d);
  }
  return done;
}

// The last group, given that it is no plain one. Returns how many bytes it holds, 0 where it is not
// canonical: a bit that no byte uses must be zero, so that no two texts mean the same bytes.
size_t decode_padded_group(const char* in, char* out) {
  const uint32_t a = sextet_of(in[0]);
  const uint32_t b = sextet_of(in[1]);
  if ((a | b) > kSextetMax || in[3] != '=') return 0;
  out[0] = static_cast<char>(a << 2 | b >> 4);
  if (in[2] == '=') return (b & 0x0f) == 0 ? 1 : 0;

  const uint32_t c = sextet_of(in[2]);
  if (c > kSextetMax || (c & 0x03) != 0) return 0;
  out[1] = static_cast<char>(b << 4 | c >> 2);
  return 2;
}

}  // namespace

bool supported(Kernel kernel) {
  switch (kernel) {
    case Kernel::kScalar:
      return true;
#if defined(__x86_64__)
    case Kernel::kSsse3:
      return __builtin_cpu_supports("ssse3") != 0;
    case Kernel::kAvx2:
      return __builtin_cpu_supports("avx2") != 0;
#elif defined(__aarch64__)
    case Kernel::kNeon:
      return true;  // part of armv8-a
#endif
    default:
      return false;
  }
}

Kernel best_kernel() {
  for (const Kernel kernel : {Kernel::kAvx2, Kernel::kSsse3, Kernel::kNeon}) {
    if (supported(kernel)) return kernel;
  }
  return Kernel::kScalar;
}

void encode(std::string_view bytes, char* out, Kernel kernel) {
  const char* in = bytes.data();
  const size_t n = bytes.size();
  size_t done = codec_of(kernel).encode(in, n, out);
  done += encode_groups(in + done, n - done, out + done / 3 * 4);
  if (done < n) encode_rest(bytes.substr(done), out + done / 3 * 4);
}

std::optional<size_t> decode(std::string_view text, char* out, Kernel kernel) {
  const char* in = text.data();
  const size_t n = text.size();
  if (n % 4 != 0) return std::nullopt;
  size_t done = codec_of(kernel).decode(in, n, out);
  done += decode_groups(in + done, n - done, out + done / 4 * 3);

  const size_t decoded = done / 4 * 3;
  if (done == n) return decoded;
  if (n - done != 4) return std::nullopt;
  const size_t last = decode_padded_group(in + done, out + decoded);
  if (last == 0) return std::nullopt;
  return decoded + last;
}

}  // namespace cwlogs::base64
