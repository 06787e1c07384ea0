#include "processor/log_filter.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "processor/json_pointer.h"
#include "processor/json_string.h"

namespace cwlogs {
namespace {

constexpr uint64_t kFnvOffset = 14695981039346656037U;

bool any_matches(const std::vector<Glob>& globs, std::string_view name) {
  return std::ranges::any_of(globs, [name](const Glob& glob) { return glob.matches(name); });
}

bool includes(const std::vector<Glob>& globs, std::string_view name) {
  return globs.empty() || any_matches(globs, name);
}

// FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/, with the final mix of MurmurHash3: the ids
// of neighbours differ in their last digits only.
uint64_t hash(std::string_view text, uint64_t seed) {
  uint64_t h = seed;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return h;
}

uint64_t mix(uint64_t h) {
  h = (h ^ (h >> 33)) * 0xff51afd7ed558ccdU;
  h = (h ^ (h >> 33)) * 0xc4ceb9fe1a85ec53U;
  return h ^ (h >> 33);
}

// A log event without id is known by its time and text.
uint64_t hash_of(EventFields& fields) {
  if (!fields.id().empty()) return mix(hash(fields.id(), kFnvOffset));
  const int64_t ms = fields.timestamp() ? fields.timestamp()->count() : 0;
  return mix(hash(fields.message(), kFnvOffset ^ static_cast<uint64_t>(ms)));
}

bool is_hex_or_dash(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == '-'; }

bool starts_with_request_id(std::string_view text) {
  constexpr size_t kRequestIdBytes = 36;
  return text.size() >= kRequestIdBytes &&
         std::ranges::all_of(text.substr(0, kRequestIdBytes), is_hex_or_dash);
}

bool is_platform_line(std::string_view message) {
  constexpr std::array<std::string_view, 4> kWithRequestId = {
      "START RequestId: ", "END RequestId: ", "REPORT RequestId: ", "XRAY TraceId: "};
  constexpr std::array<std::string_view, 7> kOthers = {"INIT_START Runtime Version: ",
                                                       "INIT_REPORT Init Duration: ",
                                                       "RESTORE_START Runtime Version: ",
                                                       "RESTORE_REPORT Restore Duration: ",
                                                       "EXTENSION\tName: ",
                                                       "LOGS\tName: ",
                                                       "TELEMETRY\tName: "};
  for (const std::string_view start : kWithRequestId) {
    if (!message.starts_with(start)) continue;
    return start == kWithRequestId.back() || starts_with_request_id(message.substr(start.size()));
  }
  return std::ranges::any_of(kOthers,
                             [=](std::string_view start) { return message.starts_with(start); });
}

// https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html, but for those that
// report a loss.
bool is_platform_type(std::string_view type) {
  constexpr std::array<std::string_view, 12> kTypes = {
      "platform.initStart",    "platform.initRuntimeDone",       "platform.initReport",
      "platform.start",        "platform.runtimeDone",           "platform.report",
      "platform.restoreStart", "platform.restoreRuntimeDone",    "platform.restoreReport",
      "platform.extension",    "platform.telemetrySubscription", "platform.logsSubscription"};
  return std::ranges::find(kTypes, type) != kTypes.end();
}

bool is_platform_record(EventFields& fields) {
  static const JsonPointer type = *JsonPointer::parse("/type");
  std::string_view value;
  std::string scratch;
  return type.find(fields.message_object(), value) && is_platform_type(scalar_text(value, scratch));
}

std::string json_of_parsed(const EventFields& fields) {
  std::string json = "{";
  for (const ParsedField& field : fields.parsed_fields().all()) {
    if (json.size() > 1) json += ',';
    append_quoted(field.name, json);
    json += ':';
    const bool text = field.kind == FieldKind::kText || field.kind == FieldKind::kTime;
    if (text) append_quoted(field.text, json);
    if (!text) json += field.text;
  }
  return json + '}';
}

}  // namespace

bool is_lambda_platform_log(EventFields& fields) {
  const std::string_view message = fields.message();
  if (message.starts_with('{')) {
    return message.find("platform.") != message.npos && !fields.message_object().empty() &&
           is_platform_record(fields);
  }
  return is_platform_line(message);
}

bool LogFilter::empty() const {
  return log_groups.empty() && log_streams.empty() && exclude_log_groups.empty() &&
         exclude_log_streams.empty() && !include_at_match && !exclude_at_match && !filter_pattern &&
         !field_pattern && !drop_lambda_platform_logs && sample_one_in == 1;
}

LogEventFate LogFilter::judge_names(EventFields& fields) const {
  using enum LogEventFate;
  if (any_matches(exclude_log_groups, fields.log_group())) return kExcludeLogGroups;
  if (!includes(log_groups, fields.log_group())) return kLogGroups;
  if (any_matches(exclude_log_streams, fields.log_stream())) return kExcludeLogStreams;
  return includes(log_streams, fields.log_stream()) ? kKept : kLogStreams;
}

// The cheap ones first.
LogEventFate LogFilter::judge(EventFields& fields) const {
  using enum LogEventFate;
  if (sample_one_in > 1 && hash_of(fields) % sample_one_in != 0) return kSampling;
  if (drop_lambda_platform_logs && is_lambda_platform_log(fields)) return kLambdaPlatformLog;
  if (exclude_at_match && exclude_at_match->matches(fields.message())) return kExcludeAtMatch;
  if (include_at_match && !include_at_match->matches(fields.message())) return kIncludeAtMatch;
  if (filter_pattern && !filter_pattern->matches(fields.message())) return kFilterPattern;
  if (field_pattern && !field_pattern->matches(json_of_parsed(fields))) return kFieldPattern;
  return kKept;
}

}  // namespace cwlogs
