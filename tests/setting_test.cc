#include "config/setting.h"

#include <gtest/gtest.h>

#include "config/setting_value.h"

namespace cwlogs {
namespace {

TEST(SettingTable, HasAVariableForEveryName) {
  EXPECT_EQ(variable_of("outputFormat"), "OUTPUT_FORMAT");
  EXPECT_EQ(variable_of("reingestReserveMs"), "REINGEST_RESERVE_MS");
  EXPECT_EQ(variable_of("metrics"), "METRICS");
  EXPECT_EQ(variable_of("s3Prefix"), "S3_PREFIX");
  EXPECT_EQ(find_setting("OUTPUT_FORMAT"), nullptr);
}

TEST(SettingTable, HasExamplesThatItTakes) {
  for (const Setting& s : all_settings()) {
    EXPECT_TRUE(read_value(s, s.example)) << s.name;
    EXPECT_FALSE(s.meaning.empty()) << s.name;
    EXPECT_FALSE(s.fallback.empty()) << s.name;
    EXPECT_EQ(find_setting(s.name), &s) << s.name << " stands there twice";
  }
}

TEST(Nearest, IsTheNameMeant) {
  const std::string_view names[] = {"outputFormat", "outputFields", "metrics"};
  EXPECT_EQ(nearest("outputformat", names), "outputFormat");
  EXPECT_EQ(nearest("OUTPUT_FORMAT", names), "outputFormat");
  EXPECT_EQ(nearest("outputFeilds", names), "outputFields");
  EXPECT_EQ(nearest("metric", names), "metrics");
  EXPECT_EQ(nearest("something", names), "");
  EXPECT_EQ(nearest("", names), "");
  EXPECT_EQ(nearest(std::string(10'000, 'o'), names), "");
}

}  // namespace
}  // namespace cwlogs
