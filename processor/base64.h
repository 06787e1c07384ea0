// base64 of RFC 4648 section 4, strict, with vector kernels chosen at run time.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace cwlogs::base64 {

// The implementations. All give the same bytes and the same verdicts; kScalar runs everywhere.
enum class Kernel { kScalar, kSsse3, kAvx2, kNeon };

// The fastest kernel this processor can run. Cost: a cached CPUID look-up.
Kernel best_kernel();
bool supported(Kernel kernel);

// Length of encode()'s output for n input bytes.
constexpr size_t encoded_size(size_t n) { return (n + 2) / 3 * 4; }

// Room decode() needs for a text of n characters: it may write the whole room, never beyond.
constexpr size_t decoded_size_max(size_t n) { return n / 4 * 3; }

// Writes exactly encoded_size(bytes.size()) characters to `out`.
void encode(std::string_view bytes, char* out, Kernel kernel = best_kernel());

// Decodes `text` to `out` (room: decoded_size_max(text.size())) and returns the number of bytes.
// Errors: nullopt unless the text is canonical: length a multiple of 4, only A-Z a-z 0-9 + /, one
// or two '=' at the very end where due, unused bits zero. No whitespace, no URL-safe letters. `out`
// then holds no meaning.
std::optional<size_t> decode(std::string_view text, char* out, Kernel kernel = best_kernel());

}  // namespace cwlogs::base64
