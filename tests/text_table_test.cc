#include "cli/text_table.h"

#include <gtest/gtest.h>

namespace cwlogs::testing {
namespace {

TEST(TextTable, AlignsByCharacters) {
  EXPECT_EQ(render_table({{"name", "n"}, {"é", "1,000"}, {"log event", ""}}, 2),
            "  name           n\n"
            "  é          1,000\n"
            "  log event\n");
}

TEST(TextTable, OfNoRowsIsEmpty) { EXPECT_EQ(render_table({}, 2), ""); }

}  // namespace
}  // namespace cwlogs::testing
