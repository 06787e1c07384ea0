// Every quota of the services and every bound of ours: value, unit, source.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace cwlogs {

inline constexpr size_t kKiB = 1024;
inline constexpr size_t kMiB = 1024 * kKiB;

// --- AWS Lambda ------------------------------------------------------------------------------
// The Runtime API refuses a response longer than 6 MiB + 100 bytes with 413; the limit itself is
// accepted. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
inline constexpr size_t kResponseBytesMax = 6 * kMiB + 100;
inline constexpr size_t kResponseBytesDefault = 6 * kMiB;
// Ours. Lambda delivers at most 6 MiB; saved events may be longer (pretty-printed, edited).
inline constexpr size_t kEventBytesMax = 16 * kMiB;

// --- Amazon Data Firehose, PutRecordBatch ------------------------------------------------------
// https://docs.aws.amazon.com/firehose/latest/dev/limits.html: a record has at most 1,000 KiB
// before base64, a call 500 records and 4 MiB. Whether base64 counts is not documented: stay below.
inline constexpr size_t kFirehoseRecordBytesMax = 1000 * kKiB;
inline constexpr size_t kFirehoseRequestBytesMax = 4'000'000;
inline constexpr size_t kPutRecordsMax = 500;

// --- Amazon Kinesis Data Streams, PutRecords ---------------------------------------------------
// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html: both with the
// partition keys. Streams may be configured for more; these hold for all.
inline constexpr size_t kKinesisRecordBytesMax = 1 * kMiB;
inline constexpr size_t kKinesisRequestBytesMax = 5 * kMiB;
inline constexpr size_t kKinesisPartitionKeyCharsMax = 256;

// --- Ours: memory and time stay bounded whatever arrives ---------------------------------------
inline constexpr size_t kInflatedBytesMaxDefault = 32 * kMiB;
inline constexpr size_t kInflatedBytesTotalMaxDefault = 512 * kMiB;
// Largest INFLATED_BYTES_MAX that may be set; offsets within a record's text are 32 bits wide.
inline constexpr size_t kInflatedBytesMaxLimit = kInflatedBytesTotalMaxDefault;
// base64 text of split pieces held for one invocation. Pieces weigh about what arrived, so a normal
// event stays below 8 MiB; only a crafted one meets this.
inline constexpr size_t kReingestBytesMax = 32 * kMiB;
inline constexpr size_t kPartitionKeyValueBytesMax = 256;
// Fields of one parsed line; a message that would have more counts as not matching.
inline constexpr size_t kParsedFieldsMax = 10'000;
// Times are those since 1970 and no later.
inline constexpr std::chrono::milliseconds kTimestampMax{253'402'300'799'999};  // of the year 9999
// Partitions that one record is split into; Firehose keeps no more than so many active unless its
// quota is raised. Time and memory of the splitting grow with it.
inline constexpr size_t kPartitionsPerRecordMax = 500;
// A buffer that grew beyond this is given back after the invocation.
inline constexpr size_t kBufferKeepBytes = 16 * kMiB;

// Readable zero bytes that must follow any text handed to a parser: block-wise scans may look, but
// never act, beyond the end.
inline constexpr size_t kJsonPadding = 64;

static_assert(kResponseBytesDefault <= kResponseBytesMax);
static_assert(kFirehoseRecordBytesMax <= kFirehoseRequestBytesMax);
static_assert(kKinesisRecordBytesMax <= kKinesisRequestBytesMax);
static_assert(kInflatedBytesMaxDefault <= kInflatedBytesTotalMaxDefault);
static_assert(kEventBytesMax + kJsonPadding <= UINT32_MAX,
              "offsets into an event are 32 bits wide");
static_assert(kInflatedBytesMaxLimit + kJsonPadding <= UINT32_MAX);

}  // namespace cwlogs
