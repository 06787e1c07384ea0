// A setting's value as it was given, checked against the table: a variable's text or the file's
// JSON.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "config/setting.h"
#include "processor/partition_keys.h"
#include "tl/expected.hpp"

namespace cwlogs {

// One thing that is wrong with the configuration.
struct Problem {
  std::string place;    // `OUTPUT_FORMAT`, or `processor.json:4:5: rules[0].outputFormat`
  std::string message;  // one sentence

  std::string text() const { return place + ": " + message; }
};

struct SettingValue {
  std::string place;
  std::string text;               // of texts, choices and switches (on or off)
  size_t integer = 0;             // of integers
  std::vector<std::string> list;  // of lists
  std::vector<NamedText> pairs;   // of pairs and fields; a bare field is its own name
};

// Settings of one source by their names.
using SettingValues = std::map<std::string_view, SettingValue>;

// `a number is given where a string is wanted`.
std::string fault_of_type(const nlohmann::ordered_json& json, const std::string& wanted);

// Reads a value. Errors: one sentence that says what was given and what is allowed.
tl::expected<SettingValue, std::string> read_value(const Setting& setting, std::string_view text);
tl::expected<SettingValue, std::string> read_json_value(const Setting& setting,
                                                        const nlohmann::ordered_json& json);

}  // namespace cwlogs
