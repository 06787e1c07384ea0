#include "runtime/log.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace cwlogs {
namespace {

constexpr std::array<std::string_view, 6> kLevels = {"TRACE", "DEBUG", "INFO",
                                                     "WARN",  "ERROR", "FATAL"};

std::string timestamp() {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", absl::Now(), absl::UTCTimeZone());
}

}  // namespace

Log Log::from(const Environment& environment) {
  const bool text = environment("AWS_LAMBDA_LOG_FORMAT").value_or("") == "Text";
  const std::string name = environment("AWS_LAMBDA_LOG_LEVEL").value_or("");
  size_t level = static_cast<size_t>(LogLevel::kInfo);
  for (size_t i = 0; i < kLevels.size(); ++i) {
    if (kLevels[i] == name) level = i;
  }
  return {text ? LogFormat::kText : LogFormat::kJson, static_cast<LogLevel>(level)};
}

void Log::write(LogLevel level, std::string_view message, std::string_view request_id,
                const LogFields& fields) const {
  if (level < least_) return;
  const std::string_view name = kLevels[static_cast<size_t>(level)];
  if (format_ == LogFormat::kJson) {
    LogFields line = {{"timestamp", timestamp()}, {"level", name}, {"message", message}};
    if (!request_id.empty()) line.emplace_back("requestId", request_id);
    append(fields, line);
    return write_line(STDERR_FILENO, to_json(line));
  }
  std::string line = '[' + std::string(name) + "] ";
  if (!request_id.empty()) line += std::string(request_id) + ' ';
  line += message;
  for (const LogField& field : fields) line.append(" ").append(field.name) += '=' + field.json;
  write_line(STDERR_FILENO, std::move(line));
}

void write_line(int fd, std::string line) {
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  }
  line += '\n';
  for (std::string_view rest = line; !rest.empty();) {
    const ssize_t n = ::write(fd, rest.data(), rest.size());
    if (n < 0 && errno != EINTR) return;
    if (n > 0) rest.remove_prefix(static_cast<size_t>(n));
  }
}

}  // namespace cwlogs
