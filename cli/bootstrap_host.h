// One bootstrap as a child, with the Lambda Runtime API and the put endpoint it talks to.
#pragma once

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "cli/bootstrap_environment.h"
#include "cli/child.h"
#include "cli/embedded_put_endpoint.h"
#include "cli/embedded_runtime_api.h"
#include "cli/setting_options.h"
#include "tl/expected.hpp"

namespace cwlogs {

struct BootstrapHostOptions {
  std::string bootstrap;  // its path
  PutTo put_to = PutTo::kEmbedded;
  std::string put_url;      // of PutTo::kUrl
  bool accept_puts = true;  // of PutTo::kEmbedded
  SettingOptions settings;  // over the variables of the shell
  // Whether it is started again when it ends, or for the next event only.
  bool keep_up = false;
  // How often in a row it may end before it was given an event.
  size_t immediate_exits_max = 1;
  // Called with each line that the bootstrap writes; by default they go to standard error. Any
  // thread.
  std::function<void(std::string_view line)> on_line;
  // Called with each breach of a protocol, as a sentence. Any thread.
  std::function<void(const std::string& violation)> on_violation;
  // Called with what else there is to know, as a sentence: it was started again, it was killed.
  std::function<void(const std::string& note)> on_note;
};

class BootstrapHost {
 public:
  // Starts everything. Call it on the main thread before there are others: it blocks the signals
  // that supervise() waits for. Errors: one line.
  static tl::expected<std::unique_ptr<BootstrapHost>, std::string> start(
      BootstrapHostOptions options);
  ~BootstrapHost();
  BootstrapHost(const BootstrapHost&) = delete;
  BootstrapHost& operator=(const BootstrapHost&) = delete;

  // NAME=value of each configuration variable the bootstrap got.
  const std::vector<std::string>& configuration() const { return configuration_; }

  // On the main thread: starts the bootstrap again when it has ended, until stop(), a signal, or
  // too many immediate exits. Returns the signal, or 0.
  int supervise();
  // Does `work` on another thread, supervising until it is done. A signal ends the program as it
  // would have.
  void supervise_while(const std::function<void()>& work);
  // A sentence, after such exits.
  const std::string& why_given_up() const { return why_given_up_; }
  // Ends the bootstrap, on the main thread too.
  void end_bootstrap();

  // --- Any thread ---
  void stop();
  // Ends the bootstrap where the event timed out, as Lambda does.
  InvocationResult invoke(std::string event, std::chrono::milliseconds timeout);
  RuntimeProtocol& protocol() { return api_->protocol(); }
  // Empty where the puts go elsewhere.
  std::vector<PutCall> take_puts();

 private:
  explicit BootstrapHost(BootstrapHostOptions options);

  tl::expected<void, std::string> start_endpoints();
  tl::expected<void, std::string> start_child();
  tl::expected<void, std::string> find_bootstrap();
  void wake(char reason);
  void look_after_child();
  void child_ended(const std::string& how);
  void start_again();
  void kill_child();
  void give_up(const std::string& why);

  const BootstrapHostOptions options_;
  std::vector<std::string> configuration_;
  ChildCommand command_;
  sigset_t signals_;
  int signal_fd_ = -1;
  int wake_fds_[2] = {-1, -1};
  std::unique_ptr<EmbeddedPutEndpoint> puts_;
  std::unique_ptr<EmbeddedRuntimeApi> api_;
  std::unique_ptr<Child> child_;  // ends before what it talks to
  std::chrono::steady_clock::time_point child_started_;
  std::string how_it_ended_;
  size_t immediate_exits_ = 0;
  std::string why_given_up_;
  std::mutex turn_;  // held by the one who invokes
  std::mutex kill_mutex_;
  std::condition_variable killed_;
  bool to_be_killed_ = false;
};

}  // namespace cwlogs
