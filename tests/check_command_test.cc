#include "cli/check_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/child_process.h"

namespace cwlogs::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Json = nlohmann::json;

class CheckCommand : public ::testing::Test {
 protected:
  ChildResult check(std::vector<std::string> arguments,
                    const std::vector<std::string>& environment = {}) const {
    arguments.insert(arguments.begin(), "check");
    return run_cwlogs(std::move(arguments),
                      {.input = {}, .environment = environment, .output_path = {}});
  }

  TemporaryFolder folder_;
};

TEST_F(CheckCommand, SaysWhatIsInForce) {
  const std::string path = folder_.write("processor.json", R"({
    "outputFormat": "json",
    "partitionKeys": {"service": "{logGroup}", "hour": "{timestamp:%H}"},
    "rules": [{"logGroup": "a", "outputFormat": "message"}, {"logGroup": "b", "drop": true}]})");
  const ChildResult result = check({"--config", path});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out,
            path + ": fine: 2 rules, output json or message, partition keys service, hour\n");
  EXPECT_EQ(result.err, "");
}

TEST_F(CheckCommand, ChecksTheVariablesAlone) {
  EXPECT_EQ(check({}).out, "variables: fine: no rules, output message, no partition keys\n");
  EXPECT_EQ(check({"--set", "REINGEST=fail"}, {"OUTPUT_FORMAT=envelope"}).out,
            "variables: fine: no rules, output envelope, no partition keys, no re-ingestion\n");
  EXPECT_EQ(check({"--set", "OUTPUT_COMPRESSION=gzip"}, {"RECURSION_GUARD=off"}).out,
            "variables: fine: no rules, output message in gzip, no partition keys, no recursion "
            "guard\n");
}

TEST_F(CheckCommand, PutsOptionsOverVariablesOverTheFile) {
  const std::string path = folder_.write("f.json", R"({"outputFormat": "json"})");
  EXPECT_THAT(check({"--config", path}).out, HasSubstr("output json"));
  EXPECT_THAT(check({"--config", path}, {"OUTPUT_FORMAT=envelope"}).out,
              HasSubstr("output envelope"));
  EXPECT_THAT(
      check({"--config", path, "--set", "OUTPUT_FORMAT=splunk-hec"}, {"OUTPUT_FORMAT=envelope"})
          .out,
      HasSubstr("output splunk-hec"));
  EXPECT_THAT(check({}, {"PROCESSOR_CONFIG=" + path}).out, HasSubstr("output json"));
}

TEST_F(CheckCommand, PrintsEveryProblemOnALineOfItsOwn) {
  const std::string path =
      folder_.write("f.json", "{\n  \"outputFormat\": \"jsn\",\n  \"timeZone\": 5\n}");
  const ChildResult result = check({"--config", path}, {"METRICS=x"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(
      lines_in(result.err),
      ElementsAre("cwlogs: METRICS: 'x' is not none or emf",
                  "cwlogs: " + path +
                      ":2:19: outputFormat: 'jsn' is not message, json, envelope, splunk-hec or "
                      "template; did you mean json?",
                  "cwlogs: " + path +
                      ":3:15: timeZone: a number is given where a string is "
                      "wanted"));
}

TEST_F(CheckCommand, SaysWhyAFileCannotBeRead) {
  const auto error = [&](const std::string& path) {
    const ChildResult result = check({"--config", path});
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_EQ(lines_in(result.err).size(), 1u);
    return result.err;
  };
  EXPECT_EQ(error("no-such-file"), "cwlogs: no-such-file: No such file or directory\n");
  EXPECT_EQ(error("/"), "cwlogs: /: this is a directory\n");
  const std::string empty = folder_.write("empty.json", "");
  EXPECT_EQ(error(empty), "cwlogs: " + empty + ":1:1: the file is empty\n");
  const std::string long_file = folder_.write("long.json", std::string((4 << 20) + 1, ' '));
  EXPECT_THAT(error(long_file), HasSubstr("longer than 4194304 bytes"));
}

TEST_F(CheckCommand, AnswersInJson) {
  const std::string path = folder_.write("f.json", R"({"outputFormat": "json", "rules": [
      {"name": "first", "logGroup": "a", "partitionKeys": {"k": "v"}}, {"drop": true}]})");
  const ChildResult fine = check({"--json", "--config", path});
  EXPECT_EQ(fine.exit_code, 0);
  const Json facts = Json::parse(fine.out).at("facts");
  EXPECT_EQ(facts["otherwise"]["output"], "json");
  EXPECT_EQ(facts["rules"][0]["name"], "first");
  EXPECT_EQ(facts["rules"][0]["partitionKeys"], Json({"k"}));
  EXPECT_EQ(facts["rules"][1]["drop"], true);
  EXPECT_EQ(facts["recursionGuard"], true);

  const ChildResult wrong = check({"--json", "--config", path, "--set", "TIME_ZONE=Nowhere"});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_EQ(wrong.err, "");
  const Json report = Json::parse(wrong.out);
  EXPECT_EQ(report["file"], path);
  EXPECT_EQ(report["facts"], nullptr);
  ASSERT_EQ(report["problems"].size(), 1u);
  EXPECT_EQ(report["problems"][0]["place"], "TIME_ZONE");
}

TEST_F(CheckCommand, ChecksThePrefix) {
  const std::vector<std::string> keys = {"PARTITION_KEYS=service={logGroup}"};
  const ChildResult fine =
      check({"--prefix", "!{partitionKeyFromLambda:service}/!{timestamp:yyyy}/", "--error-prefix",
             "failed/!{firehose:error-output-type}/"},
            keys);
  EXPECT_EQ(fine.exit_code, 0);
  EXPECT_EQ(fine.err, "");
  const ChildResult noted = check({"--prefix", "logs/"}, keys);
  EXPECT_EQ(noted.exit_code, 0);
  EXPECT_THAT(
      lines_in(noted.err),
      ElementsAre("cwlogs: --prefix: note: the partition key 'service' is not in the prefix",
                  "cwlogs: --prefix: note: there is no expression: Firehose appends "
                  "!{timestamp:yyyy/MM/dd/HH/}"));
  const ChildResult wrong = check({"--prefix", "!{partitionKeyFromLambda:service"}, keys);
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_THAT(wrong.err,
              HasSubstr("--prefix: '!{partitionKeyFromLambda:service' has no closing }"));
}

TEST_F(CheckCommand, ChecksThePrefixOfAWrongConfigurationToo) {
  const ChildResult result = check({"--prefix", "!{x:y}/", "--set", "TIME_ZONE=Nowhere"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("TIME_ZONE: "));
  EXPECT_THAT(result.err, HasSubstr("--prefix: '!{x:y}' has an unknown namespace"));
}

TEST_F(CheckCommand, RefusesSettingsThatDoNotExist) {
  const ChildResult result = check({"--set", "OUTPUT_FORMT=json"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("did you mean OUTPUT_FORMAT?"));
}

}  // namespace
}  // namespace cwlogs::testing
