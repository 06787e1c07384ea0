#include "bench/sample.h"

#include <algorithm>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>

#include "bench/reference.h"

namespace cwlogs::bench {
namespace {

constexpr SampleSpec spec(std::string_view name, SampleKind kind, LogFamily family, size_t bytes,
                          size_t log_events) {
  SampleSpec made{.name = name, .kind = kind, .options = {}};
  made.options.family = family;
  made.options.log_events_per_record = log_events;
  made.options.log_streams = 4;
  made.options.target_bytes = bytes;
  return made;
}

constexpr SampleSpec kSpecs[] = {
    spec("syslog_10kb", SampleKind::kSmall, LogFamily::kSyslog, 10'000, 20),
    spec("syslog_120kb", SampleKind::kSmall, LogFamily::kSyslog, 120'000, 60),
    spec("nginx_340kb", SampleKind::kUsual, LogFamily::kNginx, 340'000, 100),
    spec("java_560kb", SampleKind::kUsual, LogFamily::kJava, 560'000, 60),
    spec("lambda_1mb", SampleKind::kUsual, LogFamily::kLambda, 1'000'000, 100),
    spec("big_records_1mb", SampleKind::kUsual, LogFamily::kNginx, 1'000'000, 4000),
    spec("json_1.3mb", SampleKind::kUsual, LogFamily::kJson, 1'300'000, 100),
    spec("vpcflow_1.3mb", SampleKind::kUsual, LogFamily::kVpcFlow, 1'300'000, 150),
    spec(kMix, SampleKind::kUsual, LogFamily::kMixed, 1'900'000, 100),
    spec("overflow_6mb", SampleKind::kOverflow, LogFamily::kMixed, 6'000'000, 500),
};

Sample make_sample(const SampleSpec& spec) {
  Sample sample;
  sample.kind = spec.kind;
  const std::string event = generate_event(spec.options);
  require(event.size() > spec.options.target_bytes / 10 * 7, "a sample much smaller than its name");
  const auto parsed = nlohmann::json::parse(event);
  for (const auto& record : parsed.at("records")) {
    sample.base64.push_back(record.at("data"));
    sample.gzip.push_back(reference_decode(sample.base64.back()));
    sample.documents.emplace_back(reference_gunzip(sample.gzip.back()));
    sample.base64_bytes += sample.base64.back().size();
    sample.inflated_bytes += sample.documents.back().view().size();
    sample.log_events += spec.options.log_events_per_record;
  }
  sample.event = PaddedText(event);
  return sample;
}

}  // namespace

std::span<const SampleSpec> sample_specs() { return kSpecs; }

const Sample& sample_of(std::string_view name) {
  static std::map<std::string_view, Sample> samples;
  if (const auto found = samples.find(name); found != samples.end()) return found->second;
  const auto spec = std::ranges::find(kSpecs, name, &SampleSpec::name);
  require(spec != std::end(kSpecs), "no sample of this name");
  return samples.emplace(spec->name, make_sample(*spec)).first->second;
}

}  // namespace cwlogs::bench
