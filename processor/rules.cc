#include "processor/rules.h"

#include <algorithm>

namespace cwlogs {

bool Rule::matches(EventFields& fields) const {
  fields.captures.clear();
  if (log_group && !log_group->matches(fields.log_group())) return false;
  if (log_stream && !log_stream->matches(fields.log_stream())) return false;
  if (log_group_regex && !log_group_regex->match_groups(fields.log_group(), fields.captures)) {
    return false;
  }
  if (log_stream_regex && !log_stream_regex->match_groups(fields.log_stream(), fields.captures)) {
    return false;
  }
  fields.s3_prefix = s3_prefix;
  return true;
}

const Treatment& Rules::select(EventFields& fields) const {
  for (const Rule& rule : rules) {
    if (rule.matches(fields)) return rule.treatment;
  }
  fields.captures.clear();
  return otherwise;
}

bool Rules::guards(EventFields& fields) const {
  return std::ranges::any_of(guarded_log_groups,
                             [&](const Glob& glob) { return glob.matches(fields.log_group()); });
}

}  // namespace cwlogs
