// Which log events go on: by their names, their message, or by chance.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "processor/event_fields.h"
#include "processor/filter_pattern.h"
#include "processor/glob.h"
#include "processor/log_event_fate.h"
#include "processor/regex.h"

namespace cwlogs {

// Immutable once filled; any number of threads may use one.
struct LogFilter {
  // By the names of log group and log stream: of those to include one must match where there are
  // any, of those to exclude none may.
  std::vector<Glob> log_groups;
  std::vector<Glob> log_streams;
  std::vector<Glob> exclude_log_groups;
  std::vector<Glob> exclude_log_streams;

  // By the message; exclude_at_match wins.
  std::optional<Regex> include_at_match;
  std::optional<Regex> exclude_at_match;
  std::optional<FilterPattern> filter_pattern;
  std::optional<FilterPattern> field_pattern;  // of the parsed fields as a JSON object
  bool drop_lambda_platform_logs = false;      // START, END, REPORT, INIT_START and their like

  // Keeps one in so many, the same ones whenever asked: chosen by a hash of the log event's id.
  uint32_t sample_one_in = 1;

  // Whether everything passes.
  bool empty() const;

  // Whether log events of this document may pass at all: kKept, or which list stops them.
  LogEventFate judge_names(EventFields& fields) const;

  // Whether this log event passes: kKept, or what stops it. Requires: judge_names() said kKept.
  LogEventFate judge(EventFields& fields) const;
};

// Whether Lambda itself wrote this: `START RequestId: 0a1b… Version: $LATEST`, or a platform.…
// record of the JSON log format.
bool is_lambda_platform_log(EventFields& fields);

}  // namespace cwlogs
