// Firehose's language of S3 prefixes: text with !{namespace:value} expressions.
// https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html
//
//   logs/!{partitionKeyFromLambda:service}/!{timestamp:yyyy/MM/dd}/
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config/java_time_pattern.h"

namespace cwlogs {

inline constexpr size_t kS3PrefixCharactersMax = 512;       // once evaluated
inline constexpr size_t kS3PrefixTextCharactersMax = 1024;  // as it is configured

struct S3PrefixPart {
  enum class Kind : uint8_t {
    kLiteral,
    kTimestamp,
    kRandomString,
    kErrorOutputType,
    kLambdaKey,  // partitionKeyFromLambda: a key of ours
    kQueryKey,   // partitionKeyFromQuery: one that Firehose finds with JQ
  };
  Kind kind = Kind::kLiteral;
  std::string text;     // the literal, the time pattern or the key's name
  TextLength length;    // of what it becomes, but for keys
  std::string letters;  // of a time pattern
};

struct S3Prefix {
  std::vector<S3PrefixPart> parts;
  std::vector<std::string> faults;  // one sentence each; what is at fault is no part

  bool has(S3PrefixPart::Kind kind) const;
  bool has_expressions() const;
  // The letters of all time patterns.
  std::string time_letters() const;
};

S3Prefix parse_s3_prefix(std::string_view text);

// Characters of valid UTF-8.
size_t count_characters(std::string_view utf8);

}  // namespace cwlogs
