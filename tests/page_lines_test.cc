#include "cli/page_lines.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cwlogs {
namespace {

using Lines = std::vector<std::string>;

PageLines lines_of(std::string_view data) {
  size_t bytes_left = kPageLinesBytesMax;
  return first_lines(data, bytes_left);
}

TEST(PageLines, ShowsEveryLine) {
  EXPECT_EQ(lines_of("a\nb\n").shown, (Lines{"a", "b"}));
  EXPECT_EQ(lines_of("a\n\nb").shown, (Lines{"a", "", "b"}));
  EXPECT_EQ(lines_of("").shown, Lines());
  const PageLines lines = lines_of("a\r\n\xffz\n");
  EXPECT_EQ(lines.shown, (Lines{"a\r", "\xef\xbf\xbdz"}));
  EXPECT_EQ(lines.lines, 2u);
  EXPECT_EQ(lines.more_bytes, 0u);
}

TEST(PageLines, TellsNoTextFromText) {
  EXPECT_TRUE(lines_of(std::string_view("\x1f\x8b\x08\0\0\xff", 6)).binary);
  EXPECT_FALSE(lines_of(std::string_view("zero \0 in text", 14)).binary);
  EXPECT_FALSE(lines_of("latin-1: caf\xe9").binary);
}

TEST(PageLines, StopsAtSoManyLines) {
  for (const size_t more : {0u, 1u, 5u}) {
    std::string data;
    for (size_t i = 0; i < kRecordLinesMax + more; ++i) data += "line\n";
    const PageLines lines = lines_of(data);
    EXPECT_EQ(lines.shown.size(), kRecordLinesMax);
    EXPECT_EQ(lines.lines, kRecordLinesMax + more);
    EXPECT_EQ(lines.more_bytes, 5 * more);
  }
}

TEST(PageLines, CutsLongLinesBetweenCharacters) {
  EXPECT_TRUE(lines_of(std::string(kLineBytesMax, 'x')).cut.empty());
  const PageLines lines = lines_of("short\n" + std::string(kLineBytesMax - 1, 'x') + "éy\nend");
  ASSERT_EQ(lines.shown.size(), 3u);
  EXPECT_EQ(lines.shown[1].size(), kLineBytesMax - 1);
  ASSERT_EQ(lines.cut.size(), 1u);
  EXPECT_EQ(lines.cut[0].line, 1u);
  EXPECT_EQ(lines.cut[0].bytes, 3u);
  EXPECT_EQ(lines.shown[2], "end");
}

// A character may need six: what is bounded is the page.
TEST(PageLines, CountsBytesAsThePageSpellsThem) {
  std::string data;
  for (int i = 0; i < 900; ++i) data += std::string(1000, '<') + '\n';
  const PageLines lines = lines_of(data);
  EXPECT_EQ(lines.shown.size(), kRecordLinesBytesMax / 6003);
  EXPECT_EQ(lines.more_bytes, data.size() - 1001 * lines.shown.size());
}

TEST(PageLines, TakesWhatItShowsOffThePage) {
  size_t bytes_left = 20;
  EXPECT_EQ(first_lines("12345\n12345\n12345\n", bytes_left).shown.size(), 2u);
  EXPECT_EQ(bytes_left, 4u);
  const PageLines lines = first_lines("12345\n\n", bytes_left);
  EXPECT_EQ(lines.shown, Lines());
  EXPECT_EQ(lines.lines, 2u);
  EXPECT_EQ(lines.more_bytes, 7u);
  EXPECT_EQ(bytes_left, 4u);
}

}  // namespace
}  // namespace cwlogs
