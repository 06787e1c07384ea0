// How a fake Firehose or Kinesis answers a call that is right: each service's moods, good and bad.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/http_message.h"
#include "tests/put_call.h"

namespace cwlogs::testing {

struct PutAnswer {
  std::vector<bool> stored{};  // by entry; empty: none
  Reply reply{};
};

using PutBehaviour = std::function<PutAnswer(const PutCall&)>;
using EntryPredicate = std::function<bool(size_t index, const PutEntry& entry)>;

// --- ordinary ------------------------------------------------------------------------------------
PutBehaviour accept_all();
// Entries that fail with 200: `code` empty stands for the service's own throttling code.
PutBehaviour fail_entries(EntryPredicate fails, std::string code, std::string message);
PutBehaviour throttle_entries(EntryPredicate throttled);
PutBehaviour throttle_indexes(std::vector<size_t> indexes);

// --- whole calls refused, nothing stored ---------------------------------------------------------
PutBehaviour fail_call(int status, std::string_view code, std::string_view message);
PutBehaviour throttle_call(std::string_view code = "ThrottlingException", int status = 400);
PutBehaviour server_error(int status = 500);
PutBehaviour xml_error(int status = 503);
PutBehaviour html_error(int status = 502);
PutBehaviour access_denied();
PutBehaviour resource_not_found();
PutBehaviour expired_token();
// Accepts calls that carry this X-Amz-Security-Token; for others the token has expired.
PutBehaviour expired_unless_token(std::string token);
// Accepts calls of up to so many records.
PutBehaviour invalid_argument_above(size_t records);
PutBehaviour too_large_above(size_t records);  // status 413

// --- the outcome stays unknown -------------------------------------------------------------------
PutBehaviour silence();                        // nothing stored
PutBehaviour accept_then(Reply::Fault fault);  // stored, the answer faulty
PutBehaviour accept_then_reply(Reply reply);   // stored, answered with something else
PutBehaviour wrong_count(int surplus);         // stored, so many answers too many
PutBehaviour unparsable_answer();              // stored, 200 and half a JSON text
PutBehaviour empty_entries();                  // stored, an empty answer for each
PutBehaviour slow(std::chrono::milliseconds delay, PutBehaviour behaviour = accept_all());
// `behaviour`, its reply changed: chunked, `Connection: close`, doubled `100 Continue` and so on.
PutBehaviour with_reply(PutBehaviour behaviour, std::function<void(Reply&)> change);

}  // namespace cwlogs::testing
