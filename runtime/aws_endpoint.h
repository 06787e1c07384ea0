// Where an AWS service answers.
#pragma once

#include <string>
#include <string_view>

#include "config/environment.h"

namespace cwlogs {

enum class AwsService : uint8_t { kFirehose, kKinesis };

// `firehose`, as hosts and signatures spell it.
std::string_view name_of(AwsService service);

// The URL to post to: AWS_ENDPOINT_URL_FIREHOSE or _KINESIS, AWS_ENDPOINT_URL, else the public
// endpoint of the region's partition, with AWS_USE_FIPS_ENDPOINT=true its FIPS one. Ends with `/`.
std::string endpoint_of(AwsService service, std::string_view region,
                        const Environment& environment);

}  // namespace cwlogs
