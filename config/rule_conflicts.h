// What makes no sense in rules: one that never comes into force, and what no template uses.
#pragma once

#include <string_view>
#include <vector>

#include "config/config_file.h"
#include "config/treatment_builder.h"

namespace cwlogs {

// `shared` are the variables and the top of the file, in this order.
void find_rule_conflicts(SettingRanks shared, const ConfigFile& file,
                         std::vector<Problem>& problems);

bool matches_everything(const SettingValues& rule);

// Whether the first wildcard pattern matches everything that the second one does. A few pairs that
// it does are not seen.
bool covers(std::string_view wider, std::string_view narrower);

// Whether the template has a placeholder of this field.
bool uses_field(std::string_view text, std::string_view field);

}  // namespace cwlogs
