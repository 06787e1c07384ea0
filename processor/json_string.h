// JSON string text: from escaped to UTF-8 and back.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cwlogs {

// Writes the UTF-8 that `raw`, the text between the quotes of a JSON string, stands for. A
// surrogate escape without its other half becomes U+FFFD. Requires: `raw` was read by JsonCursor
// (its escapes are well formed); room for raw.size() bytes at `out` (the result is never longer).
// Returns the number of bytes written.
size_t unescape_json(std::string_view raw, char* out);

// The same, appended to a string.
void append_unescaped(std::string_view raw, std::string& out);

// Appends `utf8` as it must stand between the quotes of a JSON string: `"`, `\` and control
// characters escaped, everything else as it is. Requires valid UTF-8.
void append_escaped(std::string_view utf8, std::string& out);

// Appends `utf8` as a JSON string with its quotes.
void append_quoted(std::string_view utf8, std::string& out);

}  // namespace cwlogs
