// The saved events against their expected responses, through the program.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "tests/child_process.h"

namespace cwlogs::testing {
namespace {

const std::filesystem::path kEvents = CWLOGS_EVENTS;

// `one-record` for events/one-record.json.
std::set<std::string> names_with(const std::string& suffix) {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kEvents)) {
    const std::string name = entry.path().filename();
    if (name.size() <= suffix.size() || !name.ends_with(suffix)) continue;
    names.insert(name.substr(0, name.size() - suffix.size()));
  }
  return names;
}

std::set<std::string> event_names() {
  std::set<std::string> names = names_with(".json");
  std::erase_if(names, [](const std::string& name) { return name.ends_with(".expected"); });
  return names;
}

class SavedEvent : public ::testing::TestWithParam<std::string> {};

void expect_answer(const std::string& name, std::vector<std::string> arguments) {
  const std::string event = kEvents / name;
  arguments.push_back(event + ".json");
  for (const std::string& option : lines_in(read_file(event + ".options"))) {
    arguments.push_back(option);
  }
  const ChildResult result = run_cwlogs(arguments);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, read_file(event + ".expected.json"));
}

TEST_P(SavedEvent, IsAnsweredAsExpected) { expect_answer(GetParam(), {"replay", "--quiet"}); }

TEST_P(SavedEvent, IsAnsweredTheSameByBootstrap) {
  expect_answer(GetParam(), {"replay", "--quiet", "--bootstrap", CWLOGS_BOOTSTRAP});
}

INSTANTIATE_TEST_SUITE_P(Events, SavedEvent, ::testing::ValuesIn(event_names()));

TEST(SavedEvents, AreAllDescribedAndComplete) {
  const std::set<std::string> names = event_names();
  EXPECT_GE(names.size(), 12u);
  EXPECT_EQ(names_with(".expected.json"), names);
  const std::string readme = read_file(kEvents / "README.md");
  for (const std::string& name : names) {
    EXPECT_NE(readme.find("| [" + name + "](" + name + ".json) |"), std::string::npos) << name;
  }
  for (const std::string& name : names_with(".options")) EXPECT_TRUE(names.contains(name));
}

}  // namespace
}  // namespace cwlogs::testing
