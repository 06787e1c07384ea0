// Parsers of log lines: one message -> named, typed fields.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "processor/parsed_fields.h"
#include "tl/expected.hpp"

namespace cwlogs {

struct LogLine {
  std::string_view message;
  // The log event's own; what a line's time without a year or without a zone is measured by.
  std::optional<std::chrono::milliseconds> timestamp = {};
};

// Immutable; any number of threads may use one.
class LineParser {
 public:
  virtual ~LineParser() = default;

  // Adds the fields of the line. False: it is of another format, and `fields` is as it was.
  // Line ends behind the message don't count. Requires: the message is valid UTF-8.
  // Cost: linear in the message; a warm `fields` does not grow.
  bool parse(const LogLine& line, ParsedFields& fields) const;

 protected:
  // The same, but may leave fields of a line that does not match. `line` has one character at
  // least.
  virtual bool parse_line(const LogLine& line, ParsedFields& fields) const = 0;
};

struct ParserOptions {
  // syslog syslog-rfc3164 syslog-rfc5424 nginx apache common combined json logfmt lambda vpc-flow
  // cloudtrail cloudfront alb regex
  std::string name = {};
  // regex: the pattern, with a named capture for every field. vpc-flow: the flow log's format, if
  // it is not the default one: `${version} ${vpc-id} …`. Others: none.
  std::string argument = {};
  // regex: the captures that are numbers. Without it all are text, so that 007 stays what it is.
  std::vector<std::string> numbers = {};
  // syslog: of times that don't name their own.
  absl::TimeZone zone = absl::UTCTimeZone();
};

// Errors: one sentence that says what is wrong and what is allowed.
tl::expected<std::unique_ptr<const LineParser>, std::string> make_line_parser(
    const ParserOptions& options);

}  // namespace cwlogs
