// What AWS charges, in US dollars: one table, dated, that a file may replace.
#pragma once

#include <string>
#include <string_view>

#include "tl/expected.hpp"

namespace cwlogs {

// us-east-1, the first tier, to be checked against https://aws.amazon.com/lambda/pricing/ and
// https://aws.amazon.com/firehose/pricing/. A GB has 2^30 bytes, as AWS bills it.
struct Prices {
  std::string as_of = "2026-11";
  bool checked = false;  // by the user, who gave a file
  double lambda_gb_second_arm64 = 0.0000133334;
  double lambda_gb_second_x86_64 = 0.0000166667;
  double lambda_million_requests = 0.20;
  double firehose_direct_put_gb = 0.029;            // of records in steps of 5 KB each; Kinesis too
  double firehose_cloudwatch_logs_gb = 0.13;        // CloudWatch Logs as the source: no steps
  double firehose_dynamic_partitioning_gb = 0.020;  // of what is delivered
};

// The table with what `json` says in place of ours:
//   {"asOf": "2027-01", "lambdaGbSecondArm64": 0.0000133334, …}
// Errors: one line: not JSON, an unknown key, a price that is no number from 0 on.
tl::expected<Prices, std::string> parse_prices(std::string_view json);

}  // namespace cwlogs
