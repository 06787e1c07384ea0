#include "processor/json_text.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/random.h"
#include "tests/exact_text.h"

namespace cwlogs::testing {
namespace {

using Json = nlohmann::ordered_json;

std::string compact(std::string_view json) {
  std::string out;
  append_compact_json(json, out);
  return out;
}

std::string json_string(std::string_view raw) {
  std::string out;
  append_json_string({raw, raw.find('\\') != raw.npos}, out);
  return out;
}

bool is_object(std::string_view text) { return is_json_object(ExactText(text, '}').view()); }

TEST(CompactJson, HasNoWhiteSpaceBetweenItsParts) {
  EXPECT_EQ(compact(" { \"a\" :\t[ 1 ,\r\n2 ] , \"b\" : { } }\n"), R"({"a":[1,2],"b":{}})");
  EXPECT_EQ(compact("[\n  true,\n  null,\n  -1.5e3\n]"), "[true,null,-1.5e3]");
  EXPECT_EQ(compact("  "), "");
  EXPECT_EQ(compact(""), "");
  EXPECT_EQ(compact("{}"), "{}");
}

TEST(CompactJson, LeavesStringsAlone) {
  EXPECT_EQ(compact(R"({ "a b" : " x , y : { } " })"), R"({"a b":" x , y : { } "})");
  EXPECT_EQ(compact(R"([ "\"", "\\", "\\\" ", "\/", "\u0020\n" ])"),
            R"(["\"","\\","\\\" ","\/","\u0020\n"])");
  EXPECT_EQ(compact("[ \"日本 語\" ]"), "[\"日本 語\"]");
}

TEST(CompactJson, ReplacesLoneSurrogates) {
  EXPECT_EQ(compact(R"({ "\ud800" : "a\udc00b", "k" : "\ud83d\ude00" })"),
            "{\"\uFFFD\":\"a\uFFFDb\",\"k\":\"\\ud83d\\ude00\"}");
  EXPECT_EQ(compact(R"([ "\uD800\uD800", "\uDBFF\u0041" ])"),
            "[\"\uFFFD\uFFFD\",\"\uFFFD\\u0041\"]");
  EXPECT_EQ(compact(R"([ "\\ud800" ])"), R"(["\\ud800"])");  // an escaped backslash
}

TEST(CompactJson, AppendsToWhatIsThere) {
  std::string out = "x";
  append_compact_json("[ 1 ]", out);
  EXPECT_EQ(out, "x[1]");
}

Json random_json(Random& random, int depth) {
  const char* const texts[] = {"", " ", "a b", "\"", "\\", "\\\"", "\n\t", "日本 ", "😀", "{ } , :"};
  switch (random.below(depth == 0 ? 4 : 6)) {
    case 0:
      return random.choice(texts);
    case 1:
      return random.next() % 100'000;
    case 2:
      return random.below(2) == 0;
    case 3:
      return nullptr;
    case 4: {
      Json object = Json::object();
      for (uint64_t n = random.below(4); n > 0; --n) {
        object[random.choice(texts)] = random_json(random, depth - 1);
      }
      return object;
    }
    default: {
      Json array = Json::array();
      for (uint64_t n = random.below(4); n > 0; --n)
        array.push_back(random_json(random, depth - 1));
      return array;
    }
  }
}

TEST(CompactJson, IsWhatNlohmannWritesOfRandomDocuments) {
  for (uint64_t trial = 0; trial < 20'000; ++trial) {
    Random random(trial);
    const Json json = random_json(random, 4);
    ASSERT_EQ(compact(json.dump(static_cast<int>(random.below(5)))), json.dump());
    ASSERT_EQ(compact(json.dump(1, '\t')), json.dump());
  }
}

TEST(JsonString, StaysAsItWasWritten) {
  EXPECT_EQ(json_string(""), R"("")");
  EXPECT_EQ(json_string("plain 日本"), "\"plain 日本\"");
  EXPECT_EQ(json_string(R"(a\/b\u0041\"\\)"), R"("a\/b\u0041\"\\")");
  EXPECT_EQ(json_string(R"(\u00e9\u2028)"), R"("\u00e9\u2028")");
}

TEST(JsonString, HasNoHalfOfAPair) {
  EXPECT_EQ(json_string(R"(\ud800)"), "\"\uFFFD\"");
  EXPECT_EQ(json_string(R"(\uDc00 \u0001 \")"), "\"\uFFFD \\u0001 \\\"\"");
  EXPECT_EQ(json_string(R"(\/\ud83d\ude00\n\ud83d)"), "\"\\/\\ud83d\\ude00\\n\uFFFD\"");
  EXPECT_EQ(json_string(R"(\ud7ff\ue000)"), R"("\ud7ff\ue000")");
  EXPECT_EQ(json_string(R"(\\ud800)"), R"("\\ud800")");
}

TEST(IsJsonObject, IsTrueOfOneObjectAlone) {
  for (const char* text : {"{}", " \t\r\n{ } \n", R"({"a":[{"b":null}]})", R"({"\ud800":1})"}) {
    EXPECT_TRUE(is_object(text)) << text;
  }
  for (const char* text : {"",
                           " ",
                           "[]",
                           "1",
                           "\"{}\"",
                           "{",
                           "{}}",
                           "{}{}",
                           "{} x",
                           "{]",
                           "{'a':1}",
                           "{a:1}",
                           R"({"a":1,})",
                           R"({"a":01})",
                           R"({"a":"\x"})",
                           "{\"a\":\"\n\"}",
                           "// {}",
                           "{/**/}",
                           "null",
                           "\xEF\xBB\xBF{}"}) {
    EXPECT_FALSE(is_object(text)) << text;
  }
  EXPECT_FALSE(is_object(std::string_view("{}\0", 3)));
  EXPECT_FALSE(is_object(std::string_view("{\"a\":\"\0\"}", 9)));
}

}  // namespace
}  // namespace cwlogs::testing
