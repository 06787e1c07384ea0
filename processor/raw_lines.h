// Records that are plain lines: each line as a log event of a CloudWatch Logs document.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "processor/result.h"

namespace cwlogs {

enum class RawRecords : uint8_t {
  kFail,   // ProcessingFailed: they are not expected
  kLines,  // each line is a log event at the record's arrival time
  kPass,   // delivered as they came
};

// Writes a document without log group, log stream and account to `document`, kJsonPadding zero
// bytes behind it, and returns it. A line ends with \n; what follows the last one is a line too.
// `arrival_ms` below 0: unknown. Requires valid UTF-8.
// Errors: kInflatedTooLarge where the document would exceed `bytes_max`.
Result<std::string_view> document_of_lines(std::string_view text, int64_t arrival_ms,
                                           size_t bytes_max, std::string& document);

}  // namespace cwlogs
