// JSON text from one document into another: compact, and never with half a surrogate pair.
#pragma once

#include <string>
#include <string_view>

#include "processor/json_cursor.h"

namespace cwlogs {

// Appends a JSON string with its quotes. It stays as it was written, but for surrogate escapes that
// stand alone: readers refuse them, so they become U+FFFD.
void append_json_string(const RawString& raw, std::string& out);

// Appends a JSON value without the white space between its parts, so that it fits one line.
// Requires: `json` was read by JsonCursor.
void append_compact_json(std::string_view json, std::string& out);

// Whether this is one JSON object and nothing else but white space. Cost: one pass.
// Requires: as JsonCursor does.
bool is_json_object(std::string_view text);

}  // namespace cwlogs
