#include "processor/json_kernels.h"

#include <cassert>

#include "processor/json_escape.h"
#include "processor/string_scan.h"

namespace cwlogs {
namespace {

CopiedString copy_string(const char* p, char* out, const char* out_limit) {
  while (static_cast<size_t>(out_limit - out) >= kStringCopySlack) {
    const ScanBlock block(p);
    block.store(out);
    const size_t plain = block.plain();
    p += plain;
    out += plain;
    if (plain == ScanBlock::kBytes) continue;
    if (*p == '"') return {p, out};
    if (*p != '\\') break;
    p = read_escape(p, p + kEscapeBytesMax, out);
    if (p == nullptr) break;
  }
  return {nullptr, out};
}

// The closing quote of the string at p, or null where there is none without escapes.
const char* find_closing_quote(const char* p) {
  if (*p != '"') return nullptr;
  p = find_string_end(p + 1);
  return *p == '"' ? p : nullptr;
}

const char* skip_flat_object(const char* p) {
  for (;;) {
    p = find_closing_quote(p);
    if (p == nullptr || p[1] != ':') return nullptr;
    p = find_closing_quote(p + 2);
    if (p == nullptr) return nullptr;
    if (p[1] == '}') return p + 2;
    if (p[1] != ',') return nullptr;
    p += 2;
  }
}

constexpr JsonKernels kPortableJsonKernels = {copy_string, skip_flat_object};

}  // namespace

bool supported(JsonKernel kernel) {
#if defined(__x86_64__)
  if (kernel == JsonKernel::kAvx2) {
    return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("pclmul") != 0 &&
           __builtin_cpu_supports("bmi") != 0 && __builtin_cpu_supports("popcnt") != 0;
  }
#endif
  return kernel == JsonKernel::kPortable;
}

const JsonKernels& json_kernels(JsonKernel kernel) {
  assert(supported(kernel));
#if defined(__x86_64__)
  if (kernel == JsonKernel::kAvx2) return internal::kAvx2JsonKernels;
#endif
  return kPortableJsonKernels;
}

const JsonKernels& fastest_json_kernels() {
  return json_kernels(supported(JsonKernel::kAvx2) ? JsonKernel::kAvx2 : JsonKernel::kPortable);
}

}  // namespace cwlogs
