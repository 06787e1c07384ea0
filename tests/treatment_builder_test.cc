#include "config/treatment_builder.h"

#include <gtest/gtest.h>

#include "tests/configured.h"

namespace cwlogs::testing {
namespace {

// The one thing that is wrong.
void expect_problem(const ByName& variables, const std::string& start,
                    const std::string& file = "") {
  const std::string problems = problems_of(variables, file);
  EXPECT_TRUE(problems.starts_with(start)) << problems;
  EXPECT_EQ(problems.find('\n') + 1, problems.size()) << problems;
}

TEST(Treatment, IsTheDefaultWhereNothingIsSet) {
  const Treatment& treatment = configured({}).rules->otherwise;
  EXPECT_FALSE(treatment.drop);
  EXPECT_TRUE(treatment.filter.empty());
  EXPECT_TRUE(treatment.output.is_default());
  EXPECT_TRUE(treatment.metadata.empty());
}

TEST(Treatment, HasEveryOutputFormat) {
  const auto kind = [](const std::string& format) {
    return configured({{"OUTPUT_FORMAT", format}}).rules->otherwise.output.kind;
  };
  EXPECT_EQ(kind("message"), OutputKind::kMessage);
  EXPECT_EQ(kind("json"), OutputKind::kJson);
  EXPECT_EQ(kind("envelope"), OutputKind::kEnvelope);
  EXPECT_EQ(kind("splunk-hec"), OutputKind::kSplunkHec);
}

TEST(Treatment, NamesTheSettingWhoseTextIsWrong) {
  expect_problem({{"INCLUDE_AT_MATCH", "("}},
                 "INCLUDE_AT_MATCH: '(' is not a regular expression of RE2: missing ): (");
  expect_problem({{"EXCLUDE_AT_MATCH", "(?=a)"}}, "EXCLUDE_AT_MATCH: '(?=a)' is not a regular");
  expect_problem({{"FILTER_PATTERN", "{ $.a = }"}}, "FILTER_PATTERN: ");
  expect_problem({{"TIME_ZONE", "Mars/Base"}}, "TIME_ZONE: 'Mars/Base' is not a known IANA");
  expect_problem({{"PARTITION_KEYS", "a={x}"}}, "PARTITION_KEYS: key 'a': unknown field '{x}'");
  expect_problem(
      {{"OUTPUT_DELIMITER", "\\x"}},
      "OUTPUT_DELIMITER: '\\x' has an unknown escape; allowed are \\n, \\r, \\t and \\\\");
  expect_problem({{"OUTPUT_FORMAT", "template"}, {"OUTPUT_TEMPLATE", "{x}"}},
                 "OUTPUT_TEMPLATE: unknown field '{x}'");
  for (const std::string name :
       {"SPLUNK_HOST", "SPLUNK_SOURCE", "SPLUNK_SOURCETYPE", "SPLUNK_INDEX"}) {
    expect_problem({{"OUTPUT_FORMAT", "splunk-hec"}, {name, "{x}"}}, name + ": unknown field");
  }
  expect_problem({{"ICEBERG_DATABASE", "{x}"}, {"ICEBERG_TABLE", "t"}},
                 "ICEBERG_DATABASE: unknown");
  expect_problem({{"ICEBERG_DATABASE", "d"}, {"ICEBERG_TABLE", "{x}"}}, "ICEBERG_TABLE: unknown");
}

TEST(Treatment, ChecksOutputFields) {
  const auto expect = [](const std::string& fields, const std::string& start) {
    expect_problem({{"OUTPUT_FORMAT", "json"}, {"OUTPUT_FIELDS", fields}},
                   "OUTPUT_FIELDS: " + start);
  };
  expect("id,id", "'id' is given twice");
  expect("a=id,a=owner", "'a' is given twice");
  expect("loggroup", "'loggroup' is not a field; allowed are id, timestamp, message, owner");
  expect("id,,owner", "'' has no name");
  expect("a={x}", "unknown field '{x}'");
  expect("=id", "'id' has no name");
}

TEST(Treatment, KeepsObjectsOutOfSplunksFields) {
  for (const std::string field : {"extractedFields", "message"}) {
    const ByName variables = {{"OUTPUT_FORMAT", "splunk-hec"}, {"OUTPUT_FIELDS", "a=" + field}};
    expect_problem(variables, "OUTPUT_FIELDS: '" + field + "' may be an object, and Splunk takes");
  }
  EXPECT_EQ(problems_of({{"OUTPUT_FORMAT", "splunk-hec"},
                         {"OUTPUT_FIELDS", "s={extractedFields:status},subscriptionFilters"}}),
            "none");
}

TEST(Treatment, ChecksTheIcebergOperation) {
  const auto with = [](const std::string& operation) {
    return ByName{
        {"ICEBERG_DATABASE", "d"}, {"ICEBERG_TABLE", "t"}, {"ICEBERG_OPERATION", operation}};
  };
  for (const char* operation : {"insert", "update", "delete", "{message:/op|insert}"}) {
    EXPECT_EQ(problems_of(with(operation)), "none");
  }
  expect_problem(with("upsert"),
                 "ICEBERG_OPERATION: 'upsert' is not insert, update, delete or a template");
}

TEST(Treatment, OfARuleHasTheRulesOwnCaptures) {
  EXPECT_EQ(problems_of({}, R"json({"rules":[{"logGroupRegex":"(?P<a>x)",
      "logStreamRegex":"(?P<b>y)", "partitionKeys":"k={capture:a}{capture:b}"}]})json"),
            "none");
  // What only another rule captures is absent, so that templates for all may use it.
  EXPECT_EQ(problems_of({}, R"json({"partitionKeys":"k={capture:a|none}",
      "rules":[{"logGroupRegex":"(?P<a>x)"},{"logGroup":"/aws/*"}]})json"),
            "none");
  expect_problem({}, "processor.json:1:28: rules[0].partitionKeys: key 'k': '{capture:b}' names no",
                 R"json({"rules":[{"partitionKeys":"k={capture:b}","logGroup":"x"},
                                  {"logGroupRegex":"(?P<a>x)"}]})json");
}

TEST(Rule, HasOneGroupOfEachName) {
  const std::string problem = "processor.json:1:11: rules[0]: two groups have the name 'a'";
  expect_problem({}, problem,
                 R"json({"rules":[{"logGroupRegex":"(?P<a>x)","logStreamRegex":"(?P<a>y)"}]})json");
  expect_problem({}, problem, R"json({"rules":[{"logGroupRegex":"(?P<a>x)(?P<a>y)"}]})json");
}

TEST(Rule, NamesItsRegexThatIsWrong) {
  expect_problem({}, "processor.json:1:28: rules[0].logGroupRegex: '(' is not a regular expression",
                 R"json({"rules":[{"logGroupRegex":"("}]})json");
  expect_problem({}, "processor.json:1:29: rules[0].logStreamRegex: '[' is not a regular",
                 R"({"rules":[{"logStreamRegex":"["}]})");
}

TEST(Rule, HasANameOfItsOwn) {
  expect_problem({}, "processor.json:1:47: rules[1].name: two rules have the name 'a'",
                 R"({"rules":[{"name":"a","logGroup":"x"},{"name":"a"}]})");
}

TEST(PartitionFallback, IsFitForAKey) {
  const auto file = [](const std::string& fallback) {
    return R"({"partitionsMax":1,"partitionFallback":")" + fallback + "\"}";
  };
  EXPECT_EQ(problems_of({}, file("over flow/日")), "none");
  EXPECT_EQ(problems_of({}, file(std::string(256, 'x'))), "none");
  for (const std::string& unfit : {std::string(), std::string(257, 'x'), std::string("a\\u0001"),
                                   std::string("../a"), std::string("/a"), std::string("a//b")}) {
    expect_problem({}, "processor.json:1:40: partitionFallback: ", file(unfit));
  }
}

TEST(Delimiter, UnderstandsItsEscapes) {
  EXPECT_EQ(unescape_delimiter(""), "");
  EXPECT_EQ(unescape_delimiter("none"), "");
  EXPECT_EQ(unescape_delimiter("\\n\\r\\t\\\\ ,日"), "\n\r\t\\ ,日");
  EXPECT_EQ(unescape_delimiter("\\\\n"), "\\n");
  for (const char* text : {"\\", "a\\", "\\0", "\\N"})
    EXPECT_FALSE(unescape_delimiter(text)) << text;
}

}  // namespace
}  // namespace cwlogs::testing
