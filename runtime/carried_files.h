// What was packed with the program, in the folder where it stands.
#pragma once

#include <string>

#include "config/environment.h"

namespace cwlogs {

// processor.json beside the program: in LAMBDA_TASK_ROOT, where Lambda unpacked it, else where it
// stands.
std::string config_path_beside_program(const Environment& environment);

// The folder `zoneinfo` in LAMBDA_TASK_ROOT, else beside the program; empty where neither is there.
std::string zoneinfo_beside_program(const Environment& environment);

// Makes time zones come from that folder, where there is one: the system may have none, or others.
// TZDIR stays as it is where it is set. Before other threads start.
void use_carried_time_zones(const Environment& environment);

}  // namespace cwlogs
