// The parsers by kind; make_line_parser() chooses among them.
#pragma once

#include <cstdint>
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

// The access logs of nginx and Apache. kCommon and kCombined are exactly that; servers' own kinds
// take either, and keep what a longer log format adds.
enum class AccessLogKind : uint8_t { kCommon, kCombined, kNginx, kApache };
LineParserPointer make_access_log_parser(AccessLogKind kind);

// One JSON object: its members.
LineParserPointer make_json_parser();
// A CloudTrail record: the same, with its time.
LineParserPointer make_cloudtrail_parser();
// key=value pairs.
LineParserPointer make_logfmt_parser();

}  // namespace cwlogs
