// The two things that log events are made of as CloudWatch Logs writes them, each read in one go:
// a string, unescaped and copied, and an object of strings, passed over. Vector kernels are chosen
// at run time.
//
// What they don't take may be JSON all the same: JsonCursor is to say.
#pragma once

#include <cstddef>

namespace cwlogs {

struct CopiedString {
  const char* end;  // the closing quote, or null
  char* out_end;    // behind the last byte of the text
};

// Room beyond its text that a string needs at most: a block of 32 bytes, and a character of which
// an escape in that block is the beginning.
inline constexpr size_t kStringCopySlack = 32 + 4;

// Requires of both functions: kJsonPadding zero bytes behind the text. UTF-8 is not checked.
struct JsonKernels {
  // Copies the text of the string at p, behind its opening quote, as UTF-8 to `out`. As with
  // unescape_json(), a surrogate escape without its other half becomes U+FFFD. Null: it is not well
  // formed, or may have no room. Anything may be written up to out_limit.
  CopiedString (*copy_string)(const char* p, char* out, const char* out_limit);

  // Returns what is behind the object at p, behind its opening brace, or null unless it is one or
  // more fields with strings that hold no escapes, without white space.
  const char* (*skip_flat_object)(const char* p);
};

// All of them give the same bytes; kPortable runs everywhere.
enum class JsonKernel { kPortable, kAvx2 };

bool supported(JsonKernel kernel);
const JsonKernels& json_kernels(JsonKernel kernel);

// The fastest that this processor can run. Cost: a cached CPUID look-up.
const JsonKernels& fastest_json_kernels();

namespace internal {
#if defined(__x86_64__)
extern const JsonKernels kAvx2JsonKernels;
#endif
}  // namespace internal

}  // namespace cwlogs
