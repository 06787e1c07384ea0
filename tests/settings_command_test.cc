#include "cli/settings_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>

#include "config/setting.h"
#include "config/setting_value.h"
#include "config/treatment_builder.h"
#include "tests/child_process.h"

namespace cwlogs::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string in_repository(const std::string& path) { return CWLOGS_TESTS "/../" + path; }

std::string output_of(const std::string& command) {
  const ChildResult result = run_cwlogs({command});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.err, "");
  return result.out;
}

TEST(SchemaCommand, PrintsTheSchemaThatIsShipped) {
  EXPECT_EQ(output_of("schema"), read_file(in_repository("processor.schema.json")))
      << "to bring it up to date: cwlogs schema > processor.schema.json";
}

TEST(SettingsCommand, PrintsTheTableOfTheDocumentation) {
  const std::string begin = "<!-- cwlogs settings -->\n";
  const std::string end = "<!-- end of cwlogs settings -->\n";
  const std::string document = read_file(in_repository("docs/configuration.md"));
  const size_t from = document.find(begin);
  const size_t to = document.find(end);
  ASSERT_NE(from, std::string::npos);
  ASSERT_NE(to, std::string::npos);
  const size_t table = from + begin.size();
  EXPECT_EQ(output_of("settings"), document.substr(table, to - table))
      << "to bring it up to date, put what cwlogs settings prints between the two comments";
}

TEST(SettingsCommand, NamesEverySetting) {
  const std::string table = output_of("settings");
  for (const Setting& setting : all_settings()) {
    EXPECT_THAT(table, HasSubstr('`' + std::string(setting.name) + '`'));
  }
}

TEST(Settings, StandInOneSectionEach) {
  size_t count = 0;
  for (const SettingSection& section : setting_sections()) {
    EXPECT_FALSE(section.settings.empty()) << section.title;
    count += section.settings.size();
  }
  EXPECT_EQ(count, all_settings().size());
}

// What the documentation shows can be copied as it is.
TEST(Settings, HaveExamplesThatWork) {
  SettingValues examples;
  for (const Setting& setting : all_settings()) {
    auto value = read_value(setting, setting.example);
    ASSERT_TRUE(value) << setting.name << ": " << value.error();
    value->place = setting.name;
    examples.emplace(setting.name, std::move(*value));
  }
  const std::array<const SettingValues*, 1> ranks = {&examples};
  std::vector<Problem> problems;
  build_rule(ranks, "rule", {}, problems);
  EXPECT_THAT(problems, IsEmpty()) << problems.front().text();
}

TEST(Settings, SayWhatTheyAre) {
  for (const Setting& setting : all_settings()) {
    EXPECT_FALSE(setting.meaning.empty()) << setting.name;
    EXPECT_FALSE(setting.fallback.empty()) << setting.name;
    EXPECT_FALSE(setting.example.empty()) << setting.name;
  }
}

}  // namespace
}  // namespace cwlogs::testing
