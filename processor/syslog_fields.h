// What the syslogs of RFC 3164 and RFC 5424 have in common.
#pragma once

#include <string_view>

#include "processor/line_scanner.h"
#include "processor/parsed_fields.h"

namespace cwlogs {

// <34>, RFC 3164 section 4.1.1 and RFC 5424 section 6.2.1: 0 to 191 without leading zeros.
// True if there was one; then it is passed over.
bool scan_syslog_priority(LineScanner& line, int& priority);

// facility, facilityCode, severity and severityCode.
void add_syslog_priority(int priority, ParsedFields& fields);

// pid: a number where it is one, text where the program writes something else.
void add_syslog_process(std::string_view pid, ParsedFields& fields);

}  // namespace cwlogs
