#include "processor/string_scan.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <memory>
#include <random>
#include <string>
#include <string_view>

namespace cwlogs {
namespace {

constexpr size_t kReadableBeyond = 15;

bool stops(unsigned char byte) { return byte == '"' || byte == '\\' || byte < 0x20; }

// Where the scan stops, in a heap block that ends where the scan may no longer read.
size_t scan(std::string_view text, size_t begin, char beyond) {
  const size_t end = text.size() + kReadableBeyond;
  const auto block = std::make_unique_for_overwrite<char[]>(end);
  std::fill_n(block.get(), end, beyond);
  text.copy(block.get(), text.size());
  const char* const found = find_string_end(block.get() + begin);
  EXPECT_EQ(found, find_string_end_scalar(block.get() + begin));
  return static_cast<size_t>(found - block.get());
}

TEST(FindStringEnd, StopsAtTheSameBytesAsItsTwin) {
  for (int c = 0; c < 256; ++c) {
    const auto byte = static_cast<unsigned char>(c);
    EXPECT_EQ(ends_plain_text(static_cast<char>(byte)), stops(byte)) << c;
    const size_t found = scan(std::string{'a', static_cast<char>(byte), '"'}, 0, 'x');
    EXPECT_EQ(found, stops(byte) ? 1U : 2U) << c;
  }
}

TEST(FindStringEnd, FindsEveryEndAtEveryPosition) {
  for (size_t position = 0; position <= 70; ++position) {
    for (const char plain :
         {'a', ' ', '!', '#', '[', ']', '\x7F', '\x80', '\xA2', '\xDC', '\xFF'}) {
      for (int c = 0; c < 256; ++c) {
        if (!stops(static_cast<unsigned char>(c))) continue;
        const std::string text = std::string(position, plain) + static_cast<char>(c);
        ASSERT_EQ(scan(text, 0, plain), position) << c;
        ASSERT_EQ(scan(text, 0, '"'), position) << c;
      }
    }
  }
}

TEST(FindStringEnd, StartsAnywhere) {
  for (size_t begin = 0; begin <= 33; ++begin) {
    for (size_t plain = 0; plain <= 40; ++plain) {
      const std::string text = std::string(begin, '"') + std::string(plain, '\xE9') + '\\';
      ASSERT_EQ(scan(text, begin, '\0'), begin + plain);
    }
  }
}

TEST(FindStringEnd, FindsTheFirstOfMany) {
  std::mt19937 random(7);
  for (int round = 0; round < 20'000; ++round) {
    std::string text(random() % 80, '\0');
    for (char& c : text) c = random() % 24 == 0 ? static_cast<char>(random()) : 'x';
    text += '"';
    size_t expected = 0;
    while (!stops(static_cast<unsigned char>(text[expected]))) ++expected;
    ASSERT_EQ(scan(text, 0, '\n'), expected) << round;
  }
}

// In heap blocks of exactly the size, so that AddressSanitizer sees one byte too many.
TEST(CopyUntilBackslash, CopiesWhatStandsBeforeIt) {
  for (size_t size = 0; size <= 70; ++size) {
    for (size_t backslash = 0; backslash <= size; ++backslash) {
      const auto text = std::make_unique_for_overwrite<char[]>(size);
      for (size_t i = 0; i < size; ++i) text[i] = static_cast<char>('a' + i % 26);
      if (backslash < size) text[backslash] = '\\';
      const auto copy = std::make_unique_for_overwrite<char[]>(size);
      char* out = copy.get();
      const char* const stop = copy_until_backslash(text.get(), text.get() + size, out);
      ASSERT_EQ(stop, text.get() + backslash);
      ASSERT_EQ(out, copy.get() + backslash);
      ASSERT_EQ(std::string_view(copy.get(), backslash), std::string_view(text.get(), backslash));
    }
  }
}

}  // namespace
}  // namespace cwlogs
