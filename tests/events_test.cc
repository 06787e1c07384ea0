// The saved events against their expected responses, through the program.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "config/setting.h"
#include "tests/bootstrap_fixture.h"
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
  std::erase_if(names, [](const std::string& name) {
    return name.ends_with(".expected") || name.ends_with(".config");
  });
  return names;
}

// `shop` for the case shop@json; an event by itself is a case too.
std::string event_of(const std::string& name) { return name.substr(0, name.find('@')); }

std::string file_of(const std::string& name) { return kEvents / name; }

std::string config_of(const std::string& name) { return file_of(name + ".config.json"); }

class SavedEvent : public ::testing::TestWithParam<std::string> {};

void expect_answer(const std::string& name, std::vector<std::string> arguments) {
  arguments.push_back(file_of(event_of(name) + ".json"));
  for (const std::string& option : lines_in(read_file(file_of(name + ".options")))) {
    arguments.push_back(option);
  }
  if (std::filesystem::exists(config_of(name))) {
    arguments.insert(arguments.end(), {"--config", config_of(name)});
  }
  const ChildResult result = run_cwlogs(arguments);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, read_file(file_of(name + ".expected.json")));
}

TEST_P(SavedEvent, IsAnsweredAsExpected) { expect_answer(GetParam(), {"replay", "--quiet"}); }

TEST_P(SavedEvent, IsAnsweredTheSameByBootstrap) {
  expect_answer(GetParam(), {"replay", "--quiet", "--bootstrap", bootstrap_path()});
}

INSTANTIATE_TEST_SUITE_P(Events, SavedEvent, ::testing::ValuesIn(names_with(".expected.json")));

// What a row of the README links to.
std::string shown_file(const std::string& name) {
  if (event_of(name) == name) return name + ".json";
  return name + (std::filesystem::exists(config_of(name)) ? ".config.json" : ".options");
}

TEST(SavedEvents, AreAllDescribedAndComplete) {
  const std::set<std::string> events = event_names();
  const std::set<std::string> cases = names_with(".expected.json");
  EXPECT_GE(events.size(), 12u);
  for (const std::string& name : events) EXPECT_TRUE(cases.contains(name)) << name;
  const std::string readme = read_file(file_of("README.md"));
  for (const std::string& name : cases) {
    EXPECT_TRUE(events.contains(event_of(name))) << name;
    EXPECT_NE(readme.find("| [" + name + "](" + shown_file(name) + ") |"), std::string::npos)
        << name;
  }
  for (const char* suffix : {".options", ".config.json"}) {
    for (const std::string& name : names_with(suffix)) EXPECT_TRUE(cases.contains(name)) << name;
  }
}

// All options and configuration files, one behind the other.
std::string all_configurations() {
  std::string text;
  for (const char* suffix : {".options", ".config.json"}) {
    for (const std::string& name : names_with(suffix)) text += read_file(file_of(name + suffix));
  }
  return text;
}

// `--time-zone` for TIME_ZONE.
std::string option_of(std::string variable) {
  for (char& c : variable) c = c == '_' ? '-' : static_cast<char>(c | 0x20);
  return "--" + variable;
}

TEST(SavedEvents, ShowEverySetting) {
  const std::string text = all_configurations();
  const auto holds = [&](const std::string& what) { return text.find(what) != text.npos; };
  for (const Setting& setting : all_settings()) {
    const std::string variable = variable_of(setting.name);
    EXPECT_TRUE(holds('\n' + variable + '=') || holds(option_of(variable) + '\n') ||
                holds('"' + std::string(setting.name) + "\":"))
        << setting.name << " is in no saved case";
  }
}

}  // namespace
}  // namespace cwlogs::testing
