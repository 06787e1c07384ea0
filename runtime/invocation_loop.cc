#include "runtime/invocation_loop.h"

#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <optional>
#include <string>

namespace cwlogs {
namespace {

// Lock-free, so that the signal handler may touch them.
std::atomic<int> g_busy_workers{0};
std::atomic<bool> g_ending{false};
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<bool>::is_always_lock_free);

void on_sigterm(int /*signal*/) {
  g_ending = true;
  if (g_busy_workers == 0) ::_exit(0);
}

// Marks a worker as busy with an invocation.
class Busy {
 public:
  Busy() { ++g_busy_workers; }
  ~Busy() {
    if (--g_busy_workers == 0 && g_ending) ::_exit(0);
  }
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;
};

tl::expected<std::string_view, ErrorReport> call(const Handler& handler,
                                                 const Invocation& invocation) {
  try {
    return handler(invocation);
  } catch (const std::exception& exception) {
    return tl::make_unexpected(ErrorReport{"Function.UnhandledException", exception.what()});
  } catch (...) {
    return tl::make_unexpected(ErrorReport{"Function.UnhandledException", "unknown"});
  }
}

// SIGTERM came while others were at work: the last of them ends the process.
[[noreturn]] void wait_for_the_end() {
  for (;;) ::pause();
}

Next answer(RuntimeApi& api, const Handler& handler, const Invocation& invocation, const Log& log) {
  const auto response = call(handler, invocation);
  if (response) return api.post_response(invocation, *response);
  log.write(LogLevel::kError, "the event can't be processed", invocation.request_id,
            {{"errorType", response.error().type}, {"errorMessage", response.error().message}});
  return api.post_error(invocation, response.error());
}

}  // namespace

int run_invocations(RuntimeApi& api, const Handler& handler, const Log& log, bool trace) {
  for (;;) {
    const std::optional<Invocation> invocation = api.next();
    if (!invocation) return 1;
    {
      const Busy busy;
      if (trace) ::setenv("_X_AMZN_TRACE_ID", invocation->trace_id.c_str(), 1);
      if (answer(api, handler, *invocation, log) == Next::kExit) return 1;
    }
    if (g_ending) wait_for_the_end();
  }
}

void end_on_sigterm() {
  struct sigaction action {};
  action.sa_handler = on_sigterm;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGTERM, &action, nullptr);
}

}  // namespace cwlogs
