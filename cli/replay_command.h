// `cwlogs replay`: what the Lambda would answer to a saved event.
#pragma once

#include "cli/replay_options.h"

namespace cwlogs {

// Returns the exit code: 0 done, 1 an event can't be processed, an output can't be written or a
// bootstrap broke the protocol, 2 a setting is wrong.
int run_replay(const ReplayArguments& arguments);

}  // namespace cwlogs
