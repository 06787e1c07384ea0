#include "config/s3_prefix_check.h"

#include <algorithm>
#include <map>
#include <string>

#include "config/in_quotes.h"
#include "config/s3_prefix.h"
#include "processor/limits.h"
#include "processor/utf8.h"

namespace cwlogs {
namespace {

using Kind = S3PrefixPart::Kind;

constexpr const char* kPrefix = "--prefix";
constexpr const char* kErrorPrefix = "--error-prefix";
// CloudWatch Logs allows names of log groups and log streams no more.
constexpr size_t kNameBytesMax = 512;
constexpr size_t kUnknownBytes = 7;  // `unknown` stands for what is missing
// yyyy/MM/dd/HH/, behind a prefix without expressions. The documentation has it behind any prefix
// without time; but one of partition keys alone gets nothing, or Landing Zone Accelerator's
// objects would have two times.
constexpr TextLength kAppendedTime = {14, 14};

// Bytes that the values of a treatment's keys have at most.
using Keys = std::map<std::string, size_t, std::less<>>;

Keys keys_of(const Treatment& treatment, const Configuration& configuration) {
  const size_t fallback =
      configuration.partitions_max == SIZE_MAX ? 0 : configuration.partition_fallback.size();
  Keys keys;
  for (const auto& [name, bytes] : treatment.metadata.partition_keys.sizes_max(kNameBytesMax)) {
    keys.emplace(name, std::max({bytes, kUnknownBytes, fallback}));
  }
  return keys;
}

std::string names_of(const Keys& keys) {
  std::string names;
  for (const auto& [name, bytes] : keys) names += (names.empty() ? "" : ", ") + name;
  return names.empty() ? "none" : names;
}

class Checker {
 public:
  Checker(std::string_view text, const char* place, PrefixFindings& findings)
      : text_(text), place_(place), findings_(findings), prefix_(parse_s3_prefix(text)) {}

  void check_objects(const Configuration* configuration) {
    find_faults();
    if (prefix_.has(Kind::kErrorOutputType)) {
      problem("!{firehose:error-output-type} goes into ErrorOutputPrefix only");
    }
    if (configuration != nullptr) find_keys(*configuration);
    find_length();
    find_doubtful();
    if (configuration != nullptr && configuration->gzip_level) {
      note(
          "OUTPUT_COMPRESSION=gzip wants CompressionFormat UNCOMPRESSED, FileExtension .gz and no "
          "AppendDelimiterToRecord");
    }
  }

  void check_errors() {
    find_faults();
    for (const S3PrefixPart& part : prefix_.parts) {
      if (part.kind != Kind::kLambdaKey && part.kind != Kind::kQueryKey) continue;
      problem("ErrorOutputPrefix can't have partition keys, such as " + in_quotes(part.text));
    }
    if (prefix_.has_expressions() && !prefix_.has(Kind::kErrorOutputType)) {
      problem("an ErrorOutputPrefix with expressions needs !{firehose:error-output-type}");
    }
    TextLength length;
    for (const S3PrefixPart& part : prefix_.parts) length += part.length;
    find_excess(length);
  }

  void find_missing_error_prefix() {
    if (!prefix_.has_expressions()) return;
    note("Firehose wants an ErrorOutputPrefix with !{firehose:error-output-type} beside it");
  }

 private:
  void problem(const std::string& message) { findings_.problems.push_back({place_, message}); }
  void note(const std::string& message) { findings_.notes.push_back({place_, message}); }

  void find_faults() {
    if (!is_utf8(text_)) return problem("it is not UTF-8");
    for (const std::string& fault : prefix_.faults) problem(fault);
    const size_t characters = count_characters(text_);
    if (characters <= kS3PrefixTextCharactersMax) return;
    problem("it has " + std::to_string(characters) + " characters; Firehose takes " +
            std::to_string(kS3PrefixTextCharactersMax));
  }

  // --- keys ---
  void find_keys(const Configuration& configuration) {
    const Rules& rules = configuration.rules;
    const Keys otherwise = keys_of(rules.otherwise, configuration);
    if (configuration.otherwise_used) find_missing(otherwise, "the configuration");
    Keys given = configuration.otherwise_used ? otherwise : Keys();
    for (size_t i = 0; i < rules.rules.size(); ++i) {
      const Rule& rule = rules.rules[i];
      if (rule.treatment.drop) continue;
      const Keys keys = keys_of(rule.treatment, configuration);
      const bool is_said = configuration.otherwise_used && keys == otherwise;
      if (!is_said) find_missing(keys, name_of(rule, i));
      for (const auto& [name, bytes] : keys) given[name] = std::max(given[name], bytes);
    }
    find_unused(given);
    keys_ = std::move(given);
  }

  static std::string name_of(const Rule& rule, size_t index) {
    return "rule " +
           (rule.name.empty() ? "rules[" + std::to_string(index) + "]" : in_quotes(rule.name));
  }

  void find_missing(const Keys& keys, const std::string& who) {
    for (const S3PrefixPart& part : prefix_.parts) {
      if (part.kind != Kind::kLambdaKey || keys.contains(part.text)) continue;
      problem(who + " gives no partition key " + in_quotes(part.text) +
              ", which the prefix needs; its keys: " + names_of(keys));
    }
  }

  void find_unused(const Keys& keys) {
    for (const auto& [name, bytes] : keys) {
      const auto uses = [&, &key = name](const S3PrefixPart& part) {
        return part.kind == Kind::kLambdaKey && part.text == key;
      };
      if (std::ranges::any_of(prefix_.parts, uses)) continue;
      note("the partition key " + in_quotes(name) + " is not in the prefix");
    }
  }

  // --- length ---
  TextLength length_of(const S3PrefixPart& part) const {
    if (part.kind == Kind::kQueryKey) return {1, 1};  // nobody knows
    if (part.kind != Kind::kLambdaKey) return part.length;
    const auto found = keys_.find(part.text);
    return {1, found == keys_.end() ? kPartitionKeyValueBytesMax : found->second};
  }

  void find_length() {
    TextLength length = prefix_.has_expressions() ? TextLength{} : kAppendedTime;
    for (const S3PrefixPart& part : prefix_.parts) length += length_of(part);
    find_excess(length);
  }

  void find_excess(const TextLength& length) {
    if (length.max <= kS3PrefixCharactersMax) return;
    const std::string limit = std::to_string(kS3PrefixCharactersMax);
    if (length.min > kS3PrefixCharactersMax) {
      return problem("once evaluated it has " + std::to_string(length.min) +
                     " characters at least; Firehose takes " + limit);
    }
    note("once evaluated it has " + std::to_string(length.min) + " to " +
         std::to_string(length.max) + " characters; Firehose takes " + limit);
  }

  // --- what is allowed, but hardly meant ---
  void find_doubtful() {
    if (prefix_.has(Kind::kQueryKey)) {
      note(
          "!{partitionKeyFromQuery:…} comes from Firehose's own JQ query; this configuration has "
          "no say in it");
    }
    if (!prefix_.has_expressions()) {
      note("there is no expression: Firehose appends !{timestamp:yyyy/MM/dd/HH/}");
    }
    if (text_.starts_with('/')) note("it begins with '/': the first folder has no name");
    find_open_end();
    find_doubtful_times();
  }

  void find_open_end() {
    if (prefix_.parts.empty()) return;
    const S3PrefixPart& last = prefix_.parts.back();
    const bool is_key = last.kind == Kind::kLambdaKey || last.kind == Kind::kQueryKey;
    if (last.text.ends_with('/') && !is_key) return;
    note(std::string("it does not end in '/': what follows is no folder of its own") +
         (is_key ? ", unless the key's values end in one" : ""));
  }

  void find_doubtful_times() {
    const std::string letters = prefix_.time_letters();
    const auto has = [&](std::string_view any) {
      return letters.find_first_of(any) != letters.npos;
    };
    if (has("Y"))
      note("YYYY is the year of the week, another one around New Year; yyyy is the year");
    if (has("D")) note("DD is the day of the year; dd is the day of the month");
    if (has("m") && !has("HhkK")) note("mm are minutes; MM is the month");
    if (has("hK") && !has("a")) note("hh counts to 12; HH counts to 24");
  }

  std::string_view text_;
  const char* place_;
  PrefixFindings& findings_;
  S3Prefix prefix_;
  Keys keys_;
};

}  // namespace

PrefixFindings check_s3_prefixes(const StreamPrefixes& prefixes,
                                 const Configuration* configuration) {
  PrefixFindings findings;
  if (prefixes.prefix) {
    Checker checker(*prefixes.prefix, kPrefix, findings);
    checker.check_objects(configuration);
    if (!prefixes.error_prefix) checker.find_missing_error_prefix();
  }
  if (prefixes.error_prefix) Checker(*prefixes.error_prefix, kErrorPrefix, findings).check_errors();
  return findings;
}

}  // namespace cwlogs
