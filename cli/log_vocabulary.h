// The words and lines that generated logs are made of, as patterns by name.
#pragma once

#include <span>
#include <string_view>

namespace cwlogs {

// Equally likely patterns under one name.
struct Word {
  std::string_view name;
  std::span<const std::string_view> patterns;
};

// Empty where there is no such name.
std::span<const std::string_view> patterns_named(std::string_view name);

// The part of the vocabulary that applications speak: Lambda functions, JSON loggers, Java. Sorted.
std::span<const Word> application_words();

}  // namespace cwlogs
