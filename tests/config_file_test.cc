#include "config/config_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "config/json_check.h"

namespace cwlogs {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<std::string> problems_of(const std::string& text) {
  std::vector<Problem> problems;
  read_config_file(text, "f", problems);
  std::vector<std::string> texts;
  for (const Problem& problem : problems) texts.push_back(problem.text());
  return texts;
}

ConfigFile file_of(const std::string& text) {
  std::vector<Problem> problems;
  ConfigFile file = read_config_file(text, "f", problems);
  EXPECT_THAT(problems, IsEmpty()) << problems.front().text();
  return file;
}

TEST(ConfigFile, ReadsSettingsAndRules) {
  const ConfigFile file = file_of(R"({"$schema": "x", "outputFormat": "json",
      "rules": [{"logGroup": "a"}, {"logGroupPattern": "b", "drop": true}]})");
  EXPECT_FALSE(file.is_mapping);
  EXPECT_EQ(file.settings.at("outputFormat").text, "json");
  EXPECT_EQ(file.settings.at("outputFormat").place, "f:1:34: outputFormat");
  ASSERT_EQ(file.rules.size(), 2u);
  EXPECT_EQ(file.rules[1].at("logGroup").text, "b");
  EXPECT_EQ(file.rules[1].at("drop").text, "on");
  EXPECT_THAT(file.places, ElementsAre("f:2:17: rules[0]", "f:2:36: rules[1]"));
}

TEST(ConfigFile, TakesRulesAlone) {
  const ConfigFile file = file_of(R"([{"logGroupPattern": "/aws/lambda/*", "s3Prefix": "l"}])");
  EXPECT_TRUE(file.is_mapping);
  EXPECT_EQ(file.rules.at(0).at("s3Prefix").text, "l");
}

TEST(ConfigFile, CountsColumnsInCharactersBehindAByteOrderMark) {
  EXPECT_THAT(problems_of("\xEF\xBB\xBF{\"ключ\": 1}"), ElementsAre(HasSubstr("f:1:10: ")));
}

TEST(ConfigFile, SaysWhereItIsNoJson) {
  EXPECT_THAT(problems_of(""), ElementsAre("f:1:1: the file is empty"));
  EXPECT_THAT(problems_of(" \n"), ElementsAre("f:1:1: the file is empty"));
  EXPECT_THAT(problems_of("{\n\"timeZone\": \"UTC\",\n}"),
              ElementsAre("f:3:1: this is not JSON: unexpected '}'; expected string literal"));
  EXPECT_THAT(problems_of("{} {}"), ElementsAre(HasSubstr("f:1:4: this is not JSON")));
  EXPECT_THAT(problems_of("// zone\n{}"), ElementsAre(HasSubstr("JSON has no comments")));
  EXPECT_THAT(problems_of("{\"sampleOneIn\": 1e999}"),
              ElementsAre(HasSubstr("number overflow parsing '1e999'")));
  EXPECT_THAT(problems_of(std::string("{}\0{}", 5)), ElementsAre(HasSubstr("NUL byte")));
  EXPECT_THAT(problems_of("{\n \"a\xff\": 1}"), ElementsAre("f:2:4: this is not UTF-8"));
  EXPECT_THAT(problems_of("5"), ElementsAre(HasSubstr("neither an object of settings")));
}

TEST(ConfigFile, GuessesWhatAMisspelledKeyMeant) {
  EXPECT_THAT(problems_of(R"({"outputFromat": "json"})"),
              ElementsAre("f:1:18: outputFromat: there is no such setting; did you mean "
                          "outputFormat?"));
  EXPECT_THAT(problems_of(R"({"rule": []})"), ElementsAre(HasSubstr("did you mean rules?")));
  EXPECT_THAT(problems_of(R"([{"logGroupPatern": "x"}])"),
              ElementsAre("f:1:21: rules[0].logGroupPatern: there is no such setting; did you mean "
                          "logGroupPattern?"));
  EXPECT_THAT(problems_of(R"({"quite something else": 1})"),
              ElementsAre("f:1:26: quite something else: there is no such setting"));
}

TEST(ConfigFile, KeepsEachSettingToItsLevel) {
  EXPECT_THAT(problems_of(R"({"logGroup": "x"})"), ElementsAre(HasSubstr("stands in a rule")));
  EXPECT_THAT(problems_of(R"([{"metrics": "emf"}])"),
              ElementsAre(HasSubstr("set for all log streams, not in a rule")));
  EXPECT_THAT(problems_of(R"({"rules": {}})"), ElementsAre(HasSubstr("not an array of rules")));
  EXPECT_THAT(problems_of(R"([5, []])"), SizeIs(2));
}

TEST(ConfigFile, SaysWhatIsGivenTwice) {
  EXPECT_THAT(problems_of("{\"timeZone\": \"UTC\",\n \"timeZone\": \"UTC\"}"),
              ElementsAre("f:2:2: timeZone: this is given twice in one object"));
  EXPECT_THAT(problems_of(R"([{"name": "a", "n\u0061me": "b"}])"),
              ElementsAre(HasSubstr("rules[0].name: this is given twice")));
  EXPECT_THAT(problems_of(R"({"partitionKeys": {"k": "a", "k": "b"}})"),
              ElementsAre("f:1:19: partitionKeys: 'k' is given twice in one object"));
  EXPECT_THAT(problems_of(R"([{"logGroup": "a", "logGroupPattern": "b"}])"),
              ElementsAre(HasSubstr("logGroup and logGroupPattern mean the same")));
}

TEST(ConfigFile, SaysWhichTypeIsWanted) {
  EXPECT_THAT(problems_of(R"({"timeZone": null})"),
              ElementsAre("f:1:14: timeZone: null is given where a string is wanted"));
  EXPECT_THAT(problems_of(R"({"sampleOneIn": "5"})"),
              ElementsAre(HasSubstr("a string is given where an integer from 1 to 1000000")));
  EXPECT_THAT(problems_of(R"({"partitionKeys": {"a": {"b": 1}}})"),
              ElementsAre(HasSubstr("an object is given where a string for 'a' is wanted")));
  EXPECT_THAT(problems_of(R"({"logGroups": [1]})"), ElementsAre(HasSubstr("a number is given")));
}

TEST(ConfigFile, TakesIntegersHoweverTheyAreWritten) {
  for (const char* number : {"5", "5.0", "5e0", "50e-1"}) {
    const ConfigFile file = file_of(std::string(R"({"sampleOneIn": )") + number + '}');
    EXPECT_EQ(file.settings.at("sampleOneIn").integer, 5u) << number;
  }
  for (const char* number : {"0", "-1", "1.5", "1000001", "99999999999999999999", "1e300"}) {
    EXPECT_THAT(problems_of(std::string(R"({"sampleOneIn": )") + number + '}'),
                ElementsAre(HasSubstr("is not an integer from 1 to 1000000")))
        << number;
  }
}

TEST(ConfigFile, RefusesEmptyPatterns) {
  EXPECT_THAT(problems_of(R"([{"logGroup": ""}])"), ElementsAre(HasSubstr("the text is empty")));
  EXPECT_THAT(problems_of(R"({"excludeAtMatch": ""})"), SizeIs(1));
  EXPECT_THAT(problems_of(R"({"logGroups": [""]})"), SizeIs(1));
  EXPECT_THAT(problems_of(R"({"logGroups": "a,,b"})"), SizeIs(1));
  EXPECT_THAT(problems_of(R"([{"logGroup": "x", "s3Prefix": ""}])"), IsEmpty());
}

TEST(ConfigFile, TakesPatternsUpToTheirLongest) {
  const auto rule = [](size_t bytes) {
    return R"([{"logGroup": ")" + std::string(bytes, 'g') + R"("}])";
  };
  EXPECT_THAT(problems_of(rule(1023)), IsEmpty());
  EXPECT_THAT(problems_of(rule(1024)), IsEmpty());
  EXPECT_THAT(problems_of(rule(1025)), ElementsAre(HasSubstr("more than 1024 bytes")));
}

TEST(ConfigFile, TakesABraceOfText) {
  const ConfigFile file = file_of(R"({"outputFields": "a={{x,message,b={logGroup}"})");
  const auto& pairs = file.settings.at("outputFields").pairs;
  ASSERT_EQ(pairs.size(), 3u);
  EXPECT_EQ(pairs[0].text, "{{x");
  EXPECT_EQ(pairs[1].name, "message");
}

std::string repeated(const std::string& text, size_t count) {
  std::string all;
  for (size_t i = 0; i < count; ++i) all += (i == 0 ? "" : ",") + text;
  return all;
}

TEST(ConfigFile, TakesSoManyRulesAndItems) {
  const auto rules = [](size_t count) { return '[' + repeated(R"({"drop": false})", count) + ']'; };
  EXPECT_THAT(problems_of(rules(kJsonItemsMax)), IsEmpty());
  EXPECT_THAT(problems_of(rules(kJsonItemsMax + 1)),
              ElementsAre(HasSubstr("there are more than 1000 rules")));
  const auto list = [](size_t count) {
    return R"({"logGroups": [)" + repeated(R"("g")", count) + "]}";
  };
  EXPECT_THAT(problems_of(list(kJsonItemsMax)), IsEmpty());
  EXPECT_THAT(problems_of(list(kJsonItemsMax + 1)),
              ElementsAre(HasSubstr("there are more than 1000 items")));
}

TEST(ConfigFile, SurvivesWhatIsDeepOrLong) {
  const std::string open(1'000'000, '[');
  const std::string close(1'000'000, ']');
  EXPECT_THAT(problems_of(open), ElementsAre(HasSubstr("unexpected end of input")));
  EXPECT_THAT(problems_of(open + close), ElementsAre(HasSubstr("a rule is an object")));
  EXPECT_THAT(problems_of("{\"logGroups\": " + open + close + '}'),
              ElementsAre(HasSubstr("nested more than 16 levels deep")));
  EXPECT_THAT(problems_of('"' + std::string(1'000'000, 'a') + '"'), SizeIs(1));
  EXPECT_THAT(problems_of("{\"" + std::string(1'000'000, 'k') + "\": 1}"), SizeIs(1));
  std::string keys;
  for (int i = 0; i < 200'000; ++i) keys += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":\"\"";
  EXPECT_THAT(problems_of('{' + keys + '}'), Contains(HasSubstr("more than 1000 keys")));
  EXPECT_THAT(problems_of("{\"partitionKeys\": {" + keys + "}}"),
              ElementsAre(HasSubstr("more than 1000 items")));
}

}  // namespace
}  // namespace cwlogs
