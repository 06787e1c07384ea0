#include "config/configuration.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <utility>

#include "config/config_file.h"
#include "config/in_quotes.h"
#include "config/option_conflicts.h"
#include "config/rule_conflicts.h"
#include "config/treatment_builder.h"

namespace cwlogs {
namespace {

// One record's text may take this part of the function's memory: the answer, its parts in flight
// and the event need the rest.
constexpr size_t kMemoryPerInflatedByte = 8;
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html: the time of one vCPU.
constexpr size_t kOneVcpuMib = 1769;
// What Landing Zone Accelerator's processor makes of its mapping, by the log event's time.
constexpr const char* kMappingKeys =
    "dynamicPrefix=CloudWatchLogs/{s3Prefix|}/{timestamp:%Y/%m/%d/%H}/";

std::optional<std::string> non_empty(const Environment& environment, std::string_view name) {
  auto value = environment(name);
  if (value && value->empty()) value.reset();
  return value;
}

SettingValues read_variables(const Environment& environment, std::vector<Problem>& problems) {
  SettingValues values;
  for (const Setting& setting : all_settings()) {
    if (setting.scope == SettingScope::kRule) continue;
    const std::string variable = variable_of(setting.name);
    const auto text = non_empty(environment, variable);
    if (!text) continue;
    auto value = read_value(setting, *text);
    if (value) {
      value->place = variable;
      values.emplace(setting.name, std::move(*value));
    } else {
      problems.push_back({variable, value.error()});
    }
  }
  return values;
}

class Maker {
 public:
  Maker(const ConfigurationSource& source, std::vector<Problem>& problems)
      : source_(source), problems_(problems) {}

  Configuration make() {
    variables_ = read_variables(source_.environment, problems_);
    if (source_.file_text) {
      file_ = read_config_file(*source_.file_text, source_.file_name, problems_);
    }
    if (file_.is_mapping && find_value(shared(), "partitionKeys") == nullptr) add_mapping_keys();
    Configuration configuration;
    fill_limits(configuration);
    fill_global(configuration);
    fill_rules(configuration.rules);
    find_conflicts(shared(), file_.rules, problems_);
    // A mapping of Landing Zone Accelerator is taken as it is.
    find_rule_conflicts(shared(), file_, file_.is_mapping ? configuration.notes : problems_);
    find_bad_fallback();
    take_tests(configuration);
    configuration.otherwise_used = !std::ranges::any_of(file_.rules, matches_everything);
    find_notes(configuration.notes);
    const Rules& rules = configuration.rules;
    configuration.has_rules = !rules.rules.empty() || !rules.guarded_log_groups.empty() ||
                              !rules.otherwise.metadata.empty() || !rules.otherwise.is_default;
    return configuration;
  }

 private:
  SettingRanks shared() const { return ranks_; }

  void add_mapping_keys() {
    auto keys = read_value(*find_setting("partitionKeys"), std::string_view(kMappingKeys));
    keys->place = source_.file_name;
    file_.settings.emplace("partitionKeys", std::move(*keys));
  }

  bool is(std::string_view name, std::string_view choice) const {
    const SettingValue* const value = find_value(shared(), name);
    return value != nullptr && value->text == choice;
  }

  void set(std::string_view name, size_t& integer) const {
    if (const SettingValue* const value = find_value(shared(), name)) integer = value->integer;
  }

  void fill_limits(Configuration& configuration) {
    configuration.workers = workers();
    configuration.has_second_vcpu = configuration.workers == 1 && memory_mib() > kOneVcpuMib;
    configuration.inflated_bytes_max = default_inflated_bytes_max(configuration.workers);
    set("responseBytesMax", configuration.response_bytes_max);
    set("inflatedBytesMax", configuration.inflated_bytes_max);
    set("kinesisRecordBytesMax", configuration.kinesis_record_bytes_max);
    configuration.kinesis_request_bytes_max =
        std::max(configuration.kinesis_request_bytes_max, configuration.kinesis_record_bytes_max);
    set("kinesisRequestBytesMax", configuration.kinesis_request_bytes_max);
    if (configuration.kinesis_request_bytes_max < configuration.kinesis_record_bytes_max) {
      problems_.push_back(
          {find_value(shared(), "kinesisRequestBytesMax")->place,
           "'" + std::to_string(configuration.kinesis_request_bytes_max) +
               "' is less than KINESIS_RECORD_BYTES_MAX; allowed is an integer from " +
               std::to_string(configuration.kinesis_record_bytes_max) + " to 10485760"});
    }
  }

  void fill_global(Configuration& configuration) const {
    if (is("partitionStraddle", "split")) configuration.straddle = Straddle::kSplit;
    if (is("partitionStraddle", "each")) configuration.straddle = Straddle::kEach;
    if (is("rawRecords", "lines")) configuration.raw_records = RawRecords::kLines;
    if (is("rawRecords", "pass")) configuration.raw_records = RawRecords::kPass;
    if (is("outputCompression", "gzip")) {
      size_t level = 1;
      set("outputCompressionLevel", level);
      configuration.gzip_level = static_cast<int>(level);
    }
    set("partitionsMax", configuration.partitions_max);
    if (const SettingValue* const fallback = find_value(shared(), "partitionFallback")) {
      configuration.partition_fallback = fallback->text;
    }
    configuration.reingest = !is("reingest", "fail");
    if (!configuration.reingest) configuration.straddle = Straddle::kFirst;
    set("reingestAttempts", configuration.reingest_attempts);
    size_t reserve_ms = 1000;
    set("reingestReserveMs", reserve_ms);
    configuration.reingest_reserve = std::chrono::milliseconds(reserve_ms);
    configuration.emf = is("metrics", "emf");
  }

  // It goes into the prefix as it is.
  void find_bad_fallback() {
    const SettingValue* const fallback = find_value(shared(), "partitionFallback");
    if (fallback == nullptr || partition_value(fallback->text) == fallback->text) return;
    problems_.push_back({fallback->place,
                         in_quotes(fallback->text) +
                             " is not fit for a prefix; allowed are 1 to 256 bytes without control "
                             "characters, . and .. segments, leading and doubled /"});
  }

  void take_tests(Configuration& configuration) {
    configuration.tests = std::move(file_.tests);
    std::set<std::string> names;
    for (const TestCase& test : configuration.tests) {
      if (names.insert(test.name).second) continue;
      problems_.push_back({test.place, "two tests have the name " + in_quotes(test.name)});
    }
  }

  void find_notes(std::vector<Problem>& notes) const {
    const SettingValue* const straddle = find_value(shared(), "partitionStraddle");
    if (straddle != nullptr && straddle->text != "first" && is("reingest", "fail")) {
      notes.push_back({straddle->place, straddle->text + " behaves as first with REINGEST=fail"});
    }
    const SettingValue* const table = iceberg_table();
    if (table == nullptr || is("partitionStraddle", "each")) return;
    notes.push_back({table->place,
                     "Firehose takes one JSON object of each record to a table, but a record of "
                     "CloudWatch Logs has many log events: see PARTITION_STRADDLE=each"});
  }

  // The first one that is set.
  const SettingValue* iceberg_table() const {
    const SettingValue* table = find_value(shared(), "icebergTable");
    for (const SettingValues& rule : file_.rules) {
      const auto found = rule.find("icebergTable");
      if (table == nullptr && found != rule.end()) table = &found->second;
    }
    return table;
  }

  void fill_rules(Rules& rules) {
    const std::vector<std::string> captures = capture_names(file_.rules);
    rules.otherwise = build_treatment(shared(), {.own = {}, .all = captures}, problems_);
    std::set<std::string> names;
    for (size_t i = 0; i < file_.rules.size(); ++i) {
      const std::array<const SettingValues*, 3> ranks = {&file_.rules[i], &variables_,
                                                         &file_.settings};
      rules.rules.push_back(build_rule(ranks, file_.places[i], captures, problems_));
      const std::string& name = rules.rules.back().name;
      if (!name.empty() && !names.insert(name).second) {
        problems_.push_back(
            {file_.rules[i].at("name").place, "two rules have the name " + in_quotes(name)});
      }
    }
    if (is("recursionGuard", "off")) return;
    if (const auto own = non_empty(source_.environment, "AWS_LAMBDA_LOG_GROUP_NAME")) {
      rules.guarded_log_groups.emplace_back(*own);
    }
    rules.guarded_log_groups.emplace_back("/aws/kinesisfirehose/*");
    const SettingValue* const more = find_value(shared(), "guardLogGroups");
    if (more == nullptr) return;
    for (const std::string& glob : more->list) rules.guarded_log_groups.emplace_back(glob);
  }

  size_t workers() {
    constexpr Setting kWorkers = {.name = "awsLambdaMaxConcurrency",
                                  .type = SettingType::kInteger,
                                  .scope = SettingScope::kGlobal,
                                  .meaning = {},
                                  .fallback = {},
                                  .example = {},
                                  .min = 1,
                                  .max = 1600};
    const std::string variable = variable_of(kWorkers.name);
    const auto text = source_.environment(variable);
    if (!text) return 1;
    const auto value = read_value(kWorkers, std::string_view(*text));
    if (value) return value->integer;
    problems_.push_back({variable, value.error()});
    return 1;
  }

  // Lambda always sets the memory size; anything but an integer means that this is not Lambda: 0.
  size_t memory_mib() const {
    size_t memory_mib = 0;
    const std::string text = source_.environment("AWS_LAMBDA_FUNCTION_MEMORY_SIZE").value_or("");
    const char* const end = text.data() + text.size();
    const auto [rest, failure] = std::from_chars(text.data(), end, memory_mib);
    return failure != std::errc() || rest != end || memory_mib > UINT32_MAX ? 0 : memory_mib;
  }

  size_t default_inflated_bytes_max(size_t workers) const {
    const size_t memory = memory_mib() * kMiB;
    if (memory == 0) return kInflatedBytesMaxDefault;
    return std::min(kInflatedBytesMaxDefault, memory / kMemoryPerInflatedByte / workers);
  }

  const ConfigurationSource& source_;
  std::vector<Problem>& problems_;
  SettingValues variables_;
  ConfigFile file_;
  std::array<const SettingValues*, 2> ranks_ = {&variables_, &file_.settings};
};

}  // namespace

Options Configuration::options() const {
  Options options;
  options.rules = has_rules ? &rules : nullptr;
  options.straddle = straddle;
  options.raw_records = raw_records;
  options.gzip_level = gzip_level;
  options.partitions_max = partitions_max;
  options.partition_fallback = partition_fallback;
  options.response_bytes_max = response_bytes_max;
  options.inflated_bytes_max = inflated_bytes_max;
  options.kinesis_record_bytes_max = kinesis_record_bytes_max;
  options.kinesis_request_bytes_max = kinesis_request_bytes_max;
  return options;
}

tl::expected<Configuration, std::vector<Problem>> make_configuration(
    const ConfigurationSource& source) {
  std::vector<Problem> problems;
  Configuration configuration = Maker(source, problems).make();
  if (problems.empty()) return configuration;
  // What is wrong with a shared setting turns up again with every rule.
  std::set<std::string> said;
  std::erase_if(problems,
                [&](const Problem& problem) { return !said.insert(problem.text()).second; });
  return tl::make_unexpected(std::move(problems));
}

std::string summary_of(const std::vector<Problem>& problems) {
  std::string text = problems.front().text();
  if (problems.size() > 1) {
    text += " (and " + std::to_string(problems.size() - 1) + " more; `cwlogs check` shows all)";
  }
  return text;
}

}  // namespace cwlogs
