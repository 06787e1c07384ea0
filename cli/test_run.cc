#include "cli/test_run.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "nlohmann/json.hpp"
#include "processor/base64.h"
#include "processor/padded_text.h"
#include "processor/processor.h"
#include "processor/transform_observer.h"
#include "runtime/error_message.h"

namespace cwlogs {
namespace {

using Json = nlohmann::ordered_json;

// Keeps what the log events of one record become.
class Recorder : public TransformObserver {
 public:
  void begin_record(size_t /*index*/) override { begin_log_events(); }
  void begin_log_events() override {
    lines.clear();
    fields = Json::object();
    first_ = true;
  }
  void log_event(const ObservedLogEvent& observed) override {
    if (std::exchange(first_, false) && observed.read) keep_fields(observed.fields);
    if (observed.fate != LogEventFate::kKept) return;
    std::string_view line = observed.line;
    const std::string& delimiter = observed.treatment.output.delimiter;
    if (line.ends_with(delimiter)) line.remove_suffix(delimiter.size());
    lines.emplace_back(line);
  }

  std::vector<std::string> lines;
  Json fields;  // of the first log event

 private:
  void keep_fields(const EventFields& event) {
    if (!event.parsed()) return;
    for (const ParsedField& field : event.parsed_fields().all()) {
      const bool text = field.kind == FieldKind::kText || field.kind == FieldKind::kTime;
      fields[std::string(field.name)] =
          text ? Json(field.text) : Json::parse(field.text, nullptr, false);
    }
  }

  bool first_ = true;
};

// Sampling goes by ids, which a test does not give.
class WithoutSampling {
 public:
  explicit WithoutSampling(Rules& rules) {
    take(rules.otherwise);
    for (Rule& rule : rules.rules) take(rule.treatment);
  }
  ~WithoutSampling() {
    for (const auto& [filter, sample_one_in] : taken_) filter->sample_one_in = sample_one_in;
  }
  WithoutSampling(const WithoutSampling&) = delete;
  WithoutSampling& operator=(const WithoutSampling&) = delete;

 private:
  void take(Treatment& treatment) {
    taken_.emplace_back(&treatment.filter, std::exchange(treatment.filter.sample_one_in, 1));
  }

  std::vector<std::pair<LogFilter*, uint32_t>> taken_;
};

std::string in_base64(std::string_view bytes) {
  std::string text(base64::encoded_size(bytes.size()), '\0');
  base64::encode(bytes, text.data());
  return text;
}

Json document_of(const TestCase& test) {
  constexpr size_t kIdDigits = 56;
  Json log_events = Json::array();
  for (const std::string& message : test.messages) {
    const std::string number = std::to_string(log_events.size());
    Json log_event = {{"id", std::string(kIdDigits - number.size(), '0') + number},
                      {"timestamp", test.timestamp.count()},
                      {"message", message}};
    if (!test.extracted_fields.is_null()) log_event["extractedFields"] = test.extracted_fields;
    log_events.push_back(std::move(log_event));
  }
  return {{"messageType", "DATA_MESSAGE"},
          {"owner", test.owner},
          {"logGroup", test.log_group},
          {"logStream", test.log_stream},
          {"subscriptionFilters", {test.subscription_filter}},
          {"logEvents", std::move(log_events)}};
}

// Direct PUT, of one record.
PaddedText event_of(const TestCase& test) {
  const Json record = {{"recordId", "test"},
                       {"approximateArrivalTimestamp", test.timestamp.count()},
                       {"data", in_base64(document_of(test).dump())}};
  const Json event = {{"invocationId", "test"}, {"region", test.region}, {"records", {record}}};
  return PaddedText(event.dump());
}

Options options_of(const Configuration& configuration, TransformObserver& observer) {
  Options options = configuration.options();
  options.rules = &configuration.rules;
  options.observer = &observer;
  options.straddle = Straddle::kFirst;
  options.gzip_level.reset();
  options.response_bytes_max = kResponseBytesMax;
  options.inflated_bytes_max = kInflatedBytesMaxDefault;
  return options;
}

void compare_lines(const std::vector<std::string>& expected, const std::vector<std::string>& got,
                   std::vector<TestDifference>& differences) {
  const auto line = [](const std::vector<std::string>& lines, size_t i) {
    return i < lines.size() ? std::optional(lines[i]) : std::nullopt;
  };
  for (size_t i = 0; i < std::max(expected.size(), got.size()); ++i) {
    const std::optional<std::string> wanted = line(expected, i);
    const std::optional<std::string> found = line(got, i);
    if (wanted != found) differences.push_back({"line " + std::to_string(i + 1), wanted, found});
  }
}

// Of the member; nothing for what is absent, or null.
std::optional<std::string> json_of(const Json& object, const std::string& name) {
  const auto found = object.find(name);
  if (found == object.end() || found->is_null()) return std::nullopt;
  return found->dump(-1, ' ', false, Json::error_handler_t::replace);
}

void compare_member(const std::string& what, const std::string& name, const Json& expected,
                    const Json& got, std::vector<TestDifference>& differences) {
  const Json wanted = expected.value(name, Json());
  if (wanted == got.value(name, Json())) return;
  differences.push_back({what + ' ' + name, json_of(expected, name), json_of(got, name)});
}

void compare_fields(const Json& expected, const Json& got,
                    std::vector<TestDifference>& differences) {
  for (const auto& [name, value] : expected.items()) {
    compare_member("field", name, expected, got, differences);
  }
}

void compare_keys(const Json& expected, const Json& got, std::vector<TestDifference>& differences) {
  Json all = expected;
  all.update(got);
  for (const auto& [name, value] : all.items()) {
    compare_member("partition key", name, expected, got, differences);
  }
}

Json partition_keys_of(const Plan& plan) {
  const std::string_view metadata = plan.metadata_of(plan.answers[0]);
  return metadata.empty() ? Json::object()
                          : Json::parse(metadata).value("partitionKeys", Json::object());
}

TestResult run_test(const TestCase& test, const Recorder& recorder, Processor& processor) {
  TestResult result{.name = test.name, .place = test.place, .problem = {}, .differences = {}};
  const PaddedText event = event_of(test);
  const auto plan = processor.process(event.view());
  const Reason failure = !plan ? plan.error().reason
                         : plan->answers[0].verdict == Verdict::kProcessingFailed
                             ? plan->answers[0].reason
                             : Reason::kNone;
  if (failure != Reason::kNone) {
    result.problem = name_of(failure);
    const std::string_view advice = advice_for(failure);
    if (!advice.empty()) result.problem += ": " + std::string(advice);
    return result;
  }
  if (test.lines) compare_lines(*test.lines, recorder.lines, result.differences);
  if (test.fields) compare_fields(*test.fields, recorder.fields, result.differences);
  if (test.partition_keys) {
    compare_keys(*test.partition_keys, partition_keys_of(*plan), result.differences);
  }
  return result;
}

}  // namespace

std::vector<TestResult> run_tests(Configuration& configuration) {
  const WithoutSampling without_sampling(configuration.rules);
  std::vector<TestResult> results;
  for (const TestCase& test : configuration.tests) {
    // One for each: PARTITIONS_MAX and the like count from the start.
    Recorder recorder;
    Processor processor(options_of(configuration, recorder));
    results.push_back(run_test(test, recorder, processor));
  }
  return results;
}

}  // namespace cwlogs
