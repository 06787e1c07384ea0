#include "processor/parsed_fields.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "processor/limits.h"
#include "tests/parsed_line.h"

namespace cwlogs {
namespace {

using std::chrono::milliseconds;
using testing::json_of;

TEST(ParsedFields, KeepsFieldsInOrder) {
  ParsedFields fields;
  fields.add_text("a", "1");
  fields.add_number("b", "2.50");
  fields.add_boolean("c", "true");
  fields.add_event_time("d", "then", milliseconds(1705311000123));
  fields.add_time("e", "later", milliseconds(1705311000124));
  fields.add_json("f", "[ 1, 2 ]");
  EXPECT_EQ(json_of(fields), R"({"a":"1","b":2.50,"c":true,"d":"2024-01-15T09:30:00.123Z",)"
                             R"("e":"2024-01-15T09:30:00.124Z","f":[1,2]})");
  EXPECT_EQ(fields.time(), milliseconds(1705311000123));
  EXPECT_EQ(fields.find("d")->text, "then");
}

TEST(ParsedFields, FindsTheLastOfAName) {
  ParsedFields fields;
  fields.add_text("a", "1");
  fields.add_text("a", "2");
  EXPECT_EQ(fields.find("a")->text, "2");
  EXPECT_EQ(fields.find("b"), nullptr);
}

TEST(ParsedFields, UndoesToAMark) {
  ParsedFields fields;
  fields.add_text("a", "1");
  const ParsedFields::Mark mark = fields.mark();
  fields.add_event_time("b", "", milliseconds(1));
  fields.undo(mark);
  EXPECT_EQ(json_of(fields), R"({"a":"1"})");
  EXPECT_FALSE(fields.time());
}

TEST(ParsedFields, WritesIntegers) {
  ParsedFields fields;
  fields.add_integer("min", std::numeric_limits<int64_t>::min());
  fields.add_integer("zero", 0);
  fields.add_integer("max", std::numeric_limits<int64_t>::max());
  EXPECT_EQ(json_of(fields), R"({"min":-9223372036854775808,"zero":0,"max":9223372036854775807})");
}

TEST(TextArena, NeverMovesWhatItHolds) {
  TextArena arena;
  const std::string_view first = arena.copy("first");
  const char* const at = first.data();
  for (size_t i = 0; i < 10'000; ++i) arena.copy("and another one");
  arena.copy(std::string(1'000'000, 'x'));
  EXPECT_EQ(first, "first");
  EXPECT_EQ(first.data(), at);
  EXPECT_EQ(arena.copy(""), "");
}

// The same room is used again and again: nothing grows with the number of lines.
TEST(TextArena, IsReusedFromLineToLine) {
  TextArena arena;
  const std::string text(3000, 'x');
  const auto fill = [&] {
    const char* const at = arena.copy(text).data();
    for (size_t i = 0; i < 20; ++i) arena.copy(text);
    arena.clear();
    return at;
  };
  fill();
  const char* const warm = fill();
  for (size_t i = 0; i < 100; ++i) EXPECT_EQ(fill(), warm);
}

TEST(TextArena, GivesBackWhatAHugeLineNeeded) {
  TextArena arena;
  arena.reserve(kBufferKeepBytes + 1);
  arena.keep(kBufferKeepBytes + 1);
  arena.clear();
  EXPECT_EQ(arena.copy("usable").substr(), "usable");
}

}  // namespace
}  // namespace cwlogs
