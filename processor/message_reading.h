// What is done with a message before anything else sees it: redaction, parsing, its own time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "processor/line_parser.h"
#include "processor/message_time.h"
#include "processor/redaction.h"

namespace cwlogs {

struct NamedLineParser {
  std::string name;
  std::unique_ptr<const LineParser> parser;
};

// Immutable once filled; any number of threads may use one.
struct MessageReading {
  Redaction redaction;
  std::vector<NamedLineParser> parsers;  // the first that matches counts
  std::optional<MessageTime> time;       // else the log event's own

  bool empty() const { return redaction.empty() && parsers.empty() && !time; }
};

}  // namespace cwlogs
