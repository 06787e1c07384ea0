#include "processor/log_time.h"

#include <array>
#include <cstdint>

#include "processor/limits.h"

namespace cwlogs {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr int kYearMin = 1970;
constexpr int kYearMax = 9999;
constexpr size_t kFractionDigitsMax = 9;

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

bool scan_month(LineScanner& line, int& month) {
  for (size_t i = 0; i < kMonths.size(); ++i) {
    if (!line.skip(kMonths[i])) continue;
    month = static_cast<int>(i) + 1;
    return true;
  }
  return false;
}

// Digits behind the point; those beyond the millisecond are dropped.
bool scan_fraction(LineScanner& line, int& millisecond) {
  const std::string_view digits = line.take_while(is_digit);
  if (digits.empty() || digits.size() > kFractionDigitsMax) return false;
  millisecond = 0;
  for (size_t i = 0; i < 3; ++i) {
    millisecond = millisecond * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  }
  return true;
}

// +09:00, +0900, +09
bool scan_offset(LineScanner& line, WrittenTime& written) {
  const int sign = line.peek() == '-' ? -1 : 1;
  if (!line.skip('+') && !line.skip('-')) return false;
  int hours = 0;
  int rest = 0;
  if (!line.take_number(2, hours)) return false;
  if (line.skip(':')) {
    if (!line.take_number(2, rest)) return false;
  } else {
    line.take_number(2, rest);
  }
  if (hours > 23 || rest > 59) return false;
  written.offset = minutes(sign * (hours * 60 + rest));
  return true;
}

// Z, an offset or nothing.
bool scan_zone(LineScanner& line, WrittenTime& written) {
  if (line.skip('Z') || line.skip('z')) {
    written.offset = minutes(0);
    return true;
  }
  return (line.peek() != '+' && line.peek() != '-') || scan_offset(line, written);
}

bool scan_fraction_if_any(LineScanner& line, WrittenTime& written) {
  if (!line.skip('.') && !line.skip(',')) return true;
  return scan_fraction(line, written.millisecond);
}

// 20240115T093000.123Z
bool scan_basic_time(LineScanner& line, WrittenTime& written) {
  return line.take_number(4, written.year) && line.take_number(2, written.month) &&
         line.take_number(2, written.day) && line.skip('T') && line.take_number(2, written.hour) &&
         line.take_number(2, written.minute) && line.take_number(2, written.second) &&
         scan_fraction_if_any(line, written) && scan_zone(line, written);
}

// Behind the date.
bool scan_iso_clock(LineScanner& line, WrittenTime& written) {
  if (!line.skip('T') && !line.skip('t') && !line.skip(' ')) return false;
  if (!line.take_number(2, written.hour) || !line.skip(':') ||
      !line.take_number(2, written.minute)) {
    return false;
  }
  if (!line.skip(':')) return scan_zone(line, written);
  return line.take_number(2, written.second) && scan_fraction_if_any(line, written) &&
         scan_zone(line, written);
}

bool is_basic_format(std::string_view text) {
  constexpr size_t kDateDigits = 8;
  return text.size() > kDateDigits && text[kDateDigits] == 'T';
}

bool is_date_and_clock(const WrittenTime& written) {
  const std::chrono::year_month_day date(std::chrono::year(written.year),
                                         std::chrono::month(static_cast<unsigned>(written.month)),
                                         std::chrono::day(static_cast<unsigned>(written.day)));
  return written.year >= kYearMin && written.year <= kYearMax && date.ok() && written.hour <= 23 &&
         written.minute <= 59 && written.second <= 60;
}

OptionalTime in_range(milliseconds time) {
  if (time < milliseconds(0) || time > kTimestampMax) return std::nullopt;
  return time;
}

milliseconds in_utc(const WrittenTime& written) {
  const std::chrono::sys_days date{std::chrono::year_month_day(
      std::chrono::year(written.year), std::chrono::month(static_cast<unsigned>(written.month)),
      std::chrono::day(static_cast<unsigned>(written.day)))};
  return date.time_since_epoch() + std::chrono::hours(written.hour) + minutes(written.minute) +
         std::chrono::seconds(written.second) + milliseconds(written.millisecond);
}

milliseconds in_zone(const WrittenTime& written, const absl::TimeZone& zone) {
  const absl::CivilSecond civil(written.year, written.month, written.day, written.hour,
                                written.minute, written.second);
  return milliseconds(absl::ToUnixMillis(absl::FromCivil(civil, zone)) + written.millisecond);
}

}  // namespace

OptionalTime to_time(const WrittenTime& written, const absl::TimeZone& zone) {
  if (!is_date_and_clock(written)) return std::nullopt;
  if (written.offset) return in_range(in_utc(written) - *written.offset);
  return in_range(zone == absl::UTCTimeZone() ? in_utc(written) : in_zone(written, zone));
}

OptionalTime to_nearest_time(const WrittenTime& written, const absl::TimeZone& zone,
                             OptionalTime reference) {
  if (!reference) return std::nullopt;
  const absl::Time now = absl::FromUnixMillis(reference->count());
  const int year = static_cast<int>(absl::ToCivilYear(now, zone).year());
  OptionalTime nearest;
  for (WrittenTime guess = written; const int candidate : {year - 1, year, year + 1}) {
    guess.year = candidate;
    const OptionalTime time = to_time(guess, zone);
    if (!time) continue;  // 29 February
    const bool is_nearer =
        !nearest || std::chrono::abs(*time - *reference) < std::chrono::abs(*nearest - *reference);
    if (is_nearer) nearest = time;
  }
  return nearest;
}

OptionalTime seconds_to_time(std::string_view text) {
  constexpr size_t kDigitsMax = 12;  // of the year 9999
  LineScanner line(text);
  const std::string_view whole = line.take_while(is_digit);
  if (whole.empty() || whole.size() > kDigitsMax) return std::nullopt;
  int64_t seconds = 0;
  for (const char digit : whole) seconds = seconds * 10 + (digit - '0');
  int millisecond = 0;
  if (line.skip('.') && !scan_fraction(line, millisecond)) return std::nullopt;
  if (!line.at_end()) return std::nullopt;
  return in_range(milliseconds(seconds * 1000 + millisecond));
}

OptionalTime milliseconds_to_time(std::string_view text) {
  constexpr size_t kDigitsMax = 15;
  LineScanner line(text);
  const std::string_view whole = line.take_while(is_digit);
  if (whole.empty() || whole.size() > kDigitsMax) return std::nullopt;
  int64_t ms = 0;
  for (const char digit : whole) ms = ms * 10 + (digit - '0');
  if (line.skip('.') && line.take_while(is_digit).empty()) return std::nullopt;
  if (!line.at_end()) return std::nullopt;
  return in_range(milliseconds(ms));
}

bool scan_date(LineScanner& line, WrittenTime& written) {
  return line.take_number(4, written.year) && line.skip('-') &&
         line.take_number(2, written.month) && line.skip('-') && line.take_number(2, written.day);
}

bool scan_clock(LineScanner& line, WrittenTime& written) {
  return line.take_number(2, written.hour) && line.skip(':') &&
         line.take_number(2, written.minute) && line.skip(':') &&
         line.take_number(2, written.second);
}

bool scan_iso_time(LineScanner& line, WrittenTime& written) {
  if (is_basic_format(line.rest())) return scan_basic_time(line, written);
  return scan_date(line, written) && scan_iso_clock(line, written);
}

bool read_iso_time(std::string_view text, WrittenTime& written) {
  LineScanner line(text);
  if (is_basic_format(text)) return scan_basic_time(line, written) && line.at_end();
  if (!scan_date(line, written)) return false;
  return line.at_end() || (scan_iso_clock(line, written) && line.at_end());
}

bool read_rfc3339_time(std::string_view text, WrittenTime& written) {
  constexpr size_t kSecondsEnd = std::string_view("2024-01-15T09:30:00").size();
  constexpr size_t kMinutesBytes = std::string_view(":00").size();
  if (text.size() <= kSecondsEnd || text[kSecondsEnd - 3] != ':') return false;
  if (text.find(',') != text.npos || !read_iso_time(text, written) || !written.offset) return false;
  const bool is_utc = text.back() == 'Z' || text.back() == 'z';
  return is_utc || text[text.size() - kMinutesBytes] == ':';
}

bool scan_syslog_time(LineScanner& line, WrittenTime& written) {
  if (!scan_month(line, written.month) || !line.skip(' ')) return false;
  line.skip(' ');  // single-digit days are padded with a space
  if (!line.take_number(2, written.day) && !line.take_number(1, written.day)) return false;
  if (!line.skip(' ')) return false;
  LineScanner with_year = line;  // as Cisco devices write it
  if (with_year.take_number(4, written.year) && with_year.skip(' ')) {
    line = with_year;
  } else {
    written.year = 0;
  }
  return scan_clock(line, written) && (!line.skip('.') || scan_fraction(line, written.millisecond));
}

bool scan_access_time(LineScanner& line, WrittenTime& written) {
  return line.take_number(2, written.day) && line.skip('/') && scan_month(line, written.month) &&
         line.skip('/') && line.take_number(4, written.year) && line.skip(':') &&
         scan_clock(line, written) && line.skip(' ') && scan_offset(line, written);
}

}  // namespace cwlogs
