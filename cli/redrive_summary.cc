#include "cli/redrive_summary.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "cli/style.h"

namespace cwlogs {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kCodesMax = 1000;
constexpr size_t kHoursMax = 10'000;
constexpr size_t kTextBytesMax = 400;
constexpr std::string_view kOthers = "(others)";
constexpr std::string_view kNone = "(none)";

// The entry of that key, or that of all the others where there are too many.
template <typename Value>
Value& entry_of(std::map<std::string, Value>& entries, const std::string& key, size_t max) {
  const auto found = entries.find(key);
  if (found != entries.end()) return found->second;
  return entries[entries.size() < max ? key : std::string(kOthers)];
}

// At most n bytes, whole characters.
std::string cut(const std::string& utf8, size_t n) {
  if (utf8.size() <= n) return utf8;
  while (n > 0 && (static_cast<unsigned char>(utf8[n]) & 0xc0) == 0x80) --n;
  return utf8.substr(0, n) + "…";
}

std::string plural(size_t n, const std::string& noun) {
  return with_thousands(n) + ' ' + noun + (n == 1 ? "" : "s");
}

// Left-aligned name, right-aligned count.
std::string render_row(const std::string& name, size_t width, const std::string& count,
                       const std::string& rest) {
  std::string row = name + std::string(width - name.size(), ' ') + "  ";
  row += std::string(count.size() < 9 ? 9 - count.size() : 0, ' ') + count;
  return row + (rest.empty() ? "" : "  " + rest) + '\n';
}

}  // namespace

std::string render_time(std::chrono::milliseconds time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{std::chrono::sys_days(day)};
  const std::chrono::hh_mm_ss clock(time - day);
  char text[64];
  std::snprintf(
      text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
  return text;
}

void RedriveSummary::add(const ErrorObject& object) {
  ++records_;
  bytes_ += object.data.size();
  const std::string code = object.error_code.empty() ? std::string(kNone) : object.error_code;
  Code& counted = entry_of(codes_, cut(code, kTextBytesMax), kCodesMax);
  if (counted.records++ == 0) counted.first_message = cut(object.error_message, kTextBytesMax);
  std::string hour(kNone);
  if (object.arrival) {
    hour = render_time(std::chrono::floor<std::chrono::hours>(*object.arrival)).substr(0, 16) + 'Z';
  }
  ++entry_of(hours_, hour, kHoursMax);
}

std::string RedriveSummary::render_text() const {
  std::string text = plural(records_, "record") + ", " + with_thousands(bytes_) + " bytes";
  if (not_selected_ != 0) text += "; " + with_thousands(not_selected_) + " not selected";
  if (problems_ != 0) text += "; " + plural(problems_, "problem");
  text += '\n';
  if (records_ == 0) return text;
  const std::string hour_title = "arrival, by hour (UTC)";
  size_t width = hour_title.size();
  std::vector<std::pair<std::string, const Code*>> codes;
  for (const auto& [code, counted] : codes_) {
    const std::string shown = on_one_line(code);
    codes.emplace_back(shown, &counted);
    width = std::max(width, shown.size());
  }
  text += '\n' + render_row("errorCode", width, "records", "first errorMessage");
  for (const auto& [code, counted] : codes) {
    text += render_row(code, width, with_thousands(counted->records),
                       on_one_line(counted->first_message));
  }
  text += '\n' + render_row(hour_title, width, "records", "");
  for (const auto& [hour, records] : hours_) {
    text += render_row(hour, width, with_thousands(records), "");
  }
  return text;
}

std::string RedriveSummary::render_json() const {
  Json json = {{"records", records_},          {"bytes", bytes_},
               {"notSelected", not_selected_}, {"problems", problems_},
               {"errorCodes", Json::array()},  {"hours", Json::array()}};
  for (const auto& [code, counted] : codes_) {
    json["errorCodes"].push_back({{"errorCode", code},
                                  {"records", counted.records},
                                  {"firstErrorMessage", counted.first_message}});
  }
  for (const auto& [hour, records] : hours_) {
    json["hours"].push_back({{"hour", hour}, {"records", records}});
  }
  return json.dump();
}

}  // namespace cwlogs
