// Which values of a JSON document a condition is about: $.users[0].id, $.['a.b'], $.*.name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "processor/filter_pattern_scanner.h"
#include "processor/json_cursor.h"

namespace cwlogs {

// `.name` and `['name']` select a field of an object, `[0]` an element of an array, `.*` every
// field of an object and `[*]` every element of an array. Of equal fields of an object the last one
// counts.
class Selector {
 public:
  using Test = std::function<bool(JsonCursor&)>;

  // At the $. At most one wildcard.
  static ParsedPattern<Selector> parse(PatternScanner& scanner);

  bool has_wildcard() const;

  // Whether `test` is true at any of the selected values; false where nothing is selected. `test`
  // gets a cursor before the value and may leave it anywhere. Requires: `document` stands before a
  // value of valid JSON. Cost: one pass over the text for each step; for .* also sorting the keys.
  bool any(JsonCursor document, const Test& test) const { return any_from(0, document, test); }

 private:
  struct Step {
    enum class Kind : uint8_t { kField, kElement, kEveryField, kEveryElement };
    Kind kind;
    std::string name;
    size_t index;
  };

  static bool is_wildcard(const Step& step);
  static bool is_of_array(const Step& step);
  static ParsedPattern<Step> parse_field(PatternScanner& scanner);
  static ParsedPattern<Step> parse_brackets(PatternScanner& scanner);
  static ParsedPattern<Step> parse_in_brackets(PatternScanner& scanner);
  bool any_from(size_t step, JsonCursor& cursor, const Test& test) const;
  bool any_field(size_t step, JsonCursor& object, const Test& test) const;
  bool any_element(size_t step, JsonCursor& array, const Test& test) const;

  std::vector<Step> steps_;
};

}  // namespace cwlogs
