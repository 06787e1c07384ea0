// The configuration: read from the environment once, checked, handed on as values.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "processor/limits.h"
#include "processor/partition_keys.h"
#include "tl/expected.hpp"

namespace cwlogs {

// What a user may set, in the words of the environment variables, each unset or as it was written.
struct Settings {
  std::optional<std::string> partition_keys;             // PARTITION_KEYS
  std::optional<std::string> time_zone;                  // TIME_ZONE
  std::optional<std::string> response_bytes_max;         // RESPONSE_BYTES_MAX
  std::optional<std::string> inflated_bytes_max;         // INFLATED_BYTES_MAX
  std::optional<std::string> kinesis_record_bytes_max;   // KINESIS_RECORD_BYTES_MAX
  std::optional<std::string> kinesis_request_bytes_max;  // KINESIS_REQUEST_BYTES_MAX
  std::optional<std::string> reingest;                   // REINGEST
  std::optional<std::string> reingest_attempts;          // REINGEST_ATTEMPTS
  std::optional<std::string> reingest_reserve_ms;        // REINGEST_RESERVE_MS
  std::optional<std::string> metrics;                    // METRICS
};

// The checked configuration.
struct Config {
  PartitionKeys partition_keys;
  size_t response_bytes_max = kResponseBytesDefault;
  size_t inflated_bytes_max = kInflatedBytesMaxDefault;
  size_t kinesis_record_bytes_max = kKinesisRecordBytesMax;
  size_t kinesis_request_bytes_max = kKinesisRequestBytesMax;
  bool reingest = true;
  size_t reingest_attempts = 20;  // calls for a batch, the first included
  std::chrono::milliseconds reingest_reserve{1000};
  bool emf = false;
  size_t workers = 1;  // invocations at a time: AWS_LAMBDA_MAX_CONCURRENCY
};

// Returns a variable's value, or nullopt where it is unset.
using Environment = std::function<std::optional<std::string>(std::string_view name)>;

// The environment of this process.
std::optional<std::string> process_environment(std::string_view name);

// Reads the variables above. An empty value counts as unset. No check is made yet.
Settings read_settings(const Environment& environment);

// Checks the settings and loads the time zone. `environment` supplies what Lambda sets:
// AWS_LAMBDA_MAX_CONCURRENCY, and AWS_LAMBDA_FUNCTION_MEMORY_SIZE, which bounds the default of
// INFLATED_BYTES_MAX.
// Errors: one sentence that names the variable, its value and what is allowed.
tl::expected<Config, std::string> make_config(const Settings& settings,
                                              const Environment& environment);

// Loads an IANA zone by name. Errors: one sentence; refused are `localtime`, the empty name,
// absolute paths and `file:` names, which would mean something else on another machine.
tl::expected<absl::TimeZone, std::string> load_time_zone(std::string_view name);

}  // namespace cwlogs
