#include "cli/test_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/child_process.h"

namespace cwlogs::testing {
namespace {

using ::testing::HasSubstr;
using Json = nlohmann::json;

class TestCommand : public ::testing::Test {
 protected:
  ChildResult run(const std::string& command, const std::string& config,
                  std::vector<std::string> options = {}) const {
    std::vector<std::string> arguments = {command, "--config", folder_.write("f.json", config)};
    if (command == "check") arguments.emplace_back("--run-tests");
    arguments.insert(arguments.end(), options.begin(), options.end());
    return run_cwlogs(std::move(arguments));
  }

  // Of a file with these settings and one test: what differs, or `ok`.
  std::string outcome(const std::string& settings, const std::string& test) const {
    const ChildResult result =
        run("test", "{" + settings + R"("tests":[{"name":"t",)" + test + "}]}");
    EXPECT_EQ(result.err, "");
    EXPECT_EQ(result.exit_code, result.out == kPassed ? 0 : 1);
    if (result.out == kPassed) return "ok";
    const size_t begin = result.out.find('\n') + 1;
    return result.out.substr(begin, result.out.find("1 test: 1 failed") - begin);
  }

  static constexpr const char* kPassed = "ok      t\n1 test: all passed\n";
  TemporaryFolder folder_;
};

TEST_F(TestCommand, ComparesLines) {
  EXPECT_EQ(outcome("", R"("input":["a","b\nc"],"expect":{"lines":["a","b\nc"]})"), "ok");
  EXPECT_EQ(outcome("", R"("input":["a","b"],"expect":{"lines":["a","x\u001b"]})"),
            "  line 2\n    expected  x\\x1b\n    got       b\n");
  EXPECT_EQ(outcome("", R"("input":"a","expect":{"lines":[]})"),
            "  line 1\n    expected  nothing\n    got       a\n");
  EXPECT_EQ(outcome(R"("excludeAtMatch":"a",)", R"("input":"a","expect":{"lines":["a"]})"),
            "  line 1\n    expected  a\n    got       nothing\n");
  EXPECT_EQ(
      outcome(R"("outputDelimiter":";",)", R"("input":["a;","b"],"expect":{"lines":["a;","b"]})"),
      "ok");
  EXPECT_EQ(outcome(R"("outputDelimiter":"none",)", R"("input":"a\n","expect":{"lines":["a\n"]})"),
            "ok");
}

TEST_F(TestCommand, ComparesTypedFieldsOfTheFirstLogEvent) {
  const std::string json = R"("parsers":["json"],)";
  const std::string input =
      R"("input":["{\"n\":1.0,\"s\":\"1\",\"o\":{\"a\":[true]}}","{\"n\":2}"],)";
  EXPECT_EQ(
      outcome(json, input + R"("expect":{"fields":{"n":1,"s":"1","o":{"a":[true]},"x":null}})"),
      "ok");
  EXPECT_EQ(outcome(json, input + R"("expect":{"fields":{"n":"1","s":null,"x":5}})"),
            "  field n\n    expected  \"1\"\n    got       1.0\n"
            "  field s\n    expected  nothing\n    got       \"1\"\n"
            "  field x\n    expected  5\n    got       nothing\n");
  EXPECT_EQ(outcome(json, R"("input":"plain","expect":{"fields":{"n":1}})"),
            "  field n\n    expected  1\n    got       nothing\n");
  // Before the filter, which drops it.
  EXPECT_EQ(outcome(json + R"("includeAtMatch":"never",)",
                    input + R"("expect":{"lines":[],"fields":{"n":1}})"),
            "ok");
}

TEST_F(TestCommand, ComparesAllPartitionKeys) {
  const std::string keys =
      R"("partitionKeys":{"g":"{logGroup}","a":"{extractedFields:@aws.account}",
      "t":"{owner}-{region}-{subscriptionFilter}-{logStream}-{timestamp:%Y}"},)";
  const std::string input = R"("logGroup":"/g","logStream":"s","owner":"o","region":"r",
      "subscriptionFilter":"f","timestamp":86400000,"extractedFields":{"@aws.account":"1"},
      "input":"m",)";
  EXPECT_EQ(
      outcome(keys, input + R"("expect":{"partitionKeys":{"a":"1","t":"o-r-f-s-1970","g":"g"}})"),
      "ok");
  EXPECT_EQ(
      outcome(keys, input + R"("expect":{"partitionKeys":{"t":"o-r-f-s-1970","g":"x","y":"z"}})"),
      "  partition key g\n    expected  \"x\"\n    got       \"g\"\n"
      "  partition key y\n    expected  \"z\"\n    got       nothing\n"
      "  partition key a\n    expected  nothing\n    got       \"1\"\n");
  EXPECT_EQ(outcome("", input + R"("expect":{"partitionKeys":{}})"), "ok");
}

TEST_F(TestCommand, SetsAsideWhatIsNotAboutALogEvent) {
  const std::string expect = R"("input":["aa","bb"],"expect":{"lines":["aa","bb"]})";
  EXPECT_EQ(outcome(R"("sampleOneIn":1000000,)", expect), "ok");
  EXPECT_EQ(outcome(R"("responseBytesMax":256,"inflatedBytesMax":1024,)", expect), "ok");
  EXPECT_EQ(outcome(R"("outputCompression":"gzip",)", expect), "ok");
  EXPECT_EQ(
      outcome(R"("partitionKeys":{"m":"{message}"},"partitionStraddle":"split",)",
              R"("input":["a","bb"],"expect":{"lines":["a","bb"],"partitionKeys":{"m":"a"}})"),
      "ok");
}

TEST_F(TestCommand, UsesTheRulesAndTheGuard) {
  EXPECT_EQ(outcome(R"("rules":[{"logGroup":"/x","drop":true}],)",
                    R"("input":"a","logGroup":"/x","expect":{"lines":[]})"),
            "ok");
  EXPECT_EQ(outcome("", R"("input":"a","logGroup":"/aws/kinesisfirehose/x","expect":{"lines":[]})"),
            "ok");
}

TEST_F(TestCommand, FailsWhereTheRecordDoes) {
  const std::string text(1 << 20, 'x');
  EXPECT_THAT(outcome(R"("outputFormat":"template","outputTemplate":"{message}{message}",)",
                      R"("input":[")" + text + R"(","m","m","m"],"expect":{"lines":[]})"),
              HasSubstr("line 1"));
  EXPECT_THAT(outcome(R"("outputFormat":"template",
                         "outputTemplate":"{message}{message}{message}{message}{message}{message}",)",
                      R"("input":")" + text + R"(","expect":{"lines":[]})"),
              HasSubstr("the record failed: "));
}

TEST_F(TestCommand, AnswersInJson) {
  const std::string config = R"({"tests":[{"input":"a","expect":{"lines":["a"]}},
                                          {"name":"n","input":"a","expect":{"lines":[]}}]})";
  const ChildResult result = run("test", config, {"--json"});
  EXPECT_EQ(result.exit_code, 1);
  const Json tests = Json::parse(result.out);
  EXPECT_EQ(tests[0]["name"], "tests[0]");
  EXPECT_EQ(tests[0]["passed"], true);
  EXPECT_EQ(tests[1]["differences"],
            Json::parse(R"([{"what":"line 1","expected":null,"got":"a"}])"));
  EXPECT_EQ(Json::parse(run("check", config, {"--json"}).out)["tests"], tests);
}

TEST_F(TestCommand, IsPartOfTheCheck) {
  const ChildResult passed =
      run("check", R"({"tests":[{"name":"t","input":"a","expect":{"lines":["a"]}}]})");
  EXPECT_EQ(passed.exit_code, 0);
  EXPECT_THAT(passed.out, HasSubstr("fine: no rules"));
  EXPECT_THAT(passed.out, HasSubstr(kPassed));
  const ChildResult failed =
      run("check", R"({"tests":[{"name":"t","input":"a","expect":{"lines":[]}}]})");
  EXPECT_EQ(failed.exit_code, 1);
  EXPECT_THAT(failed.out, HasSubstr("FAILED  t"));
}

TEST_F(TestCommand, RefusesAFileWithoutTestsAndAWrongOne) {
  for (const char* const command : {"test", "check"}) {
    const ChildResult none = run(command, R"({"tests":[]})");
    EXPECT_EQ(none.exit_code, 2);
    EXPECT_THAT(none.err, HasSubstr("f.json: there are no tests"));
    const ChildResult wrong = run(command, R"({"tests":[{"input":1,"expect":{"lines":[]}},
                                                         {"name":"","expect":{"lines":[]}}]})");
    EXPECT_EQ(wrong.exit_code, 2);
    EXPECT_EQ(wrong.out, "");
    EXPECT_EQ(lines_in(wrong.err).size(), 3u) << wrong.err;
    const ChildResult twice = run(command, R"({"tests":[
        {"name":"a","input":"","expect":{"lines":[]}},{"name":"a","input":"","expect":{"lines":[]}}]})");
    EXPECT_THAT(twice.err, HasSubstr("tests[1]: two tests have the name 'a'"));
  }
}

}  // namespace
}  // namespace cwlogs::testing
