// What is wrong with a JSON text before anybody asks what it means.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace cwlogs {

// No object or array of a configuration needs more; what is read costs up to its square.
inline constexpr size_t kJsonItemsMax = 1000;

struct JsonFault {
  size_t offset = 0;
  std::string message;  // one sentence
};

// Nothing where the text is one JSON value in UTF-8. Cost: linear, whatever the nesting.
std::optional<JsonFault> find_json_fault(std::string_view text);

// What JSON allows and a configuration does not: a key that is given twice, more than
// kJsonItemsMax items, deep nesting. Empty where there is none. Requires: valid JSON.
std::string find_json_excess(std::string_view json);

}  // namespace cwlogs
