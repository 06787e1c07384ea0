#include "runtime/log_fields.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace cwlogs {
namespace {

using nlohmann::ordered_json;

TEST(LogFields, AreJsonInTheirOrder) {
  const LogFields inner = {{"records", size_t{3}}, {"firstRecordId", std::string("49\"6\n")}};
  const LogFields fields = {
      {"level", "INFO"},  {"n", -7},      {"ms", 1.5},        {"whole", 12.0},
      {"big", 6291456.0}, {"cold", true}, {"reasons", inner}, {"none", LogFields{}}};
  EXPECT_EQ(to_json(fields),
            R"({"level":"INFO","n":-7,"ms":1.5,"whole":12,"big":6291456,"cold":true,)"
            R"("reasons":{"records":3,"firstRecordId":"49\"6\n"},"none":{}})");
  EXPECT_EQ(to_json({}), "{}");
}

TEST(LogFields, AreJsonWhateverTheText) {
  const std::string_view bytes("\xff\xc3\xa9\x01\xe6\xb3", 6);
  EXPECT_EQ(ordered_json::parse(to_json({{"a", bytes}})).at("a"), "\uFFFD\u00e9\x01\uFFFD\uFFFD");
}

}  // namespace
}  // namespace cwlogs
