#include "cli/plain_data.h"

#include <gtest/gtest.h>

#include "tests/gzip_fixture.h"

namespace cwlogs::testing {
namespace {

TEST(PlainData, InflatesGzip) {
  EXPECT_EQ(plain_data(gzip("lines\n")), "lines\n");
  EXPECT_EQ(plain_data("lines\n"), "lines\n");
}

TEST(PlainData, LeavesWhatIsBrokenOrTooLong) {
  const std::string bytes = gzip(std::string(100'000, 'x'));
  EXPECT_EQ(plain_data(bytes, 100'000).size(), 100'000u);
  EXPECT_EQ(plain_data(bytes, 99'999), bytes);
  EXPECT_EQ(plain_data(bytes.substr(0, 50)), bytes.substr(0, 50));
}

}  // namespace
}  // namespace cwlogs::testing
