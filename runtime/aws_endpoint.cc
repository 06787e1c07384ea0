#include "runtime/aws_endpoint.h"

#include <array>
#include <utility>

namespace cwlogs {
namespace {

// By the beginning of the region's name.
// https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
std::string_view domain_of(std::string_view region) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kDomains = {{
      {"cn-", "amazonaws.com.cn"},
      {"eusc-", "amazonaws.eu"},
      {"us-isob-", "sc2s.sgov.gov"},
      {"us-isof-", "csp.hci.ic.gov"},
      {"us-iso-", "c2s.ic.gov"},
      {"eu-isoe-", "cloud.adc-e.uk"},
  }};
  for (const auto& [prefix, domain] : kDomains) {
    if (region.starts_with(prefix)) return domain;
  }
  return "amazonaws.com";
}

}  // namespace

std::string_view name_of(AwsService service) {
  return service == AwsService::kKinesis ? "kinesis" : "firehose";
}

std::string endpoint_of(AwsService service, std::string_view region,
                        const Environment& environment) {
  const std::string own =
      service == AwsService::kKinesis ? "AWS_ENDPOINT_URL_KINESIS" : "AWS_ENDPOINT_URL_FIREHOSE";
  for (const std::string& variable : {own, std::string("AWS_ENDPOINT_URL")}) {
    std::string url = environment(variable).value_or("");
    if (!url.empty()) return url.ends_with('/') ? url : url + '/';
  }
  const bool fips = environment("AWS_USE_FIPS_ENDPOINT").value_or("") == "true";
  return "https://" + std::string(name_of(service)) + (fips ? "-fips." : ".") +
         std::string(region) + '.' + std::string(domain_of(region)) + '/';
}

}  // namespace cwlogs
