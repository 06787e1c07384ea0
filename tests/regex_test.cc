#include "processor/regex.h"

#include <gtest/gtest.h>

namespace cwlogs {
namespace {

using Groups = std::vector<std::string_view>;

Regex compiled(std::string_view pattern) {
  auto regex = Regex::compile(pattern);
  EXPECT_TRUE(regex) << pattern << ": " << regex.error();
  return std::move(*regex);
}

Groups groups_of(std::string_view pattern, std::string_view text) {
  Groups groups;
  EXPECT_TRUE(compiled(pattern).match_groups(text, groups)) << pattern << ' ' << text;
  return groups;
}

TEST(Regex, MatchesAnywhere) {
  EXPECT_TRUE(compiled("ERROR|WARN").matches("a WARN b"));
  EXPECT_FALSE(compiled("ERROR|WARN").matches("a warn b"));
  EXPECT_TRUE(compiled("(?i)error").matches("an Error"));
  EXPECT_TRUE(compiled("^a.*z$").matches("a to z"));
  EXPECT_FALSE(compiled("^a.*z$").matches("ba to z"));
  EXPECT_TRUE(compiled("").matches(""));
}

TEST(Regex, ReadsUtf8) {
  EXPECT_TRUE(compiled("^.語$").matches("日語"));
  EXPECT_TRUE(compiled("\\p{Han}{2}").matches("x日語"));
  EXPECT_FALSE(compiled("^..$").matches("日"));
}

TEST(Regex, MatchesAcrossNulAndLines) {
  EXPECT_TRUE(compiled("b$").matches(std::string_view("a\0b", 3)));
  EXPECT_FALSE(compiled("a.b").matches("a\nb"));
  EXPECT_TRUE(compiled("(?s)a.b").matches("a\nb"));
}

TEST(Regex, TellsItsNamedGroupsFromLeftToRight) {
  const Regex regex = compiled("(?P<z>a)(b)(?P<a>(?P<inner>c)d)");
  EXPECT_EQ(regex.names(), (std::vector<std::string>{"z", "a", "inner"}));
  EXPECT_EQ(groups_of("(?P<z>a)(b)(?P<a>(?P<inner>c)d)", "xabcd"), (Groups{"a", "cd", "c"}));
  EXPECT_TRUE(compiled("(a)(?:b)").names().empty());
}

TEST(Regex, LeavesGroupsEmptyThatTookNothing) {
  EXPECT_EQ(groups_of("^/(?P<a>x)?(?P<b>.*)$", "/y"), (Groups{"", "y"}));
  EXPECT_EQ(groups_of("(?P<a>x*)", "y"), (Groups{""}));
}

TEST(Regex, AppendsGroupsToOthers) {
  Groups groups = {"before"};
  EXPECT_TRUE(compiled("(?P<a>b)").match_groups("abc", groups));
  EXPECT_EQ(groups, (Groups{"before", "b"}));
  EXPECT_FALSE(compiled("(?P<a>x)").match_groups("abc", groups));
  EXPECT_EQ(groups, (Groups{"before", "b"}));
}

TEST(Regex, SaysWhatIsWrong) {
  for (const char* pattern : {"(", "a**b(", "[z-a]", "(?=a)", "\\1", "*", "a{1001}", "\xff"}) {
    const auto regex = Regex::compile(pattern);
    ASSERT_FALSE(regex) << pattern;
    EXPECT_FALSE(regex.error().empty());
    EXPECT_EQ(regex.error().find('\n'), std::string::npos);
  }
  EXPECT_EQ(Regex::compile("(").error(), "missing ): (");
}

TEST(Regex, StaysLinearInTheText) {
  EXPECT_FALSE(compiled("(a*)*(a*)*b$").matches(std::string(100'000, 'a')));
  EXPECT_FALSE(compiled("(x+x+)+y").matches(std::string(100'000, 'x')));
}

}  // namespace
}  // namespace cwlogs
