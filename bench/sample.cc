#include "bench/sample.h"

#include <map>
#include <nlohmann/json.hpp>

#include "bench/reference.h"

namespace cwlogs::bench {
namespace {

Sample make_sample(LogFamily family) {
  Sample sample;
  const std::string event =
      generate_event({.family = family, .log_streams = 4, .target_bytes = kEventBytes});
  const auto parsed = nlohmann::json::parse(event);
  for (const auto& record : parsed.at("records")) {
    sample.base64.push_back(record.at("data"));
    sample.gzip.push_back(reference_decode(sample.base64.back()));
    sample.documents.emplace_back(reference_gunzip(sample.gzip.back()));
    sample.base64_bytes += sample.base64.back().size();
    sample.inflated_bytes += sample.documents.back().view().size();
  }
  require(sample.base64_bytes > kEventBytes * 9 / 10, "a sample of another size than asked for");
  sample.event = PaddedText(event);
  return sample;
}

}  // namespace

const Sample& sample_of(LogFamily family) {
  static std::map<LogFamily, Sample> samples;
  const auto found = samples.find(family);
  return found != samples.end() ? found->second
                                : samples.emplace(family, make_sample(family)).first->second;
}

}  // namespace cwlogs::bench
