// Where an S3 prefix puts a record: as Firehose would evaluate it.
// https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "config/s3_prefix.h"

namespace cwlogs {

// What Firehose knows of the record when it writes it.
struct S3PrefixInput {
  std::map<std::string, std::string, std::less<>> partition_keys;  // from the Lambda
  // When the record arrived. Firehose takes the oldest record of an object. None: not known.
  std::optional<std::chrono::sys_time<std::chrono::milliseconds>> arrival;
};

struct EvaluatedS3Prefix {
  std::vector<std::string> folders;  // from the bucket down
  std::string object_prefix;         // what the names of the objects begin with
  // Keys the prefix wants and the record has not: Firehose writes it to the error prefix.
  std::vector<std::string> missing_keys;

  bool operator==(const EvaluatedS3Prefix&) const = default;
  bool operator<(const EvaluatedS3Prefix& other) const {
    return std::tie(folders, object_prefix, missing_keys) <
           std::tie(other.folders, other.object_prefix, other.missing_keys);
  }
};

// The prefix as Firehose completes it: !{timestamp:yyyy/MM/dd/HH/} behind one without a timestamp.
S3Prefix with_default_time(S3Prefix prefix);

// Times are in UTC. What can't be known stays as it is spelled, `!{firehose:random-string}`, within
// one folder.
EvaluatedS3Prefix evaluate_s3_prefix(const S3Prefix& prefix, const S3PrefixInput& input);

}  // namespace cwlogs
