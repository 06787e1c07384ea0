// Wildcard patterns over names: `*` stands for any characters, `?` for one.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace cwlogs {

// Immutable. `/` and `.` are characters like others: `/aws/lambda/*` matches every function's.
class Glob {
 public:
  explicit Glob(std::string pattern) : pattern_(std::move(pattern)) {}

  // The whole of `name`. Requires valid UTF-8. Cost: the product of the lengths, at most.
  bool matches(std::string_view name) const;

 private:
  std::string pattern_;
};

}  // namespace cwlogs
