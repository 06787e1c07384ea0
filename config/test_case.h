// The configuration's own tests: a message, and what is to become of it.
#pragma once

#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cwlogs {

// 2022-06-22T00:00:00.000Z
inline constexpr std::chrono::milliseconds kTestTime{1655856000000};

// One document of CloudWatch Logs. What is not given has a value all the same, so that templates
// have something to refer to.
struct TestCase {
  std::string place;  // in the file
  std::string name;
  std::vector<std::string> messages;  // of its log events
  std::string log_group = "test";
  std::string log_stream = "test";
  std::string owner = "123456789012";
  std::string subscription_filter = "test";
  std::string region = "us-east-1";
  std::chrono::milliseconds timestamp = kTestTime;  // of all log events
  nlohmann::ordered_json extracted_fields;          // an object, or null

  // What is expected; at least one.
  std::optional<std::vector<std::string>> lines;  // without delimiter; none: all is dropped
  // Of the first log event, by name; null: absent.
  std::optional<nlohmann::ordered_json> fields;
  std::optional<nlohmann::ordered_json> partition_keys;  // of the record
};

// Sets what stands under a key of the test, or of its `expect`. Errors: one sentence.
std::string set_test_member(TestCase& test, std::string_view key,
                            const nlohmann::ordered_json& value);
std::string set_expectation(TestCase& test, std::string_view key,
                            const nlohmann::ordered_json& value);

}  // namespace cwlogs
