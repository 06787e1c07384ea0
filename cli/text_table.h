// Columns of text, aligned.
#pragma once

#include <string>
#include <vector>

namespace cwlogs {

// The first column to the left, the others to the right, two spaces before each but the first;
// every line ends with a newline. Requires: rows of equal length, of one-line UTF-8 without wide
// characters. `indent` spaces stand before each.
std::string render_table(const std::vector<std::vector<std::string>>& rows, size_t indent);

}  // namespace cwlogs
