#include "config/s3_prefix.h"

#include <algorithm>
#include <array>

#include "config/in_quotes.h"
#include "config/setting.h"

namespace cwlogs {
namespace {

using Kind = S3PrefixPart::Kind;

constexpr TextLength kRandomString = {11, 11};
// splunk-failed to AmazonOpenSearchService-failed.
constexpr TextLength kErrorOutputType = {13, 30};

class Parser {
 public:
  S3Prefix parse(std::string_view text) {
    while (!text.empty()) {
      const size_t open = std::min(text.find("!{"), text.size());
      if (open != 0) add_literal(text.substr(0, open));
      text.remove_prefix(open);
      if (text.empty()) break;
      // Another one begins before this one ends: it was forgotten to close it.
      const size_t end = std::min(text.find("!{", 2), text.size());
      const size_t close = text.substr(0, end).find('}');
      if (close == text.npos) {
        fault(text.substr(0, end), "has no closing }");
        text.remove_prefix(end);
        continue;
      }
      add_expression(text.substr(0, close + 1));
      text.remove_prefix(close + 1);
    }
    return std::move(prefix_);
  }

 private:
  void add_literal(std::string_view text) {
    const size_t characters = count_characters(text);
    prefix_.parts.push_back({Kind::kLiteral, std::string(text), {characters, characters}, {}});
  }

  void fault(std::string_view expression, const std::string& what) {
    prefix_.faults.push_back(in_quotes(expression) + ' ' + what);
  }

  void add_expression(std::string_view expression) {
    const std::string_view inside = expression.substr(2, expression.size() - 3);
    const size_t colon = inside.find(':');
    const std::string_view name = inside.substr(0, colon);
    const std::string_view value = colon == inside.npos ? "" : inside.substr(colon + 1);
    if (value.empty()) return fault(expression, "has no value: !{namespace:value}");
    if (name == "timestamp") return add_time(expression, value);
    if (name == "firehose") return add_firehose(expression, value);
    if (name == "partitionKeyFromLambda") return add_key(Kind::kLambdaKey, value);
    if (name == "partitionKeyFromQuery") return add_key(Kind::kQueryKey, value);
    constexpr std::array<std::string_view, 4> kNamespaces = {
        "timestamp", "firehose", "partitionKeyFromLambda", "partitionKeyFromQuery"};
    const std::string near(nearest(name, kNamespaces));
    fault(expression,
          "has an unknown namespace; allowed are timestamp, firehose, partitionKeyFromLambda and "
          "partitionKeyFromQuery" +
              (near.empty() ? "" : "; did you mean " + near + "?"));
  }

  void add_time(std::string_view expression, std::string_view pattern) {
    const auto parsed = parse_java_time_pattern(pattern);
    if (!parsed) return fault(expression, "is no time: " + parsed.error());
    prefix_.parts.push_back(
        {Kind::kTimestamp, std::string(pattern), parsed->length, parsed->letters});
  }

  void add_firehose(std::string_view expression, std::string_view value) {
    if (value == "random-string") {
      prefix_.parts.push_back({Kind::kRandomString, {}, kRandomString, {}});
    } else if (value == "error-output-type") {
      prefix_.parts.push_back({Kind::kErrorOutputType, {}, kErrorOutputType, {}});
    } else {
      fault(expression, "is unknown; allowed are random-string and error-output-type");
    }
  }

  void add_key(Kind kind, std::string_view name) {
    prefix_.parts.push_back({kind, std::string(name), {}, {}});
  }

  S3Prefix prefix_;
};

}  // namespace

bool S3Prefix::has(Kind kind) const {
  return std::ranges::find(parts, kind, &S3PrefixPart::kind) != parts.end();
}

bool S3Prefix::has_expressions() const {
  return std::ranges::any_of(parts,
                             [](const S3PrefixPart& part) { return part.kind != Kind::kLiteral; });
}

std::string S3Prefix::time_letters() const {
  std::string letters;
  for (const S3PrefixPart& part : parts) letters += part.letters;
  return letters;
}

S3Prefix parse_s3_prefix(std::string_view text) { return Parser().parse(text); }

size_t count_characters(std::string_view utf8) {
  return static_cast<size_t>(
      std::ranges::count_if(utf8, [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace cwlogs
