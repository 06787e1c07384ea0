#include "runtime/metrics.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

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

// The pairs of `name=value,name=value`; what is no pair is left out. At most 9, as EMF has it.
std::vector<std::pair<std::string, std::string>> parse_dimensions(std::string_view text) {
  constexpr size_t kDimensionsMax = 9;
  std::vector<std::pair<std::string, std::string>> dimensions;
  while (!text.empty() && dimensions.size() < kDimensionsMax) {
    const std::string_view pair = text.substr(0, text.find(','));
    text.remove_prefix(std::min(pair.size() + 1, text.size()));
    const size_t equals = pair.find('=');
    if (equals == std::string_view::npos || equals == 0 || equals + 1 == pair.size()) continue;
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
  fields.update(counts_json(summary));
  fields["durationMs"] = milliseconds_in(figures.duration);
  if (summary.puts != 0) fields["reingest"] = reingest_fields(summary, figures.reingest);
  return fields;
}

std::string render_emf(const InvocationFigures& figures, const MetricsOptions& options,
                       std::string_view request_id, std::chrono::system_clock::time_point now) {
  LogFields names = LogFields::array();
  for (const auto& [name, value] : options.dimensions) names.push_back(name);
  LogFields line = {{"message", "invocation"}, {"requestId", request_id}};
  line.update(summary_fields(figures));
  LogFields metrics = LogFields::array();
  for (const Metric& metric : metrics_of(figures)) {
    metrics.push_back({{"Name", metric.name}, {"Unit", metric.unit}});
    line[metric.name] = metric.value;
  }
  for (const auto& [name, value] : options.dimensions) line[name] = value;
  const int64_t ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
  line["_aws"] = {
      {"Timestamp", ms},
      {"CloudWatchMetrics", LogFields::array({{{"Namespace", options.name_space},
                                               {"Dimensions", LogFields::array({names})},
                                               {"Metrics", metrics}}})}};
  return line.dump(-1, ' ', false, LogFields::error_handler_t::replace);
}

}  // namespace cwlogs
