#include "cli/console.h"

#include <cstdio>
#include <cstdlib>

#include "cli/style.h"

namespace cwlogs {

bool want_color(ColorWhen when, bool terminal) {
  if (when != ColorWhen::kAuto) return when == ColorWhen::kAlways;
  const char* const no_color = std::getenv("NO_COLOR");
  return terminal && (no_color == nullptr || *no_color == '\0');
}

void print_error(const std::string& message) {
  const std::string line = "cwlogs: " + on_one_line(message) + '\n';
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace cwlogs
