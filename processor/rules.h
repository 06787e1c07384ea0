// Rules: how the log events of which log streams are treated.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "processor/event_fields.h"
#include "processor/glob.h"
#include "processor/log_filter.h"
#include "processor/message_reading.h"
#include "processor/multi_line.h"
#include "processor/output_format.h"
#include "processor/record_metadata.h"
#include "processor/regex.h"

namespace cwlogs {

// What becomes of a log event. Immutable once filled; any number of threads may use one.
struct Treatment {
  bool drop = false;                    // all of them
  std::optional<MultiLine> multi_line;  // joined before anything else
  MessageReading reading;
  LogFilter filter;
  OutputFormat output;
  RecordMetadata metadata;
  // Nothing is filtered, and a log event becomes its message and a newline: told once, so that
  // records need not ask. set_default() after the above.
  bool is_default = true;

  void set_default() {
    is_default = !drop && !multi_line && reading.empty() && filter.empty() && output.is_default();
  }
};

// A treatment, and the log streams it is for: those that everything given here matches.
struct Rule {
  std::string name;
  std::optional<Glob> log_group;
  std::optional<Glob> log_stream;
  std::optional<Regex> log_group_regex;  // anywhere in the name
  std::optional<Regex> log_stream_regex;
  std::string s3_prefix;  // for templates
  Treatment treatment;

  // Fills the fields' captures and S3 prefix where it matches.
  bool matches(EventFields& fields) const;
};

// Immutable once filled; any number of threads may use one.
struct Rules {
  std::vector<Rule> rules;  // the first that matches counts
  Treatment otherwise;
  // Log groups whose records come round again for ever if they are delivered: they are dropped.
  std::vector<Glob> guarded_log_groups;

  // Requires: the fields' envelope was set just now. Cost: once a document.
  const Treatment& select(EventFields& fields) const;
  bool guards(EventFields& fields) const;
};

}  // namespace cwlogs
