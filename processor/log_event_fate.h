// What became of a log event: it was kept, or what dropped it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace cwlogs {

enum class LogEventFate : uint8_t {
  kKept,
  // By the names of its log group and log stream, before its message is read.
  kRecursionGuard,
  kRuleDrop,
  kLogGroups,
  kExcludeLogGroups,
  kLogStreams,
  kExcludeLogStreams,
  // By what it says, or by chance.
  kSampling,
  kLambdaPlatformLog,
  kExcludeAtMatch,
  kIncludeAtMatch,
  kFilterPattern,
  kFieldPattern,
  // By a custom transform.
  kTransform,
  kTransformFailed,  // it threw, now or at a log event before
};

inline constexpr size_t kLogEventFateCount =
    static_cast<size_t>(LogEventFate::kTransformFailed) + 1;

}  // namespace cwlogs
