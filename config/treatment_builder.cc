#include "config/treatment_builder.h"

#include <array>
#include <utility>

#include "config/in_quotes.h"
#include "config/time_zone.h"

namespace cwlogs {
namespace {

// RE2's reason quotes the pattern.
std::string fault_of_regex(std::string_view pattern, std::string_view reason) {
  return in_quotes(pattern) + " is not a regular expression of RE2: " + printable(reason);
}

constexpr std::string_view kParsedField = "field:";

bool may_be_object(OutputField::Source source) {
  return source == OutputField::Source::kExtractedFields || source == OutputField::Source::kMessage;
}

class Builder {
 public:
  Builder(SettingRanks ranks, const CaptureNames& captures, std::vector<Problem>& problems)
      : ranks_(ranks),
        problems_(problems),
        scope_{absl::UTCTimeZone(), captures.own, captures.all} {}

  Treatment build() {
    if (const SettingValue* const zone = value("timeZone")) {
      const auto loaded = load_time_zone(zone->text);
      if (loaded) scope_.zone = *loaded;
      if (!loaded) report(*zone, loaded.error());
    }
    Treatment treatment;
    treatment.drop = is("drop", "on");
    fill_multi_line(treatment.multi_line);
    fill_reading(treatment.reading);
    fill_filter(treatment.filter);
    fill_output(treatment.output);
    fill_metadata(treatment.metadata);
    treatment.set_default();
    return treatment;
  }

 private:
  const SettingValue* value(std::string_view name) const { return find_value(ranks_, name); }

  bool is(std::string_view name, std::string_view choice) const {
    const SettingValue* const given = value(name);
    return given != nullptr && given->text == choice;
  }

  void report(const SettingValue& value, const std::string& message) {
    problems_.push_back({value.place, message});
  }

  // --- message ---
  void fill_multi_line(std::optional<MultiLine>& multi_line) {
    auto start = regex("multiLineStartPattern");
    if (!start) return;
    multi_line.emplace(MultiLine{.start_pattern = std::move(*start)});
    set("multiLineMaxEvents", multi_line->log_events_max);
    set("multiLineMaxBytes", multi_line->bytes_max);
  }

  void set(std::string_view name, size_t& integer) const {
    if (const SettingValue* const given = value(name)) integer = given->integer;
  }

  void fill_reading(MessageReading& reading) {
    if (is("redactIp", "on")) reading.redaction.redact_ip();
    if (is("redactEmail", "on")) reading.redaction.redact_email();
    if (const SettingValue* const patterns = value("redactMatch")) {
      for (const std::string& pattern : patterns->list) add_redaction(*patterns, pattern, reading);
    }
    if (const SettingValue* const parsers = value("parsers")) {
      for (const std::string& name : parsers->list) add_parser(*parsers, name, reading);
    }
    const SettingValue* const field = value("timeField");
    if (field == nullptr) return;
    const SettingValue* const format = value("timeFormat");
    auto time = MessageTime::make({.field = field->text,
                                   .format = format == nullptr ? "iso8601" : format->text,
                                   .zone = scope_.zone});
    if (!time) return report(format == nullptr ? *field : *format, time.error());
    reading.time = std::move(*time);
  }

  void add_redaction(const SettingValue& place, const std::string& pattern,
                     MessageReading& reading) {
    auto regex = Regex::compile(pattern);
    if (!regex) return report(place, fault_of_regex(pattern, regex.error()));
    const SettingValue* const replacement = value("redactReplacement");
    const auto part = regex->groups() == 0 ? Redaction::Part::kMatch : Redaction::Part::kGroups;
    reading.redaction.add(std::move(*regex), part,
                          replacement == nullptr ? "[REDACTED]" : replacement->text);
  }

  void add_parser(const SettingValue& place, const std::string& name, MessageReading& reading) {
    ParserOptions options{.name = name, .argument = {}, .numbers = {}, .zone = scope_.zone};
    const SettingValue* argument = nullptr;
    if (name == "regex") argument = value("parserRegex");
    if (name == "vpc-flow") argument = value("vpcFlowFormat");
    if (argument != nullptr) options.argument = argument->text;
    const SettingValue* const numbers = value("parserNumbers");
    if (name == "regex" && numbers != nullptr) options.numbers = numbers->list;
    auto parser = make_line_parser(options);
    if (!parser) return report(argument == nullptr ? place : *argument, parser.error());
    reading.parsers.push_back({name, std::move(*parser)});
  }

  // --- filter ---
  void fill_filter(LogFilter& filter) {
    filter.log_groups = globs("logGroups");
    filter.log_streams = globs("logStreams");
    filter.exclude_log_groups = globs("excludeLogGroups");
    filter.exclude_log_streams = globs("excludeLogStreams");
    filter.include_at_match = regex("includeAtMatch");
    filter.exclude_at_match = regex("excludeAtMatch");
    filter.drop_lambda_platform_logs = is("dropLambdaPlatformLogs", "on");
    if (const SettingValue* const sample = value("sampleOneIn")) {
      filter.sample_one_in = static_cast<uint32_t>(sample->integer);
    }
    filter.filter_pattern = pattern("filterPattern");
    filter.field_pattern = pattern("fieldPattern");
  }

  std::optional<FilterPattern> pattern(std::string_view name) {
    const SettingValue* const given = value(name);
    if (given == nullptr) return std::nullopt;
    auto parsed = FilterPattern::parse(given->text);
    if (parsed) return std::move(*parsed);
    report(*given, parsed.error());
    return std::nullopt;
  }

  std::vector<Glob> globs(std::string_view name) const {
    std::vector<Glob> result;
    const SettingValue* const list = value(name);
    if (list == nullptr) return result;
    for (const std::string& pattern : list->list) result.emplace_back(pattern);
    return result;
  }

  std::optional<Regex> regex(std::string_view name) {
    const SettingValue* const pattern = value(name);
    if (pattern == nullptr) return std::nullopt;
    auto compiled = Regex::compile(pattern->text);
    if (compiled) return std::move(*compiled);
    report(*pattern, fault_of_regex(pattern->text, compiled.error()));
    return std::nullopt;
  }

  // --- output ---
  void fill_output(OutputFormat& output) {
    output.kind = kind();
    output.zone = scope_.zone;
    if (is("outputMessage", "embed")) output.json_message = JsonMessage::kEmbed;
    if (is("outputMessage", "merge")) output.json_message = JsonMessage::kMerge;
    if (is("outputTimestamp", "epoch-ms")) output.time_format = TimeFormat::kEpochMs;
    if (output.kind == OutputKind::kJson) {
      output.fields =
          value("parsers") == nullptr ? default_output_fields() : default_parsed_output_fields();
    }
    if (const SettingValue* const delimiter = value("outputDelimiter")) {
      auto text = unescape_delimiter(delimiter->text);
      if (!text) report(*delimiter, text.error());
      if (text) output.delimiter = std::move(*text);
    }
    if (const SettingValue* const fields = value("outputFields")) fill_fields(*fields, output);
    if (const SettingValue* const text = value("outputTemplate")) {
      output.text = parse(*text, text->text);
    }
    if (output.kind == OutputKind::kSplunkHec) fill_splunk(output);
  }

  OutputKind kind() const {
    constexpr std::array<std::pair<std::string_view, OutputKind>, 4> kKinds = {{
        {"json", OutputKind::kJson},
        {"envelope", OutputKind::kEnvelope},
        {"splunk-hec", OutputKind::kSplunkHec},
        {"template", OutputKind::kTemplate},
    }};
    for (const auto& [name, kind] : kKinds) {
      if (is("outputFormat", name)) return kind;
    }
    return OutputKind::kMessage;
  }

  // Empty where nothing is.
  static std::string fault_of_field(const NamedText& pair) {
    if (pair.name.empty()) return in_quotes(pair.text) + " has no name";
    if (pair.name == pair.text && pair.text.find('{') != pair.text.npos) {
      return "the template " + in_quotes(pair.text) + " needs a name: name=template";
    }
    return {};
  }

  void fill_fields(const SettingValue& fields, OutputFormat& output) {
    output.fields.clear();
    if (fields.pairs.empty() && output.kind == OutputKind::kJson) {
      report(fields, "there is no field: each line would be {}");
    }
    for (const NamedText& pair : fields.pairs) {
      if (const std::string fault = fault_of_field(pair); !fault.empty()) {
        report(fields, fault);
        continue;
      }
      for (const OutputField& other : output.fields) {
        if (other.name == pair.name) report(fields, in_quotes(pair.name) + " is given twice");
      }
      OutputField field{.name = pair.name};
      if (const auto source = output_source_of(pair.text)) {
        field.source = *source;
        if (output.kind == OutputKind::kSplunkHec && may_be_object(*source)) {
          report(fields, in_quotes(pair.text) +
                             " may be an object, and Splunk takes none in `fields`; name a part of "
                             "it, such as status={extractedFields:status}");
        }
      } else if (pair.text.starts_with(kParsedField)) {
        field.source = OutputField::Source::kField;
        field.parsed = pair.text.substr(kParsedField.size());
        if (field.name == pair.text) field.name = field.parsed;
      } else if (pair.text.find('{') != pair.text.npos) {
        field.text = parse(fields, pair.text);
      } else {
        report(fields, in_quotes(pair.text) +
                           " is not a field; allowed are id, timestamp, message, owner, account, "
                           "region, logGroup, logStream, subscriptionFilters, extractedFields, "
                           "fields, field:name and templates such as {message:/level}");
      }
      output.fields.push_back(std::move(field));
    }
  }

  void fill_splunk(OutputFormat& output) {
    const auto part = [this](std::string_view name, std::string_view fallback) {
      const SettingValue* const given = value(name);
      return given == nullptr ? *TextTemplate::parse(fallback, scope_) : parse(*given, given->text);
    };
    output.splunk = SplunkHec{.host = part("splunkHost", "{logStream}"),
                              .source = part("splunkSource", "{logGroup}"),
                              .sourcetype = part("splunkSourcetype", "aws:cloudwatchlogs"),
                              .index = std::nullopt};
    if (value("splunkIndex") != nullptr) output.splunk->index = part("splunkIndex", "");
  }

  // An empty template where it is wrong.
  TextTemplate parse(const SettingValue& value, std::string_view text) {
    auto parsed = TextTemplate::parse(text, scope_);
    if (parsed) return std::move(*parsed);
    report(value, parsed.error());
    return {};
  }

  // --- metadata ---
  void fill_metadata(RecordMetadata& metadata) {
    if (const SettingValue* const keys = value("partitionKeys")) {
      auto parsed = PartitionKeys::parse(keys->pairs, scope_);
      if (!parsed) report(*keys, parsed.error());
      if (parsed) metadata.partition_keys = std::move(*parsed);
    }
    const SettingValue* const database = value("icebergDatabase");
    const SettingValue* const table = value("icebergTable");
    if (database == nullptr || table == nullptr) return;
    metadata.iceberg = IcebergRoute{.database = parse(*database, database->text),
                                    .table = parse(*table, table->text),
                                    .operation = std::nullopt};
    const SettingValue* const operation = value("icebergOperation");
    if (operation == nullptr) return;
    const std::string& text = operation->text;
    const bool is_template = text.find('{') != text.npos;
    if (!is_template && text != "insert" && text != "update" && text != "delete") {
      report(*operation, in_quotes(text) + " is not insert, update, delete or a template");
    }
    metadata.iceberg->operation = parse(*operation, text);
  }

  SettingRanks ranks_;
  std::vector<Problem>& problems_;
  TextTemplate::Scope scope_;
};

std::optional<Regex> rule_regex(const SettingValues& own, std::string_view name,
                                std::vector<Problem>& problems) {
  const auto found = own.find(name);
  if (found == own.end()) return std::nullopt;
  auto compiled = Regex::compile(found->second.text);
  if (compiled) {
    for (const std::string& group : compiled->names()) {
      if (found->second.text.find("(?P<" + group + ">)") == std::string::npos) continue;
      problems.push_back({found->second.place, "the group " + in_quotes(group) + " is empty"});
    }
    return std::move(*compiled);
  }
  problems.push_back({found->second.place, fault_of_regex(found->second.text, compiled.error())});
  return std::nullopt;
}

std::optional<Glob> rule_glob(const SettingValues& own, std::string_view name) {
  const auto found = own.find(name);
  if (found == own.end()) return std::nullopt;
  return Glob(found->second.text);
}

std::string rule_text(const SettingValues& own, std::string_view name) {
  const auto found = own.find(name);
  return found == own.end() ? "" : found->second.text;
}

}  // namespace

const SettingValue* find_value(SettingRanks ranks, std::string_view name) {
  for (const SettingValues* const values : ranks) {
    if (const auto found = values->find(name); found != values->end()) return &found->second;
  }
  return nullptr;
}

std::vector<std::string> capture_names(const std::vector<SettingValues>& rules) {
  std::vector<std::string> names;
  for (const SettingValues& rule : rules) {
    for (const std::string_view name : {"logGroupRegex", "logStreamRegex"}) {
      const auto regex = Regex::compile(rule_text(rule, name));
      if (regex) names.insert(names.end(), regex->names().begin(), regex->names().end());
    }
  }
  return names;
}

Treatment build_treatment(SettingRanks ranks, const CaptureNames& captures,
                          std::vector<Problem>& problems) {
  return Builder(ranks, captures, problems).build();
}

Rule build_rule(SettingRanks ranks, const std::string& place,
                const std::vector<std::string>& all_captures, std::vector<Problem>& problems) {
  const SettingValues& own = *ranks.front();
  Rule rule{.name = rule_text(own, "name"),
            .log_group = rule_glob(own, "logGroup"),
            .log_stream = rule_glob(own, "logStream"),
            .log_group_regex = rule_regex(own, "logGroupRegex", problems),
            .log_stream_regex = rule_regex(own, "logStreamRegex", problems),
            .s3_prefix = rule_text(own, "s3Prefix"),
            .treatment = {}};
  CaptureNames captures{.own = {}, .all = all_captures};
  for (const auto* regex : {&rule.log_group_regex, &rule.log_stream_regex}) {
    if (!*regex) continue;
    for (const std::string& name : (*regex)->names()) {
      if (std::ranges::find(captures.own, name) != captures.own.end()) {
        problems.push_back({place, "two groups have the name " + in_quotes(name)});
      }
      captures.own.push_back(name);
    }
  }
  rule.treatment = build_treatment(ranks, captures, problems);
  return rule;
}

tl::expected<std::string, std::string> unescape_delimiter(std::string_view text) {
  if (text == "none") return "";
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      result += text[i];
      continue;
    }
    constexpr std::string_view kEscapes = "nrt\\";
    constexpr std::string_view kMeanings = "\n\r\t\\";
    const size_t escape = ++i < text.size() ? kEscapes.find(text[i]) : kEscapes.npos;
    if (escape == kEscapes.npos) {
      return tl::make_unexpected(in_quotes(text) +
                                 " has an unknown escape; allowed are \\n, \\r, \\t and \\\\");
    }
    result += kMeanings[escape];
  }
  return result;
}

}  // namespace cwlogs
