// Makes realistic Firehose transformation events: seeded, so that the same options give the same
// bytes.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cwlogs {

enum class LogFamily : uint8_t {
  kNginx,
  kApache,
  kSyslog,
  kLambda,
  kJson,
  kJava,
  kVpcFlow,
  kMixed
};
enum class EventSource : uint8_t { kDirect, kKinesis, kMsk };

// The ways a record can be broken, by the name users give: --broken bad-base64=0.1
enum class Breakage : uint8_t {
  kBadBase64,  // a character outside the alphabet
  kNotGzip,    // plain text that is no JSON
  kTruncatedGzip,
  kBadCrc,
  kTrailingBytes,  // garbage after the last member
  kBadJson,        // gzip of text that is no JSON
  kMissingField,   // a document without messageType
  kBadUtf8,        // an invalid byte inside a message
  kUnknownType,    // a messageType nobody knows
};
inline constexpr size_t kBreakageCount = 9;

std::string_view name_of(LogFamily family);
std::string_view name_of(EventSource source);
std::string_view name_of(Breakage breakage);

struct GeneratorOptions {
  uint64_t seed = 1;
  LogFamily family = LogFamily::kMixed;
  EventSource source = EventSource::kDirect;
  size_t records = 10;
  size_t log_events_per_record = 100;
  size_t log_groups = 1;                           // at least 1; records take turns in them
  size_t log_streams = 1;                          // at least 1, per log group
  std::chrono::milliseconds start{1655856000000};  // 2022-06-22T00:00:00Z
  std::chrono::milliseconds span{60'000};  // log events spread evenly over [start, start + span)
  size_t target_bytes = 0;   // 0: by `records`; else records are added until the event's JSON is as
                             // near below this as whole records allow, with fewer log events
                             // each if not even one record would fit
  double control_share = 0;  // share of records that are control messages, 0 to 1; with
                             // the broken ones at most 1
  double broken_share[kBreakageCount] = {};  // by Breakage, each 0 to 1, their sum at most 1
  // Already decompressed: no gzip. Records whose breakage needs gzip hold a document cut in half
  // (kTruncatedGzip), without its end (kBadCrc), or with garbage after it (kTrailingBytes).
  bool plain = false;
  int gzip_level = 6;  // what CloudWatch Logs uses towards Firehose
};

// The event as JSON text, as Firehose would invoke the Lambda with. Cost: about 0.1 s per MB of it.
std::string generate_event(const GeneratorOptions& options);

}  // namespace cwlogs
