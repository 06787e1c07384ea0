// One invocation's figures, in the log and as CloudWatch metrics (embedded metric format).
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "runtime/log.h"
#include "runtime/reingestion.h"
#include "runtime/summary.h"

namespace cwlogs {

struct MetricsOptions {
  bool emf = false;
  std::string name_space = "cwlogs-processor";
  std::vector<std::pair<std::string, std::string>> dimensions;
};

// POWERTOOLS_METRICS_NAMESPACE; dimensions: METRICS_DIMENSIONS (name=value,…), else FunctionName
// and, from POWERTOOLS_SERVICE_NAME, service.
MetricsOptions metrics_options(bool emf, const Environment& environment);

struct InvocationFigures {
  Summary summary;
  ReingestReport reingest;
  std::chrono::microseconds duration{0};
  std::chrono::milliseconds record_age{0};  // of the oldest record; 0: unknown
  bool cold_start = false;
};

// The fields of the summary line.
LogFields summary_fields(const InvocationFigures& figures);

// The embedded metric format's line, which holds the summary's fields too.
std::string render_emf(const InvocationFigures& figures, const MetricsOptions& options,
                       std::string_view request_id, std::chrono::system_clock::time_point now);

}  // namespace cwlogs
