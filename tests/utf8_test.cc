#include "processor/utf8.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <string_view>

namespace cwlogs {
namespace {

struct Range {
  uint8_t first;
  uint8_t last;
};

// The ABNF of RFC 3629 section 4, one row a production.
struct Production {
  size_t size;
  std::array<Range, 4> bytes;
};
constexpr Range kTail = {0x80, 0xBF};
constexpr std::array<Production, 9> kProductions = {{
    {1, {{{0x00, 0x7F}}}},
    {2, {{{0xC2, 0xDF}, kTail}}},
    {3, {{{0xE0, 0xE0}, {0xA0, 0xBF}, kTail}}},
    {3, {{{0xE1, 0xEC}, kTail, kTail}}},
    {3, {{{0xED, 0xED}, {0x80, 0x9F}, kTail}}},
    {3, {{{0xEE, 0xEF}, kTail, kTail}}},
    {4, {{{0xF0, 0xF0}, {0x90, 0xBF}, kTail, kTail}}},
    {4, {{{0xF1, 0xF3}, kTail, kTail, kTail}}},
    {4, {{{0xF4, 0xF4}, {0x80, 0x8F}, kTail, kTail}}},
}};

bool starts_with(std::string_view text, const Production& production) {
  if (text.size() < production.size) return false;
  for (size_t i = 0; i < production.size; ++i) {
    const auto byte = static_cast<uint8_t>(text[i]);
    if (byte < production.bytes[i].first || byte > production.bytes[i].last) return false;
  }
  return true;
}

// The reference: the offset of the first character that is not UTF-8, or the size.
size_t first_invalid(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    const auto* const production =
        std::ranges::find_if(kProductions, [rest = text.substr(at)](const Production& candidate) {
          return starts_with(rest, candidate);
        });
    if (production == kProductions.end()) return at;
    at += production->size;
  }
  return at;
}

// In a heap block of exactly its size, so that AddressSanitizer sees one byte too many.
void expect_as_reference(std::string_view bytes) {
  const auto block = std::make_unique_for_overwrite<char[]>(bytes.size());
  bytes.copy(block.get(), bytes.size());
  const std::string_view text(block.get(), bytes.size());
  const size_t expected = first_invalid(text);
  ASSERT_EQ(is_utf8(text), expected == text.size());
  ASSERT_EQ(find_invalid_utf8(text), expected);
}

const std::string_view kCharacters[] = {"a",
                                        "\x7F",
                                        "\xC2\x80",
                                        "\xDF\xBF",
                                        "\xE0\xA0\x80",
                                        "\xED\x9F\xBF",
                                        "\xEE\x80\x80",
                                        "\xEF\xBF\xBF",
                                        "\xF0\x90\x80\x80",
                                        "\xF4\x8F\xBF\xBF"};

const std::string_view kInvalid[] = {"\x80",
                                     "\xBF",
                                     "\xFE",
                                     "\xFF",
                                     "\xC3",
                                     "\xE6\xBC",
                                     "\xF0\x9F\x98",  // alone or cut short
                                     "\xC0\x80",
                                     "\xC1\xBF",
                                     "\xE0\x80\x80",
                                     "\xE0\x9F\xBF",  // overlong
                                     "\xF0\x80\x80\x80",
                                     "\xF0\x8F\xBF\xBF",
                                     "\xF8\x88\x80\x80\x80",
                                     "\xFC\x84\x80\x80\x80\x80",
                                     "\xED\xA0\x80",
                                     "\xED\xBF\xBF",
                                     "\xED\xA0\xBD\xED\xB8\x80",  // surrogates, and a pair
                                     "\xF4\x90\x80\x80",
                                     "\xF5\x80\x80\x80",
                                     "\xF7\xBF\xBF\xBF",  // above U+10FFFF
                                     "\xE6\xBC\xA2\x80",
                                     "\xF0\x9F\x98\x80\x80",
                                     "\xC3\xC3\xA9",
                                     "\x80\x80\x80\x80\x80\x80"};

TEST(Utf8, AcceptsEveryProductionOfTheRfc) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_EQ(find_invalid_utf8(""), 0U);
  for (const std::string_view character : kCharacters) {
    EXPECT_TRUE(is_utf8(character)) << character;
    EXPECT_EQ(find_invalid_utf8(character), character.size());
  }
}

TEST(Utf8, RejectsOverlongSurrogateTooLargeAndTruncated) {
  for (const std::string_view bytes : kInvalid) {
    EXPECT_FALSE(is_utf8(bytes)) << ::testing::PrintToString(bytes);
    EXPECT_NE(find_invalid_utf8(bytes), bytes.size());
  }
}

TEST(Utf8, JudgesEveryPairOfBytes) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string bytes = {static_cast<char>(first), static_cast<char>(second)};
      ASSERT_NO_FATAL_FAILURE(expect_as_reference(bytes)) << first << ' ' << second;
    }
  }
}

// Every byte at which a range of the table begins or ends, and its neighbours outside.
TEST(Utf8, JudgesEverySequenceAtTheBordersOfTheRanges) {
  constexpr std::string_view kLeads =
      "\x7F\xC1\xC2\xDF\xE0\xE1\xEC\xED\xEE\xEF\xF0\xF1\xF3\xF4\xF5";
  constexpr std::string_view kTails = "\x7F\x80\x8F\x90\x9F\xA0\xBF\xC0";
  for (const char lead : kLeads) {
    for (const char second : kTails) {
      for (const char third : kTails) {
        ASSERT_NO_FATAL_FAILURE(expect_as_reference(std::string{lead, second, third}));
        for (const char fourth : kTails) {
          ASSERT_NO_FATAL_FAILURE(expect_as_reference(std::string{lead, second, third, fourth}));
        }
      }
    }
  }
}

TEST(Utf8, JudgesAtEveryOffsetOfABlock) {
  for (const std::string_view plain : {"a", "\xC3\xA9"}) {
    for (size_t offset = 0; offset <= 130; ++offset) {
      std::string before;
      while (before.size() + plain.size() <= offset) before += plain;
      before.resize(offset, 'b');
      for (const size_t after : {0U, 1U, 70U}) {
        for (const std::string_view bytes : kInvalid) {
          ASSERT_NO_FATAL_FAILURE(
              expect_as_reference(before + std::string(bytes) + std::string(after, 'z')));
        }
        for (const std::string_view character : kCharacters) {
          ASSERT_NO_FATAL_FAILURE(
              expect_as_reference(before + std::string(character) + std::string(after, 'z')));
        }
      }
    }
  }
}

TEST(Utf8, JudgesRandomMixtures) {
  std::mt19937 random(3629);
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (size_t n = random() % 60; n > 0; --n) {
      text += kCharacters[random() % std::size(kCharacters)];
      if (random() % 40 == 0) text += static_cast<char>(random());
      if (random() % 40 == 0) text.pop_back();
    }
    ASSERT_NO_FATAL_FAILURE(expect_as_reference(text)) << round;
  }
}

TEST(Utf8, FindsTheFirstOfSeveralFaults) {
  std::string text(100'000, 'a');
  for (const size_t fault : {99'999U, 70'000U, 50'000U, 49'999U, 8U, 1U, 0U}) {
    text[fault] = '\x80';
    EXPECT_EQ(find_invalid_utf8(text), fault);
  }
  EXPECT_EQ(find_invalid_utf8(std::string(1000, '\x80')), 0U);
}

TEST(CutUtf8, CutsBetweenCharacters) {
  const std::string_view text = "a\xC3\xA9\xE6\xBC\xA2\xF0\x9F\x98\x80z";
  const size_t expected[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11, 11};
  for (size_t n = 0; n < std::size(expected); ++n) {
    EXPECT_EQ(cut_utf8(text, n), text.substr(0, expected[n])) << n;
  }
  for (size_t n = 0; n < 4; ++n) EXPECT_EQ(cut_utf8("\xF0\x9F\x98\x80", n), "") << n;
  EXPECT_EQ(cut_utf8("", 0), "");
  EXPECT_EQ(cut_utf8("", 3), "");
}

TEST(ToUtf8, MendsAnyBytes) {
  EXPECT_EQ(to_utf8("plain é 日本"), "plain é 日本");
  EXPECT_EQ(to_utf8(""), "");
  EXPECT_EQ(to_utf8("a\xff"
                    "b"),
            "a\xef\xbf\xbd"
            "b");
  EXPECT_EQ(to_utf8("\xe6\x97"), "\xef\xbf\xbd\xef\xbf\xbd");
  std::string all;
  for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
  EXPECT_TRUE(is_utf8(to_utf8(all)));
  for (const char* const invalid :
       {"\xc0\x80", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\xe6x", "\x80"}) {
    EXPECT_TRUE(is_utf8(to_utf8(invalid))) << invalid;
  }
  EXPECT_EQ(to_utf8(std::string(1'000'000, '\xff')).size(), 3'000'000U);  // at once
}

}  // namespace
}  // namespace cwlogs
