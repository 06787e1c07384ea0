#include "bench/runtime/child.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <fstream>

#include "bench/reference.h"

namespace cwlogs::bench {
namespace {

std::vector<char*> pointers_to(std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  pointers.reserve(strings.size() + 1);
  for (std::string& string : strings) pointers.push_back(string.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

Child::Child(const std::vector<std::string>& command, const std::string& runtime_api) {
  std::vector<std::string> arguments = command;
  // What would be put back fails at once: nobody is there to take it.
  std::vector<std::string> environment = {"AWS_LAMBDA_RUNTIME_API=" + runtime_api,
                                          "AWS_REGION=us-east-1", "REINGEST=fail",
                                          "PATH=/usr/bin:/bin"};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  const int result = posix_spawnp(&pid_, arguments[0].c_str(), &actions, nullptr,
                                  pointers_to(arguments).data(), pointers_to(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  require(result == 0, arguments[0].c_str());
}

Child::~Child() {
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

double Child::cpu_ns() const {
  clockid_t clock{};
  timespec time{};
  require(clock_getcpuclockid(pid_, &clock) == 0 && clock_gettime(clock, &time) == 0,
          "a runtime that ended");
  return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

size_t Child::peak_memory() const {
  std::ifstream status("/proc/" + std::to_string(pid_) + "/status");
  size_t kilobytes = 0;
  for (std::string word; status >> word;) {
    if (word == "VmHWM:") status >> kilobytes;
  }
  return kilobytes * 1024;
}

}  // namespace cwlogs::bench
