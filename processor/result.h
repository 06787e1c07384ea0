// Result<T> and the reasons: every way an event, a record or a log event can end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <tl/expected.hpp>

namespace cwlogs {

// Why an event can't be processed, or a record was answered as it was. name_of() gives the constant
// an operator greps for. Two codes differ where an operator would act differently.
enum class Reason : uint8_t {
  kNone,
  // The event itself: no response, the invocation fails.
  kEventTooLarge,     // above kEventBytesMax
  kEventNotJson,      // malformed; Error::offset says where
  kEventNotFirehose,  // JSON, but no `records` array of objects
  kRecordIdMissing,   // a record without a string recordId; Error::offset says where
  kResponseTooLarge,  // the answers without any data exceed the response budget
  // A record's data: ProcessingFailed.
  kDataMissing,  // `data` (MSK: `kafkaRecordValue`) is absent or not a string
  kBadBase64,
  kEmptyRecord,
  kRawRecord,  // neither gzip nor a CloudWatch Logs document: see Options::raw_records
  kGzipCorrupt,
  kGzipTruncated,
  kGzipChecksum,       // CRC-32 or ISIZE does not match
  kGzipTrailingBytes,  // something other than a member or zeros after the last member
  kInflatedTooLarge,   // one record above inflated_bytes_max
  kInflationBudget,    // the event's records together above inflated_bytes_total_max
  kBadUtf8,
  kBadJson,
  kMissingField,  // messageType, logEvents, or a log event's message
  kUnknownMessageType,
  kTransformFailed,   // a custom transform threw
  kLogEventTooLarge,  // one log event alone exceeds the budget or the put limit
  // A record that did not fit the response: ProcessingFailed.
  kNotReingestable,  // MSK source, no stream, or Direct PUT without gzip (Firehose decompresses)
  kReingestBudget,   // re-ingesting would hold more than kReingestBytesMax
  kResponseFull,     // nothing would be delivered by this response: re-ingesting could loop
  kReingestFailed,   // a put of (a piece of) this record was not accepted
  // Dropped. Of a record that would have several of these, the last in this order.
  kControlMessage,
  kNoLogEvents,     // empty logEvents
  kRecursionGuard,  // from a log group whose records would come round again for ever
  kFiltered,        // filters or the transform dropped every log event
  kReingested,      // put back as it is
  kSplit,           // put back in pieces
};

inline constexpr size_t kReasonCount = static_cast<size_t>(Reason::kSplit) + 1;

// The reason as logs, summaries and the README spell it: `BadBase64` for kBadBase64; "" for kNone.
std::string_view name_of(Reason reason);

inline constexpr size_t kNoOffset = static_cast<size_t>(-1);

struct Error {
  Reason reason = Reason::kNone;
  size_t offset = kNoOffset;  // byte offset in the text being read, where that is known
};

template <class T>
using Result = tl::expected<T, Error>;

}  // namespace cwlogs
