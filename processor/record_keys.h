// The partition keys of one record, from its first kept log event.
#pragma once

#include <string>
#include <string_view>

#include "processor/log_envelope.h"
#include "processor/partition_keys.h"

namespace cwlogs {

// One per thread.
class RecordKeys {
 public:
  // Requires: `keys` outlives this. `region` is the stream's, for events that don't name their own.
  RecordKeys(const PartitionKeys& keys, std::string_view region) : keys_(keys), region_(region) {}

  // Appends the keys as a JSON object; nothing where none are configured.
  void append_json(const RawEnvelope& envelope, const RawLogEvent& log_event, std::string& out);

 private:
  const PartitionKeys& keys_;
  std::string_view region_;
  std::string unescaped_;
};

// Appends what `raw` stands for to `scratch` if it holds escapes; returns a view of the result.
// Requires: room in `scratch`, so that it does not move (views into it are still in use).
std::string_view unescape_into(const RawString& raw, std::string& scratch);

}  // namespace cwlogs
