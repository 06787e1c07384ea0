// Invocations of a bootstrap, through the embedded Lambda Runtime API.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "cli/bootstrap_host.h"
#include "cli/invocation.h"
#include "cli/setting_options.h"

namespace cwlogs {

// What the bootstrap says and does wrong, from any thread, until somebody asks.
class BootstrapNotes {
 public:
  void add_line(std::string_view line);
  void add_violation(const std::string& violation);
  // The first violation since the last time; empty: none.
  std::string take_violation();
  // The latest of the lines, each behind "bootstrap: ".
  std::string lines() const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
  std::string violation_;
};

class BootstrapInvoker {
 public:
  // Requires: both outlive this.
  BootstrapInvoker(BootstrapHost& host, BootstrapNotes& notes, std::chrono::milliseconds timeout)
      : host_(host), notes_(notes), timeout_(timeout) {}

  // As Invoke. The duration is that from the delivery of the event to the end of the answer. A
  // breach of a protocol is an error.
  tl::expected<Invocation, std::string> invoke(std::string_view event);

 private:
  tl::expected<void, std::string> read_puts();

  BootstrapHost& host_;
  BootstrapNotes& notes_;
  const std::chrono::milliseconds timeout_;
  InvocationResult result_;
  std::vector<std::string> put_texts_;  // what puts_ refer to: data, partition key, data, …
  std::vector<PutRecord> puts_;
};

struct BenchBootstrap {
  std::string path;
  std::chrono::milliseconds timeout{60'000};
  SettingOptions settings;
  bool accept_puts = true;
};

// Runs the bootstrap as long as `work` takes, which is called on another thread. Its lines are kept
// back unless something fails. Errors: one line: it can't be started, or those of `work`.
tl::expected<void, std::string> with_bootstrap(
    const BenchBootstrap& bootstrap,
    const std::function<tl::expected<void, std::string>(const Invoke& invoke)>& work);

}  // namespace cwlogs
