// One escape of a JSON string.
#pragma once

#include <cstddef>

namespace cwlogs {

inline constexpr size_t kEscapeBytesMax = 12;    // \ud83c\udf89
inline constexpr size_t kCharacterBytesMax = 4;  // of UTF-8

// Writes what the escape at p, a backslash, stands for as UTF-8, and returns what follows it; of a
// surrogate pair both halves, of one without its other half U+FFFD. `out` moves on as far as was
// written. Null where it is none, or goes on at `end`. Requires: either `end` or a zero byte comes.
const char* read_escape(const char* p, const char* end, char*& out);

}  // namespace cwlogs
