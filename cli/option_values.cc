#include "cli/option_values.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "processor/limits.h"

namespace cwlogs {
namespace {

using std::chrono::milliseconds;

constexpr auto kTimeMsMax = static_cast<uint64_t>(kTimestampMax.count());

template <typename Number>
std::optional<Number> parse_whole(std::string_view text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

struct Unit {
  std::string_view name;
  uint64_t factor;
};

// A number with one of these units behind it.
template <size_t kCount>
std::optional<uint64_t> parse_with_unit(std::string_view text, const Unit (&units)[kCount],
                                        uint64_t max) {
  const size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::optional<uint64_t> number = parse_number(text.substr(0, digits));
  for (const Unit& unit : units) {
    if (unit.name != text.substr(digits)) continue;
    if (!number || *number > max / unit.factor) return std::nullopt;
    return *number * unit.factor;
  }
  return std::nullopt;
}

// Takes `separator` and then exactly `digits` digits off the front of `text`.
std::optional<unsigned> take_digits(std::string_view& text, std::string_view separator,
                                    size_t digits) {
  if (!text.starts_with(separator) || text.size() < separator.size() + digits) return std::nullopt;
  const std::optional<unsigned> value =
      parse_whole<unsigned>(text.substr(separator.size(), digits));
  text.remove_prefix(separator.size() + digits);
  return value;
}

std::optional<milliseconds> take_date(std::string_view& text) {
  const std::optional<unsigned> year = take_digits(text, "", 4);
  const std::optional<unsigned> month = take_digits(text, "-", 2);
  const std::optional<unsigned> day = take_digits(text, "-", 2);
  if (!year || !month || !day || *year < 1970) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(*month), std::chrono::day(*day));
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch();
}

// hh:mm[:ss[.mmm]]
std::optional<milliseconds> take_clock(std::string_view& text) {
  const std::optional<unsigned> hour = take_digits(text, "T", 2);
  const std::optional<unsigned> minute = take_digits(text, ":", 2);
  std::optional<unsigned> second = 0;
  std::optional<unsigned> millisecond = 0;
  if (text.starts_with(':')) second = take_digits(text, ":", 2);
  if (text.starts_with('.')) millisecond = take_digits(text, ".", 3);
  if (!hour || !minute || !second || !millisecond) return std::nullopt;
  if (*hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  return milliseconds(((*hour * 60 + *minute) * 60 + *second) * 1000 + *millisecond);
}

}  // namespace

std::optional<uint64_t> parse_number(std::string_view text) { return parse_whole<uint64_t>(text); }

std::optional<double> parse_share(std::string_view text) {
  double share = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, share, std::chars_format::fixed);
  if (error != std::errc() || stop != end || !(share >= 0 && share <= 1)) return std::nullopt;
  return share;
}

std::optional<size_t> parse_bytes(std::string_view text) {
  static constexpr Unit kUnits[] = {
      {"", 1}, {"kb", 1000}, {"mb", 1'000'000}, {"kib", kKiB}, {"mib", kMiB}};
  std::string lower_case(text);
  for (char& c : lower_case) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return parse_with_unit(lower_case, kUnits, SIZE_MAX);
}

std::optional<milliseconds> parse_duration(std::string_view text) {
  static constexpr Unit kUnits[] = {
      {"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}};
  const std::optional<uint64_t> count = parse_with_unit(text, kUnits, kTimeMsMax);
  if (!count) return std::nullopt;
  return milliseconds(static_cast<int64_t>(*count));
}

std::optional<milliseconds> parse_time(std::string_view text) {
  if (const std::optional<uint64_t> number = parse_number(text)) {
    if (*number > kTimeMsMax) return std::nullopt;
    return milliseconds(static_cast<int64_t>(*number));
  }
  std::optional<milliseconds> time = take_date(text);
  if (!time || text.empty()) return time;
  const std::optional<milliseconds> clock = take_clock(text);
  if (!clock || (!text.empty() && text != "Z")) return std::nullopt;
  return *time + *clock;
}

}  // namespace cwlogs
