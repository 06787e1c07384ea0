#include "config/option_conflicts.h"

#include <algorithm>
#include <array>
#include <string>

namespace cwlogs {
namespace {

// A setting that needs another to have one of some values: `a|b`.
struct Need {
  std::string_view name;
  std::string_view needed;
  std::string_view values;
};

constexpr auto kNeeds = std::to_array<Need>({
    {"parserNumbers", "parserRegex", ""},
    {"parserRegex", "parsers", ""},
    {"vpcFlowFormat", "parsers", ""},
    {"multiLineMaxEvents", "multiLineStartPattern", ""},
    {"multiLineMaxBytes", "multiLineStartPattern", ""},
    {"timeField", "parsers", ""},
    {"timeFormat", "timeField", ""},
    {"fieldPattern", "parsers", ""},
    {"redactReplacement", "redactMatch", ""},
    {"outputTemplate", "outputFormat", "template"},
    {"outputFields", "outputFormat", "json|splunk-hec"},
    {"outputTimestamp", "outputFormat", "json|splunk-hec"},
    {"outputMessage", "outputFormat", "json|splunk-hec"},
    {"splunkHost", "outputFormat", "splunk-hec"},
    {"splunkSource", "outputFormat", "splunk-hec"},
    {"splunkSourcetype", "outputFormat", "splunk-hec"},
    {"splunkIndex", "outputFormat", "splunk-hec"},
    {"outputCompressionLevel", "outputCompression", "gzip"},
    {"partitionFallback", "partitionsMax", ""},
    {"icebergDatabase", "icebergTable", ""},
    {"icebergTable", "icebergDatabase", ""},
    {"icebergOperation", "icebergTable", ""},
});

bool is_one_of(std::string_view value, std::string_view choices) {
  for (;;) {
    const size_t end = std::min(choices.find('|'), choices.size());
    if (value == choices.substr(0, end)) return true;
    if (end == choices.size()) return false;
    choices.remove_prefix(end + 1);
  }
}

class Finder {
 public:
  Finder(SettingRanks shared, const std::vector<SettingValues>& rules,
         std::vector<Problem>& problems)
      : shared_(shared), rules_(rules), problems_(problems) {}

  void find() {
    for (const Need& need : kNeeds) find_unmet(need);
    find_missing_template();
    find_gzip();
    find_idle_split();
    find_unredacted();
    const SettingValue* const guarded = find_value(shared_, "guardLogGroups");
    const SettingValue* const guard = find_value(shared_, "recursionGuard");
    if (guarded != nullptr && guard != nullptr && guard->text == "off") {
      report(*guarded, "this has no effect with RECURSION_GUARD=off");
    }
  }

 private:
  void report(const SettingValue& value, const std::string& message) {
    problems_.push_back({value.place, message});
  }

  static const SettingValue* own(const SettingValues& rule, std::string_view name) {
    const auto found = rule.find(name);
    return found == rule.end() ? nullptr : &found->second;
  }

  // The value in force for a rule.
  const SettingValue* value(const SettingValues& rule, std::string_view name) const {
    const SettingValue* const given = own(rule, name);
    return given != nullptr ? given : find_value(shared_, name);
  }

  static bool meets(const Need& need, const SettingValue* needed) {
    return needed != nullptr && (need.values.empty() || is_one_of(needed->text, need.values));
  }

  // A setting for all log streams may be meant for some rules only.
  void find_unmet(const Need& need) {
    const SettingValue* const shared = find_value(shared_, need.name);
    bool used = meets(need, find_value(shared_, need.needed));
    for (const SettingValues& rule : rules_) {
      const bool met = meets(need, value(rule, need.needed));
      used = used || met;
      const SettingValue* const given = own(rule, need.name);
      if (given != nullptr && !met) report(*given, unmet(need));
    }
    if (shared != nullptr && !used) report(*shared, unmet(need));
  }

  static std::string unmet(const Need& need) {
    std::string wanted = variable_of(need.needed);
    if (!need.values.empty()) wanted += "=" + std::string(need.values);
    return "this has no effect without " + wanted;
  }

  void find_missing_template() {
    const auto check = [this](const SettingValue* format, const SettingValue* text) {
      if (format != nullptr && format->text == "template" && text == nullptr) {
        report(*format, "template needs OUTPUT_TEMPLATE");
      }
    };
    check(find_value(shared_, "outputFormat"), find_value(shared_, "outputTemplate"));
    for (const SettingValues& rule : rules_) {
      check(own(rule, "outputFormat"), value(rule, "outputTemplate"));
    }
  }

  // Neither Splunk nor Iceberg takes compressed data.
  void find_gzip() {
    const SettingValue* const compression = find_value(shared_, "outputCompression");
    if (compression == nullptr || compression->text != "gzip") return;
    const auto check = [&](const SettingValue* format, const SettingValue* table) {
      if (format != nullptr && format->text == "splunk-hec") {
        report(*compression,
               "gzip and OUTPUT_FORMAT=splunk-hec don't go together: Splunk takes "
               "plain text from Firehose");
      }
      if (table != nullptr) {
        report(*compression,
               "gzip and ICEBERG_TABLE don't go together: Iceberg destinations take "
               "JSON");
      }
    };
    check(find_value(shared_, "outputFormat"), find_value(shared_, "icebergTable"));
    for (const SettingValues& rule : rules_)
      check(own(rule, "outputFormat"), own(rule, "icebergTable"));
  }

  // What must not be delivered would be.
  void find_unredacted() {
    const SettingValue* const raw = find_value(shared_, "rawRecords");
    if (raw == nullptr || raw->text != "pass") return;
    for (const std::string_view name : {"redactIp", "redactEmail", "redactMatch"}) {
      const SettingValue* const redact = find_value(shared_, name);
      if (redact == nullptr || redact->text == "off") continue;
      report(*redact,
             "RAW_RECORDS=pass delivers records as they are, unredacted: set "
             "RAW_RECORDS=lines or fail");
    }
  }

  void find_idle_split() {
    const SettingValue* const straddle = find_value(shared_, "partitionStraddle");
    if (straddle == nullptr || straddle->text != "split") return;
    const auto partitions = [](const SettingValues& rule) {
      return rule.contains("partitionKeys") || rule.contains("icebergTable");
    };
    if (std::ranges::any_of(rules_, partitions)) return;
    if (std::ranges::any_of(shared_,
                            [&](const SettingValues* values) { return partitions(*values); })) {
      return;
    }
    report(*straddle, "there is nothing to split by without PARTITION_KEYS");
  }

  SettingRanks shared_;
  const std::vector<SettingValues>& rules_;
  std::vector<Problem>& problems_;
};

}  // namespace

void find_conflicts(SettingRanks shared, const std::vector<SettingValues>& rules,
                    std::vector<Problem>& problems) {
  Finder(shared, rules, problems).find();
}

}  // namespace cwlogs
