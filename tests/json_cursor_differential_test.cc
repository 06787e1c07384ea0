// JsonCursor against nlohmann-json, on thousands of texts that are nearly or quite JSON.
#include <gtest/gtest.h>

#include <array>
#include <cctype>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <string_view>

#include "processor/json_cursor.h"
#include "processor/utf8.h"
#include "tests/exact_text.h"

namespace cwlogs {
namespace {

using nlohmann::json;
using testing::ExactText;

bool is_hex(char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; }

// The one liberty of ours is taken away: escapes of surrogates become U+D0xx.
std::string without_surrogates(std::string text) {
  for (size_t i = 0; i + 5 < text.size(); ++i) {
    if (text[i] != '\\' || text[i + 1] != 'u' || (text[i + 2] | 0x20) != 'd') continue;
    if (is_hex(text[i + 3])) text[i + 3] = '0';
  }
  return text;
}

// nlohmann-json refuses numbers that no double holds; those have at least three digits here.
bool has_long_exponent(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if ((text[i] | 0x20) != 'e') continue;
    size_t digits = i + 1;
    if (digits < text.size() && (text[digits] == '+' || text[digits] == '-')) ++digits;
    size_t end = digits;
    while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])) != 0) ++end;
    if (end - digits > 2) return true;
  }
  return false;
}

// Reads a value with everything but skip_value() on containers.
void walk(JsonCursor& cursor) {
  RawString string;
  switch (cursor.peek()) {
    case '{':
      cursor.begin_object();
      while (cursor.next_field(string)) walk(cursor);
      break;
    case '[':
      cursor.begin_array();
      while (cursor.next_element()) walk(cursor);
      break;
    case '"':
      cursor.read_string(string);
      break;
    default:
      cursor.skip_value();
  }
}

// Both ways of reading agree with nlohmann-json on the verdict, and with each other on the place.
void expect_same_verdict(const std::string& text, size_t& accepted) {
  const ExactText exact(text, '"');
  JsonCursor skipping(exact.view());
  skipping.skip_value();
  skipping.peek();
  JsonCursor walking(exact.view());
  walk(walking);
  walking.peek();
  ASSERT_LE(skipping.offset(), text.size()) << text;
  ASSERT_EQ(walking.failed(), skipping.failed()) << text;
  ASSERT_EQ(walking.offset(), skipping.offset()) << text;
  const bool valid = !skipping.failed() && skipping.offset() == text.size();
  ASSERT_EQ(valid, json::accept(without_surrogates(text))) << text;
  if (valid) ++accepted;
}

class RandomJson {
 public:
  explicit RandomJson(uint32_t seed) : random_(seed) {}

  size_t below(size_t bound) { return random_() % bound; }

  // Any sequence of pieces: seldom JSON.
  std::string pieces(size_t n) {
    constexpr std::array<std::string_view, 36> kPieces = {
        "{",  "}",  "[",    "]",    ",",       ":",    "\"",   "\"a\"", "\"a\":",
        "\"", "\\", "\\n",  "\\u",  "\\ud83d", "00e9", "1",    "0",     "-",
        "+",  ".",  "e",    "E",    "10",      "true", "null", "false", " ",
        "\n", "\t", "\x7F", "\x01", "é",       "a",    "/",    "[]",    "{}"};
    std::string text;
    for (; n > 0; --n) text += kPieces[below(kPieces.size())];
    return text;
  }

  // Always JSON.
  std::string value(size_t depth) {
    const size_t kind = below(depth == 0 ? 3 : 5);
    if (kind == 0) return string();
    if (kind == 1) return number();
    if (kind == 2) return pick({"true", "false", "null", "[]", "{}", "[ ]", "{\n}"});
    const bool object = kind == 3;
    std::string text = object ? "{" : "[";
    for (size_t i = 0, n = below(4); i < n; ++i) {
      if (i != 0) text += pick({",", ", ", " ,\t"});
      if (object) text += string() + pick({":", " : ", ":\r\n"});
      text += value(depth - 1);
    }
    return text + (object ? "}" : "]");
  }

  // One to three bytes inserted, removed, replaced or exchanged.
  std::string mutated(std::string text) {
    constexpr std::string_view kBytes = "{}[],:\"\\ue0-+.Et1a \n\x01\x1F";
    for (size_t edits = 1 + below(3); edits > 0 && !text.empty(); --edits) {
      const size_t at = below(text.size());
      const char byte = kBytes[below(kBytes.size())];
      switch (below(4)) {
        case 0:
          text.erase(at, 1);
          break;
        case 1:
          text.insert(at, 1, byte);
          break;
        case 2:
          text[at] = byte;
          break;
        default:
          std::swap(text[at], text[below(text.size())]);
      }
    }
    return text;
  }

 private:
  std::string pick(std::initializer_list<std::string_view> choices) {
    return std::string(choices.begin()[below(choices.size())]);
  }
  std::string string() {
    std::string text = "\"";
    for (size_t n = below(4); n > 0; --n) {
      text += pick({"a", "\\n", "\\\\", "\\\"", "\\u00e9", "\\ud83d", "\\ude00", "漢", "{", "]",
                    "a plain text of more than 16 bytes"});
    }
    return text + '"';
  }
  std::string number() {
    return pick({"", "-"}) + pick({"0", "7", "12", "1655856000000"}) + pick({"", ".5", ".00"}) +
           pick({"", "e1", "E-2", "e+30"});
  }

  std::mt19937 random_;
};

TEST(JsonCursorDifferential, AgreesOnRandomPieces) {
  RandomJson random(1);
  size_t accepted = 0;
  for (int round = 0; round < 30'000; ++round) {
    const std::string text = random.pieces(1 + random.below(8));
    if (has_long_exponent(text)) continue;
    ASSERT_NO_FATAL_FAILURE(expect_same_verdict(text, accepted));
  }
  EXPECT_GT(accepted, 1000U) << "the fixture";
}

TEST(JsonCursorDifferential, AgreesOnJson) {
  RandomJson random(2);
  size_t accepted = 0;
  for (int round = 0; round < 5000; ++round) {
    ASSERT_NO_FATAL_FAILURE(expect_same_verdict(random.value(5), accepted));
  }
  EXPECT_EQ(accepted, 5000U);
}

TEST(JsonCursorDifferential, AgreesOnMutatedJson) {
  RandomJson random(3);
  size_t accepted = 0;
  for (int round = 0; round < 30'000; ++round) {
    const std::string text = random.mutated(random.value(4));
    if (!is_utf8(text) || has_long_exponent(text)) continue;
    ASSERT_NO_FATAL_FAILURE(expect_same_verdict(text, accepted));
  }
  EXPECT_GT(accepted, 1000U) << "the fixture";
}

TEST(JsonCursorDifferential, AgreesOnEveryTruncation) {
  const std::string document =
      R"( {"messageType":"DATA_MESSAGE","owner":"123456789012","a\u00e9\n":[1,-2.5e+10,true,false,)"
      R"(null,[],{},{"x":[[{"y":""}]]}],"logEvents":[{"id":"1",)"
      R"("message":"\"a\" \\ \ud83d\ude00"}]})";
  size_t accepted = 0;
  ASSERT_NO_FATAL_FAILURE(expect_same_verdict(document, accepted));
  ASSERT_EQ(accepted, 1U);
  for (size_t n = 0; n < document.size(); ++n) {
    ASSERT_NO_FATAL_FAILURE(expect_same_verdict(document.substr(0, n), accepted));
    const ExactText exact(document.substr(0, n), '"');
    JsonCursor cursor(exact.view());
    EXPECT_FALSE(cursor.skip_value()) << n;
  }
  EXPECT_EQ(accepted, 1U);
}

}  // namespace
}  // namespace cwlogs
