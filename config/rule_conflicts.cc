#include "config/rule_conflicts.h"

#include <algorithm>
#include <array>
#include <string>

#include "processor/glob.h"

namespace cwlogs {
namespace {

constexpr std::string_view kPrefixField = "s3Prefix";

constexpr auto kTemplates = std::to_array<std::string_view>(
    {"outputTemplate", "outputFields", "splunkHost", "splunkSource", "splunkSourcetype",
     "splunkIndex", "partitionKeys", "icebergDatabase", "icebergTable", "icebergOperation"});

const SettingValue* own(const SettingValues& rule, std::string_view name) {
  const auto found = rule.find(name);
  return found == rule.end() ? nullptr : &found->second;
}

bool uses_prefix(const SettingValue& value) {
  return uses_field(value.text, kPrefixField) ||
         std::ranges::any_of(value.pairs, [](const NamedText& pair) {
           return uses_field(pair.text, kPrefixField);
         });
}

bool covers_names(const SettingValue* wider, const SettingValue* narrower) {
  if (wider == nullptr || covers(wider->text, "*")) return true;
  return narrower != nullptr && covers(wider->text, narrower->text);
}

bool covers_regex(const SettingValue* wider, const SettingValue* narrower) {
  if (wider == nullptr || wider->text == ".*") return true;
  return narrower != nullptr && wider->text == narrower->text;
}

// Whether the first rule matches every log stream that the second one does, as far as can be told.
bool covers_rule(const SettingValues& wider, const SettingValues& narrower) {
  return covers_names(own(wider, "logGroup"), own(narrower, "logGroup")) &&
         covers_names(own(wider, "logStream"), own(narrower, "logStream")) &&
         covers_regex(own(wider, "logGroupRegex"), own(narrower, "logGroupRegex")) &&
         covers_regex(own(wider, "logStreamRegex"), own(narrower, "logStreamRegex"));
}

// `3:5: rules[0]` of `processor.json:3:5: rules[0]`.
std::string_view name_of_rule(std::string_view place) {
  const size_t path = place.rfind(": ");
  return path == place.npos ? place : place.substr(path + 2);
}

class Finder {
 public:
  Finder(SettingRanks shared, const ConfigFile& file, std::vector<Problem>& problems)
      : shared_(shared), file_(file), problems_(problems) {}

  void find() {
    for (size_t i = 0; i < file_.rules.size(); ++i) {
      find_earlier(i);
      find_idle_settings(file_.rules[i]);
      find_prefix(file_.rules[i]);
    }
    find_shared_prefix();
  }

 private:
  void report(const std::string& place, const std::string& message) {
    problems_.push_back({place, message});
  }

  void find_earlier(size_t rule) {
    for (size_t i = 0; i < rule; ++i) {
      if (!covers_rule(file_.rules[i], file_.rules[rule])) continue;
      return report(file_.places[rule], "this rule never comes into force: " +
                                            std::string(name_of_rule(file_.places[i])) +
                                            " above matches all that it would");
    }
  }

  // A rule that drops does nothing else.
  void find_idle_settings(const SettingValues& rule) {
    const SettingValue* const drop = own(rule, "drop");
    if (drop == nullptr || drop->text != "on") return;
    for (const auto& [name, value] : rule) {
      const Setting* const setting = find_setting(name);
      if (setting->scope == SettingScope::kShared || name == kPrefixField) {
        report(value.place, "this has no effect: the rule drops everything that it matches");
      }
    }
  }

  void find_prefix(const SettingValues& rule) {
    bool used = false;
    for (const std::string_view name : kTemplates) {
      const SettingValue* const given = own(rule, name);
      const SettingValue* const value = given != nullptr ? given : find_value(shared_, name);
      if (value == nullptr || !uses_prefix(*value)) continue;
      used = true;
      if (given != nullptr && !rule.contains(kPrefixField)) {
        report(given->place, "{s3Prefix} stands for nothing: the rule sets no s3Prefix");
      }
    }
    const SettingValue* const prefix = own(rule, kPrefixField);
    const bool drops = own(rule, "drop") != nullptr && own(rule, "drop")->text == "on";
    if (prefix != nullptr && !used && !drops) {
      report(prefix->place, "this has no effect: no template in force here uses {s3Prefix}");
    }
  }

  void find_shared_prefix() {
    const auto sets_prefix = [](const SettingValues& rule) { return rule.contains(kPrefixField); };
    if (file_.is_mapping || std::ranges::any_of(file_.rules, sets_prefix)) return;
    for (const std::string_view name : kTemplates) {
      const SettingValue* const value = find_value(shared_, name);
      if (value == nullptr || !uses_prefix(*value)) continue;
      report(value->place, "{s3Prefix} stands for nothing: no rule sets s3Prefix");
    }
  }

  SettingRanks shared_;
  const ConfigFile& file_;
  std::vector<Problem>& problems_;
};

}  // namespace

void find_rule_conflicts(SettingRanks shared, const ConfigFile& file,
                         std::vector<Problem>& problems) {
  Finder(shared, file, problems).find();
}

bool matches_everything(const SettingValues& rule) { return covers_rule(rule, {}); }

// What a star of the wider one took may as well be a wildcard; its `?` takes no star.
bool covers(std::string_view wider, std::string_view narrower) {
  if (wider.find('?') != wider.npos && narrower.find('*') != narrower.npos) return false;
  return Glob(std::string(wider)).matches(narrower);
}

bool uses_field(std::string_view text, std::string_view field) {
  for (size_t i = text.find('{'); i < text.size(); i = text.find('{', i)) {
    if (text.substr(++i).starts_with('{')) {  // a literal brace
      ++i;
      continue;
    }
    if (!text.substr(i).starts_with(field)) continue;
    const std::string_view rest = text.substr(i + field.size());
    if (rest.starts_with('}') || rest.starts_with('|') || rest.starts_with('!')) return true;
  }
  return false;
}

}  // namespace cwlogs
