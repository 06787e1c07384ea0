#include "cli/setting_options.h"

#include <vector>

#include "cli/parsed_option.h"
#include "config/setting.h"

namespace cwlogs {
namespace {

constexpr const char* kConfigVariable = "PROCESSOR_CONFIG";

void add_variable(CLI::App& command, SettingOptions& settings, const std::string& option,
                  const std::string& variable, const std::string& type, const std::string& help) {
  const auto set = [&settings, variable](const std::string& text) { settings[variable] = text; };
  command
      .add_option_function<std::string>(option, set, wrap(help + " (variable " + variable + ")"))
      ->type_name(type);
}

// The setting whose variable this is; null where there is none.
const Setting* setting_of(std::string_view variable) {
  for (const Setting& setting : all_settings()) {
    if (setting.scope != SettingScope::kRule && variable_of(setting.name) == variable) {
      return &setting;
    }
  }
  return nullptr;
}

[[noreturn]] void refuse_variable(const std::string& text, const std::string& variable) {
  std::vector<std::string> variables;
  for (const Setting& setting : all_settings()) {
    if (setting.scope != SettingScope::kRule) variables.push_back(variable_of(setting.name));
  }
  const std::vector<std::string_view> names(variables.begin(), variables.end());
  const std::string near(nearest(variable, names));
  refuse("--set", text,
         "NAME=VALUE of a setting" +
             (near.empty() || near == text ? "" : " (did you mean " + near + "?)"));
}

void add_set(CLI::App& command, SettingOptions& settings) {
  const auto set = [&settings](const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      const std::string variable = text.substr(0, text.find('='));
      if (variable == text || setting_of(variable) == nullptr) refuse_variable(text, variable);
      settings[variable] = text.substr(variable.size() + 1);
    }
    return true;
  };
  command
      .add_option_function<std::vector<std::string>>(
          "--set", set, wrap("Any setting, by its variable: --set OUTPUT_FORMAT=json"))
      ->type_name("NAME=VALUE")
      ->expected(1)
      ->take_all();
}

}  // namespace

void add_settings(CLI::App& command, SettingOptions& settings) {
  add_variable(command, settings, "--config", kConfigVariable, "FILE", "The configuration file");
  add_set(command, settings);
  add_variable(command, settings, "--partition-keys", "PARTITION_KEYS", "KEYS",
               "Dynamic partition keys: name=template,…");
  add_variable(command, settings, "--time-zone", "TIME_ZONE", "ZONE",
               "IANA zone of {timestamp:…}; default UTC");
  add_variable(command, settings, "--response-bytes-max", "RESPONSE_BYTES_MAX", "BYTES",
               "Budget of the response; default 6291456");
  add_variable(command, settings, "--inflated-bytes-max", "INFLATED_BYTES_MAX", "BYTES",
               "What one record may inflate to; default 33554432");
}

Environment environment_with(const SettingOptions& settings) {
  return [settings](std::string_view name) -> std::optional<std::string> {
    const auto found = settings.find(name);
    return found != settings.end() ? found->second : process_environment(name);
  };
}

std::string configuration_name(const Environment& environment) {
  const std::string file = environment(kConfigVariable).value_or("");
  return file.empty() ? "variables" : file;
}

}  // namespace cwlogs
