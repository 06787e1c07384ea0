#include "config/java_time_format.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace cwlogs {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::milliseconds;
using Time = std::chrono::sys_time<milliseconds>;

constexpr std::array<std::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 7> kWeekdays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                       "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 4> kQuarters = {"1st quarter", "2nd quarter", "3rd quarter",
                                                       "4th quarter"};

// At least `digits` of them.
std::string number(int64_t n, size_t digits) {
  std::string text = std::to_string(n);
  return text.size() < digits ? std::string(digits - text.size(), '0') + text : text;
}

// Runs of 1 to 3 letters shorten a name, 4 write it out, 5 leave its first letter.
std::string name(std::string_view full, size_t run) {
  return std::string(run == 4 ? full : full.substr(0, run == 5 ? 1 : 3));
}

// Hours from 1 to `cycle`.
int64_t clock_hour(int64_t hour, int64_t cycle) { return (hour + cycle - 1) % cycle + 1; }

class Formatter {
 public:
  explicit Formatter(Time time)
      : day_(floor<days>(time)), date_(day_), milliseconds_of_day_((time - day_).count()) {}

  std::optional<std::string> format(const JavaTimeField& field) const {
    if (field.letter == 0) return field.text;
    const auto date = format_date(field.letter, field.run);
    return date ? date : format_clock(field.letter, field.run);
  }

 private:
  std::optional<std::string> format_date(char letter, size_t run) const {
    const auto year = static_cast<int>(date_.year());
    const unsigned month = static_cast<unsigned>(date_.month());
    switch (letter) {
      case 'G':
        return std::string(run == 4 ? "Anno Domini" : run == 5 ? "A" : "AD");
      case 'u':
      case 'y':
        return run == 2 ? number(year % 100, 2) : number(year, run);
      case 'M':
      case 'L':
        return run <= 2 ? number(month, run) : name(kMonths.at(month - 1), run);
      case 'Q':
      case 'q':
        return format_quarter((month + 2) / 3, run);
      case 'D':
        return number((day_ - std::chrono::sys_days(date_.year() / 1 / 1)).count() + 1, run);
      case 'd':
        return number(static_cast<unsigned>(date_.day()), run);
      case 'E':
        return name(kWeekdays.at(std::chrono::weekday(day_).c_encoding()), run);
      default:
        return std::nullopt;
    }
  }

  static std::string format_quarter(unsigned quarter, size_t run) {
    if (run == 3) return 'Q' + number(quarter, 1);
    return run == 4 ? std::string(kQuarters.at(quarter - 1)) : number(quarter, run == 2 ? 2 : 1);
  }

  std::optional<std::string> format_clock(char letter, size_t run) const {
    const int64_t hour = milliseconds_of_day_ / 3'600'000;
    switch (letter) {
      case 'a':
        return std::string(hour < 12 ? "AM" : "PM");
      case 'H':
        return number(hour, run);
      case 'k':
        return number(clock_hour(hour, 24), run);
      case 'h':
        return number(clock_hour(hour, 12), run);
      case 'K':
        return number(hour % 12, run);
      case 'm':
        return number(milliseconds_of_day_ / 60'000 % 60, run);
      case 's':
        return number(milliseconds_of_day_ / 1000 % 60, run);
      default:
        return format_fraction(letter, run);
    }
  }

  std::optional<std::string> format_fraction(char letter, size_t run) const {
    const int64_t nanoseconds = milliseconds_of_day_ % 1000 * 1'000'000;
    switch (letter) {
      case 'S':
        return number(nanoseconds, 9).substr(0, run);
      case 'n':
        return number(nanoseconds, run);
      case 'A':
        return number(milliseconds_of_day_, run);
      case 'N':
        return number(milliseconds_of_day_ * 1'000'000, run);
      default:
        return format_offset(letter, run);
    }
  }

  // Of UTC.
  static std::optional<std::string> format_offset(char letter, size_t run) {
    switch (letter) {
      case 'X':
        return "Z";
      case 'x':
        return std::string(run == 1 ? "+00" : run % 2 == 0 ? "+0000" : "+00:00");
      case 'Z':
        return std::string(run <= 3 ? "+0000" : run == 4 ? "GMT" : "Z");
      case 'O':
        return "GMT";
      default:
        return std::nullopt;
    }
  }

  std::chrono::sys_days day_;
  std::chrono::year_month_day date_;
  int64_t milliseconds_of_day_;
};

}  // namespace

std::optional<std::string> format_java_time(const JavaTimePattern& pattern, Time time) {
  const Formatter formatter(time);
  std::string text;
  for (const JavaTimeField& field : pattern.fields) {
    const auto part = formatter.format(field);
    if (!part) return std::nullopt;
    if (part->size() < field.width) text.append(field.width - part->size(), ' ');
    text += *part;
  }
  return text;
}

}  // namespace cwlogs
