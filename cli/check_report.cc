#include "cli/check_report.h"

#include <algorithm>
#include <array>

#include "cli/test_report.h"
#include "nlohmann/json.hpp"

namespace cwlogs {
namespace {

using Json = nlohmann::ordered_json;
using Names = std::vector<std::string>;

std::string_view name_of(OutputKind kind) {
  constexpr std::array<std::string_view, 5> kNames = {"message", "json", "envelope", "splunk-hec",
                                                      "template"};
  return kNames.at(static_cast<size_t>(kind));
}

Names keys_of(const Treatment& treatment) {
  Names names;
  for (const auto& [name, bytes] : treatment.metadata.partition_keys.sizes_max(0)) {
    names.emplace_back(name);
  }
  return names;
}

std::string joined(const Names& names, std::string_view separator) {
  std::string text;
  for (const std::string& name : names) {
    if (!text.empty()) text += separator;
    text += name;
  }
  return text;
}

// Of the default and of each rule, as far as they differ: `json or message`.
template <typename Say>
std::string variants(const Configuration& configuration, Say say) {
  Names said;
  if (configuration.otherwise_used) said.push_back(say(configuration.rules.otherwise));
  for (const Rule& rule : configuration.rules.rules) {
    if (rule.treatment.drop) continue;
    const std::string text = say(rule.treatment);
    if (std::ranges::find(said, text) == said.end()) said.push_back(text);
  }
  return said.empty() ? "none" : joined(said, " or ");
}

std::string say_keys(const Treatment& treatment) {
  const Names names = keys_of(treatment);
  return names.empty() ? "none" : joined(names, ", ");
}

std::string counted(size_t count, const std::string& noun) {
  return (count == 0 ? "no" : std::to_string(count)) + ' ' + noun + (count == 1 ? "" : "s");
}

Json render_treatment(const Treatment& treatment) {
  Json json = {{"output", name_of(treatment.output.kind)},
               {"partitionKeys", keys_of(treatment)},
               {"timeZone", treatment.output.zone.name()},
               {"filters", !treatment.filter.empty()},
               {"iceberg", treatment.metadata.iceberg.has_value()}};
  if (treatment.drop) json = {{"drop", true}};
  return json;
}

Json render_configuration(const Configuration& configuration) {
  Json rules = Json::array();
  for (const Rule& rule : configuration.rules.rules) {
    Json json = {{"name", rule.name}};
    if (rule.name.empty()) json["name"] = nullptr;
    json.update(render_treatment(rule.treatment));
    rules.push_back(std::move(json));
  }
  return {{"otherwise", render_treatment(configuration.rules.otherwise)},
          {"rules", rules},
          {"outputCompression", configuration.gzip_level ? "gzip" : "none"},
          {"recursionGuard", !configuration.rules.guarded_log_groups.empty()},
          {"reingest", configuration.reingest ? "put" : "fail"}};
}

Json render_problems(const std::vector<Problem>& problems) {
  Json array = Json::array();
  for (const Problem& problem : problems) {
    array.push_back({{"place", problem.place}, {"message", problem.message}});
  }
  return array;
}

}  // namespace

std::string render_facts(const CheckReport& report) {
  const Configuration& configuration = *report.configuration;
  const Rules& rules = configuration.rules;
  const auto output = [](const Treatment& treatment) {
    return std::string(name_of(treatment.output.kind));
  };
  std::string text = report.name + ": fine: " + counted(rules.rules.size(), "rule") + ", output " +
                     variants(configuration, output);
  if (configuration.gzip_level) text += " in gzip";
  const std::string keys = variants(configuration, say_keys);
  text += keys == "none" ? ", no partition keys" : ", partition keys " + keys;
  if (rules.guarded_log_groups.empty()) text += ", no recursion guard";
  if (!configuration.reingest) text += ", no re-ingestion";
  return text;
}

std::string render_json(const CheckReport& report) {
  Json json = {{"file", report.name},
               {"problems", render_problems(report.problems)},
               {"notes", render_problems(report.notes)},
               {"facts", nullptr}};
  if (report.configuration) json["facts"] = render_configuration(*report.configuration);
  if (report.tests) json["tests"] = to_json(*report.tests);
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace cwlogs
