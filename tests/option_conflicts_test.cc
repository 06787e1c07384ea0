#include "config/option_conflicts.h"

#include <gtest/gtest.h>

#include "tests/configured.h"

namespace cwlogs::testing {
namespace {

std::string in_file(const std::string& text) { return problems_of({}, text); }

TEST(OptionConflicts, AreNoneWhereASettingHasWhatItNeeds) {
  EXPECT_EQ(problems_of({{"OUTPUT_FORMAT", "template"}, {"OUTPUT_TEMPLATE", "{message}"}}), "none");
  for (const char* format : {"json", "splunk-hec"}) {
    EXPECT_EQ(problems_of({{"OUTPUT_FORMAT", format},
                           {"OUTPUT_FIELDS", "id"},
                           {"OUTPUT_TIMESTAMP", "epoch-ms"},
                           {"OUTPUT_MESSAGE", "embed"}}),
              "none");
  }
  EXPECT_EQ(problems_of({{"OUTPUT_COMPRESSION", "gzip"}, {"OUTPUT_COMPRESSION_LEVEL", "6"}}),
            "none");
  EXPECT_EQ(problems_of({{"PARTITIONS_MAX", "5"}, {"PARTITION_FALLBACK", "rest"}}), "none");
}

TEST(OptionConflicts, NameASettingWithoutEffect) {
  const auto expect = [](const ByName& variables, const std::string& name,
                         const std::string& need) {
    EXPECT_EQ(problems_of(variables), name + ": this has no effect without " + need + "\n");
  };
  expect({{"OUTPUT_TEMPLATE", "{message}"}}, "OUTPUT_TEMPLATE", "OUTPUT_FORMAT=template");
  for (const auto& [name, value] :
       ByName{{"OUTPUT_FIELDS", "id"}, {"OUTPUT_TIMESTAMP", "iso"}, {"OUTPUT_MESSAGE", "merge"}}) {
    expect({{name, value}}, name, "OUTPUT_FORMAT=json|splunk-hec");
    expect({{name, value}, {"OUTPUT_FORMAT", "envelope"}}, name, "OUTPUT_FORMAT=json|splunk-hec");
  }
  for (const std::string name :
       {"SPLUNK_HOST", "SPLUNK_SOURCE", "SPLUNK_SOURCETYPE", "SPLUNK_INDEX"}) {
    expect({{name, "x"}, {"OUTPUT_FORMAT", "json"}}, name, "OUTPUT_FORMAT=splunk-hec");
  }
  expect({{"OUTPUT_COMPRESSION_LEVEL", "6"}}, "OUTPUT_COMPRESSION_LEVEL",
         "OUTPUT_COMPRESSION=gzip");
  expect({{"PARTITION_FALLBACK", "x"}}, "PARTITION_FALLBACK", "PARTITIONS_MAX");
  expect({{"ICEBERG_DATABASE", "d"}}, "ICEBERG_DATABASE", "ICEBERG_TABLE");
  expect({{"ICEBERG_TABLE", "t"}}, "ICEBERG_TABLE", "ICEBERG_DATABASE");
  expect({{"ICEBERG_OPERATION", "insert"}}, "ICEBERG_OPERATION", "ICEBERG_TABLE");
}

TEST(OptionConflicts, LookIntoTheRules) {
  // For all log streams, and of use in one rule.
  EXPECT_EQ(in_file(R"({"outputFields":"id","rules":[{"outputFormat":"json"}]})"), "none");
  EXPECT_EQ(in_file(R"({"outputFormat":"json","rules":[{"outputFields":"id"}]})"), "none");
  EXPECT_EQ(in_file(R"({"outputFormat":"json","rules":[{"outputFields":"id","outputFormat":)"
                    R"("message"}]})"),
            "processor.json:1:49: rules[0].outputFields: this has no effect without "
            "OUTPUT_FORMAT=json|splunk-hec\n");
  EXPECT_EQ(in_file(R"({"rules":[{"icebergDatabase":"d","logGroup":"g"},)"
                    R"({"icebergTable":"t"}]})"),
            "processor.json:1:30: rules[0].icebergDatabase: this has no effect without "
            "ICEBERG_TABLE\n"
            "processor.json:1:66: rules[1].icebergTable: this has no effect without "
            "ICEBERG_DATABASE\n");
}

TEST(OptionConflicts, LookAtTheValueInForce) {
  EXPECT_EQ(
      problems_of({{"OUTPUT_FORMAT", "message"}}, R"({"outputFormat":"json","outputFields":"id"})"),
      "processor.json:1:39: outputFields: this has no effect without "
      "OUTPUT_FORMAT=json|splunk-hec\n");
  EXPECT_EQ(
      problems_of({{"OUTPUT_FORMAT", "json"}}, R"({"outputFormat":"message","outputFields":"id"})"),
      "none");
}

TEST(OptionConflicts, NameAMissingTemplate) {
  EXPECT_EQ(problems_of({{"OUTPUT_FORMAT", "template"}}),
            "OUTPUT_FORMAT: template needs OUTPUT_TEMPLATE\n");
  EXPECT_EQ(in_file(R"({"rules":[{"outputFormat":"template"}]})"),
            "processor.json:1:27: rules[0].outputFormat: template needs OUTPUT_TEMPLATE\n");
  EXPECT_EQ(in_file(R"({"outputTemplate":"{id}","rules":[{"outputFormat":"template"}]})"), "none");
}

TEST(OptionConflicts, KeepGzipFromSplunkAndIceberg) {
  const std::string splunk =
      "OUTPUT_COMPRESSION: gzip and OUTPUT_FORMAT=splunk-hec don't go together: Splunk takes plain "
      "text from Firehose\n";
  const std::string iceberg =
      "OUTPUT_COMPRESSION: gzip and ICEBERG_TABLE don't go together: Iceberg destinations take "
      "JSON\n";
  const ByName gzip = {{"OUTPUT_COMPRESSION", "gzip"}};
  EXPECT_EQ(problems_of({{"OUTPUT_COMPRESSION", "gzip"}, {"OUTPUT_FORMAT", "splunk-hec"}}), splunk);
  EXPECT_EQ(
      problems_of(
          {{"OUTPUT_COMPRESSION", "gzip"}, {"ICEBERG_DATABASE", "d"}, {"ICEBERG_TABLE", "t"}}),
      iceberg);
  EXPECT_EQ(problems_of(gzip, R"({"rules":[{"outputFormat":"splunk-hec"}]})"), splunk);
  EXPECT_EQ(problems_of(gzip, R"({"rules":[{"icebergDatabase":"d","icebergTable":"t"}]})"),
            iceberg);
  EXPECT_EQ(problems_of({{"OUTPUT_COMPRESSION", "none"}, {"OUTPUT_FORMAT", "splunk-hec"}}), "none");
}

TEST(OptionConflicts, NameASplitByNothing) {
  EXPECT_EQ(problems_of({{"PARTITION_STRADDLE", "split"}}),
            "PARTITION_STRADDLE: there is nothing to split by without PARTITION_KEYS\n");
  EXPECT_EQ(problems_of({{"PARTITION_STRADDLE", "first"}}), "none");
  EXPECT_EQ(problems_of({{"PARTITION_STRADDLE", "split"}, {"PARTITION_KEYS", "a={logStream}"}}),
            "none");
  EXPECT_EQ(problems_of({{"PARTITION_STRADDLE", "split"}},
                        R"({"rules":[{"partitionKeys":"a={logStream}"}]})"),
            "none");
}

TEST(OptionConflicts, NameAGuardThatIsOff) {
  EXPECT_EQ(problems_of({{"RECURSION_GUARD", "off"}, {"GUARD_LOG_GROUPS", "/a"}}),
            "GUARD_LOG_GROUPS: this has no effect with RECURSION_GUARD=off\n");
  EXPECT_EQ(problems_of({{"GUARD_LOG_GROUPS", "/a"}}), "none");
}

}  // namespace
}  // namespace cwlogs::testing
