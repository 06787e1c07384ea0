// JSON Pointer (RFC 6901): names one value inside a JSON document.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "processor/json_cursor.h"
#include "tl/expected.hpp"

namespace cwlogs {

// Immutable once parsed.
class JsonPointer {
 public:
  // `/request/headers/0`; `~1` stands for a slash within a name, `~0` for a tilde.
  // Errors: one sentence.
  static tl::expected<JsonPointer, std::string> parse(std::string_view pointer);

  // Finds the value in `json`; of duplicate keys the last one counts.
  // Requires: `json` is one valid JSON value, and what JsonCursor does.
  // Lifetime: `value` points into `json`. Cost: one pass for each level, at most.
  bool find(std::string_view json, std::string_view& value) const;

 private:
  std::vector<std::string> names_;
};

// The text of a string, number or boolean: a view of `value`, or of `scratch` where it has escapes.
// Empty for null, objects and arrays.
std::string_view scalar_text(std::string_view value, std::string& scratch);

}  // namespace cwlogs
