// The times that log lines write, down to the millisecond.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "absl/time/time.h"
#include "processor/line_scanner.h"

namespace cwlogs {

// What a line says, which may be no date at all.
struct WrittenTime {
  int year = 0;  // 0: the line has none
  int month = 1;
  int day = 1;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int millisecond = 0;
  std::optional<std::chrono::minutes> offset = {};  // of the line's own zone, east of UTC
};

using OptionalTime = std::optional<std::chrono::milliseconds>;

// The point in time; `zone` counts where the line names none. Nothing for a date that does not
// exist and outside the years 1970 to 9999. A leap second is the second after.
OptionalTime to_time(const WrittenTime& written, const absl::TimeZone& zone);

// The same for a time without a year: of the year that brings it nearest to `reference`.
OptionalTime to_nearest_time(const WrittenTime& written, const absl::TimeZone& zone,
                             OptionalTime reference);

// Seconds since 1970, with a fraction or without.
OptionalTime seconds_to_time(std::string_view text);
// Milliseconds since 1970.
OptionalTime milliseconds_to_time(std::string_view text);

// Each takes one time from the front and returns true, or returns false.

// 2024-01-15T09:30:00.123456+09:00; a space for the T, no seconds, a comma for the point, no
// offset, +0900, +09 and 20240115T093000Z are allowed: ISO 8601 as it is met. Of a fraction 1 to 9
// digits.
bool scan_iso_time(LineScanner& line, WrittenTime& written);
// The same whole text; it may be a date alone.
bool read_iso_time(std::string_view text, WrittenTime& written);
// RFC 3339 section 5.6: seconds and an offset are there.
bool read_rfc3339_time(std::string_view text, WrittenTime& written);
// 09:30:00
bool scan_clock(LineScanner& line, WrittenTime& written);
// 2024-01-15
bool scan_date(LineScanner& line, WrittenTime& written);
// Jan 15 09:30:00, and with a year or a fraction: RFC 3164 section 4.1.2 and its neighbours.
bool scan_syslog_time(LineScanner& line, WrittenTime& written);
// 15/Jan/2024:09:30:00 +0900: the Common Log Format's.
bool scan_access_time(LineScanner& line, WrittenTime& written);

}  // namespace cwlogs
