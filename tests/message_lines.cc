#include "tests/message_lines.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace cwlogs::testing {
namespace {

std::vector<std::string> names_of_line(std::string_view line) {
  std::vector<std::string> names;
  const auto json = Json::parse(line, [&](int depth, Json::parse_event_t event, Json& value) {
    if (depth == 1 && event == Json::parse_event_t::key) names.push_back(value);
    return true;
  });
  EXPECT_TRUE(json.is_object()) << line;
  return names;
}

}  // namespace

ByName with(ByName variables, const ByName& more) {
  for (const auto& [name, value] : more) variables[name] = value;
  return variables;
}

ByName parsing(const std::string& parsers, const ByName& more) {
  return with({{"PARSERS", parsers}, {"OUTPUT_FORMAT", "json"}, {"OUTPUT_FIELDS", "fields"}}, more);
}

Answered answer_to(const ByName& variables, const Json& document, const std::string& file) {
  return run(EventBuilder().add(document), configured(variables, file));
}

std::string output_of(const ByName& variables, const Json& document) {
  const Answered answered = answer_to(variables, document);
  EXPECT_EQ(answered.result(0), "Ok") << document;
  return answered.result(0) == "Ok" ? answered.data(0) : "";
}

std::string line_of(const ByName& variables, const std::string& message) {
  std::string line = output_of(variables, document({message}));
  EXPECT_TRUE(line.ends_with('\n')) << line;
  line.resize(line.size() - line.ends_with('\n'));
  EXPECT_EQ(line.find('\n'), line.npos) << line;
  if (variables.contains("OUTPUT_FORMAT") && variables.at("OUTPUT_FORMAT") == "json") {
    const auto names = names_of_line(line);
    EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size()) << line;
  }
  return line;
}

std::string partition_of(const ByName& variables, const std::string& message) {
  const Answered answered = answer_to(variables, document({message}));
  return answered.record(0).at("metadata").at("partitionKeys").dump();
}

const ByName& redacting() {
  static const ByName variables = {
      {"REDACT_IP", "on"}, {"REDACT_EMAIL", "on"}, {"REDACT_MATCH", "key=(\\w+)"}};
  return variables;
}

}  // namespace cwlogs::testing
