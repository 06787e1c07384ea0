#include "cli/child.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace cwlogs {
namespace {

using std::chrono::milliseconds;

constexpr size_t kLineBytesMax = 1 << 20;  // a longer one comes in parts

std::vector<char*> pointers_to(const std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  pointers.reserve(strings.size() + 1);
  for (const std::string& string : strings) pointers.push_back(const_cast<char*>(string.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

struct Pipe {
  std::array<int, 2> ends{-1, -1};
  bool open() { return ::pipe2(ends.data(), O_CLOEXEC) == 0; }
  int read_end() const { return ends[0]; }
  int write_end() const { return ends[1]; }
};

// In the child, between fork and exec: system calls only, other threads may have held any lock.
[[noreturn]] void become(const ChildCommand& command, char** arguments, char** environment,
                         pid_t parent, int output, int error_report) {
  ::setpgid(0, 0);  // Ctrl-C is ours to handle
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(127);
  const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  // Sockets that a library left inheritable would stay open in the child.
  ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
  struct sigaction fallback {};
  fallback.sa_handler = SIG_DFL;
  ::sigaction(SIGPIPE, &fallback, nullptr);
  ::sigprocmask(SIG_SETMASK, &command.signal_mask, nullptr);
  if (::chdir(command.folder.c_str()) == 0) ::execve(command.path.c_str(), arguments, environment);
  const int error = errno;
  [[maybe_unused]] const ssize_t written = ::write(error_report, &error, sizeof(error));
  ::_exit(127);
}

// Hands out the whole lines of `text` and keeps the rest.
void take_lines(std::string& text, const Child::Listener& listener) {
  size_t begin = 0;
  for (size_t end; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) {
    listener(std::string_view(text).substr(begin, end - begin));
  }
  text.erase(0, begin);
  if (text.size() < kLineBytesMax) return;
  listener(text);
  text.clear();
}

void read_lines(int fd, const Child::Listener& listener) {
  std::array<char, 1 << 14> block{};
  std::string text;
  while (true) {
    const ssize_t n = ::read(fd, block.data(), block.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    text.append(block.data(), static_cast<size_t>(n));
    take_lines(text, listener);
  }
  if (!text.empty()) listener(text);
  ::close(fd);
}

}  // namespace

tl::expected<std::unique_ptr<Child>, std::string> Child::start(const ChildCommand& command,
                                                               Listener listener) {
  const auto cannot = [&command](int error) {
    return tl::make_unexpected("cannot run " + command.path + ": " + std::strerror(error));
  };
  const std::vector<std::string> arguments = {command.path};
  const std::vector<char*> argv = pointers_to(arguments);
  const std::vector<char*> envp = pointers_to(command.environment);
  Pipe output;
  Pipe error_report;
  if (!output.open() || !error_report.open()) return cannot(errno);
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid == 0) {
    become(command, const_cast<char**>(argv.data()), const_cast<char**>(envp.data()), parent,
           output.write_end(), error_report.write_end());
  }
  const int fork_error = errno;
  ::close(output.write_end());
  ::close(error_report.write_end());
  int error = 0;
  ssize_t n = 0;
  do {
    n = ::read(error_report.read_end(), &error, sizeof(error));
  } while (n < 0 && errno == EINTR);
  ::close(error_report.read_end());
  if (pid >= 0 && n != sizeof(error)) {
    return std::unique_ptr<Child>(new Child(pid, output.read_end(), std::move(listener)));
  }
  ::close(output.read_end());
  if (pid < 0) return cannot(fork_error);
  ::waitpid(pid, nullptr, 0);
  return cannot(error);
}

Child::Child(pid_t pid, int output, Listener listener)
    : pid_(pid),
      reader_([output, listener = std::move(listener)] { read_lines(output, listener); }) {}

Child::~Child() {
  kill();
  reader_.join();
}

bool Child::has_ended() {
  int status = 0;
  if (!status_ && ::waitpid(pid_, &status, WNOHANG) == pid_) status_ = status;
  return status_.has_value();
}

std::optional<std::string> Child::how_it_ended() {
  if (!has_ended()) return std::nullopt;
  if (WIFEXITED(*status_)) return "exited with status " + std::to_string(WEXITSTATUS(*status_));
  const int signal = WTERMSIG(*status_);
  return "was ended by signal " + std::to_string(signal) + " (" + ::strsignal(signal) + ')';
}

bool Child::terminate(milliseconds grace) {
  if (has_ended()) return true;
  ::kill(-pid_, SIGTERM);
  const auto deadline = std::chrono::steady_clock::now() + grace;
  while (!has_ended()) {
    if (std::chrono::steady_clock::now() > deadline) {
      kill();
      return false;
    }
    std::this_thread::sleep_for(milliseconds(5));
  }
  return true;
}

void Child::kill() {
  // What it started goes with it, even where it has ended itself.
  ::kill(-pid_, SIGKILL);
  if (status_) return;
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) continue;
  status_ = status;
}

}  // namespace cwlogs
