#include "config/test_case.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "config/in_quotes.h"
#include "config/setting.h"
#include "config/setting_value.h"
#include "processor/limits.h"
#include "processor/log_time.h"

namespace cwlogs {
namespace {

using Json = nlohmann::ordered_json;

struct TextMember {
  std::string_view name;
  std::string TestCase::*member;
};

constexpr std::array kTexts = std::to_array<TextMember>({
    {"name", &TestCase::name},
    {"logGroup", &TestCase::log_group},
    {"logStream", &TestCase::log_stream},
    {"owner", &TestCase::owner},
    {"subscriptionFilter", &TestCase::subscription_filter},
    {"region", &TestCase::region},
});

std::string unknown(std::string_view key, std::span<const std::string_view> names) {
  const std::string_view near = nearest(key, names);
  return "a test has no such key" +
         (near.empty() ? std::string() : "; did you mean " + std::string(near) + "?");
}

std::string unknown_member(std::string_view key) {
  std::vector<std::string_view> names = {"input", "timestamp", "extractedFields", "expect"};
  for (const TextMember& text : kTexts) names.push_back(text.name);
  return unknown(key, names);
}

std::string set_strings(const Json& value, std::vector<std::string>& strings) {
  for (const Json& item : value) {
    if (!item.is_string()) return fault_of_type(item, "a string in the array");
    strings.push_back(item.get<std::string>());
  }
  return {};
}

std::string set_input(const Json& value, std::vector<std::string>& messages) {
  if (value.is_array()) {
    return value.empty() ? "there is no message" : set_strings(value, messages);
  }
  if (!value.is_string()) return fault_of_type(value, "a message or an array of messages");
  messages.push_back(value.get<std::string>());
  return {};
}

OptionalTime time_of(const Json& value) {
  if (value.is_number()) {
    const auto ms = value.get<double>();
    if (ms < 0 || ms > static_cast<double>(kTimestampMax.count()) || std::trunc(ms) != ms)
      return std::nullopt;
    return std::chrono::milliseconds(static_cast<int64_t>(ms));
  }
  WrittenTime written;
  if (!read_iso_time(value.get_ref<const std::string&>(), written)) return std::nullopt;
  return to_time(written, absl::UTCTimeZone());
}

std::string set_timestamp(const Json& value, std::chrono::milliseconds& timestamp) {
  const std::string allowed = "milliseconds since 1970 or ISO 8601, up to the year 9999";
  if (!value.is_number() && !value.is_string()) return fault_of_type(value, allowed);
  const OptionalTime time = time_of(value);
  if (!time) return in_quotes(value.dump()) + " is no time; allowed are " + allowed;
  timestamp = *time;
  return {};
}

std::string set_partition_keys(TestCase& test, const Json& value) {
  for (const auto& [name, text] : value.items()) {
    if (!text.is_string()) return fault_of_type(text, "a string for " + in_quotes(name));
  }
  test.partition_keys = value;
  return {};
}

}  // namespace

std::string set_test_member(TestCase& test, std::string_view key, const Json& value) {
  if (key == "input") return set_input(value, test.messages);
  if (key == "timestamp") return set_timestamp(value, test.timestamp);
  if (key == "extractedFields") {
    if (!value.is_object()) return fault_of_type(value, "an object");
    test.extracted_fields = value;
    return {};
  }
  const auto* const text = std::ranges::find(kTexts, key, &TextMember::name);
  if (text == kTexts.end()) return unknown_member(key);
  if (!value.is_string()) return fault_of_type(value, "a string");
  test.*(text->member) = value.get<std::string>();
  return key == "name" && test.name.empty() ? "the name is empty" : "";
}

std::string set_expectation(TestCase& test, std::string_view key, const Json& value) {
  constexpr auto kNames = std::to_array<std::string_view>({"lines", "fields", "partitionKeys"});
  if (key == "lines") {
    if (!value.is_array()) return fault_of_type(value, "an array of lines");
    test.lines.emplace();
    return set_strings(value, *test.lines);
  }
  if (std::ranges::find(kNames, key) == kNames.end()) return unknown(key, kNames);
  if (!value.is_object()) return fault_of_type(value, "an object");
  if (key == "partitionKeys") return set_partition_keys(test, value);
  if (value.empty()) return "no field is expected";
  test.fields = value;
  return {};
}

}  // namespace cwlogs
