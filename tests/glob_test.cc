#include "processor/glob.h"

#include <gtest/gtest.h>

#include "cli/random.h"

namespace cwlogs {
namespace {

bool matches(std::string_view pattern, std::string_view name) {
  return Glob(std::string(pattern)).matches(name);
}

struct Case {
  const char* pattern;
  const char* name;
};

TEST(Glob, MatchesTheWholeName) {
  for (const Case& c : {Case{"", ""},
                        {"a", "a"},
                        {"/aws/lambda/app", "/aws/lambda/app"},
                        {"日本", "日本"},
                        {"a.b+c[d]\\", "a.b+c[d]\\"}}) {
    EXPECT_TRUE(matches(c.pattern, c.name)) << c.pattern << ' ' << c.name;
  }
  for (const Case& c : {Case{"", "a"},
                        {"a", ""},
                        {"a", "A"},
                        {"a", "ab"},
                        {"b", "ab"},
                        {"/aws", "/aws/lambda"},
                        {".", "a"},
                        {"[ab]", "a"}}) {
    EXPECT_FALSE(matches(c.pattern, c.name)) << c.pattern << ' ' << c.name;
  }
}

TEST(Glob, TakesAStarForAnyCharacters) {
  for (const Case& c : {Case{"*", ""},
                        {"*", "/aws/lambda/app"},
                        {"**", "a"},
                        {"***", ""},
                        {"/aws/lambda/*", "/aws/lambda/"},
                        {"/aws/lambda/*", "/aws/lambda/a/b.c"},
                        {"*/debug", "/app/debug"},
                        {"*app*", "my-app-1"},
                        {"a*b*c", "abc"},
                        {"a*b*c", "a-b-b-c-c"},
                        {"*aab", "aaaab"},
                        {"*ab*ab", "abab"},
                        {"a*", "a*"}}) {
    EXPECT_TRUE(matches(c.pattern, c.name)) << c.pattern << ' ' << c.name;
  }
  for (const Case& c : {Case{"/aws/lambda/*", "/aws/lambda"},
                        {"*/debug", "/app/debug/"},
                        {"a*b*c", "acb"},
                        {"*ab*ab", "ab"},
                        {"a*a", "a"}}) {
    EXPECT_FALSE(matches(c.pattern, c.name)) << c.pattern << ' ' << c.name;
  }
}

TEST(Glob, TakesAQuestionMarkForOneCharacter) {
  EXPECT_TRUE(matches("app-?", "app-1"));
  EXPECT_TRUE(matches("???", "a/."));
  EXPECT_TRUE(matches("?*", "a"));
  EXPECT_TRUE(matches("*?", "ab"));
  EXPECT_FALSE(matches("app-?", "app-"));
  EXPECT_FALSE(matches("app-?", "app-12"));
  EXPECT_FALSE(matches("?*", ""));
}

TEST(Glob, CountsCharactersNotBytes) {
  EXPECT_TRUE(matches("?", "日"));
  EXPECT_TRUE(matches("??", "é😀"));
  EXPECT_TRUE(matches("*?", "日"));
  EXPECT_TRUE(matches("a?*c", "a😀c"));
  EXPECT_FALSE(matches("??", "日"));
  EXPECT_FALSE(matches("*??", "日"));
  EXPECT_FALSE(matches("*?????", "é日😀"));
}

TEST(Glob, StaysFastOnHostilePatterns) {
  std::string pattern;
  for (int i = 0; i < 100; ++i) pattern += "a*";
  EXPECT_FALSE(matches(pattern + "b", std::string(10'000, 'a')));
}

// By definition: slow, and plainly right.
bool matches_slowly(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return name.empty();
  if (pattern[0] == '*') {
    return matches_slowly(pattern.substr(1), name) ||
           (!name.empty() && matches_slowly(pattern, name.substr(1)));
  }
  return !name.empty() && (pattern[0] == '?' || pattern[0] == name[0]) &&
         matches_slowly(pattern.substr(1), name.substr(1));
}

std::string random_text(Random& random, std::string_view letters, uint64_t size_max) {
  std::string text;
  for (uint64_t n = random.below(size_max + 1); n > 0; --n) text += random.choice(letters);
  return text;
}

TEST(Glob, AgreesWithItsDefinition) {
  Random random(1);
  size_t matched = 0;
  for (int trial = 0; trial < 200'000; ++trial) {
    const std::string pattern = random_text(random, "ab/*?*", 7);
    const std::string name = random_text(random, "ab/", 9);
    const bool expected = matches_slowly(pattern, name);
    ASSERT_EQ(matches(pattern, name), expected) << pattern << ' ' << name;
    matched += expected ? 1 : 0;
  }
  EXPECT_GT(matched, 10'000U);
}

}  // namespace
}  // namespace cwlogs
