// Random events under every output and filter: over all generations of re-ingestion each log event
// is delivered once, or filtered and counted, or its record has failed.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "cli/random.h"
#include "tests/configured.h"
#include "tests/event_fixture.h"
#include "tests/gzip_fixture.h"

namespace cwlogs::testing {
namespace {

constexpr int64_t kHourMs = 3'600'000;
constexpr size_t kGenerationsMax = 80;
constexpr size_t kRecordsMax = 10;  // in an event; more might not leave room for any data

// A way to configure the processor, and what it leaves out.
struct Choice {
  ByName variables;
  bool (*filtered)(std::string_view message) = nullptr;  // null: whatever it filters is counted
};

bool nothing(std::string_view /*message*/) { return false; }
bool noisy(std::string_view message) { return message.find("noise") != message.npos; }
bool quiet(std::string_view message) { return !noisy(message); }

const std::vector<Choice>& outputs() {
  static const std::vector<Choice> choices = {
      {{}},
      {{{"OUTPUT_DELIMITER", "none"}}},
      {{{"OUTPUT_FORMAT", "json"}}},
      {{{"OUTPUT_FORMAT", "json"}, {"OUTPUT_MESSAGE", "merge"}}},
      {{{"OUTPUT_FORMAT", "json"}, {"OUTPUT_FIELDS", "t=timestamp,message,g={logGroup!lower}"}}},
      {{{"OUTPUT_FORMAT", "envelope"}}},
      {{{"OUTPUT_FORMAT", "splunk-hec"}, {"OUTPUT_MESSAGE", "embed"}}},
      {{{"OUTPUT_FORMAT", "template"}, {"OUTPUT_TEMPLATE", "{timestamp:%T} {message}"}}},
      {{{"OUTPUT_FORMAT", "json"}, {"PARSERS", "json,logfmt"}}},
      {{{"REDACT_MATCH", "a=(b)"}}}};
  return choices;
}

const std::vector<Choice>& filters() {
  static const std::vector<Choice> choices = {
      {{}, nothing},
      {{{"EXCLUDE_AT_MATCH", "noise"}}, noisy},
      {{{"INCLUDE_AT_MATCH", "noise"}}, quiet},
      {{{"FILTER_PATTERN", "-noise"}}, noisy},
      {{{"FILTER_PATTERN", "{ $.noise NOT EXISTS }"}}},
      {{{"DROP_LAMBDA_PLATFORM_LOGS", "on"}}, nothing},
      {{{"LOG_GROUPS", "/aws/*"}, {"EXCLUDE_LOG_STREAMS", "stream-1"}}},
      {{{"SAMPLE_ONE_IN", "3"}}}};
  return choices;
}

const std::vector<Choice>& keys() {
  static const std::vector<Choice> choices = {
      {{}},
      {{{"PARTITION_KEYS", "hour={timestamp:%H}"}}},
      {{{"PARTITION_KEYS", "hour={timestamp:%H}"}, {"PARTITION_STRADDLE", "split"}}},
      {{{"PARTITION_KEYS", "hour={timestamp:%H},x={message:/k|none}"},
        {"PARTITION_STRADDLE", "split"},
        {"PARTITIONS_MAX", "2"}}},
      {{{"ICEBERG_DATABASE", "db"}, {"ICEBERG_TABLE", "t_{logStream}"}}}};
  return choices;
}

std::string text_of_data(const std::string& data) {
  return data.starts_with("\x1f\x8b") ? gunzip_all(data) : data;
}

// Every message holds `#number;` once, in JSON too: by these log events are known in any output.
std::vector<size_t> numbers_in(std::string_view text) {
  std::vector<size_t> numbers;
  for (size_t at = text.find('#'); at != text.npos; at = text.find('#', at + 1)) {
    size_t number = 0;
    size_t end = at + 1;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') {
      number = number * 10 + static_cast<size_t>(text[end++] - '0');
    }
    if (end < text.size() && text[end] == ';') numbers.push_back(number);
  }
  return numbers;
}

// Events whose log events are all told apart.
class Trial {
 public:
  Trial(uint64_t seed, Source source) : random_(seed), source_(source) {}

  EventBuilder event() {
    EventBuilder event(source_);
    const size_t records = 1 + random_.below(kRecordsMax);
    for (size_t i = 0; i < records; ++i) add_record(event);
    return event;
  }

  struct LogEventOf {
    std::string message;
    int64_t timestamp = -1;
  };
  const std::vector<LogEventOf>& log_events() const { return log_events_; }
  Random& random() { return random_; }

 private:
  void add_record(EventBuilder& event) {
    event.partition_key("key");
    switch (random_.below(8)) {
      case 0:
        event.add_bytes(lines());
        break;
      case 1:
        event.add_gzip(document().dump() + document().dump());
        break;
      case 2:
        event.add(control_message());
        break;
      default:
        event.add(document());
    }
  }

  std::string lines() {
    std::string text;
    const size_t n = 1 + random_.below(20);
    for (size_t i = 0; i < n; ++i) text += "plain " + message(-1) + '\n';
    return text;
  }

  Json document() {
    std::vector<Json> events;
    const size_t n = random_.below(6) == 0 ? random_.below(80) : random_.below(8);
    const int64_t start = static_cast<int64_t>(random_.below(24)) * kHourMs;
    for (size_t i = 0; i < n; ++i) {
      const int64_t time = start + static_cast<int64_t>(random_.below(2 * kHourMs));
      events.push_back(testing::log_event(message(time), time, std::to_string(random_.next())));
    }
    Json json = document_of(events);
    json["logGroup"] = random_.below(3) == 0 ? "/other/group" : "/aws/test";
    json["logStream"] = "stream-" + std::to_string(random_.below(4));
    if (random_.below(3) == 0) json["policyLevel"] = "ACCOUNT_LEVEL_POLICY";
    return json;
  }

  std::string message(int64_t time) {
    static constexpr std::string_view kWords[] = {"noise", " ", "\"", "\\", "日本", "GET /", "a=b"};
    std::string text = "#" + std::to_string(log_events_.size()) + "; ";
    const size_t size = random_.below(12) == 0 ? random_.below(2000) : random_.below(60);
    while (text.size() < size) text += random_.choice(kWords);
    if (time >= 0 && random_.below(4) == 0) {
      text = Json{{"k", std::to_string(random_.below(3))}, {"text", text}}.dump();
    }
    log_events_.push_back({text, time});
    return text;
  }

  Random random_;
  Source source_;
  std::vector<LogEventOf> log_events_;
};

// What became of the log events of one trial.
struct Outcome {
  std::map<size_t, size_t> delivered;  // by number: how often
  std::set<size_t> failed;
  size_t filtered = 0;
  size_t generations = 0;
  size_t puts = 0;
  size_t delivered_beside_puts = 0;  // records
};

void expect_own_partition(const Trial& trial, const Json& record, size_t number) {
  const auto& log_event = trial.log_events()[number];
  if (log_event.timestamp < 0) return;
  const std::string hour = record.at("metadata").at("partitionKeys").at("hour");
  char expected[8];
  std::snprintf(expected, sizeof(expected), "%02d",
                static_cast<int>(log_event.timestamp / kHourMs % 24));
  if (hour != "other") {  // the fallback
    ASSERT_EQ(hour, expected) << number;
  }
}

// Puts back what is to be re-ingested until nothing is left.
Outcome circulate(Processor& processor, Trial& trial, Source source, bool own_partitions) {
  Outcome outcome;
  std::vector<EventBuilder> events = {trial.event()};
  while (!events.empty() && outcome.generations++ < kGenerationsMax) {
    std::vector<EventBuilder> next;
    size_t puts = 0;
    for (const EventBuilder& builder : events) {
      const Json json = builder.json();
      const Answered answered = run(processor, json.dump());
      EXPECT_EQ(answered.error, Reason::kNone);
      for (size_t i = 0; i < answered.answers.size(); ++i) {
        const Answer& answer = answered.answers[i];
        outcome.filtered += answer.filtered;
        if (answer.verdict == Verdict::kOk) {
          outcome.delivered_beside_puts += answer.puts != 0 ? 1 : 0;
          const auto numbers = numbers_in(text_of_data(answered.data(i)));
          EXPECT_EQ(numbers.size(), answer.log_events);
          for (const size_t number : numbers) {
            ++outcome.delivered[number];
            if (own_partitions) expect_own_partition(trial, answered.record(i), number);
          }
        } else if (answered.result(i) == "ProcessingFailed") {
          const std::string data = json.at("records")[i].at("data");
          const auto numbers = numbers_in(text_of_data(bytes_of_base64(data)));
          outcome.failed.insert(numbers.begin(), numbers.end());
        }
      }
      for (size_t i = 0; i < answered.puts.size(); ++i) {
        if (puts++ % kRecordsMax == 0) next.emplace_back(source);
        next.back().partition_key("key");
        next.back().add_base64(answered.put_data[i]);
      }
    }
    outcome.puts += puts;
    events = std::move(next);
  }
  EXPECT_TRUE(events.empty()) << "still circulating";
  return outcome;
}

void expect_balanced(const Trial& trial, const Outcome& outcome, const Choice& filter) {
  size_t filtered = 0;
  for (size_t number = 0; number < trial.log_events().size(); ++number) {
    const auto found = outcome.delivered.find(number);
    const size_t times = found == outcome.delivered.end() ? 0 : found->second;
    const std::string& message = trial.log_events()[number].message;
    if (outcome.failed.contains(number)) {
      ASSERT_EQ(times, 0u) << message;
      continue;
    }
    ASSERT_LE(times, 1u) << message;
    if (filter.filtered != nullptr) {
      ASSERT_EQ(times, filter.filtered(message) ? 0u : 1u) << message;
    }
    filtered += times == 0 ? 1 : 0;
  }
  ASSERT_EQ(outcome.filtered, filtered);
}

class ConfiguredLedger : public ::testing::TestWithParam<Source> {};

TEST_P(ConfiguredLedger, BalancesUnderEveryOutputAndFilter) {
  size_t filtered = 0;
  size_t failed = 0;
  size_t puts = 0;
  size_t beside = 0;
  for (uint64_t trial_number = 0; trial_number < 700; ++trial_number) {
    SCOPED_TRACE("trial " + std::to_string(trial_number));
    Trial trial(trial_number * 2 + static_cast<uint64_t>(GetParam()), GetParam());
    Random& random = trial.random();
    const Choice& filter = random.choice(filters());
    const Choice& key = random.choice(keys());
    ByName variables = random.choice(outputs()).variables;
    variables.insert(filter.variables.begin(), filter.variables.end());
    variables.insert(key.variables.begin(), key.variables.end());
    variables["RAW_RECORDS"] = "lines";
    const bool plain_text =
        variables["OUTPUT_FORMAT"] != "splunk-hec" && !variables.contains("ICEBERG_TABLE");
    if (plain_text && random.below(3) == 0) variables["OUTPUT_COMPRESSION"] = "gzip";
    variables["RESPONSE_BYTES_MAX"] = std::to_string(1500 + random.below(20'000));
    Processor processor(configured(variables));
    const bool split = variables.contains("PARTITION_STRADDLE");
    const Outcome outcome = circulate(processor, trial, GetParam(), split);
    expect_balanced(trial, outcome, filter);
    filtered += outcome.filtered;
    failed += outcome.failed.size();
    puts += outcome.puts;
    beside += outcome.delivered_beside_puts;
    if (HasFatalFailure()) return;
  }
  // The trials reach every case.
  EXPECT_GT(filtered, 2000u);
  EXPECT_GT(failed, 20u);
  EXPECT_GT(puts, 500u);
  EXPECT_GT(beside, 100u);
}

INSTANTIATE_TEST_SUITE_P(Sources, ConfiguredLedger,
                         ::testing::Values(Source::kDirectPut, Source::kKinesis),
                         [](const auto& source) {
                           std::string name(name_of(source.param));
                           std::erase(name, ' ');
                           return name;
                         });

}  // namespace
}  // namespace cwlogs::testing
