// next, handle, answer, and again.
#pragma once

#include <functional>
#include <string_view>

#include "runtime/log.h"
#include "runtime/runtime_api.h"
#include "tl/expected.hpp"

namespace cwlogs {

// Returns the response, or why the event can't be answered. The response must live until the next
// call.
using Handler = std::function<tl::expected<std::string_view, ErrorReport>(const Invocation&)>;

// Runs until the environment is lost. What the handler throws fails its invocation alone. Returns
// the exit code. `trace` sets _X_AMZN_TRACE_ID for each invocation: only with one worker.
int run_invocations(RuntimeApi& api, const Handler& handler, const Log& log, bool trace);

// SIGTERM ends the process with 0: at once where all workers wait for an invocation, else once
// they have answered; none of them asks for another. Call before any worker runs.
void end_on_sigterm();

}  // namespace cwlogs
