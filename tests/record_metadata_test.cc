#include "processor/record_metadata.h"

#include <gtest/gtest.h>

#include <memory>

#include "processor/metadata_reader.h"
#include "tests/configured.h"
#include "tests/event_fixture.h"
#include "tests/one_log_event.h"

namespace cwlogs::testing {
namespace {

const ByName kIceberg = {{"ICEBERG_DATABASE", "logs"}, {"ICEBERG_TABLE", "app_{account}"}};

ByName with(ByName variables, const std::string& name, const std::string& value) {
  variables[name] = value;
  return variables;
}

std::string metadata_of(const ByName& variables, const Json& json = document({"line"})) {
  const Options options = configured(variables);
  OneLogEvent event(json.dump());
  std::string out;
  options.rules->otherwise.metadata.append_json(event.fields(), out);
  return out;
}

bool varies(const ByName& variables) {
  return configured(variables).rules->otherwise.metadata.varies_within_document();
}

std::string with_keys(std::string_view metadata, std::string_view value) {
  std::string out = "before";
  append_with_keys(metadata, value, out);
  EXPECT_TRUE(out.starts_with("before"));
  return out.substr(6);
}

TEST(RecordMetadata, IsNothingWhereNothingIsConfigured) {
  EXPECT_EQ(metadata_of({}), "");
  const auto none = std::make_unique<RecordMetadata>();  // GCC 12 warns of one on the stack
  EXPECT_TRUE(none->empty());
}

TEST(RecordMetadata, HoldsPartitionKeys) {
  EXPECT_EQ(metadata_of({{"PARTITION_KEYS", "s={logStream},o={owner}"}}),
            R"({"partitionKeys":{"s":"stream-1","o":"123456789012"}})");
}

TEST(RecordMetadata, RoutesToIcebergTables) {
  EXPECT_EQ(metadata_of(kIceberg), R"({"otfMetadata":{"destinationDatabaseName":"logs",)"
                                   R"("destinationTableName":"app_123456789012"}})");
  EXPECT_EQ(metadata_of(with(kIceberg, "ICEBERG_OPERATION", "update")),
            R"({"otfMetadata":{"destinationDatabaseName":"logs",)"
            R"("destinationTableName":"app_123456789012","operation":"update"}})");
  EXPECT_EQ(metadata_of(with(kIceberg, "ICEBERG_OPERATION", "{message:/op|insert}"),
                        document({R"({"op":"delete"})"})),
            R"({"otfMetadata":{"destinationDatabaseName":"logs",)"
            R"("destinationTableName":"app_123456789012","operation":"delete"}})");
}

TEST(RecordMetadata, HoldsBothWhereBothAreConfigured) {
  EXPECT_EQ(metadata_of(with(kIceberg, "PARTITION_KEYS", "s={logStream}")),
            R"({"partitionKeys":{"s":"stream-1"},"otfMetadata":{"destinationDatabaseName":"logs",)"
            R"("destinationTableName":"app_123456789012"}})");
}

TEST(RecordMetadata, EscapesAndNamesWhatIsMissing) {
  EXPECT_EQ(metadata_of({{"ICEBERG_DATABASE", "{message:/db}"}, {"ICEBERG_TABLE", "{message}"}},
                        document({"a\"\\\n日"})),
            R"({"otfMetadata":{"destinationDatabaseName":"unknown",)"
            R"("destinationTableName":"a\"\\\n日"}})");
}

TEST(RecordMetadata, KnowsWhetherItVariesWithinADocument) {
  EXPECT_FALSE(varies({{"PARTITION_KEYS", "s={logStream}"}}));
  EXPECT_TRUE(varies({{"PARTITION_KEYS", "h={timestamp:%H}"}}));
  EXPECT_TRUE(varies(kIceberg));
  const ByName fixed = {{"ICEBERG_DATABASE", "d"}, {"ICEBERG_TABLE", "{logGroup}"}};
  EXPECT_FALSE(varies(fixed));
  EXPECT_FALSE(varies(with(fixed, "ICEBERG_OPERATION", "insert")));
  EXPECT_TRUE(varies(with(fixed, "ICEBERG_OPERATION", "{message:/op}")));
}

TEST(MetadataWithKeys, HasTheValueForEveryKeyAndNothingElseChanged) {
  EXPECT_EQ(with_keys(R"({"partitionKeys":{"a":"1"}})", "other"),
            R"({"partitionKeys":{"a":"other"}})");
  EXPECT_EQ(
      with_keys(R"({"partitionKeys":{"a":"\"x\\","b":"{}","c":""},"otfMetadata":{"t":"a"}})", "o"),
      R"({"partitionKeys":{"a":"o","b":"o","c":"o"},"otfMetadata":{"t":"a"}})");
  EXPECT_EQ(with_keys(R"({"partitionKeys":{"a":"1"}})", "a\"\\\n日"),
            R"({"partitionKeys":{"a":"a\"\\\n日"}})");
}

TEST(MetadataWithKeys, LeavesTheRestAlone) {
  EXPECT_EQ(with_keys("", "o"), "");
  const std::string iceberg = metadata_of(kIceberg);
  EXPECT_EQ(with_keys(iceberg, "o"), iceberg);
}

size_t size_max(const ByName& variables, std::string_view fallback) {
  const Options options = configured(variables);
  const std::string json = document({"line"}).dump();
  const ExactText text(json);
  RecordTransformer transformer(options.rules, nullptr);
  transformer.start("eu-west-1");
  return MetadataReader(transformer, fallback).size_max(text.view());
}

TEST(MetadataReader, TellsTheMostBytesOfAPiecesMetadata) {
  EXPECT_EQ(size_max({}, ""), 0U);
  const ByName keys = {{"PARTITION_KEYS", "s={logStream}"}};
  const size_t plain = std::string_view(R"({"partitionKeys":{"s":"stream-1"}})").size();
  EXPECT_EQ(size_max(keys, ""), plain);
  EXPECT_EQ(size_max(keys, "x"), plain);
  EXPECT_EQ(size_max(keys, "longer than that"), plain + 8);
  EXPECT_EQ(size_max({{"RECURSION_GUARD", "off"}}, "x"), 0U);
}

}  // namespace
}  // namespace cwlogs::testing
