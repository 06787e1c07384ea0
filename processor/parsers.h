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

// What Lambda writes about its invocations, as text or JSON.
LineParserPointer make_lambda_parser();
// Access logs of CloudFront and of Application Load Balancers.
LineParserPointer make_cloudfront_parser();
LineParserPointer make_alb_parser();

// Flow logs of VPCs and transit gateways, in the default format if `format` is empty.
// Errors: one sentence. Fields that are not known yet are text.
LineParserResult make_vpc_flow_parser(std::string_view format);
// A field for every named capture, found anywhere in the line.
// Errors: one sentence about the pattern, or about a number that is no capture.
LineParserResult make_regex_parser(std::string_view pattern,
                                   const std::vector<std::string>& numbers);

}  // namespace cwlogs
