#include "config/test_case.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "config/config_file.h"

namespace cwlogs {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Json = nlohmann::ordered_json;

std::vector<TestCase> tests_of(const std::string& text, std::vector<std::string>& problems) {
  std::vector<Problem> found;
  const ConfigFile file = read_config_file(text, "f", found);
  for (const Problem& problem : found) problems.push_back(problem.text());
  return file.tests;
}

// What is wrong with the file of one test, whose members these are.
std::vector<std::string> problems_of(const std::string& members) {
  std::vector<std::string> problems;
  tests_of(R"({"tests":[{)" + members + "}]}", problems);
  return problems;
}

TestCase test_of(const std::string& members) {
  std::vector<std::string> problems;
  const std::vector<TestCase> tests = tests_of(R"({"tests":[{)" + members + "}]}", problems);
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_EQ(tests.size(), 1u);
  return tests.empty() ? TestCase() : tests[0];
}

TEST(TestCase, HasAValueForWhatIsNotGiven) {
  const TestCase test = test_of(R"("input": "m", "expect": {"lines": []})");
  EXPECT_EQ(test.name, "tests[0]");
  EXPECT_EQ(test.place, "f:1:11: tests[0]");
  EXPECT_THAT(test.messages, ElementsAre("m"));
  EXPECT_EQ(test.log_group, "test");
  EXPECT_EQ(test.timestamp, kTestTime);
  EXPECT_TRUE(test.extracted_fields.is_null());
  EXPECT_THAT(test.lines.value(), IsEmpty());
  EXPECT_FALSE(test.fields);
  EXPECT_FALSE(test.partition_keys);
}

TEST(TestCase, TakesEveryMember) {
  const TestCase test = test_of(R"("name": "n", "input": ["a", "b"], "logGroup": "g",
      "logStream": "s", "owner": "o", "subscriptionFilter": "f", "region": "r",
      "timestamp": "2022-06-21T23:59:59.250+09:00", "extractedFields": {"k": "v"},
      "expect": {"lines": ["x"], "fields": {"n": 1, "gone": null}, "partitionKeys": {"p": "q"}})");
  EXPECT_EQ(test.name, "n");
  EXPECT_THAT(test.messages, ElementsAre("a", "b"));
  EXPECT_EQ(test.log_group + test.log_stream + test.owner, "gso");
  EXPECT_EQ(test.subscription_filter + test.region, "fr");
  EXPECT_EQ(test.timestamp.count(), 1655823599250);
  EXPECT_EQ(test.extracted_fields, Json({{"k", "v"}}));
  EXPECT_THAT(test.lines.value(), ElementsAre("x"));
  EXPECT_EQ(test.fields.value(), Json({{"n", 1}, {"gone", nullptr}}));
  EXPECT_EQ(test.partition_keys.value(), Json({{"p", "q"}}));
}

TEST(TestCase, TakesTimesToTheEndOfTheYear9999) {
  constexpr const char* kRest = R"(, "input": "", "expect": {"lines": []})";
  const auto ms = [&](const std::string& time) {
    return test_of(R"("timestamp": )" + time + kRest).timestamp.count();
  };
  EXPECT_EQ(ms("0"), 0);
  EXPECT_EQ(ms("1655856000000.0"), kTestTime.count());
  EXPECT_EQ(ms("253402300799999"), 253402300799999);
  EXPECT_EQ(ms(R"("1970-01-02")"), 86400000);
  for (const std::string wrong : {"-1", "0.5", "253402300800000", R"("noon")", R"("")"}) {
    EXPECT_THAT(problems_of(R"("timestamp": )" + wrong + kRest),
                ElementsAre(HasSubstr("f:1:25: tests[0].timestamp: '")))
        << wrong;
  }
}

TEST(TestCase, SaysWhatIsWrongAndWhere) {
  const std::string fine = R"(, "expect": {"lines": []})";
  EXPECT_THAT(problems_of(""), ElementsAre("f:1:11: tests[0]: there is no input",
                                           "f:1:11: tests[0]: nothing is expected"));
  EXPECT_THAT(problems_of(R"("inputs": "m", "input": "m")" + fine),
              ElementsAre("f:1:22: tests[0].inputs: a test has no such key; did you mean input?"));
  EXPECT_THAT(problems_of(R"("input": [])" + fine),
              ElementsAre("f:1:21: tests[0].input: there is no message"));
  EXPECT_THAT(problems_of(R"("input": ["m", 1])" + fine),
              ElementsAre(HasSubstr("a number is given where a string in the array is wanted")));
  EXPECT_THAT(problems_of(R"("input": {})" + fine),
              ElementsAre(HasSubstr("an object is given where a message or an array of")));
  EXPECT_THAT(problems_of(R"("input": "m", "owner": 1)" + fine),
              ElementsAre(HasSubstr("owner: a number is given where a string is wanted")));
  EXPECT_THAT(problems_of(R"("input": "m", "name": "")" + fine),
              ElementsAre(HasSubstr("the name is empty")));
  EXPECT_THAT(problems_of(R"("input": "m", "input": "n")" + fine),
              ElementsAre(HasSubstr("this is given twice")));
}

TEST(TestCase, SaysWhatIsWrongWithTheExpectations) {
  const auto wrong = [](const std::string& expect) {
    return problems_of(R"("input": "m", "expect": )" + expect);
  };
  EXPECT_THAT(wrong("{}"), ElementsAre("f:1:36: tests[0].expect: nothing is expected"));
  EXPECT_THAT(wrong("[]"), ElementsAre(HasSubstr("this is not an object of what is expected")));
  EXPECT_THAT(wrong(R"({"line": []})"),
              ElementsAre("f:1:45: tests[0].expect.line: a test has no such key; did you mean "
                          "lines?"));
  EXPECT_THAT(wrong(R"({"lines": "x"})"), ElementsAre(HasSubstr("where an array of lines")));
  EXPECT_THAT(wrong(R"({"fields": {}})"), ElementsAre(HasSubstr("no field is expected")));
  EXPECT_THAT(wrong(R"({"fields": {"a": 1, "a": 2}})"),
              ElementsAre(HasSubstr("'a' is given twice in one object")));
  EXPECT_THAT(wrong(R"({"partitionKeys": {"k": 1}})"),
              ElementsAre(HasSubstr("where a string for 'k' is wanted")));
}

TEST(TestCase, StandsInAnArrayOfTheFile) {
  std::vector<std::string> problems;
  tests_of(R"({"tests": {}})", problems);
  tests_of(R"({"tests": ["x"]})", problems);
  tests_of(R"({"rules": [{"tests": []}]})", problems);
  EXPECT_THAT(problems, ElementsAre("f:1:11: tests: this is not an array of tests",
                                    "f:1:12: tests[0]: a test is an object",
                                    HasSubstr("rules[0].tests: there is no such setting")));
}

}  // namespace
}  // namespace cwlogs
