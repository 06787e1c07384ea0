#include "processor/message_time.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "processor/limits.h"
#include "processor/text_template.h"

namespace cwlogs {
namespace {

constexpr std::string_view kFormatsAllowed =
    "iso8601, rfc3339, epoch-s, epoch-ms, syslog and formats such as %Y-%m-%d %H:%M:%S";

OptionalTime read_pattern(std::string_view format, std::string_view text,
                          const absl::TimeZone& zone) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::string_view(format.data(), format.size()),
                       absl::string_view(text.data(), text.size()), zone, &time, &error)) {
    return std::nullopt;
  }
  const int64_t ms = absl::ToUnixMillis(time);  // of infinity too
  if (ms < 0 || ms > kTimestampMax.count()) return std::nullopt;
  return std::chrono::milliseconds(ms);
}

// Whether what the format writes is read again as the same second, minute, hour or day.
bool gives_back(const std::string& format, const absl::CivilSecond& civil,
                const absl::TimeZone& zone) {
  const absl::Time sample = absl::FromCivil(civil, zone);
  const OptionalTime read = read_pattern(format, absl::FormatTime(format, sample, zone), zone);
  if (!read) return false;
  const absl::CivilSecond again = absl::ToCivilSecond(absl::FromUnixMillis(read->count()), zone);
  return again == civil || again == absl::CivilSecond(absl::CivilMinute(civil)) ||
         again == absl::CivilSecond(absl::CivilHour(civil)) ||
         again == absl::CivilSecond(absl::CivilDay(civil));
}

// Both are afternoons: a format with %I lacks nothing but %p. In no zone they are a change of
// clocks.
bool is_time_pattern(const std::string& format, const absl::TimeZone& zone) {
  return gives_back(format, absl::CivilSecond(2024, 11, 25, 21, 43, 56), zone) &&
         gives_back(format, absl::CivilSecond(2019, 2, 13, 14, 5, 7), zone);
}

}  // namespace

tl::expected<MessageTime, std::string> MessageTime::make(const Options& options) {
  struct Named {
    std::string_view name;
    Format format;
  };
  constexpr auto kNamed = std::to_array<Named>({{"iso8601", Format::kIso8601},
                                                {"rfc3339", Format::kRfc3339},
                                                {"epoch-s", Format::kEpochSeconds},
                                                {"epoch-ms", Format::kEpochMs},
                                                {"syslog", Format::kSyslog}});
  if (options.field.empty()) return tl::make_unexpected(std::string("the time has no field"));
  const auto named = std::find_if(kNamed.begin(), kNamed.end(), [&](const Named& candidate) {
    return candidate.name == options.format;
  });
  if (named != kNamed.end()) return MessageTime(options, named->format);
  const std::string quoted = "the time format " + quoted_text(options.format);
  if (options.format.find('%') == std::string::npos) {
    return tl::make_unexpected(quoted + " is not known; allowed are " +
                               std::string(kFormatsAllowed));
  }
  if (!is_time_pattern(options.format, options.zone)) {
    return tl::make_unexpected(quoted +
                               " does not give a date back that it has written; it needs "
                               "the year, the month and the day; allowed are " +
                               std::string(kFormatsAllowed));
  }
  return MessageTime(options, Format::kPattern);
}

OptionalTime MessageTime::find(const ParsedFields& fields, OptionalTime timestamp) const {
  const ParsedField* const field = fields.find(options_.field);
  if (field == nullptr) return std::nullopt;
  switch (field->kind) {
    case FieldKind::kTime:
      return field->time;
    case FieldKind::kText:
    case FieldKind::kNumber:
      return read(field->text, timestamp);
    case FieldKind::kBoolean:
    case FieldKind::kJson:
      break;
  }
  return std::nullopt;
}

OptionalTime MessageTime::read(std::string_view text, OptionalTime timestamp) const {
  WrittenTime written;
  LineScanner line(text);
  switch (format_) {
    case Format::kIso8601:
      if (!read_iso_time(text, written)) return std::nullopt;
      return to_time(written, options_.zone);
    case Format::kRfc3339:
      if (!read_rfc3339_time(text, written)) return std::nullopt;
      return to_time(written, options_.zone);
    case Format::kEpochSeconds:
      return seconds_to_time(text);
    case Format::kEpochMs:
      return milliseconds_to_time(text);
    case Format::kSyslog:
      if (!scan_syslog_time(line, written) || !line.at_end()) return std::nullopt;
      return written.year == 0 ? to_nearest_time(written, options_.zone, timestamp)
                               : to_time(written, options_.zone);
    case Format::kPattern:
      return read_pattern(options_.format, text, options_.zone);
  }
  return std::nullopt;
}

}  // namespace cwlogs
