// Patterns of Java's DateTimeFormatter, as !{timestamp:…} of a Firehose prefix takes them.
// https://docs.oracle.com/javase/8/docs/api/java/time/format/DateTimeFormatter.html
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tl/expected.hpp"

namespace cwlogs {

// Characters that a text has at least and at most.
struct TextLength {
  size_t min = 0;
  size_t max = 0;

  TextLength& operator+=(const TextLength& other) {
    min += other.min;
    max += other.max;
    return *this;
  }
};

// A run of one letter, or text that stands for itself.
struct JavaTimeField {
  char letter = 0;   // 0: `text`
  size_t run = 0;    // how often the letter stands there
  size_t width = 0;  // spaces fill it up to so many characters
  std::string text;
};

struct JavaTimePattern {
  std::vector<JavaTimeField> fields;
  std::string letters;  // those that stand for something, in their order
  TextLength length;    // of what it becomes, for the years 1000 to 9999 and in English
};

// Errors: one sentence that says what is wrong with the pattern.
tl::expected<JavaTimePattern, std::string> parse_java_time_pattern(std::string_view pattern);

}  // namespace cwlogs
