// The request body of one PutRecordBatch or PutRecords call, in its exact wire form.
#pragma once

#include <span>
#include <string>

#include "processor/plan.h"

namespace cwlogs {

// Replaces `body` by the request that puts `puts` back to where the event came from:
//   {"DeliveryStreamName":"…","Records":[{"Data":"…"},…]}
//   {"StreamName":"…","Records":[{"Data":"…","PartitionKey":"…"},…]}
// Requires: a Direct PUT or Kinesis source; `puts` are those of one batch, or some of them.
void render_put_request(const FirehoseEvent& event, std::span<const PutRecord> puts,
                        std::string& body);

}  // namespace cwlogs
