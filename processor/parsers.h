// The parsers by kind; make_line_parser() chooses among them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "processor/line_parser.h"
#include "tl/expected.hpp"

namespace cwlogs {

using LineParserPointer = std::unique_ptr<const LineParser>;
using LineParserResult = tl::expected<LineParserPointer, std::string>;

// The syslog of RFC 3164, as programs and daemons write it.
LineParserPointer make_syslog_rfc3164_parser(const absl::TimeZone& zone);
// The syslog of RFC 5424.
LineParserPointer make_syslog_rfc5424_parser();
// Either, line by line.
LineParserPointer make_syslog_parser(const absl::TimeZone& zone);

}  // namespace cwlogs
