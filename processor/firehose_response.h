// A plan and what became of its puts -> the response JSON.
#pragma once

#include <span>
#include <string>

#include "processor/plan.h"

namespace cwlogs {

enum class PutOutcome : uint8_t { kFailed, kAccepted };

// Returns the final answer: `answers[i]` with kReingest settled. A record is Dropped only where
// every one of its puts was accepted. `put_outcomes` are those of the record's own puts.
Answer settle(const Answer& answer, std::span<const PutOutcome> put_outcomes);

// Bytes of the answer to record `index` in the response, the separator left out. Requires:
// `settled` is that answer, settled.
size_t answer_size(const Plan& plan, size_t index, const Answer& settled);

// Replaces `response` by the response, at most plan.response_bytes_max bytes.
// Requires: one outcome for each of plan.puts, in the same order.
void render_response(const Plan& plan, std::span<const PutOutcome> put_outcomes,
                     std::string& response);

}  // namespace cwlogs
