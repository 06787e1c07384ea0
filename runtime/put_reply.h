// What a PutRecordBatch or PutRecords call came to, and what to do about it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/http_client.h"

namespace cwlogs {

enum class PutVerdict : uint8_t {
  kAnswered,   // see `entries`
  kThrottled,  // nothing was taken: later
  kTransient,  // the network or the service failed: again
  kTooLarge,   // something in the call is not to the service's liking: with fewer records
  kExpired,    // the credentials: with new ones
  kDenied,     // no call of this kind will succeed
};

enum class EntryVerdict : uint8_t {
  kAccepted,
  kThrottled,  // again
  kUnclear,    // the answer does not say: again
  kRejected,   // for good
};

struct PutReply {
  PutVerdict verdict = PutVerdict::kTransient;
  bool outcome_unknown = false;       // the records may have been taken although nobody said so
  std::string code;                   // AWS's, or `HTTP 502`, or empty
  std::string message;                // one sentence for people
  std::vector<EntryVerdict> entries;  // of kAnswered: one for each record put, in order
};

// Reads the answer to a call that put `count` records.
PutReply read_put_reply(const HttpResult& result, size_t count);

// What a person can do about an error code of AWS; empty where nothing is known.
std::string_view advice_for(std::string_view code);

}  // namespace cwlogs
