#include "processor/record_keys.h"

#include <cassert>

#include "processor/json_string.h"

namespace cwlogs {

std::string_view unescape_into(const RawString& raw, std::string& scratch) {
  if (!raw.escaped) return raw.text;
  assert(scratch.capacity() - scratch.size() >= raw.text.size());
  const size_t begin = scratch.size();
  append_unescaped(raw.text, scratch);
  return std::string_view(scratch).substr(begin);
}

void RecordKeys::append_json(const RawEnvelope& envelope, const RawLogEvent& log_event,
                             std::string& out) {
  if (keys_.empty()) return;
  RawString account = envelope.owner;
  RawString region{region_};
  RawString found;
  if (find_extracted_field(log_event.extracted_fields, "@aws.account", found)) account = found;
  if (find_extracted_field(log_event.extracted_fields, "@aws.region", found)) region = found;
  unescaped_.clear();
  unescaped_.reserve(envelope.owner.text.size() + envelope.log_group.text.size() +
                     envelope.log_stream.text.size() + envelope.subscription_filter.text.size() +
                     account.text.size() + region.text.size());
  keys_.append_json({.owner = unescape_into(envelope.owner, unescaped_),
                     .log_group = unescape_into(envelope.log_group, unescaped_),
                     .log_stream = unescape_into(envelope.log_stream, unescaped_),
                     .subscription_filter = unescape_into(envelope.subscription_filter, unescaped_),
                     .account = unescape_into(account, unescaped_),
                     .region = unescape_into(region, unescaped_),
                     .timestamp = log_event.timestamp},
                    out);
}

}  // namespace cwlogs
