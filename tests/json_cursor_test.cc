#include "processor/json_cursor.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/exact_text.h"

namespace cwlogs {
namespace {

using testing::ExactText;
using namespace std::string_literals;

struct Outcome {
  bool accepted = false;  // one value and nothing else
  size_t offset = 0;
};

Outcome outcome_of(JsonCursor& cursor, std::string_view text) {
  cursor.peek();
  return {!cursor.failed() && cursor.offset() == text.size(), cursor.offset()};
}

Outcome skip(std::string_view json) {
  const ExactText text(json, '"');
  JsonCursor cursor(text.view());
  cursor.skip_value();
  return outcome_of(cursor, text.view());
}

bool accepts(std::string_view json) { return skip(json).accepted; }

std::string repeated(std::string_view piece, size_t n) {
  std::string text;
  text.reserve(piece.size() * n);
  for (; n > 0; --n) text += piece;
  return text;
}

TEST(JsonCursor, AcceptsEveryKindOfValue) {
  for (const std::string_view json :
       {"{}", "[]", "\"\"", "0", "true", "false", "null", " { } ", "[ ]", "\t[\r\n]\n",
        "{\"a\":{}}", "[[],{},[[]]]", "{\"a\":1,\"a\":2}", "{\"\":\"\"}",
        " { \"a\" : [ 1 , true , null ] , \"b\" : { } } "}) {
    EXPECT_TRUE(accepts(json)) << json;
  }
}

TEST(JsonCursor, RejectsWhatIsNoValue) {
  for (const std::string_view json : {"",
                                      " ",
                                      "{",
                                      "}",
                                      "[",
                                      "]",
                                      "{]",
                                      "[}",
                                      ",",
                                      ":",
                                      "a",
                                      "tru",
                                      "truE",
                                      "nul",
                                      "fals",
                                      "True",
                                      "NaN",
                                      "Infinity",
                                      "undefined",
                                      "'a'",
                                      "/**/1",
                                      "1 2",
                                      "[] []",
                                      "[1 2]",
                                      "[1:2]",
                                      "[\"a\":1]",
                                      "{1:2}",
                                      "{\"a\"}",
                                      "{\"a\":}",
                                      "{\"a\" 1}",
                                      "{\"a\",1}",
                                      "{\"a\":1 \"b\":2}",
                                      "{null:1}",
                                      "{\"a\":1:2}",
                                      "[1]]",
                                      "{}}",
                                      "\"a\"\"b\"",
                                      "[truefalse]",
                                      "\xEF\xBB\xBF{}",
                                      "\v1",
                                      "\f1",
                                      "\xC2\xA0"
                                      "1"}) {
    EXPECT_FALSE(accepts(json)) << json;
  }
}

TEST(JsonCursor, RejectsTrailingComma) {
  for (const std::string_view json : {"[,]", "[1,]", "[,1]", "[1,,2]", "{,}", "{\"a\":1,}",
                                      "{,\"a\":1}", "{\"a\":1,,\"b\":2}", "[[],]", "{\"a\":{},}"}) {
    EXPECT_FALSE(accepts(json)) << json;
  }
}

TEST(JsonCursor, ReadsEveryFormOfNumber) {
  for (const std::string_view sign : {"", "-"}) {
    for (const std::string_view digits : {"0", "1", "9", "10", "1234567890123456789012345678901"}) {
      for (const std::string_view fraction : {"", ".0", ".5", ".000", ".123456789012345678901"}) {
        for (const std::string_view exponent :
             {"", "e0", "E0", "e+1", "e-1", "E+00", "E-09", "e999999"}) {
          const std::string json =
              std::string(sign).append(digits).append(fraction).append(exponent);
          EXPECT_TRUE(accepts(json)) << json;
          EXPECT_TRUE(accepts('[' + json + ']')) << json;
        }
      }
    }
  }
}

TEST(JsonCursor, RejectsWhatIsNoNumber) {
  for (const std::string_view json :
       {"-",     "+1",    "--1", "01",  "-01", "00",   "1.",    ".1",    "-.1",
        "1..2",  "1.2.3", "1e",  "1e+", "1E-", "1.e1", "1e1.5", "1e1e1", "0x10",
        "1_000", "1,5",   "0e",  "0.",  "-e1", "1a",   "1-",    "1e+-1"}) {
    EXPECT_FALSE(accepts(json)) << json;
    EXPECT_FALSE(accepts("{\"a\":" + std::string(json) + '}')) << json;
  }
}

TEST(JsonCursor, AllowsTheEscapesOfTheGrammarOnly) {
  for (int c = 1; c < 256; ++c) {
    const char byte = static_cast<char>(c);
    const bool allowed = "\"\\/bfnrt"s.find(byte) != std::string::npos;
    EXPECT_EQ(accepts("\"\\"s + byte + '"'), allowed && byte != '\0') << c;
    const bool hex = "0123456789abcdefABCDEF"s.find(byte) != std::string::npos;
    for (size_t digit = 0; digit < 4; ++digit) {
      std::string unit = "00e9";
      unit[digit] = byte;
      EXPECT_EQ(accepts("\"\\u" + unit + '"'), hex) << c << " at " << digit;
    }
  }
}

TEST(JsonCursor, AllowsLoneSurrogates) {
  for (const std::string_view json : {R"("\ud800")", R"("\uDFFF")", R"("\ude00\ud83d")",
                                      R"("\ud83dx")", R"({"\ud83d":"\ud83d\n"})"}) {
    EXPECT_TRUE(accepts(json)) << json;
  }
}

TEST(JsonCursor, RejectsControlCharactersInStrings) {
  for (int c = 0; c < 256; ++c) {
    if (c == '"' || c == '\\') continue;
    for (const size_t before : {0U, 15U, 16U, 40U}) {
      const std::string json =
          '"' + std::string(before, 'x') + static_cast<char>(c) + "\",\"more\"";
      const Outcome outcome = skip(json);
      EXPECT_EQ(outcome.offset, c < 0x20 ? before + 1 : before + 3) << c;
    }
  }
}

TEST(JsonCursor, RejectsNulAnywhere) {
  const std::string json = R"({"a":[1,true,"x"],"b":{}})";
  for (size_t i = 0; i <= json.size(); ++i) {
    std::string broken = json;
    broken.insert(i, 1, '\0');
    EXPECT_FALSE(accepts(broken)) << i;
  }
}

TEST(JsonCursor, TellsWhereItFailed) {
  const struct {
    std::string_view json;
    size_t offset;
  } cases[] = {{"", 0},
               {"  ?", 2},
               {"[1,2", 4},
               {"[1, ?]", 4},
               {"[1 ?]", 3},
               {"[1,]", 3},
               {"{\"a\" 1}", 5},
               {"{\"a\":}", 5},
               {"{\"a\":1,}", 7},
               {"{?", 1},
               {"[\"ab\\x\"]", 4},
               {"[\"ab\\u00g0\"]", 4},
               {"[\"ab\ncd\"]", 4},
               {"\"abc", 4},
               {"[nulL]", 1},
               {"[1.x]", 1},
               {"[1}", 2},
               {"{\"a\":[]]", 7},
               {"[{\"a\":1},-]", 9}};
  for (const auto& [json, offset] : cases) {
    EXPECT_FALSE(accepts(json)) << json;
    EXPECT_EQ(skip(json).offset, offset) << json;
  }
}

TEST(JsonCursor, GivesTheTextOfAValue) {
  const ExactText text(R"(  [ {"a" : "]"} , -1.5e3 ,true, "\"" ]  )", '"');
  JsonCursor cursor(text.view());
  std::string_view value;
  ASSERT_TRUE(cursor.begin_array());
  for (const std::string_view expected : {R"({"a" : "]"})", "-1.5e3", "true", R"("\"")"}) {
    ASSERT_TRUE(cursor.next_element());
    ASSERT_TRUE(cursor.skip_value(value));
    EXPECT_EQ(value, expected);
  }
  EXPECT_FALSE(cursor.next_element());
  EXPECT_FALSE(cursor.failed());
}

TEST(JsonCursor, TellsEscapedStringsFromPlainOnes) {
  const ExactText text(R"(["a\nb","","\\","plain"])", '"');
  JsonCursor cursor(text.view());
  cursor.begin_array();
  RawString string;
  const struct {
    std::string_view text;
    bool escaped;
  } expected[] = {{R"(a\nb)", true}, {"", false}, {R"(\\)", true}, {"plain", false}};
  for (const auto& [raw, escaped] : expected) {
    ASSERT_TRUE(cursor.next_element());
    ASSERT_TRUE(cursor.read_string(string));
    EXPECT_EQ(string.text, raw);
    EXPECT_EQ(string.escaped, escaped) << raw;
  }
}

TEST(JsonCursor, WalksEmptyObjectsAndArrays) {
  const ExactText text(R"({"a":{ },"b":[ ],"c":{}})", '"');
  JsonCursor cursor(text.view());
  RawString key;
  std::vector<std::string_view> keys;
  ASSERT_TRUE(cursor.begin_object());
  while (cursor.next_field(key)) {
    keys.push_back(key.text);
    RawString inner;
    if (cursor.peek() == '[') {
      EXPECT_TRUE(cursor.begin_array());
      EXPECT_FALSE(cursor.next_element());
    } else {
      EXPECT_TRUE(cursor.begin_object());
      EXPECT_FALSE(cursor.next_field(inner));
    }
  }
  EXPECT_EQ(keys, (std::vector<std::string_view>{"a", "b", "c"}));
  EXPECT_TRUE(outcome_of(cursor, text.view()).accepted);
}

TEST(JsonCursor, StaysFailed) {
  const ExactText text(R"([?, "a", {}, []])", '"');
  JsonCursor cursor(text.view());
  RawString string;
  cursor.begin_array();
  cursor.next_element();
  EXPECT_FALSE(cursor.skip_value());
  EXPECT_EQ(cursor.peek(), '\0');
  EXPECT_FALSE(cursor.read_string(string));
  EXPECT_FALSE(cursor.begin_object());
  EXPECT_FALSE(cursor.begin_array());
  EXPECT_FALSE(cursor.next_element());
  EXPECT_FALSE(cursor.next_field(string));
  EXPECT_FALSE(cursor.skip_value());
  EXPECT_TRUE(cursor.failed());
  EXPECT_EQ(cursor.offset(), 1U);
}

TEST(JsonCursor, FailsOnAnotherKindThanAsked) {
  const ExactText text(R"( "a")", '"');
  EXPECT_FALSE(JsonCursor(text.view()).begin_object());
  EXPECT_FALSE(JsonCursor(text.view()).begin_array());
  const ExactText object("{}", '"');
  RawString string;
  EXPECT_FALSE(JsonCursor(object.view()).begin_array());
  EXPECT_FALSE(JsonCursor(object.view()).read_string(string));
}

TEST(JsonCursor, PeeksBehindWhiteSpaceAndAtTheEnd) {
  const ExactText text(" \t\r\n1 ", '"');
  JsonCursor cursor(text.view());
  EXPECT_EQ(cursor.peek(), '1');
  EXPECT_EQ(cursor.offset(), 4U);
  cursor.skip_value();
  EXPECT_EQ(cursor.peek(), '\0');
  EXPECT_EQ(cursor.offset(), 6U);
  EXPECT_FALSE(cursor.failed());
}

TEST(JsonCursor, ReadsSeveralValuesInARow) {
  const ExactText text("{}[1]\"a\"true\n-1 {\"b\":2}", '"');
  JsonCursor cursor(text.view());
  std::string_view value;
  for (const std::string_view expected : {"{}", "[1]", "\"a\"", "true", "-1", "{\"b\":2}"}) {
    ASSERT_TRUE(cursor.skip_value(value));
    EXPECT_EQ(value, expected);
  }
  EXPECT_TRUE(outcome_of(cursor, text.view()).accepted);
  EXPECT_FALSE(cursor.skip_value());
}

TEST(JsonCursor, ResumesAtAnEarlierValue) {
  const ExactText text(R"({"a":[1,2],"b":3})", '"');
  JsonCursor cursor(text.view());
  RawString key;
  cursor.begin_object();
  cursor.next_field(key);
  const char* const value_of_a = cursor.position();
  while (cursor.skip_value() && cursor.next_field(key)) continue;
  ASSERT_EQ(cursor.offset(), text.view().size());
  cursor.resume_at(value_of_a);
  std::string_view value;
  EXPECT_TRUE(cursor.skip_value(value));
  EXPECT_EQ(value, "[1,2]");
}

TEST(JsonCursor, NestsDeep) {
  for (const size_t depth : {100'000U, 1'000'000U}) {
    for (const auto& [open, close] : {std::pair("[", "]"), std::pair("{\"a\":", "}")}) {
      const std::string opened = repeated(open, depth);
      const std::string closed = repeated(close, depth);
      EXPECT_TRUE(accepts(opened + "1" + closed));
      EXPECT_FALSE(accepts(opened));
      EXPECT_FALSE(accepts(opened + closed.substr(1) + "1"));
      const Outcome unclosed = skip(opened + "1" + closed.substr(1));
      EXPECT_FALSE(unclosed.accepted);
      EXPECT_EQ(unclosed.offset, opened.size() + depth);
      EXPECT_EQ(skip(opened + "1" + closed + close).offset, opened.size() + 1 + depth);
    }
  }
}

// Levels are kept in words of 64: every closing bracket must match across their borders.
TEST(JsonCursor, MatchesBracketsAtEveryDepth) {
  for (const size_t depth : {1U, 2U, 63U, 64U, 65U, 127U, 128U, 129U, 192U, 193U, 200U}) {
    std::string opened;
    std::string closed;
    for (size_t level = 0; level < depth; ++level) {
      const bool object = (level * level / 3 + level) % 2 == 0;
      opened += object ? "{\"a\":" : "[";
      closed.insert(closed.begin(), object ? '}' : ']');
    }
    ASSERT_TRUE(accepts(opened + "1" + closed)) << depth;
    for (size_t i = 0; i < closed.size(); ++i) {
      std::string wrong = closed;
      wrong[i] = wrong[i] == '}' ? ']' : '}';
      ASSERT_EQ(skip(opened + "1" + wrong).offset, opened.size() + 1 + i) << depth;
    }
  }
}

// Down across a border of 64 levels and up again, many times.
TEST(JsonCursor, GoesOnBehindWhatItSkipped) {
  for (const size_t depth : {62U, 63U, 64U, 65U, 128U}) {
    const std::string inner = repeated(R"({"b":[],"c":[1,{"d":{}}]},)", 3) + "0";
    const std::string json = repeated("[", depth) + inner + repeated(",{}]", depth);
    EXPECT_TRUE(accepts(json)) << depth;
    EXPECT_FALSE(accepts(json.substr(0, json.size() - 1) + "}")) << depth;
  }
}

}  // namespace
}  // namespace cwlogs
