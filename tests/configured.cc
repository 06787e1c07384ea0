#include "tests/configured.h"

#include <gtest/gtest.h>

#include <deque>

namespace cwlogs::testing {
namespace {

tl::expected<Configuration, std::vector<Problem>> make(const ByName& variables,
                                                       const std::string& file) {
  ConfigurationSource source{.environment = environment_of(variables)};
  source.file_name = "processor.json";
  if (!file.empty()) source.file_text = file;
  return make_configuration(source);
}

}  // namespace

Environment environment_of(const ByName& variables) {
  return [variables](std::string_view name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
}

Options configured(const ByName& variables, const std::string& file) {
  static std::deque<Configuration> kept;  // options refer to theirs
  auto configuration = make(variables, file);
  if (!configuration) {
    ADD_FAILURE() << problems_of(variables, file);
    return {};
  }
  kept.push_back(std::move(*configuration));
  return kept.back().options();
}

std::string problems_of(const ByName& variables, const std::string& file) {
  const auto configuration = make(variables, file);
  if (configuration) return "none";
  std::string lines;
  for (const Problem& problem : configuration.error()) lines += problem.text() + '\n';
  return lines;
}

}  // namespace cwlogs::testing
