#include "config/setting_schema.h"

#include <nlohmann/json.hpp>
#include <string_view>

#include "config/json_check.h"
#include "config/setting.h"
#include "processor/limits.h"

namespace cwlogs {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kKeyName = "^[A-Za-z0-9_.-]+$";

// Markdown without its links: "[template](#templates)" -> "template".
std::string plain(std::string_view markdown) {
  std::string text;
  while (!markdown.empty()) {
    const size_t middle = markdown.find("](");
    const size_t open = markdown.substr(0, middle).rfind('[');
    const size_t close = middle == markdown.npos ? middle : markdown.find(')', middle);
    if (open == markdown.npos || close == markdown.npos) break;
    text += markdown.substr(0, open);
    text += markdown.substr(open + 1, middle - open - 1);
    markdown.remove_prefix(close + 1);
  }
  return text.append(markdown);
}

Json text_schema(const Setting& setting) {
  Json schema = {{"type", "string"}};
  if (setting.min != 0) schema["minLength"] = setting.min;
  if (setting.max != 0) schema["maxLength"] = setting.max;
  return schema;
}

Json choice_schema(std::string_view choices) {
  Json names = Json::array();
  for (;;) {
    const size_t end = std::min(choices.find('|'), choices.size());
    names.push_back(choices.substr(0, end));
    if (end == choices.size()) return {{"enum", names}};
    choices.remove_prefix(end + 1);
  }
}

Json array_schema(const Json& items) {
  return {{"type", "array"}, {"maxItems", kJsonItemsMax}, {"items", items}};
}

Json pairs_schema() {
  return {{"type", "object"},
          {"maxProperties", kJsonItemsMax},
          {"additionalProperties", {{"type", "string"}, {"minLength", 1}}}};
}

Json one_of(std::initializer_list<Json> schemas) { return {{"oneOf", Json(schemas)}}; }

Json value_schema(const Setting& setting) {
  const Json some_text = {{"type", "string"}, {"minLength", 1}};
  switch (setting.type) {
    case SettingType::kInteger:
      return {{"type", "integer"}, {"minimum", setting.min}, {"maximum", setting.max}};
    case SettingType::kChoice:
      return choice_schema(setting.choices);
    case SettingType::kSwitch:
      return {{"enum", {true, false, "on", "off", "true", "false"}}};
    case SettingType::kList:
    case SettingType::kTexts:
      return one_of({array_schema(text_schema(setting)), some_text});
    case SettingType::kPairs: {
      Json pairs = pairs_schema();
      pairs["propertyNames"] = {{"pattern", kKeyName}};
      return one_of({pairs, {{"type", "string"}}});
    }
    case SettingType::kFields: {
      Json pairs = pairs_schema();
      pairs["propertyNames"] = {{"minLength", 1}};
      return one_of({array_schema(some_text), pairs, some_text});
    }
    case SettingType::kText:
      break;
  }
  return text_schema(setting);
}

Json setting_schema(const Setting& setting) {
  Json schema = {
      {"description", plain(setting.meaning) + " Default: " + std::string(setting.fallback) + "."}};
  schema.update(value_schema(setting));
  return schema;
}

Json reference(std::string_view name) { return {{"$ref", "#/$defs/" + std::string(name)}}; }

// The settings of one level; those that other levels have too are defined once.
Json properties(SettingScope scope) {
  Json result = Json::object();
  for (const Setting& setting : all_settings()) {
    const std::string name(setting.name);
    if (setting.scope == SettingScope::kShared) result[name] = reference(name);
    if (setting.scope == scope) result[name] = setting_schema(setting);
  }
  return result;
}

Json settings_schema() {
  Json all = {{"$schema", {{"type", "string"}, {"description", "The address of this schema."}}}};
  all.update(properties(SettingScope::kGlobal));
  all["rules"] = reference("rules");
  all["tests"] = array_schema(reference("test"));
  all["tests"]["description"] = "What `cwlogs test` runs; without effect on the function.";
  return {{"description", "Settings for all log streams, and rules for some."},
          {"type", "object"},
          {"additionalProperties", false},
          {"properties", all}};
}

Json text(const char* description) { return {{"description", description}, {"type", "string"}}; }

Json expectation_schema() {
  const Json lines = {
      {"description", "The lines that the log events become, without delimiter; []: none."},
      {"type", "array"},
      {"maxItems", kJsonItemsMax},
      {"items", {{"type", "string"}}}};
  const Json fields = {{"description",
                        "Parsed fields of the first log event that must be there, with the same "
                        "type; null: that must be absent."},
                       {"type", "object"},
                       {"minProperties", 1},
                       {"maxProperties", kJsonItemsMax}};
  const Json keys = {{"description", "The record's partition keys."},
                     {"type", "object"},
                     {"maxProperties", kJsonItemsMax},
                     {"additionalProperties", {{"type", "string"}}}};
  return {{"description", "What is to become of the input."},
          {"type", "object"},
          {"minProperties", 1},
          {"additionalProperties", false},
          {"properties", {{"lines", lines}, {"fields", fields}, {"partitionKeys", keys}}}};
}

Json test_schema() {
  Json name = text("What the result is told under. No two tests may share one.");
  name["minLength"] = 1;
  const Json message = {{"type", "string"}};
  Json input = {{"description", "A message, or messages of log events of one document."}};
  Json messages = array_schema(message);
  messages["minItems"] = 1;
  input.update(one_of({message, messages}));
  Json timestamp = {
      {"description",
       "Of all log events: milliseconds since 1970, or ISO 8601. Default: 2022-06-22T00:00:00Z."}};
  timestamp.update(
      one_of({{{"type", "integer"}, {"minimum", 0}, {"maximum", kTimestampMax.count()}}, message}));
  const Json properties = {{"name", name},
                           {"input", input},
                           {"logGroup", text("Default: test.")},
                           {"logStream", text("Default: test.")},
                           {"owner", text("The account. Default: 123456789012.")},
                           {"subscriptionFilter", text("Default: test.")},
                           {"region", text("The stream's. Default: us-east-1.")},
                           {"timestamp", timestamp},
                           {"extractedFields",
                            {{"description", "Of all log events. Default: none."},
                             {"type", "object"},
                             {"maxProperties", kJsonItemsMax}}},
                           {"expect", expectation_schema()}};
  return {{"description", "A test of this configuration, for `cwlogs test`."},
          {"type", "object"},
          {"additionalProperties", false},
          {"required", {"input", "expect"}},
          {"properties", properties}};
}

Json rule_schema() {
  Json all = properties(SettingScope::kRule);
  all["logGroupPattern"] = setting_schema(*find_setting("logGroup"));
  all["logGroupPattern"]["description"] = "The same as logGroup.";
  return {{"description",
           "Log streams that everything given here matches, and what is set for them alone."},
          {"type", "object"},
          {"additionalProperties", false},
          {"properties", all},
          {"not", {{"required", {"logGroup", "logGroupPattern"}}}}};
}

}  // namespace

std::string render_setting_schema() {
  Json definitions = {{"settings", settings_schema()}};
  definitions["rules"] = array_schema(reference("rule"));
  definitions["rules"]["description"] = "The first rule that matches a log stream counts.";
  definitions["rule"] = rule_schema();
  definitions["test"] = test_schema();
  for (const Setting& setting : all_settings()) {
    if (setting.scope != SettingScope::kShared) continue;
    definitions[std::string(setting.name)] = setting_schema(setting);
  }
  const Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                       {"title", "Configuration of cwlogs-processor"},
                       {"oneOf", {reference("settings"), reference("rules")}},
                       {"$defs", definitions}};
  return schema.dump(2) + '\n';
}

}  // namespace cwlogs
