// The runtime's own log: one line an entry, for people and for CloudWatch Logs Insights.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "config/environment.h"
#include "runtime/log_fields.h"

namespace cwlogs {

// WARN: something went otherwise than wished, nothing is lost. ERROR: the invocation failed.
enum class LogLevel : uint8_t { kTrace, kDebug, kInfo, kWarn, kError, kFatal };
enum class LogFormat : uint8_t { kJson, kText };

// Never given log text, event data or secrets. Threads: any number.
class Log {
 public:
  Log(LogFormat format, LogLevel least) : format_(format), least_(least) {}

  // By AWS_LAMBDA_LOG_FORMAT (JSON unless Text) and AWS_LAMBDA_LOG_LEVEL (INFO).
  static Log from(const Environment& environment);

  // One line on standard error, in one piece:
  //   {"timestamp":"…","level":"WARN","message":"…","requestId":"…", fields…}
  //   [WARN] request-id message field=value …
  void write(LogLevel level, std::string_view message, std::string_view request_id,
             const LogFields& fields = {}) const;

 private:
  LogFormat format_;
  LogLevel least_;
};

// Writes a line to a file descriptor, whole or, where the reader is gone, not at all.
void write_line(int fd, std::string line);

}  // namespace cwlogs
