// Invocations of the core in this process.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/invocation.h"
#include "config/configuration.h"
#include "processor/firehose_response.h"
#include "processor/processor.h"

namespace cwlogs {

// One warm processor. Puts are assumed accepted, or fail where nothing is re-ingested.
class CoreInvoker {
 public:
  // Requires: `configuration` outlives this.
  explicit CoreInvoker(const Configuration& configuration)
      : processor_(configuration.options()), reingest_(configuration.reingest) {}

  // As Invoke.
  tl::expected<Invocation, std::string> invoke(std::string_view event);

 private:
  Invocation read(const Plan& plan) const;

  Processor processor_;
  bool reingest_;
  std::vector<PutOutcome> put_outcomes_;
  std::string response_;
};

}  // namespace cwlogs
