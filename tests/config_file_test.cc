#include "config/config_file.h"

#include <gtest/gtest.h>

#include "tests/configured.h"

namespace cwlogs::testing {
namespace {

struct Read {
  ConfigFile file;
  std::string problems;  // a line each
};

Read read(std::string_view text) {
  std::vector<Problem> problems;
  Read read{read_config_file(text, "processor.json", problems), ""};
  for (const Problem& problem : problems) read.problems += problem.text() + '\n';
  return read;
}

std::string problems_in(std::string_view text) { return read(text).problems; }

TEST(ConfigFile, HoldsSettingsAndRules) {
  const Read r = read(R"({
  "$schema": "processor.schema.json",
  "outputFormat": "json",
  "sampleOneIn": 5,
  "rules": [
    {"logGroupPattern": "/aws/*", "drop": true},
    {"name": "rest"}
  ]
})");
  EXPECT_EQ(r.problems, "");
  EXPECT_FALSE(r.file.is_mapping);
  EXPECT_EQ(r.file.settings.at("outputFormat").text, "json");
  EXPECT_EQ(r.file.settings.at("outputFormat").place, "processor.json:3:19: outputFormat");
  EXPECT_EQ(r.file.settings.at("sampleOneIn").integer, 5U);
  ASSERT_EQ(r.file.rules.size(), 2U);
  EXPECT_EQ(r.file.rules[0].at("logGroup").text, "/aws/*");
  EXPECT_EQ(r.file.rules[0].at("drop").place, "processor.json:6:43: rules[0].drop");
  EXPECT_EQ(r.file.places[1], "processor.json:7:5: rules[1]");
}

TEST(ConfigFile, MayHoldNothing) {
  EXPECT_EQ(problems_in("{}"), "");
  EXPECT_EQ(problems_in(" { \"rules\" : [ ] } \n"), "");
  EXPECT_TRUE(read("[]").file.is_mapping);
}

TEST(ConfigFile, TakesAMappingOfLandingZoneAccelerator) {
  const Read r = read(R"([{"logGroupPattern": "/AWS/vpc*", "s3Prefix": "vpc"}])");
  EXPECT_EQ(r.problems, "");
  EXPECT_TRUE(r.file.is_mapping);
  ASSERT_EQ(r.file.rules.size(), 1U);
  EXPECT_EQ(r.file.rules[0].at("s3Prefix").text, "vpc");
  EXPECT_EQ(problems_in("[\n  {\"logGroupPatern\": \"a\"}\n]"),
            "processor.json:2:22: rules[0].logGroupPatern: there is no such setting; did you mean "
            "logGroupPattern?\n");
}

TEST(ConfigFile, NamesLineColumnAndPath) {
  EXPECT_EQ(problems_in("{\n  \"outputFormat\": \"jsn\"\n}"),
            "processor.json:2:19: outputFormat: 'jsn' is not message, json, envelope, splunk-hec "
            "or template; did you mean json?\n");
  EXPECT_EQ(problems_in("{\"rules\":[{},{\"sampleOneIn\":0}]}"),
            "processor.json:1:29: rules[1].sampleOneIn: '0' is not an integer from 1 to 1000000\n");
  // A byte order mark is no character of the first line.
  EXPECT_EQ(problems_in("\xEF\xBB\xBF{\"metrics\":\"x\"}"),
            "processor.json:1:12: metrics: 'x' is not none or emf\n");
}

TEST(ConfigFile, ReportsEverythingThatIsWrong) {
  EXPECT_EQ(problems_in("{\"metrics\": 1,\n\"reingest\": [],\n\"timeZone\": \"UTC\"}"),
            "processor.json:1:13: metrics: a number is given where none or emf is wanted\n"
            "processor.json:2:13: reingest: an array is given where put or fail is wanted\n");
}

TEST(ConfigFile, KnowsNoOtherSettings) {
  EXPECT_EQ(problems_in(R"({"outputformat":"json"})"),
            "processor.json:1:17: outputformat: there is no such setting; did you mean "
            "outputFormat?\n");
  EXPECT_EQ(problems_in(R"({"rule":[]})"),
            "processor.json:1:9: rule: there is no such setting; did you mean rules?\n");
  EXPECT_EQ(problems_in(R"({"zzzzzzzz":1})"),
            "processor.json:1:13: zzzzzzzz: there is no such setting\n");
  EXPECT_EQ(problems_in("{\"a/b~\\n\":1}"),
            "processor.json:1:11: a/b~?: there is no such setting\n");
}

TEST(ConfigFile, KeepsSettingsInTheirPlaces) {
  EXPECT_EQ(problems_in(R"({"rules":[{"metrics":"emf"}]})"),
            "processor.json:1:22: rules[0].metrics: this is set for all log streams, not in a "
            "rule\n");
  for (const std::string name : {"logGroup", "logGroupPattern", "drop", "s3Prefix"}) {
    EXPECT_NE(problems_in("{\"" + name + "\":\"on\"}").find(name + ": this stands in a rule"),
              std::string::npos);
  }
}

TEST(ConfigFile, TakesOneNameForTheLogGroup) {
  EXPECT_EQ(problems_in(R"({"rules":[{"logGroup":"a","logGroupPattern":"b"}]})"),
            "processor.json:1:45: rules[0].logGroupPattern: logGroup and logGroupPattern mean the "
            "same\n");
}

TEST(ConfigFile, RefusesAKeyGivenTwice) {
  EXPECT_EQ(problems_in(R"({"metrics":"emf","metrics":"none"})"),
            "processor.json:1:1: 'metrics' is given twice in one object\n");
  EXPECT_EQ(problems_in("{\n\"rules\":[{\"name\":\"a\",\"name\":\"b\"}]}"),
            "processor.json:1:1: 'name' is given twice in one object\n");
  EXPECT_EQ(problems_in(R"({"rules":[{"name":"a"},{"name":"b"}]})"), "");
}

TEST(ConfigFile, RefusesOtherTypes) {
  EXPECT_EQ(problems_in(R"({"rules":{}})"),
            "processor.json:1:10: rules: this is not an array of rules\n");
  EXPECT_EQ(problems_in(R"({"rules":[[]]})"),
            "processor.json:1:11: rules[0]: a rule is an object\n");
  for (const char* text : {"1", "\"outputFormat\"", "null", "true"}) {
    EXPECT_EQ(problems_in(text),
              "processor.json:1:1: the file is neither an object of settings "
              "nor an array of rules\n");
  }
}

TEST(ConfigFile, RefusesWhatIsNoJson) {
  EXPECT_EQ(problems_in(""), "processor.json:1:1: the file is empty\n");
  EXPECT_EQ(problems_in("{\n  \"metrics\": emf\n}"), "processor.json:2:14: this is not JSON\n");
  EXPECT_EQ(problems_in("{\"metrics\":\"emf\",}"), "processor.json:1:18: this is not JSON\n");
  for (const char* text : {" ", "{", "{}}", "{} {}", "// c\n{}", "{'a':1}", "{\"a\":\"\xff\"}",
                           "metrics: emf", "{\"a\":\"\\ud800\"}", "\xff\xfe{\0}\0"}) {
    EXPECT_NE(problems_in(text).find(": this is not JSON\n"), std::string::npos) << text;
  }
}

TEST(ConfigFile, RefusesDeepNesting) {
  const auto nested = [](size_t depth) {
    return "{\"rules\":" + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  EXPECT_EQ(problems_in(nested(10)).find("nested"), std::string::npos);
  for (const size_t depth : {20U, 100'000U}) {
    EXPECT_EQ(problems_in(nested(depth)),
              "processor.json:1:1: the file is nested more than 16 levels deep\n");
  }
  std::string objects;
  for (int i = 0; i < 50; ++i) objects += "{\"a\":";
  EXPECT_EQ(problems_in(objects + "1" + std::string(50, '}')),
            "processor.json:1:1: the file is nested more than 16 levels deep\n");
}

}  // namespace
}  // namespace cwlogs::testing
