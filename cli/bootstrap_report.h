// What a bootstrap did with an event, for people and for programs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/bootstrap_environment.h"
#include "cli/embedded_put_endpoint.h"
#include "cli/firehose_answer.h"
#include "cli/runtime_protocol.h"
#include "cli/style.h"

namespace cwlogs {

struct BootstrapReport {
  std::string event;  // its file
  InvocationResult result;
  std::optional<FirehoseAnswer> answer;  // where there was one
  PutTo put_to = PutTo::kEmbedded;
  std::string put_url;
  std::vector<PutCall> puts;  // where they came here
  std::vector<std::string> violations;
};

// Why there is no response, as a sentence.
std::string describe_failure(const InvocationResult& result);

// "3 records in 1 PutRecordBatch call to stream, region: 1,234 bytes"; "" for none.
std::string render_puts(const std::vector<PutCall>& calls);

// Several lines for people.
std::string render_text(const BootstrapReport& report, const Style& style);

// One line of JSON. `configuration`: NAME=value of each variable.
std::string render_json(const BootstrapReport& report,
                        const std::vector<std::string>& configuration);

}  // namespace cwlogs
