#include "cli/samples.h"

#include <gtest/gtest.h>

namespace cwlogs::testing {
namespace {

using std::chrono::nanoseconds;

Samples one_to(int n) {
  Samples samples;
  for (int i = n; i >= 1; --i) samples.add(nanoseconds(i));
  return samples;
}

TEST(Samples, OfNoneAreNothing) { EXPECT_EQ(Samples().median(), nanoseconds(0)); }

TEST(Samples, HaveAMedian) {
  EXPECT_EQ(one_to(1).median(), nanoseconds(1));
  EXPECT_EQ(one_to(4).median(), nanoseconds(2));
  EXPECT_EQ(one_to(5).median(), nanoseconds(3));
}

TEST(Samples, HaveQuantiles) {
  EXPECT_EQ(one_to(100).quantile(0.99), nanoseconds(99));
  EXPECT_EQ(one_to(99).quantile(0.99), nanoseconds(99));
  EXPECT_EQ(one_to(1000).quantile(0.99), nanoseconds(990));
  EXPECT_EQ(one_to(10).quantile(0), nanoseconds(1));
  EXPECT_EQ(one_to(10).quantile(1), nanoseconds(10));
}

}  // namespace
}  // namespace cwlogs::testing
