#include "runtime/config.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "processor/limits.h"

namespace cwlogs {
namespace {

// Both leave room for the answers of a few records; less only ever fails.
constexpr size_t kResponseBytesMin = 256;
constexpr size_t kInflatedBytesMin = 1024;
// One record's text may take this part of the function's memory: the answer, its parts in flight
// and the event need the rest.
constexpr size_t kMemoryPerInflatedByte = 8;

struct Range {
  size_t min;
  size_t max;
};

// A value as it may stand in a one-line message, whatever bytes it has.
std::string quoted(std::string_view value) {
  constexpr size_t kQuotedBytesMax = 80;
  std::string shown(value.substr(0, kQuotedBytesMax));
  const auto is_unprintable = [](char c) { return c < ' ' || c > '~'; };
  std::replace_if(shown.begin(), shown.end(), is_unprintable, '?');
  return "'" + shown + (shown.size() < value.size() ? "...'" : "'");
}

// The whole of `text` as a decimal number: no sign, no space, no suffix.
std::optional<size_t> parse_integer(std::string_view text, Range range) {
  size_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, failure] = std::from_chars(text.data(), end, number);
  if (failure != std::errc() || rest != end) return std::nullopt;
  if (number < range.min || number > range.max) return std::nullopt;
  return number;
}

tl::expected<size_t, std::string> read_integer(std::string_view variable,
                                               const std::optional<std::string>& value, Range range,
                                               size_t fallback) {
  if (!value) return fallback;
  if (const auto number = parse_integer(*value, range)) return *number;
  return tl::make_unexpected(std::string(variable) + ": " + quoted(*value) +
                             " is not an integer from " + std::to_string(range.min) + " to " +
                             std::to_string(range.max));
}

// Lambda always sets the memory size; anything but an integer means that this is not Lambda.
size_t default_inflated_bytes_max(const Environment& environment) {
  constexpr Range kMemoryMiB = {1, UINT32_MAX};
  const auto text = environment("AWS_LAMBDA_FUNCTION_MEMORY_SIZE");
  const auto memory_mib = text ? parse_integer(*text, kMemoryMiB) : std::nullopt;
  if (!memory_mib) return kInflatedBytesMaxDefault;
  return std::min(kInflatedBytesMaxDefault, *memory_mib * kMiB / kMemoryPerInflatedByte);
}

bool is_zone_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '+' || c == '-' || c == '/';
}

// Abseil would also take `libc:…`, `file:…` and `Fixed/…:…` names and any path. Neither a colon nor
// a dot is in an IANA name, so the characters alone refuse them, `..` included.
bool is_zone_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), is_zone_character) &&
         !name.starts_with('/') && !name.ends_with('/') && name.find("//") == name.npos;
}

}  // namespace

std::optional<std::string> process_environment(std::string_view name) {
  const char* const value = std::getenv(std::string(name).c_str());
  if (value == nullptr) return std::nullopt;
  return value;
}

Settings read_settings(const Environment& environment) {
  const auto read = [&environment](std::string_view name) {
    auto value = environment(name);
    if (value && value->empty()) value.reset();
    return value;
  };
  return {
      .partition_keys = read("PARTITION_KEYS"),
      .time_zone = read("TIME_ZONE"),
      .response_bytes_max = read("RESPONSE_BYTES_MAX"),
      .inflated_bytes_max = read("INFLATED_BYTES_MAX"),
  };
}

tl::expected<Config, std::string> make_config(const Settings& settings,
                                              const Environment& environment) {
  const auto response_bytes_max =
      read_integer("RESPONSE_BYTES_MAX", settings.response_bytes_max,
                   {kResponseBytesMin, kResponseBytesMax}, kResponseBytesDefault);
  if (!response_bytes_max) return tl::make_unexpected(response_bytes_max.error());

  const auto inflated_bytes_max = read_integer("INFLATED_BYTES_MAX", settings.inflated_bytes_max,
                                               {kInflatedBytesMin, kInflatedBytesMaxLimit},
                                               default_inflated_bytes_max(environment));
  if (!inflated_bytes_max) return tl::make_unexpected(inflated_bytes_max.error());

  const auto zone = load_time_zone(settings.time_zone.value_or("UTC"));
  if (!zone) return tl::make_unexpected("TIME_ZONE: " + zone.error());

  auto partition_keys = PartitionKeys::parse(settings.partition_keys.value_or(""), *zone);
  if (!partition_keys) return tl::make_unexpected("PARTITION_KEYS: " + partition_keys.error());

  return Config{
      .partition_keys = std::move(*partition_keys),
      .response_bytes_max = *response_bytes_max,
      .inflated_bytes_max = *inflated_bytes_max,
  };
}

tl::expected<absl::TimeZone, std::string> load_time_zone(std::string_view name) {
  constexpr std::string_view kAllowed = "; allowed are IANA names such as UTC or Asia/Tokyo";
  if (!is_zone_name(name)) {
    return tl::make_unexpected(quoted(name) + " is not a time zone name" + std::string(kAllowed));
  }
  // Files beside the zones that each machine fills as it likes.
  if (name == "localtime" || name == "posixrules") {
    return tl::make_unexpected(quoted(name) + " differs between machines" + std::string(kAllowed));
  }
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(std::string(name), &zone)) {
    return tl::make_unexpected(quoted(name) +
                               " is not a known IANA time zone (is tzdata installed?)" +
                               std::string(kAllowed));
  }
  return zone;
}

}  // namespace cwlogs
