#include "processor/filter_pattern_regex.h"

#include <gtest/gtest.h>

#include <string>

#include "processor/limits.h"
#include "tests/filter_pattern_lines.h"

namespace cwlogs {
namespace {

using testing::expect_lines;

TEST(FilterPatternRegex, MatchesTheExamplesOfAws) {
  expect_lines("%^[hc]at%", {.match = {"hat", "cat", "cats"}, .miss = {"a hat", "bat"}});
  expect_lines("%[hc]at$%", {.match = {"hat", "a cat"}, .miss = {"cats", "bat"}});
  expect_lines("%colou?r%", {.match = {"color", "colour"}, .miss = {"colouur"}});
  expect_lines("%[abc]%", {.match = {"a", "xbx", "c"}, .miss = {"d", ""}});
  expect_lines("%[abcx-z]%", {.match = {"a", "x", "y", "z"}, .miss = {"d", "w"}});
  expect_lines("%a{3,5}%", {.match = {"aaa", "aaaa", "aaaaa"}, .miss = {"aa", "aabaa"}});
  expect_lines("%gra|ey%", {.match = {"gray", "grey"}, .miss = {"gry"}});
  expect_lines("%^starting|^initializing|^shutting down%",
               {.match = {"starting ...", "initializing ...", "shutting down"},
                .miss = {"skipping initializing ...", "shuttingdown"}});
  expect_lines("%abcc|ab[^c]$%",
               {.match = {"abcc ...", "aba", "xabd"}, .miss = {"aac ...", "abc"}});
  expect_lines("%\\[.\\]%",
               {.match = {"[a]", "[b]", "[7]", "[@]", "[]]", "[ ]"}, .miss = {"[]", "a"}});
  expect_lines("%10\\.10\\.0\\.1%", {.match = {"10.10.0.1"}, .miss = {"10010,051"}});
  expect_lines("%10.10.0.1%", {.match = {"10.10.0.1", "10010,051"}});
  expect_lines("%ab*c%", {.match = {"ac", "abc", "abbbc"}, .miss = {"ab"}});
  expect_lines("%ab[0-9]*%", {.match = {"ab", "ab0", "ab129"}, .miss = {"a"}});
  expect_lines("%ab+c%", {.match = {"abc", "abbc", "abbbc"}, .miss = {"ac"}});
  expect_lines("%.at%", {.match = {"hat", "4at", "#at", " at"}, .miss = {"at"}});
  expect_lines("%\\d%", {.match = {"a1"}, .miss = {"a", "", "١"}});
  expect_lines("%\\D%", {.match = {"a1", "é"}, .miss = {"1", ""}});
  expect_lines("%\\s%", {.match = {"a b", "a\tb", "a\nb"}, .miss = {"ab"}});
  expect_lines("%^\\S+$%", {.match = {"ab"}, .miss = {"a b"}});
  expect_lines("%^\\w+$%", {.match = {"aZ_9"}, .miss = {"a-b", "é"}});
  expect_lines("%\\W%", {.match = {"a-b", "é"}, .miss = {"ab_1"}});
  expect_lines("%\\x3A%", {.match = {"a:b"}, .miss = {"a;b"}});
  expect_lines("%\\x28x\\x29%", {.match = {"f(x)"}, .miss = {"fx"}});
  expect_lines("%\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}%",
               {.match = {"at 10.0.0.1"}, .miss = {"1.2.3"}});
  expect_lines("%[Ee]rror|[Ff]ail%", {.match = {"Error", "a fail"}, .miss = {"ERROR"}});
}

TEST(FilterPatternRegex, RepeatsInEachOfItsForms) {
  expect_lines("%^a{2}$%", {.match = {"aa"}, .miss = {"a", "aaa"}});
  expect_lines("%^a{2,}$%", {.match = {"aa", "aaaa"}, .miss = {"a"}});
  expect_lines("%^a{,2}$%", {.match = {"", "a", "aa"}, .miss = {"aaa", "a{,2}"}});
  expect_lines("%^a{1, 2}$%", {.match = {"a", "aa"}, .miss = {"aaa", "a{1, 2}"}});
  expect_lines("%^a\\{2\\}$%", {.match = {"a{2}"}, .miss = {"aa"}});
  expect_lines("%^[{]a[]{]$%", {.match = {"{a]", "{a{"}, .miss = {"a"}});
  expect_lines("%^[^]x]$%", {.match = {"a"}, .miss = {"]", "x"}});
}

TEST(FilterPatternRegex, TakesSymbolsForThemselves) {
  expect_lines("%a:b_c#d=e@f/g;h,i-j%", {.match = {"a:b_c#d=e@f/g;h,i-j"}});
  expect_lines("%\\:\\_\\#\\=\\@\\/\\;\\,\\-\\.\\|\\\\%", {.match = {":_#=@/;,-.|\\"}});
  expect_lines("%\\x25\\x7e%", {.match = {"%~"}});
  expect_lines("%\\x41b%", {.match = {"Ab"}, .miss = {"A", "\x1b"}});
}

TEST(FilterPatternRegex, KnowsOneTextAndCharactersNotBytes) {
  expect_lines("%^.$%", {.match = {"a", "é", "日", "😀", "\n"}, .miss = {"", "ab", "日本"}});
  expect_lines("%a.b%", {.match = {"a\nb"}});
  expect_lines("%^b%", {.miss = {"a\nb"}});
  expect_lines("%a$%", {.miss = {"a\nb", "a\n"}});
  expect_lines("%^$%", {.match = {""}, .miss = {"\n"}});
}

TEST(FilterPatternRegex, IsLinearForWhatBacktracks) {
  const std::string line(kMiB, 'a');
  expect_lines("%^a*a*a*a*a*a*b$%", {.miss = {line}});
  expect_lines("%[ab]*[ab]*[ab]*c%", {.miss = {line}});
}

}  // namespace
}  // namespace cwlogs
