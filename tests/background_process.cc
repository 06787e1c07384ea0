#include "tests/background_process.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>
#include <thread>

namespace cwlogs::testing {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kPollInterval = std::chrono::milliseconds(5);

std::vector<char*> pointers_to(const std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (const std::string& string : strings) pointers.push_back(const_cast<char*>(string.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

int open_output(const std::string& path) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0) throw std::runtime_error(path);
  return fd;
}

}  // namespace

BackgroundProcess::BackgroundProcess(const std::vector<std::string>& arguments,
                                     const ChildOptions& options)
    : out_path_(options.output_path.empty() ? folder_.path("out") : options.output_path) {
  const std::vector<char*> argv = pointers_to(arguments);
  const std::vector<char*> envp = pointers_to(options.environment);
  const int in = ::open(folder_.write("in", options.input).c_str(), O_RDONLY | O_CLOEXEC);
  const int out = open_output(out_path_);
  const int err = open_output(folder_.path("err"));
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error("fork");
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(127);
    ::signal(SIGPIPE, SIG_DFL);
    ::dup2(in, STDIN_FILENO);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(err, STDERR_FILENO);
    ::execve(argv[0], argv.data(), envp.data());
    ::_exit(127);
  }
  for (const int fd : {in, out, err}) ::close(fd);
}

BackgroundProcess::~BackgroundProcess() {
  signal(SIGKILL);
  wait(std::chrono::minutes(1));
}

bool BackgroundProcess::running() {
  if (ended_) return false;
  int status = 0;
  rusage usage{};
  if (::wait4(pid_, &status, WNOHANG, &usage) != pid_) return true;
  ended_ = true;
  result_.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  result_.peak_bytes = static_cast<size_t>(usage.ru_maxrss) * 1024;
  return false;
}

void BackgroundProcess::signal(int number) {
  if (running()) ::kill(pid_, number);
}

std::string BackgroundProcess::out() const { return read_file(out_path_); }
std::string BackgroundProcess::err() const { return read_file(folder_.path("err")); }

std::optional<std::string> BackgroundProcess::wait_for_line(std::string_view prefix,
                                                            std::chrono::milliseconds timeout) {
  const auto end = Clock::now() + timeout;
  for (;;) {
    const bool last_look = !running() || Clock::now() >= end;
    const std::string text = out();
    const std::string whole = text.substr(0, text.rfind('\n') + 1);
    for (const std::string& line : lines_in(whole)) {
      if (line.starts_with(prefix)) return line.substr(prefix.size());
    }
    if (last_look) return std::nullopt;
    std::this_thread::sleep_for(kPollInterval);
  }
}

ChildResult BackgroundProcess::wait(std::chrono::milliseconds timeout) {
  const auto end = Clock::now() + timeout;
  while (running() && Clock::now() < end) std::this_thread::sleep_for(kPollInterval);
  ChildResult result = result_;
  result.out = out();
  result.err = err();
  return result;
}

ChildResult BackgroundProcess::terminate(std::chrono::milliseconds timeout) {
  signal(SIGTERM);
  return wait(timeout);
}

}  // namespace cwlogs::testing
