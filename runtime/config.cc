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
// What any stream takes, and what the largest may be configured to take.
// https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html
constexpr size_t kKinesisRecordBytesMin = 64 * kKiB;
constexpr size_t kKinesisBytesLimit = 10 * kMiB;
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

// Checks one setting after the other; the first mistake counts.
class Checker {
 public:
  size_t integer(std::string_view variable, const std::optional<std::string>& value, Range range,
                 size_t fallback) {
    if (!value) return fallback;
    if (const auto number = parse_integer(*value, range)) return *number;
    refuse(variable, *value,
           "an integer from " + std::to_string(range.min) + " to " + std::to_string(range.max));
    return fallback;
  }

  // Whether the value is `yes` rather than `no`.
  bool choice(std::string_view variable, const std::optional<std::string>& value,
              std::string_view yes, std::string_view no, bool fallback) {
    if (!value) return fallback;
    if (*value != yes && *value != no) {
      refuse(variable, *value, std::string(yes) + " or " + std::string(no));
    }
    return *value == yes;
  }

  void fail(std::string message) {
    if (error_.empty()) error_ = std::move(message);
  }

  const std::string& error() const { return error_; }

 private:
  void refuse(std::string_view variable, std::string_view value, const std::string& allowed) {
    fail(std::string(variable) + ": " + quoted(value) + " is not " + allowed);
  }

  std::string error_;
};

// Lambda always sets the memory size; anything but an integer means that this is not Lambda.
size_t default_inflated_bytes_max(const Environment& environment, size_t workers) {
  constexpr Range kMemoryMiB = {1, UINT32_MAX};
  const auto text = environment("AWS_LAMBDA_FUNCTION_MEMORY_SIZE");
  const auto memory_mib = text ? parse_integer(*text, kMemoryMiB) : std::nullopt;
  if (!memory_mib) return kInflatedBytesMaxDefault;
  return std::min(kInflatedBytesMaxDefault, *memory_mib * kMiB / kMemoryPerInflatedByte / workers);
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
      .kinesis_record_bytes_max = read("KINESIS_RECORD_BYTES_MAX"),
      .kinesis_request_bytes_max = read("KINESIS_REQUEST_BYTES_MAX"),
      .reingest = read("REINGEST"),
      .reingest_attempts = read("REINGEST_ATTEMPTS"),
      .reingest_reserve_ms = read("REINGEST_RESERVE_MS"),
      .metrics = read("METRICS"),
  };
}

tl::expected<Config, std::string> make_config(const Settings& settings,
                                              const Environment& environment) {
  Checker checker;
  Config config;
  config.workers = checker.integer("AWS_LAMBDA_MAX_CONCURRENCY",
                                   environment("AWS_LAMBDA_MAX_CONCURRENCY"), {1, 1600}, 1);
  config.response_bytes_max =
      checker.integer("RESPONSE_BYTES_MAX", settings.response_bytes_max,
                      {kResponseBytesMin, kResponseBytesMax}, config.response_bytes_max);
  config.inflated_bytes_max =
      checker.integer("INFLATED_BYTES_MAX", settings.inflated_bytes_max,
                      {kInflatedBytesMin, kInflatedBytesMaxLimit},
                      default_inflated_bytes_max(environment, config.workers));
  config.kinesis_record_bytes_max = checker.integer(
      "KINESIS_RECORD_BYTES_MAX", settings.kinesis_record_bytes_max,
      {kKinesisRecordBytesMin, kKinesisBytesLimit}, config.kinesis_record_bytes_max);
  config.kinesis_request_bytes_max =
      checker.integer("KINESIS_REQUEST_BYTES_MAX", settings.kinesis_request_bytes_max,
                      {config.kinesis_record_bytes_max, kKinesisBytesLimit},
                      std::max(config.kinesis_request_bytes_max, config.kinesis_record_bytes_max));
  config.reingest = checker.choice("REINGEST", settings.reingest, "put", "fail", config.reingest);
  config.reingest_attempts = checker.integer("REINGEST_ATTEMPTS", settings.reingest_attempts,
                                             {1, 1000}, config.reingest_attempts);
  config.reingest_reserve = std::chrono::milliseconds(
      checker.integer("REINGEST_RESERVE_MS", settings.reingest_reserve_ms, {100, 300'000}, 1000));
  config.emf = checker.choice("METRICS", settings.metrics, "emf", "none", config.emf);

  const auto zone = load_time_zone(settings.time_zone.value_or("UTC"));
  if (!zone) checker.fail("TIME_ZONE: " + zone.error());
  auto partition_keys = PartitionKeys::parse(settings.partition_keys.value_or(""),
                                             zone.value_or(absl::UTCTimeZone()));
  if (!partition_keys) checker.fail("PARTITION_KEYS: " + partition_keys.error());
  if (!checker.error().empty()) return tl::make_unexpected(checker.error());
  config.partition_keys = std::move(*partition_keys);
  return config;
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
