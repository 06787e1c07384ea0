// Filter patterns and the lines they match or miss.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "processor/filter_pattern.h"

namespace cwlogs::testing {

struct Lines {
  std::vector<std::string> match = {};
  std::vector<std::string> miss = {};
};

inline void expect_lines(std::string_view pattern, const Lines& lines) {
  const auto filter = FilterPattern::parse(pattern);
  ASSERT_TRUE(filter) << pattern << ": " << filter.error();
  for (const std::string& line : lines.match) {
    EXPECT_TRUE(filter->matches(line)) << pattern << " should match " << line;
  }
  for (const std::string& line : lines.miss) {
    EXPECT_FALSE(filter->matches(line)) << pattern << " should miss " << line;
  }
}

}  // namespace cwlogs::testing
