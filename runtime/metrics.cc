#include "runtime/metrics.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "processor/json_string.h"

namespace cwlogs {
namespace {

struct Metric {
  const char* name;
  const char* unit;
  double value;
};

double milliseconds_in(std::chrono::microseconds duration) {
  return static_cast<double>(duration.count()) / 1000.0;
}

std::vector<Metric> metrics_of(const InvocationFigures& figures) {
  const Summary& summary = figures.summary;
  const ReingestReport& reingest = figures.reingest;
  const auto count = [](auto n) { return static_cast<double>(n); };
  return {{"RecordsIn", "Count", count(summary.records)},
          {"EventsIn", "Count",
           count(summary.log_events + summary.log_events_joined + summary.log_events_filtered)},
          {"EventsJoined", "Count", count(summary.log_events_joined)},
          {"EventsFiltered", "Count", count(summary.log_events_filtered)},
          {"EventsRedacted", "Count", count(summary.log_events_redacted)},
          {"EventsUnparsed", "Count", count(summary.log_events_unparsed)},
          {"BytesIn", "Bytes", count(summary.bytes_in)},
          {"BytesInflated", "Bytes", count(summary.bytes_inflated)},
          {"ResponseBytes", "Bytes", count(summary.response_bytes)},
          {"RecordsOk", "Count", count(summary.ok)},
          {"RecordsDropped", "Count", count(summary.dropped)},
          {"RecordsFailed", "Count", count(summary.failed)},
          {"RecordsReingested", "Count", count(summary.reingested_whole)},
          {"RecordsSplit", "Count", count(summary.reingested_split)},
          {"BytesReingested", "Bytes", count(summary.put_bytes)},
          {"ReingestRetries", "Count", count(reingest.retries)},
          {"ReingestThrottled", "Count", count(reingest.throttled)},
          {"ReingestOutcomeUnknown", "Count", count(reingest.outcome_unknown)},
          {"PartlyReingested", "Count", count(reingest.partly_reingested)},
          {"RecordAgeSeconds", "Seconds", count(figures.record_age.count()) / 1000.0},
          {"ColdStart", "Count", figures.cold_start ? 1.0 : 0.0},
          {"DurationMs", "Milliseconds", milliseconds_in(figures.duration)}};
}

LogFields reingest_fields(const Summary& summary, const ReingestReport& reingest) {
  return {{"recordsWhole", summary.reingested_whole},
          {"recordsSplit", summary.reingested_split},
          {"puts", summary.puts},
          {"bytes", summary.put_bytes},
          {"calls", reingest.calls},
          {"retries", reingest.retries},
          {"throttled", reingest.throttled},
          {"outcomeUnknown", reingest.outcome_unknown},
          {"partlyReingested", reingest.partly_reingested}};
}

// As EMF has them, ASCII.
bool is_dimension_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return c > ' ' && c < '\x7f' && c != '"' && c != '\\';
  });
}

// The pairs of `name=value,name=value`; what is no pair is left out. At most 9, as EMF has it.
std::vector<std::pair<std::string, std::string>> parse_dimensions(std::string_view text) {
  constexpr size_t kDimensionsMax = 9;
  std::vector<std::pair<std::string, std::string>> dimensions;
  while (!text.empty() && dimensions.size() < kDimensionsMax) {
    const std::string_view pair = text.substr(0, text.find(','));
    text.remove_prefix(std::min(pair.size() + 1, text.size()));
    const size_t equals = pair.find('=');
    if (equals == std::string_view::npos || equals + 1 == pair.size()) continue;
    if (!is_dimension_name(pair.substr(0, equals))) continue;
    dimensions.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
  }
  return dimensions;
}

}  // namespace

MetricsOptions metrics_options(bool emf, const Environment& environment) {
  MetricsOptions options;
  options.emf = emf;
  const std::string name_space = environment("POWERTOOLS_METRICS_NAMESPACE").value_or("");
  if (!name_space.empty()) options.name_space = name_space;
  options.dimensions = parse_dimensions(environment("METRICS_DIMENSIONS").value_or(""));
  if (!options.dimensions.empty()) return options;
  const std::string function = environment("AWS_LAMBDA_FUNCTION_NAME").value_or("");
  if (!function.empty()) options.dimensions.emplace_back("FunctionName", function);
  const std::string service = environment("POWERTOOLS_SERVICE_NAME").value_or("");
  if (!service.empty()) options.dimensions.emplace_back("service", service);
  return options;
}

LogFields summary_fields(const InvocationFigures& figures) {
  const Summary& summary = figures.summary;
  LogFields fields = {{"source", summary.source}, {"stream", summary.stream}};
  append(counts(summary), fields);
  fields.emplace_back("durationMs", milliseconds_in(figures.duration));
  if (summary.puts != 0) {
    fields.emplace_back("reingest", reingest_fields(summary, figures.reingest));
  }
  return fields;
}

std::string render_emf(const InvocationFigures& figures, const MetricsOptions& options,
                       std::string_view request_id, std::chrono::system_clock::time_point now) {
  LogFields line = {{"message", "invocation"}, {"requestId", request_id}};
  append(summary_fields(figures), line);
  std::string metrics;
  for (const Metric& metric : metrics_of(figures)) {
    if (!metrics.empty()) metrics += ',';
    metrics += to_json({{"Name", metric.name}, {"Unit", metric.unit}});
    line.emplace_back(metric.name, metric.value);
  }
  std::string names;
  for (const auto& dimension : options.dimensions) {
    if (!names.empty()) names += ',';
    append_quoted(dimension.first, names);
    // A name that is ours means the dimension.
    std::erase_if(line, [&](const LogField& field) { return field.name == dimension.first; });
    line.emplace_back(dimension.first, dimension.second);
  }
  const int64_t ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
  LogFields directive = {{"Namespace", options.name_space}};
  directive.push_back(LogField::of_json("Dimensions", "[[" + names + "]]"));
  directive.push_back(LogField::of_json("Metrics", '[' + metrics + ']'));
  LogFields aws = {{"Timestamp", ms}};
  aws.push_back(LogField::of_json("CloudWatchMetrics", '[' + to_json(directive) + ']'));
  line.emplace_back("_aws", aws);
  return to_json(line);
}

}  // namespace cwlogs
