// Where something stands in a text, as editors count.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cwlogs {

// Immutable text. Cost of going forward through it: one pass in all.
class TextPosition {
 public:
  explicit TextPosition(std::string_view text) : text_(text) {}

  // `4:5`: line and column, in characters, of a byte of the text; both from 1.
  std::string at(size_t offset) {
    if (offset < offset_) *this = TextPosition(text_);
    for (; offset_ < offset && offset_ < text_.size(); ++offset_) {
      const char c = text_[offset_];
      if ((c & 0xC0) != 0x80) ++column_;  // not the middle of a UTF-8 character
      if (c != '\n') continue;
      ++line_;
      column_ = 1;
    }
    return std::to_string(line_) + ':' + std::to_string(column_);
  }

 private:
  std::string_view text_;
  size_t offset_ = 0;
  size_t line_ = 1;
  size_t column_ = 1;
};

}  // namespace cwlogs
