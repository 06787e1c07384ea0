#include "processor/json_string.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <string_view>

namespace cwlogs {
namespace {

using nlohmann::json;
using namespace std::string_literals;

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// Both ends in heap blocks without a spare byte, so that AddressSanitizer sees one byte too many.
std::string unescape_exactly(std::string_view raw) {
  const auto source = std::make_unique_for_overwrite<char[]>(raw.size());
  if (!raw.empty()) std::memcpy(source.get(), raw.data(), raw.size());
  const auto out = std::make_unique_for_overwrite<char[]>(raw.size());
  const size_t size = unescape_json({source.get(), raw.size()}, out.get());
  EXPECT_LE(size, raw.size());
  return {out.get(), size};
}

std::string escaped(std::string_view utf8) {
  std::string out;
  append_escaped(utf8, out);
  return out;
}

class RandomText {
 public:
  explicit RandomText(uint32_t seed) : random_(seed) {}

  size_t below(size_t bound) { return random_() % bound; }

  // JSON string text that mixes plain UTF-8 with every kind of escape; surrogates only in pairs.
  std::string raw(size_t pieces) {
    std::string text;
    for (size_t i = 0; i < pieces; ++i) append_piece(text);
    return text;
  }

 private:
  void append_unit(size_t unit, std::string& text) {
    const char* const format = below(2) == 0 ? "\\u%04x" : "\\u%04X";
    std::array<char, 8> buffer{};
    std::snprintf(buffer.data(), buffer.size(), format, static_cast<unsigned>(unit));
    text += buffer.data();
  }

  void append_piece(std::string& text) {
    constexpr std::array<std::string_view, 8> kShort = {"\\\"", "\\\\", "\\/", "\\b",
                                                        "\\f",  "\\n",  "\\r", "\\t"};
    constexpr std::array<std::string_view, 8> kPlain = {
        " ", "GET /index.html", "\x7F", "é", "\xC2\x80", "漢字", "\xEF\xBF\xBF", "😀"};
    switch (below(5)) {
      case 0:
        text += kShort[below(kShort.size())];
        break;
      case 1:
        append_unit(below(0xD800), text);
        break;
      case 2:
        append_unit(0xE000 + below(0x2000), text);
        break;
      case 3:
        append_unit(0xD800 + below(0x400), text);
        append_unit(0xDC00 + below(0x400), text);
        break;
      default:
        text += kPlain[below(kPlain.size())];
    }
  }

  std::mt19937 random_;
};

TEST(UnescapeJson, CopiesPlainTextAndNothing) {
  EXPECT_EQ(unescape_exactly(""), "");
  EXPECT_EQ(unescape_exactly("plain"), "plain");
  EXPECT_EQ(unescape_exactly("日本語 é 😀"), "日本語 é 😀");
}

TEST(UnescapeJson, DecodesEveryShortEscape) {
  EXPECT_EQ(unescape_exactly(R"(\"\\\/\b\f\n\r\t)"), "\"\\/\b\f\n\r\t");
}

TEST(UnescapeJson, DecodesEscapesAtBothEnds) {
  EXPECT_EQ(unescape_exactly(R"(\nmiddle\n)"), "\nmiddle\n");
  EXPECT_EQ(unescape_exactly(R"(\u0041middle\u0042)"), "AmiddleB");
}

TEST(UnescapeJson, DecodesEveryUtf8Length) {
  EXPECT_EQ(unescape_exactly(R"(\u0000)"), "\0"s);
  EXPECT_EQ(unescape_exactly(R"(\u007f\u0080)"), "\x7F\xC2\x80");
  EXPECT_EQ(unescape_exactly(R"(\u07ff\u0800)"), "\xDF\xBF\xE0\xA0\x80");
  EXPECT_EQ(unescape_exactly(R"(\ud7ff\uE000\uffff)"), "\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF");
  EXPECT_EQ(unescape_exactly(R"(\ud800\udc00)"), "\xF0\x90\x80\x80");
  EXPECT_EQ(unescape_exactly(R"(\uD83D\uDE00)"), "😀");
  EXPECT_EQ(unescape_exactly(R"(\udbff\udfff)"), "\xF4\x8F\xBF\xBF");
}

TEST(UnescapeJson, ReplacesEachLoneSurrogate) {
  const std::string fffd(kReplacement);
  EXPECT_EQ(unescape_exactly(R"(\ud83d)"), fffd);
  EXPECT_EQ(unescape_exactly(R"(\ude00)"), fffd);
  EXPECT_EQ(unescape_exactly(R"(\ud83d-)"), fffd + "-");
  EXPECT_EQ(unescape_exactly(R"(\ud83d\nde00)"), fffd + "\nde00");
  EXPECT_EQ(unescape_exactly(R"(\ud83d\u0041)"), fffd + "A");
  EXPECT_EQ(unescape_exactly(R"(\ud83d\\ude00)"), fffd + "\\ude00");
  EXPECT_EQ(unescape_exactly(R"(\ude00\ud83d)"), fffd + fffd);
  EXPECT_EQ(unescape_exactly(R"(\ud83d\ud83d)"), fffd + fffd);
  EXPECT_EQ(unescape_exactly(R"(\ud83d\ud83d\ude00)"), fffd + "😀");
  EXPECT_EQ(unescape_exactly(R"(\ud83d\ude00\ude00)"), "😀" + fffd);
  EXPECT_EQ(unescape_exactly(R"(\udbff\ue000)"), fffd + "\xEE\x80\x80");
}

TEST(UnescapeJson, NeedsNoMoreRoomThanRawHas) {
  const std::string raw(1000, 'x');
  EXPECT_EQ(unescape_exactly(raw), raw);
  EXPECT_EQ(unescape_exactly(raw + "\\n").size(), raw.size() + 1);
}

TEST(UnescapeJson, AgreesWithNlohmann) {
  RandomText random(20220520);
  for (int i = 0; i < 5000; ++i) {
    const std::string raw = random.raw(random.below(30));
    ASSERT_EQ(unescape_exactly(raw), json::parse('"' + raw + '"').get<std::string>()) << raw;
  }
}

TEST(AppendUnescaped, KeepsWhatIsThere) {
  std::string out = "before ";
  append_unescaped(R"(\u00e9\ud83d)", out);
  EXPECT_EQ(out, "before é" + std::string(kReplacement));
  append_unescaped("", out);
  append_unescaped(" after", out);
  EXPECT_EQ(out, "before é" + std::string(kReplacement) + " after");
}

TEST(AppendEscaped, EscapesQuotesBackslashesAndControls) {
  EXPECT_EQ(escaped(""), "");
  EXPECT_EQ(escaped("plain / 日本語"), "plain / 日本語");
  EXPECT_EQ(escaped("\"a\\b\""), R"(\"a\\b\")");
  EXPECT_EQ(escaped("\b\f\n\r\t"), R"(\b\f\n\r\t)");
  EXPECT_EQ(escaped("\0\x01\x0B\x1F"s), R"(\u0000\u0001\u000b\u001f)");
  EXPECT_EQ(escaped("\x20\x7F\xC2\x80"), "\x20\x7F\xC2\x80");
}

TEST(AppendEscaped, AgreesWithNlohmann) {
  RandomText random(1453);
  for (int i = 0; i < 5000; ++i) {
    const std::string utf8 = unescape_exactly(random.raw(random.below(30)));
    ASSERT_EQ('"' + escaped(utf8) + '"', json(utf8).dump());
    ASSERT_EQ(unescape_exactly(escaped(utf8)), utf8);
  }
}

TEST(AppendQuoted, AddsQuotesAfterWhatIsThere) {
  std::string out = "x";
  append_quoted("a\"b", out);
  EXPECT_EQ(out, R"(x"a\"b")");
}

}  // namespace
}  // namespace cwlogs
