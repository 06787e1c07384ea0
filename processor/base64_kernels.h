// The vector kernels of base64: internal to base64*.cc.
#pragma once

#include <cstddef>

namespace cwlogs::base64::internal {

// A kernel codes whole blocks from the front of in[0, n) for as long as it can and returns how many
// bytes of `in` it has done: a multiple of 3 when encoding, of 4 when decoding, often less than n.
// A decoding kernel stops at or shortly before the first character outside the alphabet ('=' is
// one). Whatever is left, the padding and the verdict belong to the scalar code: one place decides.
// Requires: the processor can run it; for decoding, n is a multiple of 4.
// Bounds: nothing beyond in[0, n) is read, nothing beyond the room for n bytes of input is written.
using BlockKernel = size_t(const char* in, size_t n, char* out);

#if defined(__x86_64__)
BlockKernel encode_ssse3;
BlockKernel decode_ssse3;
BlockKernel encode_avx2;
BlockKernel decode_avx2;
#elif defined(__aarch64__)
BlockKernel encode_neon;
BlockKernel decode_neon;
#endif

}  // namespace cwlogs::base64::internal
