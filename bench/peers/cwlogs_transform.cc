// This project's core, as `bootstrap` calls it.
#include <stdexcept>

#include "bench/peers/transform.h"
#include "processor/firehose_response.h"
#include "processor/processor.h"

namespace cwlogs::bench {

void transform(std::string_view event, std::string& response) {
  static Processor processor{{}};
  const Result<Plan> plan = processor.process(event);
  if (!plan || !plan->puts.empty()) throw std::runtime_error("this event can't be compared");
  render_response(*plan, {}, response);
}

}  // namespace cwlogs::bench
