#include "config/rule_conflicts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "config/configuration.h"
#include "processor/glob.h"

namespace cwlogs {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> texts(const std::vector<Problem>& problems) {
  std::vector<std::string> result;
  for (const Problem& problem : problems) result.push_back(problem.text());
  return result;
}

using Variables = std::map<std::string, std::string, std::less<>>;

auto made(const std::string& file, const Variables& variables = {}) {
  return make_configuration(
      {.environment = [variables](std::string_view name) -> std::optional<std::string> {
         const auto found = variables.find(name);
         if (found == variables.end()) return std::nullopt;
         return found->second;
       },
       .file_name = "f",
       .file_text = file});
}

std::vector<std::string> problems_of(const std::string& file, const Variables& variables = {}) {
  const auto configuration = made(file, variables);
  return configuration ? std::vector<std::string>() : texts(configuration.error());
}

TEST(Covers, TellsPatternsThatMatchNoLess) {
  EXPECT_TRUE(covers("*", "anything"));
  EXPECT_TRUE(covers("*", "*"));
  EXPECT_TRUE(covers("/aws/*", "/aws/lambda/*"));
  EXPECT_TRUE(covers("/aws/*", "/aws/*"));
  EXPECT_TRUE(covers("a?c", "abc"));
  EXPECT_TRUE(covers("a?c", "a?c"));
  EXPECT_TRUE(covers("*b*", "a*b"));
  EXPECT_FALSE(covers("/aws/lambda/*", "/aws/*"));
  EXPECT_FALSE(covers("a?c", "a*c"));
  EXPECT_FALSE(covers("abc", "ab?"));
  EXPECT_FALSE(covers("a", "b"));
}

// Whatever the narrower one matches, the wider one does.
TEST(Covers, IsNeverWrong) {
  const std::vector<std::string> patterns = {"",   "*",   "?",  "a",  "b",   "a*",  "*a",
                                             "?*", "ab",  "a?", "?b", "a*b", "*?*", "a**",
                                             "aa", "*b*", "??", "?a", "b?b", "*a*b"};
  std::vector<std::string> names = {""};
  for (size_t i = 0; names[i].size() < 4; ++i) {
    for (const char c : {'a', 'b'}) names.push_back(names[i] + c);
  }
  for (const std::string& wider : patterns) {
    for (const std::string& narrower : patterns) {
      if (!covers(wider, narrower)) continue;
      for (const std::string& name : names) {
        EXPECT_TRUE(!Glob(narrower).matches(name) || Glob(wider).matches(name))
            << wider << ' ' << narrower << ' ' << name;
      }
    }
  }
}

TEST(RuleConflicts, TellsRulesThatNeverComeIntoForce) {
  EXPECT_THAT(problems_of(R"({"rules": [{"logGroup": "*"}, {"logGroup": "a"}]})"),
              ElementsAre("f:1:31: rules[1]: this rule never comes into force: rules[0] above "
                          "matches all that it would"));
  EXPECT_THAT(problems_of(R"({"rules": [{}, {"logStream": "a"}]})").size(), 1u);
  EXPECT_THAT(problems_of(R"({"rules": [{"logGroup": "/aws/*"}, {"logGroup": "/aws/lambda/*",
                              "logStream": "x"}]})")
                  .size(),
              1u);
  EXPECT_THAT(
      problems_of(R"({"rules": [{"logGroupRegex": "^a"}, {"logGroupRegex": "^a"}]})").size(), 1u);
}

TEST(RuleConflicts, LeavesRulesInForceAlone) {
  EXPECT_THAT(problems_of(R"({"rules": [{"logGroup": "/aws/lambda/*"}, {"logGroup": "/aws/*"},
                              {"logGroup": "*", "logStream": "a"}, {"logGroup": "x"}, {}]})"),
              IsEmpty());
  EXPECT_THAT(problems_of(R"({"rules": [{"logGroupRegex": "a"}, {"logGroup": "a"}]})"), IsEmpty());
}

TEST(RuleConflicts, OnlyNotesThemInAMapping) {
  const auto mapping = made(R"([{"logGroupPattern": "*", "s3Prefix": "all"},
                               {"logGroupPattern": "a", "s3Prefix": "a"}])");
  ASSERT_TRUE(mapping);
  EXPECT_THAT(texts(mapping->notes), ElementsAre(HasSubstr("never comes into force")));
  EXPECT_FALSE(mapping->otherwise_used);
}

TEST(RuleConflicts, WantsAUseForEachS3Prefix) {
  const std::string rule = R"({"rules": [{"logGroup": "a", "s3Prefix": "x"}]})";
  EXPECT_THAT(problems_of(rule), ElementsAre(HasSubstr("no template in force here uses")));
  EXPECT_THAT(problems_of(rule, {{"PARTITION_KEYS", "k={s3Prefix}"}}), IsEmpty());
  EXPECT_THAT(problems_of(rule, {{"PARTITION_KEYS", "k={s3Prefix!lower|none}"}}), IsEmpty());
  EXPECT_THAT(problems_of(rule, {{"PARTITION_KEYS", "k={{s3Prefix}}"}}).size(), 1u);
}

TEST(RuleConflicts, WantsAnS3PrefixForEachUse) {
  const Variables keys = {{"PARTITION_KEYS", "k={s3Prefix}"}};
  EXPECT_THAT(problems_of("{}", keys),
              ElementsAre("PARTITION_KEYS: {s3Prefix} stands for nothing: no rule sets s3Prefix"));
  EXPECT_THAT(problems_of("[]", keys), IsEmpty());  // a mapping may be empty
  EXPECT_THAT(problems_of(R"({"rules": [{"logGroup": "a", "partitionKeys": "k={s3Prefix}"}]})"),
              ElementsAre("f:1:47: rules[0].partitionKeys: {s3Prefix} stands for nothing: the rule "
                          "sets no s3Prefix"));
}

TEST(RuleConflicts, WantsNothingElseOfARuleThatDrops) {
  EXPECT_THAT(problems_of(R"({"rules": [{"logGroup": "a", "drop": true, "excludeAtMatch": "x"}]})"),
              ElementsAre("f:1:62: rules[0].excludeAtMatch: this has no effect: the rule drops "
                          "everything that it matches"));
}

TEST(RuleConflicts, SaysOnceWhatIsWrongForEveryRule) {
  EXPECT_THAT(problems_of(R"({"includeAtMatch": "(", "rules": [{"logGroup": "a"}, {}]})").size(),
              1u);
}

TEST(ConfigurationProblems, TellsARegexsEmptyGroup) {
  EXPECT_THAT(problems_of(R"({"rules": [{"logGroupRegex": "(?P<a>)b"}]})"),
              ElementsAre(HasSubstr("the group 'a' is empty")));
}

TEST(ConfigurationProblems, StandOnOneLineEach) {
  EXPECT_THAT(problems_of(R"f({"rules": [{"logGroupRegex": "(?P<a\nb>x)"}]})f"),
              ElementsAre(HasSubstr("invalid named capture group: (?P<a?b>")));
  const std::string open = "(" + std::string(100'000, 'x');
  EXPECT_LT(problems_of(R"({"includeAtMatch": ")" + open + "\"}").at(0).size(), 300u);
}

TEST(ConfigurationProblems, WantsAFallbackThatIsFitForAPrefix) {
  const auto problems = [](const std::string& value) {
    return problems_of("{}", {{"PARTITIONS_MAX", "5"}, {"PARTITION_FALLBACK", value}});
  };
  for (const std::string value : {"other", "a/b/", "..a", "ü", "a b"}) {
    EXPECT_THAT(problems(value), IsEmpty()) << value;
  }
  for (const std::string value : {"/a", "a//b", ".", "..", "a/../b", "a\tb"}) {
    EXPECT_THAT(problems(value), ElementsAre(HasSubstr("is not fit for a prefix"))) << value;
  }
  EXPECT_THAT(problems(std::string(255, 'x')), IsEmpty());
  EXPECT_THAT(problems(std::string(256, 'x')), IsEmpty());
  EXPECT_THAT(problems(std::string(257, 'x')).size(), 1u);
}

TEST(ConfigurationProblems, WantsNamesForTemplatesInFields) {
  const Variables json = {{"OUTPUT_FORMAT", "json"}};
  EXPECT_THAT(problems_of(R"({"outputFields": ["{message:/level}"]})", json),
              ElementsAre(HasSubstr("needs a name: name=template")));
  EXPECT_THAT(problems_of(R"({"outputFields": []})", json),
              ElementsAre(HasSubstr("there is no field")));
  EXPECT_THAT(problems_of(R"({"outputFields": {"": "message"}})", json),
              ElementsAre(HasSubstr("has no name")));
}

TEST(ConfigurationProblems, NotesRecordsThatIcebergWillNotTake) {
  const auto notes = [](const std::string& straddle, const std::string& file) {
    return texts(made(file, {{"PARTITION_STRADDLE", straddle}, {"ICEBERG_DATABASE", "d"}})->notes);
  };
  const std::string all = R"({"icebergTable": "t"})";
  const std::string one = R"({"rules": [{"logGroup": "a", "icebergTable": "t"}]})";
  EXPECT_THAT(notes("first", all), ElementsAre(HasSubstr("one JSON object of each record")));
  EXPECT_THAT(notes("split", one), ElementsAre(HasSubstr("see PARTITION_STRADDLE=each")));
  EXPECT_THAT(notes("each", all), IsEmpty());
  EXPECT_THAT(notes("each", one), IsEmpty());
}

TEST(ConfigurationProblems, NotesASplitThatCannotBe) {
  for (const std::string straddle : {"split", "each"}) {
    const auto configuration = made(
        "{}", {{"REINGEST", "fail"}, {"PARTITION_STRADDLE", straddle}, {"PARTITION_KEYS", "a=b"}});
    ASSERT_TRUE(configuration);
    EXPECT_THAT(texts(configuration->notes), ElementsAre("PARTITION_STRADDLE: " + straddle +
                                                         " behaves as first with REINGEST=fail"));
  }
}

}  // namespace
}  // namespace cwlogs
