#include "runtime/error_message.h"

#include "processor/limits.h"

namespace cwlogs {

std::string describe(const Error& error, size_t event_size) {
  const std::string at =
      error.offset == kNoOffset ? "" : " at byte " + std::to_string(error.offset);
  const std::string name(name_of(error.reason));
  switch (error.reason) {
    case Reason::kEventTooLarge:
      return name + ": longer than " + std::to_string(kEventBytesMax) + " bytes";
    case Reason::kEventNotJson:
      if (event_size == 0) return name + ": empty, no JSON" + at;
      return name + (error.offset == event_size ? ": the JSON ends too early" : ": syntax error") +
             at;
    case Reason::kEventNotFirehose:
      return name + ": no `records` array in the JSON object" + at +
             "; not a Firehose transformation event";
    case Reason::kRecordIdMissing:
      return name + ": the record" + at + " has no recordId, or one that is not a string";
    case Reason::kResponseTooLarge:
      return name + ": the answers alone, without any data, exceed RESPONSE_BYTES_MAX";
    default:
      return name + at;
  }
}

std::string_view advice_for(Reason reason) {
  switch (reason) {
    case Reason::kRawRecord:
      return "set RAW_RECORDS=lines or pass, or turn Firehose's message extraction off";
    case Reason::kRecursionGuard:
      return "these log groups feed on themselves: leave them out of the subscription, or set "
             "RECURSION_GUARD=off";
    default:
      return "";
  }
}

}  // namespace cwlogs
