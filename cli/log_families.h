// The families of log lines: which log groups and streams they live in, and their lines.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "cli/event_generator.h"
#include "cli/line_pattern.h"
#include "cli/random.h"

namespace cwlogs {

inline constexpr std::string_view kAccount = "123456789012";

// Where log events come from.
struct LogOrigin {
  std::string log_group;
  std::string log_stream;
  std::string service;  // whose logs these are
  std::string host;     // as syslog names it
  std::string eni;      // the network interface, for VPC flow logs
};

// The `group`th log group of a family and its `stream`th log stream, the same for the same numbers.
// `date` is the day Lambda writes into the names of its log streams.
LogOrigin make_log_origin(LogFamily family, uint64_t seed, size_t group, size_t stream,
                          std::chrono::milliseconds date);

// Writes the lines of one document, one after the other.
class LogWriter {
 public:
  // Requires: family is not kMixed. Lifetime: `random` must outlive this.
  LogWriter(LogFamily family, const LogOrigin& origin, Random& random);

  // The next line, as if written at that time.
  std::string next_line(std::chrono::milliseconds timestamp);

 private:
  // A function's log is a sequence of invocations; INIT_START comes before the first of a cold one.
  enum class LambdaStep : uint8_t { kInit, kStart, kWork, kEnd, kReport };

  std::string next_lambda_line();
  void set_report_facts();

  Random* random_;
  PatternWriter patterns_;
  LogFamily family_;
  std::string_view line_pattern_;
  LambdaStep lambda_step_ = LambdaStep::kStart;
  size_t work_lines_left_ = 0;
};

// Whether the subscription filter of this family has a space-delimited pattern, so that its log
// events carry extractedFields.
inline bool has_extracted_fields(LogFamily family) { return family == LogFamily::kVpcFlow; }

// Appends the JSON object of a VPC flow log line's fields.
void append_extracted_fields(std::string_view line, std::string& out);

}  // namespace cwlogs
