#include "processor/result.h"

#include <array>

namespace cwlogs {

std::string_view name_of(Reason reason) {
  // In the order of the enumeration.
  static constexpr std::array<std::string_view, kReasonCount> kNames = {
      "",
      "EventTooLarge",
      "EventNotJson",
      "EventNotFirehose",
      "RecordIdMissing",
      "ResponseTooLarge",
      "DataMissing",
      "BadBase64",
      "EmptyRecord",
      "RawRecord",
      "GzipCorrupt",
      "GzipTruncated",
      "GzipChecksum",
      "GzipTrailingBytes",
      "InflatedTooLarge",
      "InflationBudget",
      "BadUtf8",
      "BadJson",
      "MissingField",
      "UnknownMessageType",
      "TransformFailed",
      "LogEventTooLarge",
      "NotReingestable",
      "ReingestBudget",
      "ResponseFull",
      "ReingestFailed",
      "ControlMessage",
      "NoLogEvents",
      "RecursionGuard",
      "Filtered",
      "Reingested",
      "Split",
  };
  static_assert(kNames.back() == "Split", "a name is missing");
  return kNames[static_cast<size_t>(reason)];
}

}  // namespace cwlogs
