#include "cli/style.h"

#include <gtest/gtest.h>

namespace cwlogs {
namespace {

TEST(Style, SpellsWhatATerminalWouldObey) {
  EXPECT_EQ(without_controls("a\x1b[31m\r\tb\n\x7f"), "a\\x1b[31m\\x0d\tb\n\\x7f");
  EXPECT_EQ(on_one_line("a\tb\n"), "a\\x09b\\x0a");
  EXPECT_EQ(on_one_line("\u009b\u202e\u2066"), "\\xc2\\x9b\\xe2\\x80\\xae\\xe2\\x81\\xa6");
}

TEST(Style, KeepsEveryOtherCharacter) {
  const std::string text = "\u00a0é \u65e5\u672c \U0001f600 \u2010\u2030\u2070 \xc2";
  EXPECT_EQ(on_one_line(text), text);
}

}  // namespace
}  // namespace cwlogs
