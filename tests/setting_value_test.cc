#include "config/setting_value.h"

#include <gtest/gtest.h>

namespace cwlogs {
namespace {

using Json = nlohmann::ordered_json;
using Texts = std::vector<std::string>;

const Setting& setting(std::string_view name) { return *find_setting(name); }

SettingValue value_of(std::string_view name, std::string_view text) {
  const auto value = read_value(setting(name), text);
  EXPECT_TRUE(value) << name << '=' << text << ": " << value.error();
  return value ? *value : SettingValue{};
}

SettingValue json_value_of(std::string_view name, const Json& json) {
  const auto value = read_json_value(setting(name), json);
  EXPECT_TRUE(value) << name << '=' << json << ": " << value.error();
  return value ? *value : SettingValue{};
}

std::string error_of(std::string_view name, std::string_view text) {
  const auto value = read_value(setting(name), text);
  return value ? "no error" : value.error();
}

std::string json_error_of(std::string_view name, const Json& json) {
  const auto value = read_json_value(setting(name), json);
  return value ? "no error" : value.error();
}

Texts pairs_of(const SettingValue& value) {
  Texts pairs;
  for (const NamedText& pair : value.pairs) pairs.push_back(pair.name + " <- " + pair.text);
  return pairs;
}

TEST(SettingValue, IsTextAsItStands) {
  EXPECT_EQ(value_of("outputTemplate", " {message} ").text, " {message} ");
  EXPECT_EQ(json_value_of("outputTemplate", " {message} ").text, " {message} ");
  EXPECT_EQ(error_of("outputTemplate", "ab\xff"), "byte 2 of the value is not UTF-8");
}

TEST(SettingValue, IsAnIntegerWithinItsBounds) {
  EXPECT_EQ(value_of("sampleOneIn", "1").integer, 1U);
  EXPECT_EQ(value_of("sampleOneIn", "1000000").integer, 1'000'000U);
  EXPECT_EQ(json_value_of("sampleOneIn", 7).integer, 7U);
  const std::string wanted = " is not an integer from 1 to 1000000";
  for (const std::string text : {"0", "1000001", "-1", "+1", "1.0", " 1", "1k", "x", ""}) {
    EXPECT_EQ(error_of("sampleOneIn", text), "'" + text + "'" + wanted);
  }
  EXPECT_EQ(json_error_of("sampleOneIn", 1.5), "'1.5'" + wanted);
  EXPECT_EQ(json_error_of("sampleOneIn", -3), "'-3'" + wanted);
  EXPECT_EQ(json_error_of("sampleOneIn", "7"),
            "a string is given where an integer from 1 to 1000000 is wanted");
  EXPECT_EQ(json_error_of("sampleOneIn", true),
            "a boolean is given where an integer from 1 to 1000000 is wanted");
}

TEST(SettingValue, IsOneOfItsChoices) {
  EXPECT_EQ(value_of("outputFormat", "splunk-hec").text, "splunk-hec");
  EXPECT_EQ(json_value_of("outputFormat", "json").text, "json");
  EXPECT_EQ(error_of("outputFormat", "jsn"),
            "'jsn' is not message, json, envelope, splunk-hec or template; did you mean json?");
  EXPECT_EQ(error_of("outputFormat", "protobuf"),
            "'protobuf' is not message, json, envelope, splunk-hec or template");
  EXPECT_EQ(error_of("outputFormat", "json "),
            "'json ' is not message, json, envelope, splunk-hec or template; did you mean json?");
  EXPECT_EQ(error_of("reingest", "fai"), "'fai' is not put or fail; did you mean fail?");
  EXPECT_EQ(json_error_of("reingest", nullptr), "null is given where put or fail is wanted");
}

TEST(SettingValue, IsASwitch) {
  EXPECT_EQ(value_of("dropLambdaPlatformLogs", "on").text, "on");
  EXPECT_EQ(value_of("dropLambdaPlatformLogs", "true").text, "on");
  EXPECT_EQ(json_value_of("dropLambdaPlatformLogs", true).text, "on");
  EXPECT_EQ(json_value_of("dropLambdaPlatformLogs", false).text, "off");
  EXPECT_EQ(json_value_of("dropLambdaPlatformLogs", "off").text, "off");
  for (const char* text : {"True", "1", "yes", "ON"}) {
    EXPECT_TRUE(error_of("dropLambdaPlatformLogs", text)
                    .starts_with("'" + std::string(text) + "' is not on or off"));
  }
  EXPECT_EQ(json_error_of("dropLambdaPlatformLogs", 1),
            "a number is given where true or false is wanted");
}

TEST(SettingValue, IsAList) {
  EXPECT_EQ(value_of("logGroups", "/a, /b* ,/c").list, (Texts{"/a", "/b*", "/c"}));
  EXPECT_EQ(json_value_of("logGroups", Json::array({"/a,b", " c "})).list, (Texts{"/a,b", " c "}));
  EXPECT_EQ(json_value_of("logGroups", "/a,/b").list, (Texts{"/a", "/b"}));
  for (const char* text : {",", "/a,", "/a,,/b", " "}) {
    EXPECT_EQ(error_of("logGroups", text),
              "'" + std::string(text) + "' has an empty item between its commas");
  }
  EXPECT_EQ(json_error_of("logGroups", Json::array({"/a", 1})),
            "a number is given where a string in the array is wanted");
  EXPECT_EQ(json_error_of("logGroups", Json::object()),
            "an object is given where an array of strings is wanted");
}

TEST(SettingValue, IsPairs) {
  EXPECT_EQ(pairs_of(value_of("partitionKeys", "a={logStream}, b={timestamp:%Y,%m}")),
            (Texts{"a <- {logStream}", "b <- {timestamp:%Y,%m}"}));
  EXPECT_EQ(pairs_of(json_value_of("partitionKeys", {{"a", "{logStream}"}, {"b", "x,y=z"}})),
            (Texts{"a <- {logStream}", "b <- x,y=z"}));
  EXPECT_EQ(error_of("partitionKeys", "a"),
            "'a' has no '='; allowed are name=template pairs, one comma between");
  EXPECT_EQ(json_error_of("partitionKeys", {{"a", 1}}),
            "a number is given where a string for 'a' is wanted");
  EXPECT_EQ(json_error_of("partitionKeys", Json::array({"a=b"})),
            "an array is given where an object of names and templates is wanted");
}

TEST(SettingValue, IsFields) {
  EXPECT_EQ(
      pairs_of(value_of("outputFields",
                        "message, @timestamp = timestamp,s={logGroup!replace:/,:-},b={{,c=id")),
      (Texts{"message <- message", "@timestamp <- timestamp", "s <- {logGroup!replace:/,:-}",
             "b <- {{", "c <- id"}));
  EXPECT_EQ(pairs_of(json_value_of("outputFields", Json::array({"id", "t=timestamp"}))),
            (Texts{"id <- id", "t <- timestamp"}));
  EXPECT_EQ(pairs_of(json_value_of("outputFields", {{"a=b", "id"}, {"c", "x {id}"}})),
            (Texts{"a=b <- id", "c <- x {id}"}));
  EXPECT_EQ(json_error_of("outputFields", Json::array({nullptr})),
            "null is given where a string in the array is wanted");
}

TEST(SettingValue, ShowsWhatWasGivenShortAndPrintable) {
  const std::string error = error_of("sampleOneIn", std::string(200, '9') + "\n\x01");
  EXPECT_TRUE(error.starts_with("'" + std::string(80, '9') + "...' is not")) << error;
  EXPECT_TRUE(error_of("sampleOneIn", "\n1").starts_with("'?1' is not"));
}

}  // namespace
}  // namespace cwlogs
