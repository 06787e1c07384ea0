#include "processor/json_pointer.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/random.h"
#include "tests/exact_text.h"

namespace cwlogs::testing {
namespace {

// The value's text; "nothing" where there is none; where the pointer is wrong, why.
std::string found(std::string_view pointer, std::string_view json) {
  const auto parsed = JsonPointer::parse(pointer);
  if (!parsed) return "error: " + parsed.error();
  const ExactText text(json, '"');
  std::string_view value;
  return parsed->find(text.view(), value) ? std::string(value) : "nothing";
}

// RFC 6901, section 5.
constexpr std::string_view kRfcDocument = R"({
  "foo": ["bar", "baz"],
  "": 0,
  "a/b": 1,
  "c%d": 2,
  "e^f": 3,
  "g|h": 4,
  "i\\j": 5,
  "k\"l": 6,
  " ": 7,
  "m~n": 8
})";

TEST(JsonPointer, FindsTheExamplesOfTheRfc) {
  EXPECT_EQ(found("/foo", kRfcDocument), R"(["bar", "baz"])");
  EXPECT_EQ(found("/foo/0", kRfcDocument), R"("bar")");
  EXPECT_EQ(found("/", kRfcDocument), "0");
  EXPECT_EQ(found("/a~1b", kRfcDocument), "1");
  EXPECT_EQ(found("/c%d", kRfcDocument), "2");
  EXPECT_EQ(found("/e^f", kRfcDocument), "3");
  EXPECT_EQ(found("/g|h", kRfcDocument), "4");
  EXPECT_EQ(found("/i\\j", kRfcDocument), "5");
  EXPECT_EQ(found("/k\"l", kRfcDocument), "6");
  EXPECT_EQ(found("/ ", kRfcDocument), "7");
  EXPECT_EQ(found("/m~0n", kRfcDocument), "8");
}

TEST(JsonPointer, UnescapesTildesOnce) {
  EXPECT_EQ(found("/~01", R"({"~1":1,"/":2})"), "1");
  EXPECT_EQ(found("/~1", R"({"~1":1,"/":2})"), "2");
}

TEST(JsonPointer, CountsElementsFromNought) {
  constexpr std::string_view kArray = R"({"a":[ [1,2], {"b":[3]} ,null]})";
  EXPECT_EQ(found("/a/0/1", kArray), "2");
  EXPECT_EQ(found("/a/1/b/0", kArray), "3");
  EXPECT_EQ(found("/a/2", kArray), "null");
  for (const char* index : {"3", "-", "-1", "+1", "01", "00", "1.0", "1e0", " 1", "1 ", "",
                            "18446744073709551615", "18446744073709551616", "x"}) {
    EXPECT_EQ(found("/a/" + std::string(index), kArray), "nothing") << index;
  }
  EXPECT_EQ(found("/a/0", R"({"a":[]})"), "nothing");
  EXPECT_EQ(found("/1", "[4,5]"), "5");
}

TEST(JsonPointer, TakesTheLastOfDuplicateKeys) {
  EXPECT_EQ(found("/a", R"({"a":1,"b":2,"a":3})"), "3");
  EXPECT_EQ(found("/a/x", R"({"a":{"x":1},"a":{"x":2}})"), "2");
  EXPECT_EQ(found("/a/x", R"({"a":{"x":1},"a":{"y":2}})"), "nothing");
  EXPECT_EQ(found("/a/x", R"({"a":{"x":1},"a":5})"), "nothing");
  EXPECT_EQ(found("/a", R"({"\u0061":1,"a":2,"\u0061":3})"), "3");
}

TEST(JsonPointer, ComparesKeysUnescaped) {
  EXPECT_EQ(found("/日本", R"({"\u65e5\u672c":1})"), "1");
  EXPECT_EQ(found("/😀", R"({"\ud83d\ude00":1})"), "1");
  EXPECT_EQ(found("/a\nb", R"({"a\nb":1})"), "1");
}

TEST(JsonPointer, FindsNothingInScalars) {
  for (const char* json : {"1", "\"a\"", "null", "true", "{}", "[]"}) {
    EXPECT_EQ(found("/a", json), "nothing") << json;
  }
  EXPECT_EQ(found("/a/b", R"({"a":"b"})"), "nothing");
  EXPECT_EQ(found("/length", R"([1])"), "nothing");
}

TEST(JsonPointer, FollowsManyLevels) {
  constexpr size_t kLevels = 5000;
  std::string json;
  std::string pointer;
  for (size_t i = 0; i < kLevels; ++i) {
    json += i % 2 == 0 ? "{\"k\":" : "[";
    pointer += i % 2 == 0 ? "/k" : "/0";
  }
  json += "42";
  for (size_t i = kLevels; i-- > 0;) json += i % 2 == 0 ? "}" : "]";
  EXPECT_EQ(found(pointer, json), "42");
}

TEST(JsonPointer, IsOneSentenceWhereItIsWrong) {
  for (const char* pointer : {"", "a", "#/a", " /a"}) {
    EXPECT_EQ(found(pointer, "{}"), "error: a JSON pointer starts with '/', for example /level");
  }
  for (const char* pointer : {"/~", "/a~", "/~2", "/~/a", "/a~~0"}) {
    EXPECT_EQ(found(pointer, "{}"),
              "error: in a JSON pointer '~' is written ~0, and '/' within a name ~1");
  }
}

nlohmann::ordered_json random_value(Random& random, int depth) {
  using Json = nlohmann::ordered_json;
  const char* const names[] = {"a", "b", "", "a/b", "~", "0", "1"};
  Json value = random.next() % 1000;
  if (depth == 0) return value;
  const uint64_t kind = random.below(3);
  if (kind == 0) return value;
  value = kind == 1 ? Json::object() : Json::array();
  for (uint64_t n = random.below(4); n > 0; --n) {
    if (kind == 1) {
      value[random.choice(names)] = random_value(random, depth - 1);
    } else {
      value.push_back(random_value(random, depth - 1));
    }
  }
  return value;
}

TEST(JsonPointer, AgreesWithNlohmannOnRandomDocuments) {
  const char* const tokens[] = {"/a", "/b", "/", "/a~1b", "/~0", "/0", "/1", "/2"};
  size_t hits = 0;
  for (uint64_t trial = 0; trial < 20'000; ++trial) {
    Random random(trial);
    const auto json = random_value(random, 4);
    std::string pointer;
    for (uint64_t n = 1 + random.below(3); n > 0; --n) pointer += random.choice(tokens);
    const nlohmann::ordered_json::json_pointer theirs(pointer);
    std::string expected = "nothing";
    try {
      expected = json.at(theirs).dump();
      ++hits;
    } catch (const nlohmann::json::exception&) {  // not there
    }
    ASSERT_EQ(found(pointer, json.dump()), expected) << pointer << " in " << json;
  }
  EXPECT_GT(hits, 500U);
}

TEST(ScalarText, TellsStringsNumbersAndBooleans) {
  const auto text = [](std::string_view value) {
    std::string scratch;
    return std::string(scalar_text(value, scratch));
  };
  EXPECT_EQ(text(R"("plain")"), "plain");
  EXPECT_EQ(text(R"("a\n\"\u65e5\ud83d\ude00")"), "a\n\"日😀");
  EXPECT_EQ(text(R"("\ud83d")"), "\uFFFD");
  EXPECT_EQ(text("-1.50e+3"), "-1.50e+3");
  EXPECT_EQ(text("true"), "true");
  for (const char* value : {"", "null", "{}", "[]", "{\"a\":1}", "[1]", "\"\""}) {
    EXPECT_EQ(text(value), "") << value;
  }
}

}  // namespace
}  // namespace cwlogs::testing
