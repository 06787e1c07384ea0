// Command line options whose value is parsed and checked by us: one clear sentence where it's
// wrong.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "CLI/CLI.hpp"

namespace cwlogs {

// The library prints a help text as it is: lines broken at spaces fit a terminal.
inline std::string wrap(std::string text) {
  constexpr size_t kColumns = 68;
  for (size_t line = 0; text.size() - line > kColumns;) {
    const size_t space = text.rfind(' ', line + kColumns);
    text[space] = '\n';
    line = space + 1;
  }
  return text;
}

[[noreturn]] inline void refuse(const std::string& option, const std::string& text,
                                const std::string& wanted) {
  throw CLI::ValidationError(option, '\'' + text + "' is not " + wanted);
}

// An option whose text `parse` turns into a value, or into nothing if it isn't `wanted`.
template <typename Value, typename Parse>
CLI::Option* add_parsed(CLI::App& command, const std::string& name, Value& value, Parse parse,
                        const std::string& wanted, const std::string& help) {
  const auto read = [name, &value, parse, wanted](const std::string& text) {
    const auto parsed = parse(text);
    if (!parsed) refuse(name, text, wanted);
    value = *parsed;
  };
  return command.add_option_function<std::string>(name, read, wrap(help));
}

// One of several names.
template <typename Value>
CLI::Option* add_choice(CLI::App& app, const std::string& name, Value& value,
                        const std::string& help, const std::map<std::string_view, Value>& choices) {
  std::string names;
  for (const auto& [choice, meaning] : choices) {
    names += (names.empty() ? "" : "|") + std::string(choice);
  }
  const auto parse = [choices](const std::string& text) -> std::optional<Value> {
    const auto found = choices.find(text);
    if (found == choices.end()) return std::nullopt;
    return found->second;
  };
  return add_parsed(app, name, value, parse, "one of " + names, help)->type_name(names);
}

}  // namespace cwlogs
