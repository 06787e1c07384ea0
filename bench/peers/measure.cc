// A peer for compare.py. Of each line on standard input it does what it says:
//   measure N EVENT       N invocations -> their CPU time in nanoseconds
//   answer EVENT OUTPUT   the response to a file
#include <time.h>

#include <cstdint>
#include <exception>
#include <iostream>
#include <map>
#include <string>

#include "bench/peers/transform.h"
#include "cli/text_file.h"
#include "processor/limits.h"

namespace cwlogs::bench {
namespace {

int64_t cpu_ns() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * 1'000'000'000 + time.tv_nsec;
}

// Each file is read once.
std::string_view event_of(const std::string& path) {
  static std::map<std::string, PaddedText> events;
  if (const auto found = events.find(path); found != events.end()) return found->second.view();
  auto text = read_text(path, kEventBytesMax);
  if (!text) throw std::runtime_error(text.error());
  return events.emplace(path, std::move(*text)).first->second.view();
}

int64_t measure(int64_t invocations, std::string_view event, std::string& response) {
  const int64_t start = cpu_ns();
  for (; invocations > 0; --invocations) transform(event, response);
  return cpu_ns() - start;
}

void answer(std::string_view event, const std::string& path, std::string& response) {
  transform(event, response);
  auto file = OutputFile::open(path);
  if (!file) throw std::runtime_error(file.error());
  if (const auto written = file->write(response); !written) {
    throw std::runtime_error(written.error());
  }
}

void obey() {
  std::string response;
  for (std::string command, first, second; std::cin >> command >> first >> second;) {
    if (command == "measure") {
      std::cout << measure(std::stoll(first), event_of(second), response) << std::endl;
    } else {
      answer(event_of(first), second, response);
      std::cout << "done" << std::endl;
    }
  }
}

}  // namespace
}  // namespace cwlogs::bench

int main() {
  try {
    cwlogs::bench::obey();
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
