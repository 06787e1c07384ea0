// The configuration: variables and file -> checked values, read once and handed on.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "config/environment.h"
#include "config/setting_value.h"
#include "config/test_case.h"
#include "processor/processor.h"
#include "processor/rules.h"
#include "tl/expected.hpp"

namespace cwlogs {

struct Configuration {
  Rules rules;
  bool has_rules = false;  // else nothing is configured that the rules would say
  Straddle straddle = Straddle::kFirst;
  RawRecords raw_records = RawRecords::kFail;
  std::optional<int> gzip_level;
  size_t partitions_max = SIZE_MAX;
  std::string partition_fallback = "other";
  size_t response_bytes_max = kResponseBytesDefault;
  size_t inflated_bytes_max = kInflatedBytesMaxDefault;
  size_t kinesis_record_bytes_max = kKinesisRecordBytesMax;
  size_t kinesis_request_bytes_max = kKinesisRequestBytesMax;
  bool reingest = true;
  size_t reingest_attempts = 20;  // calls for a batch, the first included
  std::chrono::milliseconds reingest_reserve{1000};
  bool emf = false;
  size_t workers = 1;            // invocations at a time: AWS_LAMBDA_MAX_CONCURRENCY
  bool has_second_vcpu = false;  // for the one worker: by AWS_LAMBDA_FUNCTION_MEMORY_SIZE
  bool otherwise_used = true;    // no rule matches everything
  std::vector<Problem> notes;    // what works, but hardly as it was meant
  std::vector<TestCase> tests;

  // For one processor. Requires: this outlives it.
  Options options() const;
};

// Where a configuration comes from. Variables win over the top of the file; what a rule sets wins
// over both.
struct ConfigurationSource {
  // An empty value counts as unset. Besides the settings it supplies what Lambda sets:
  // AWS_LAMBDA_MAX_CONCURRENCY, AWS_LAMBDA_LOG_GROUP_NAME, and AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  // which bounds the default of INFLATED_BYTES_MAX and tells how many vCPUs there are.
  Environment environment;
  std::string file_name{};                 // what messages call the file
  std::optional<std::string> file_text{};  // none: no file
};

// Checks everything and loads the time zones. Errors: all that is wrong, at least one problem.
tl::expected<Configuration, std::vector<Problem>> make_configuration(
    const ConfigurationSource& source);

// The first problem, and how many more there are: one line.
std::string summary_of(const std::vector<Problem>& problems);

}  // namespace cwlogs
