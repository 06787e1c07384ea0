// `cwlogs replay --bootstrap`: what the Lambda's own program answers, through its own loop.
#pragma once

#include "cli/replay_command.h"

namespace cwlogs {

// Returns the exit code: 0 done, 1 anything else; 128 and the signal's number after one.
int run_replay_bootstrap(const ReplayArguments& arguments);

}  // namespace cwlogs
