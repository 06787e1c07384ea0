#include "processor/rules.h"

#include <gtest/gtest.h>

#include "processor/output_writer.h"
#include "tests/configured.h"
#include "tests/event_fixture.h"
#include "tests/one_log_event.h"

namespace cwlogs::testing {
namespace {

Json from(const std::string& group, const std::string& stream = "stream-1") {
  Json json = document({"line"});
  json["logGroup"] = group;
  json["logStream"] = stream;
  return json;
}

// What a log event becomes under rules so configured; "dropped" where they drop it.
std::string output_of(const Json& file, const Json& json, const ByName& variables = {}) {
  const Options options = configured(variables, file.dump());
  OneLogEvent event(json.dump());
  const Treatment& treatment = options.rules->select(event.fields());
  if (treatment.drop || options.rules->guards(event.fields())) return "dropped";
  std::string out;
  OutputWriter().append(treatment.output, event.fields(), out);
  return out;
}

Json rule_of(Json matches, const std::string& output) {
  matches["outputFormat"] = "template";
  matches["outputTemplate"] = output;
  matches["outputDelimiter"] = "none";
  return matches;
}

Json rules(std::vector<Json> rules) { return {{"outputDelimiter", "none"}, {"rules", rules}}; }

TEST(Rules, CountsTheFirstThatMatches) {
  const Json file =
      rules({rule_of({{"logGroup", "/aws/lambda/*"}}, "lambda"),
             rule_of({{"logGroup", "/aws/*"}}, "aws"), rule_of({{"logGroup", "*/app"}}, "app")});
  EXPECT_EQ(output_of(file, from("/aws/lambda/app")), "lambda");
  EXPECT_EQ(output_of(file, from("/aws/rds/db")), "aws");
  EXPECT_EQ(output_of(file, from("/ecs/app")), "app");
  EXPECT_EQ(output_of(file, from("/ecs/web")), "line");
}

TEST(Rules, MatchesWhereEverythingGivenDoes) {
  const Json file = rules({rule_of({{"logGroup", "/ecs/*"},
                                    {"logStream", "web/?/*"},
                                    {"logGroupRegex", "prod$"},
                                    {"logStreamRegex", "^web"}},
                                   "all four")});
  EXPECT_EQ(output_of(file, from("/ecs/prod", "web/a/1")), "all four");
  EXPECT_EQ(output_of(file, from("/eks/prod", "web/a/1")), "line");
  EXPECT_EQ(output_of(file, from("/ecs/prod", "web/ab/1")), "line");
  EXPECT_EQ(output_of(file, from("/ecs/test", "web/a/1")), "line");
  EXPECT_EQ(output_of(rules({rule_of(Json::object(), "any")}), from("/a")), "any");
}

TEST(Rules, HandsOnCapturesOfBothNames) {
  const Json file =
      rules({rule_of({{"logGroupRegex", "^/ecs/(?P<service>[^/]+)(/(?P<stage>.+))?$"},
                      {"logStreamRegex", "^(?P<container>[^/]+)/"}},
                     "{capture:container} of {capture:service} in {capture:stage|none}")});
  EXPECT_EQ(output_of(file, from("/ecs/shop/prod", "nginx/1")), "nginx of shop in prod");
  EXPECT_EQ(output_of(file, from("/ecs/shop", "nginx/1")), "nginx of shop in none");
}

TEST(Rules, ForgetsCapturesOfRulesThatDidNotMatch) {
  const Json file =
      rules({rule_of({{"logGroupRegex", "^/(?P<a>.*)"}, {"logStreamRegex", "^no match"}}, "x"),
             rule_of({{"logGroupRegex", "(?P<last>.)$"}}, "{capture:last}")});
  EXPECT_EQ(output_of(file, from("/ecs")), "s");
}

TEST(Rules, HandsOnTheS3Prefix) {
  const Json file = {
      {"outputFormat", "template"},
      {"outputTemplate", "{s3Prefix|none}"},
      {"outputDelimiter", "none"},
      {"rules", {{{"logGroup", "/aws/*"}, {"s3Prefix", "aws"}}, {{"logGroupPattern", "/bare*"}}}}};
  EXPECT_EQ(output_of(file, from("/aws/x")), "aws");
  EXPECT_EQ(output_of(file, from("/bare")), "none");
  EXPECT_EQ(output_of(file, from("/other")), "none");
}

TEST(Rules, InheritsWhatIsSetForAll) {
  const Json file = {{"outputFormat", "json"},
                     {"outputFields", "message"},
                     {"rules", {{{"logGroup", "/a"}, {"outputFields", "logGroup"}}}}};
  EXPECT_EQ(output_of(file, from("/a")), "{\"logGroup\":\"/a\"}\n");
  EXPECT_EQ(output_of(file, from("/b")), "{\"message\":\"line\"}\n");
  // Variables win over the top of the file, a rule over both.
  const ByName variables = {{"OUTPUT_FIELDS", "owner"}};
  EXPECT_EQ(output_of(file, from("/a"), variables), "{\"logGroup\":\"/a\"}\n");
  EXPECT_EQ(output_of(file, from("/b"), variables), "{\"owner\":\"123456789012\"}\n");
}

TEST(Rules, DropsAllOfSomeLogStreams) {
  const Json file = rules({{{"logGroup", "*/debug"}, {"drop", true}}});
  EXPECT_EQ(output_of(file, from("/app/debug")), "dropped");
  EXPECT_EQ(output_of(file, from("/app")), "line");
}

TEST(Rules, GuardsAgainstRecursionWhateverTheRules) {
  const Json file = rules({rule_of(Json::object(), "any")});
  const ByName variables = {{"AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/processor"},
                            {"GUARD_LOG_GROUPS", "/own/*,*loop"}};
  for (const char* group :
       {"/aws/lambda/processor", "/aws/kinesisfirehose/stream", "/own/", "/a/loop"}) {
    EXPECT_EQ(output_of(file, from(group), variables), "dropped") << group;
  }
  for (const char* group : {"/aws/lambda/processor2", "/aws/kinesisfirehose", "/own", ""}) {
    EXPECT_EQ(output_of(file, from(group), variables), "any") << group;
  }
  EXPECT_EQ(output_of(file, from("/aws/kinesisfirehose/s"), {{"RECURSION_GUARD", "off"}}), "any");
}

TEST(Rules, SeesNamesUnescaped) {
  const Json file = rules({rule_of({{"logGroup", "/日本/*"}}, "{logGroup}")});
  OneLogEvent event(R"({"messageType":"DATA_MESSAGE","logGroup":"\/\u65e5\u672c/x",)"
                    R"("logEvents":[{"message":"m"}]})");
  const Options options = configured({}, file.dump());
  std::string out;
  OutputWriter().append(options.rules->select(event.fields()).output, event.fields(), out);
  EXPECT_EQ(out, "/日本/x");
}

TEST(Rules, TreatsEachDocumentOfARecordByItsOwnRule) {
  const Json file =
      rules({rule_of({{"logGroup", "/a"}}, "A"), {{"logGroup", "/c"}, {"drop", "on"}}});
  const std::string text =
      from("/a").dump() + from("/b").dump() + from("/c").dump() + from("/a").dump();
  const Answered answered = run(EventBuilder().add_gzip(text), configured({}, file.dump()));
  EXPECT_EQ(answered.data(0), "AlineA");
  EXPECT_EQ(answered.answers[0].filtered, 1U);
}

TEST(LzaMapping, GivesThePrefixesOfLandingZoneAccelerator) {
  const Json mapping = {{{"logGroupPattern", "/AWS/vpc*"}, {"s3Prefix", "vpc"}},
                        {{"logGroupPattern", "*lambda*"}, {"s3Prefix", "app/lambda"}}};
  const auto prefix = [&](const std::string& group, const ByName& variables = {}) {
    const Answered answered =
        run(EventBuilder().add(from(group)), configured(variables, mapping.dump()));
    return answered.record(0).at("metadata").at("partitionKeys").dump();
  };
  EXPECT_EQ(prefix("/AWS/vpc-flow"), R"({"dynamicPrefix":"CloudWatchLogs/vpc/2022/06/22/00/"})");
  EXPECT_EQ(prefix("/aws/lambda/f"),
            R"({"dynamicPrefix":"CloudWatchLogs/app/lambda/2022/06/22/00/"})");
  EXPECT_EQ(prefix("/other"), R"({"dynamicPrefix":"CloudWatchLogs/2022/06/22/00/"})");
  EXPECT_EQ(prefix("/other", {{"PARTITION_KEYS", "group={logGroup}"}}), R"({"group":"other"})");
}

}  // namespace
}  // namespace cwlogs::testing
