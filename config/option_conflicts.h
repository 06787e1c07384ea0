// Settings that make no sense together.
#pragma once

#include <vector>

#include "config/treatment_builder.h"

namespace cwlogs {

// `shared` are the variables and the top of the file, in this order; `rules` what each rule sets.
void find_conflicts(SettingRanks shared, const std::vector<SettingValues>& rules,
                    std::vector<Problem>& problems);

}  // namespace cwlogs
