#include "config/s3_prefix_evaluation.h"

#include <utility>

#include "config/java_time_format.h"

namespace cwlogs {
namespace {

using Kind = S3PrefixPart::Kind;

std::string spelled(const S3PrefixPart& part) {
  switch (part.kind) {
    case Kind::kLiteral:
      return part.text;
    case Kind::kTimestamp:
      return "!{timestamp:" + part.text + '}';
    case Kind::kRandomString:
      return "!{firehose:random-string}";
    case Kind::kErrorOutputType:
      return "!{firehose:error-output-type}";
    case Kind::kLambdaKey:
      return "!{partitionKeyFromLambda:" + part.text + '}';
    case Kind::kQueryKey:
      return "!{partitionKeyFromQuery:" + part.text + '}';
  }
  return "";
}

class Evaluator {
 public:
  explicit Evaluator(const S3PrefixInput& input) : input_(input) {}

  EvaluatedS3Prefix evaluate(const S3Prefix& prefix) {
    for (const S3PrefixPart& part : prefix.parts) {
      if (const auto text = text_of(part)) {
        add(*text);
      } else {
        result_.object_prefix += spelled(part);  // its slashes are no folders
      }
    }
    return std::move(result_);
  }

 private:
  std::optional<std::string> text_of(const S3PrefixPart& part) {
    if (part.kind == Kind::kLiteral) return part.text;
    if (part.kind == Kind::kLambdaKey) return value_of(part.text);
    if (part.kind != Kind::kTimestamp || !input_.arrival) return std::nullopt;
    const auto pattern = parse_java_time_pattern(part.text);
    return pattern ? format_java_time(*pattern, *input_.arrival) : std::nullopt;
  }

  std::optional<std::string> value_of(const std::string& key) {
    const auto found = input_.partition_keys.find(key);
    if (found != input_.partition_keys.end()) return found->second;
    result_.missing_keys.push_back(key);
    return std::nullopt;
  }

  void add(std::string_view text) {
    for (size_t slash = text.find('/'); slash != text.npos; slash = text.find('/')) {
      result_.object_prefix += text.substr(0, slash);
      result_.folders.push_back(std::exchange(result_.object_prefix, {}));
      text.remove_prefix(slash + 1);
    }
    result_.object_prefix += text;
  }

  const S3PrefixInput& input_;
  EvaluatedS3Prefix result_;
};

}  // namespace

S3Prefix with_default_time(S3Prefix prefix) {
  if (prefix.has(Kind::kTimestamp)) return prefix;
  S3Prefix time = parse_s3_prefix("!{timestamp:yyyy/MM/dd/HH/}");
  prefix.parts.push_back(std::move(time.parts.front()));
  return prefix;
}

EvaluatedS3Prefix evaluate_s3_prefix(const S3Prefix& prefix, const S3PrefixInput& input) {
  return Evaluator(input).evaluate(prefix);
}

}  // namespace cwlogs
