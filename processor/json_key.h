// Compares JSON keys with known names, however they are escaped.
#pragma once

#include <string>
#include <string_view>

#include "processor/json_cursor.h"
#include "processor/json_string.h"

namespace cwlogs {

// Whether the key spells `name`: `"mess\u0061ge"` is `message` too.
inline bool key_is(const RawString& key, std::string_view name) {
  if (!key.escaped) return key.text == name;
  if (key.text.size() > 6 * name.size()) return false;  // a character takes 6 at most: \u006d
  std::string unescaped;
  append_unescaped(key.text, unescaped);
  return unescaped == name;
}

}  // namespace cwlogs
