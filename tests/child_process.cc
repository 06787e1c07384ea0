#include "tests/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace cwlogs::testing {
namespace {

constexpr auto kTimeout = std::chrono::seconds(60);

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
    read_end = ends[0];
    write_end = ends[1];
  }
  int read_end = -1;
  int write_end = -1;
};

void close_once(int& fd) {
  if (fd >= 0) ::close(fd);
  fd = -1;
}

std::vector<char*> pointers_to(const std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (const std::string& string : strings) pointers.push_back(const_cast<char*>(string.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

// In the child: never returns.
[[noreturn]] void become(const std::vector<char*>& arguments, const std::vector<char*>& environment,
                         int in, int out, int err) {
  ::dup2(in, STDIN_FILENO);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(err, STDERR_FILENO);
  ::execve(arguments[0], arguments.data(), environment.data());
  ::_exit(127);
}

// Reads what is there; closes at the end.
void drain(int& fd, std::string& text) {
  std::array<char, 1 << 16> block{};
  const ssize_t n = ::read(fd, block.data(), block.size());
  if (n > 0) {
    text.append(block.data(), static_cast<size_t>(n));
  } else if (n == 0 || errno != EINTR) {
    close_once(fd);
  }
}

void feed(int& fd, std::string_view& input) {
  const ssize_t n = ::write(fd, input.data(), input.size());
  if (n > 0) input.remove_prefix(static_cast<size_t>(n));
  if (input.empty() || (n < 0 && errno != EINTR && errno != EAGAIN)) close_once(fd);
}

// Moves bytes until the child closes its outputs. False after kTimeout.
bool converse(int& in, int& out, int& err, std::string_view input, ChildResult& result) {
  const auto deadline = std::chrono::steady_clock::now() + kTimeout;
  if (input.empty()) close_once(in);
  while (out >= 0 || err >= 0) {
    std::array<pollfd, 3> fds{{{in, POLLOUT, 0}, {out, POLLIN, 0}, {err, POLLIN, 0}}};
    if (std::chrono::steady_clock::now() > deadline) return false;
    if (::poll(fds.data(), fds.size(), 1000) <= 0) continue;
    if (in >= 0 && fds[0].revents != 0) feed(in, input);
    if (out >= 0 && fds[1].revents != 0) drain(out, result.out);
    if (err >= 0 && fds[2].revents != 0) drain(err, result.err);
  }
  return true;
}

}  // namespace

ChildResult run_child(const std::vector<std::string>& arguments, const ChildOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);
  const std::vector<char*> argv = pointers_to(arguments);
  const std::vector<char*> envp = pointers_to(options.environment);
  Pipe in;
  Pipe out;
  Pipe err;
  ::fcntl(in.write_end, F_SETFL, O_NONBLOCK);
  if (!options.output_path.empty()) {
    close_once(out.write_end);
    out.write_end = ::open(options.output_path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  }
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("fork");
  if (child == 0) {
    std::signal(SIGPIPE, SIG_DFL);
    become(argv, envp, in.read_end, out.write_end, err.write_end);
  }
  close_once(in.read_end);
  close_once(out.write_end);
  close_once(err.write_end);

  ChildResult result;
  const bool in_time = converse(in.write_end, out.read_end, err.read_end, options.input, result);
  if (!in_time) ::kill(child, SIGKILL);
  for (int* fd : {&in.write_end, &out.read_end, &err.read_end}) close_once(*fd);
  int status = 0;
  rusage usage{};
  ::wait4(child, &status, 0, &usage);
  result.peak_bytes = static_cast<size_t>(usage.ru_maxrss) * 1024;
  if (in_time) result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

ChildResult run_cwlogs(std::vector<std::string> arguments, const ChildOptions& options) {
  arguments.insert(arguments.begin(), CWLOGS_PROGRAM);
  return run_child(arguments, options);
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "cwlogs-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TemporaryFolder::write(std::string_view name, std::string_view bytes) const {
  std::ofstream(path(name), std::ios::binary) << bytes;
  return path(name);
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> lines_in(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace cwlogs::testing
