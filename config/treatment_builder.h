// From the settings in force to what becomes of a log event.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "config/setting_value.h"
#include "processor/rules.h"

namespace cwlogs {

// Values of the same settings by rank: the first that has one counts.
using SettingRanks = std::span<const SettingValues* const>;

// Null where none has it.
const SettingValue* find_value(SettingRanks ranks, std::string_view name);

// Named groups of regular expressions: the rule's own, and those of all rules.
struct CaptureNames {
  std::vector<std::string> own;
  std::vector<std::string> all;
};

// Of all rules. What is wrong with them is left to build_rule().
std::vector<std::string> capture_names(const std::vector<SettingValues>& rules);

// Makes a treatment. What is wrong is added to `problems`.
Treatment build_treatment(SettingRanks ranks, const CaptureNames& captures,
                          std::vector<Problem>& problems);

// Makes a rule, its treatment included. Requires: ranks[0] are the rule's own settings.
Rule build_rule(SettingRanks ranks, const std::string& place,
                const std::vector<std::string>& all_captures, std::vector<Problem>& problems);

// `\n`, `\r`, `\t` and `\\` as what they stand for. Errors: one sentence.
tl::expected<std::string, std::string> unescape_delimiter(std::string_view text);

}  // namespace cwlogs
