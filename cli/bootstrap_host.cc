#include "cli/bootstrap_host.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <thread>
#include <utility>

#include "cli/style.h"

namespace cwlogs {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kTerminationGrace{2'000};
constexpr milliseconds kImmediately{10'000};
constexpr char kStop = 's';
constexpr char kKill = 'k';
constexpr char kStart = 'r';

// The bootstrap checks the value; one that is none leaves the default here.
size_t read_limit(const std::vector<std::string>& variables, std::string_view name,
                  size_t fallback) {
  for (const std::string& variable : variables) {
    if (!variable.starts_with(std::string(name) + '=')) continue;
    size_t limit = 0;
    const char* const end = variable.data() + variable.size();
    const auto [stop, error] = std::from_chars(variable.data() + name.size() + 1, end, limit);
    if (error == std::errc() && stop == end) return limit;
  }
  return fallback;
}

// One write a line, for the parts of a line of several threads would mix.
void pass_on(std::string_view line) {
  static const bool terminal = ::isatty(STDERR_FILENO) == 1;
  const std::string text =
      "bootstrap: " + (terminal ? without_controls(line) : std::string(line)) + '\n';
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace

BootstrapHost::BootstrapHost(BootstrapHostOptions options) : options_(std::move(options)) {
  sigemptyset(&signals_);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction current {};
    ::sigaction(signal, nullptr, &current);
    if (current.sa_handler != SIG_IGN) sigaddset(&signals_, signal);  // as nohup and `&` ask for
  }
  sigaddset(&signals_, SIGCHLD);
  ::pthread_sigmask(SIG_BLOCK, &signals_, &command_.signal_mask);
  signal_fd_ = ::signalfd(-1, &signals_, SFD_CLOEXEC | SFD_NONBLOCK);
}

BootstrapHost::~BootstrapHost() {
  end_bootstrap();
  api_.reset();
  puts_.reset();
  for (const int fd : {signal_fd_, wake_fds_[0], wake_fds_[1]}) {
    if (fd >= 0) ::close(fd);
  }
  // Those that came while it ended are done with.
  const timespec at_once{};
  while (::sigtimedwait(&signals_, nullptr, &at_once) > 0) continue;
  ::pthread_sigmask(SIG_SETMASK, &command_.signal_mask, nullptr);
}

tl::expected<std::unique_ptr<BootstrapHost>, std::string> BootstrapHost::start(
    BootstrapHostOptions options) {
  std::unique_ptr<BootstrapHost> host(new BootstrapHost(std::move(options)));
  if (host->signal_fd_ < 0 || ::pipe2(host->wake_fds_, O_CLOEXEC) != 0) {
    return tl::make_unexpected(std::string("cannot wait for signals: ") + std::strerror(errno));
  }
  auto started = host->find_bootstrap();
  if (started) started = host->start_endpoints();
  if (started) started = host->start_child();
  if (!started) return tl::make_unexpected(started.error());
  return host;
}

tl::expected<void, std::string> BootstrapHost::find_bootstrap() {
  const std::unique_ptr<char, decltype(&std::free)> path(
      ::realpath(options_.bootstrap.c_str(), nullptr), &std::free);
  if (!path || ::access(path.get(), X_OK) != 0) {
    return tl::make_unexpected("cannot run " + options_.bootstrap + ": " + std::strerror(errno));
  }
  command_.path = path.get();
  command_.folder = command_.path.substr(0, std::max<size_t>(command_.path.rfind('/'), 1));
  return {};
}

tl::expected<void, std::string> BootstrapHost::start_endpoints() {
  auto api = EmbeddedRuntimeApi::start({}, options_.on_violation);
  if (!api) return tl::make_unexpected(api.error());
  api_ = std::move(*api);
  configuration_ = configuration_variables(environment_with(options_.settings));
  std::string put_url = options_.put_url;
  if (options_.put_to == PutTo::kEmbedded) {
    const PutEndpointOptions limits = {
        .accept = options_.accept_puts,
        .kinesis_record_bytes_max =
            read_limit(configuration_, "KINESIS_RECORD_BYTES_MAX", kKinesisRecordBytesMax),
        .kinesis_request_bytes_max =
            read_limit(configuration_, "KINESIS_REQUEST_BYTES_MAX", kKinesisRequestBytesMax)};
    auto puts = EmbeddedPutEndpoint::start(limits, options_.on_violation);
    if (!puts) return tl::make_unexpected(puts.error());
    puts_ = std::move(*puts);
    put_url = puts_->url();
  }
  const BootstrapPlace place = {command_.folder, api_->address(), options_.put_to, put_url};
  command_.environment = lambda_variables(place, process_environment);
  command_.environment.insert(command_.environment.end(), configuration_.begin(),
                              configuration_.end());
  return {};
}

tl::expected<void, std::string> BootstrapHost::start_child() {
  child_.reset();
  auto child = Child::start(command_, options_.on_line ? options_.on_line : pass_on);
  if (!child) return tl::make_unexpected(child.error());
  child_ = std::move(*child);
  child_started_ = std::chrono::steady_clock::now();
  return {};
}

void BootstrapHost::wake(char reason) {
  [[maybe_unused]] const ssize_t written = ::write(wake_fds_[1], &reason, 1);
}

void BootstrapHost::stop() { wake(kStop); }

int BootstrapHost::supervise() {
  while (true) {
    look_after_child();
    std::array<pollfd, 2> fds{{{signal_fd_, POLLIN, 0}, {wake_fds_[0], POLLIN, 0}}};
    if (::poll(fds.data(), fds.size(), -1) < 0) continue;
    signalfd_siginfo signal{};
    if (fds[0].revents != 0 && ::read(signal_fd_, &signal, sizeof(signal)) == sizeof(signal) &&
        signal.ssi_signo != SIGCHLD) {
      return static_cast<int>(signal.ssi_signo);
    }
    char reason = 0;
    if (fds[1].revents == 0 || ::read(wake_fds_[0], &reason, 1) != 1) continue;
    if (reason == kStop) return 0;
    look_after_child();
    if (reason == kKill) kill_child();
    if (reason == kStart && !child_ && why_given_up_.empty()) start_again();
  }
}

void BootstrapHost::supervise_while(const std::function<void()>& work) {
  std::thread working([&] {
    work();
    stop();
  });
  const int signal = supervise();
  if (signal != 0) {
    // The other thread may wait for standard input for ever.
    end_bootstrap();
    std::_Exit(128 + signal);
  }
  working.join();
}

void BootstrapHost::look_after_child() {
  if (!child_) return;
  if (const auto how = child_->how_it_ended()) child_ended(*how);
}

void BootstrapHost::child_ended(const std::string& how) {
  const auto lived = std::chrono::steady_clock::now() - child_started_;
  const bool immediate = !protocol().was_given_an_event() && lived < kImmediately;
  immediate_exits_ = immediate ? immediate_exits_ + 1 : 0;
  how_it_ended_ = how;
  child_.reset();  // its last lines come before what we say
  protocol().exited(how);
  if (immediate_exits_ == options_.immediate_exits_max) {
    const std::string times = std::to_string(immediate_exits_) + " times in a row";
    give_up(how + " before it was given an event" + (immediate_exits_ == 1 ? "" : ", " + times));
  } else if (options_.keep_up) {
    start_again();
  }
}

void BootstrapHost::start_again() {
  if (const auto started = start_child(); !started) {
    return give_up("can't be started again: " + started.error());
  }
  options_.on_note("the bootstrap " + how_it_ended_ + "; started it again");
}

void BootstrapHost::kill_child() {
  // One that ended by itself was replaced by one that has done nothing wrong.
  if (child_ && protocol().was_given_an_event()) child_->kill();
  look_after_child();
  const std::lock_guard<std::mutex> lock(kill_mutex_);
  to_be_killed_ = false;
  killed_.notify_all();
}

void BootstrapHost::give_up(const std::string& why) {
  why_given_up_ = "the bootstrap " + why;
  protocol().close(why_given_up_);
  wake(kStop);
}

void BootstrapHost::end_bootstrap() {
  if (child_ && !child_->terminate(kTerminationGrace)) {
    options_.on_note("the bootstrap did not end within 2 s of SIGTERM and was killed");
  }
  child_.reset();
}

InvocationResult BootstrapHost::invoke(std::string event, milliseconds timeout) {
  const std::lock_guard<std::mutex> turn(turn_);
  wake(kStart);
  InvocationResult result = protocol().invoke(std::move(event), timeout);
  if (result.end != InvocationEnd::kTimedOut) return result;
  // The next event is not for it.
  std::unique_lock<std::mutex> lock(kill_mutex_);
  to_be_killed_ = true;
  wake(kKill);
  killed_.wait_for(lock, kTerminationGrace, [this] { return !to_be_killed_; });
  return result;
}

std::vector<PutCall> BootstrapHost::take_puts() {
  return puts_ ? puts_->take_calls() : std::vector<PutCall>();
}

}  // namespace cwlogs
