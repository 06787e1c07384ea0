#include "processor/redaction.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "cli/random.h"
#include "processor/utf8.h"

namespace cwlogs::testing {
namespace {

using Part = Redaction::Part;

// The text as it goes on, with the number of replacements behind it: "[x] 1".
std::string redacted(const Redaction& redaction, std::string_view text) {
  std::string out = "left from before";
  std::vector<uint32_t> counts;
  const size_t count = redaction.apply(text, out, counts);
  EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), size_t{0}), count);
  EXPECT_TRUE(count == 0 || is_utf8(out)) << out;
  return (count == 0 ? std::string(text) : out) + ' ' + std::to_string(count);
}

std::string without_addresses(std::string_view text) {
  Redaction redaction;
  redaction.redact_ip();
  return redacted(redaction, text);
}

std::string without_mails(std::string_view text) {
  Redaction redaction;
  redaction.redact_email();
  return redacted(redaction, text);
}

void add(Redaction& redaction, std::string_view pattern, Part part, std::string by = "#") {
  auto regex = Regex::compile(pattern);
  ASSERT_TRUE(regex) << regex.error();
  redaction.add(std::move(*regex), part, std::move(by));
}

std::string without(std::string_view pattern, Part part, std::string_view text) {
  Redaction redaction;
  add(redaction, pattern, part);
  return redacted(redaction, text);
}

TEST(Redaction, IsEmptyUntilToldWhatToReplace) {
  Redaction none;
  EXPECT_TRUE(none.empty());
  EXPECT_EQ(redacted(none, "1.2.3.4 a@b.com"), "1.2.3.4 a@b.com 0");
  Redaction ip;
  ip.redact_ip();
  EXPECT_FALSE(ip.empty());
  Redaction email;
  email.redact_email();
  EXPECT_FALSE(email.empty());
}

TEST(Redaction, CountsNothingWhereNothingIsFound) {
  EXPECT_EQ(without_addresses(""), " 0");
  EXPECT_EQ(without_addresses("12:34:56 v1.2.3 日本"), "12:34:56 v1.2.3 日本 0");
  EXPECT_EQ(without_mails("a @ b"), "a @ b 0");
  EXPECT_EQ(without("x", Part::kMatch, "日本"), "日本 0");
}

TEST(Redaction, ReplacesAddresses) {
  EXPECT_EQ(without_addresses("1.2.3.4"), "xxx.xxx.xxx.xxx 1");
  EXPECT_EQ(without_addresses("from 1.2.3.4:80 to [2001:db8::1]:443."),
            "from xxx.xxx.xxx.xxx:80 to [xxx.xxx.xxx.xxx]:443. 2");
  EXPECT_EQ(without_addresses("1.2.3.4 1.2.3.4,::1"),
            "xxx.xxx.xxx.xxx xxx.xxx.xxx.xxx,xxx.xxx.xxx.xxx 3");
  EXPECT_EQ(without_addresses("接続元192.168.0.1から"), "接続元xxx.xxx.xxx.xxxから 1");
}

TEST(Redaction, ReplacesMailAddresses) {
  EXPECT_EQ(without_mails("taro@example.com"), "xxxxx@xxxxx.com 1");
  EXPECT_EQ(without_mails("to <a.b+tag_%-1@mail.eu.example.co.jp>."), "to <xxxxx@xxxxx.com>. 1");
  EXPECT_EQ(without_mails("a@b.com,c@d.org e@f.net"),
            "xxxxx@xxxxx.com,xxxxx@xxxxx.com xxxxx@xxxxx.com 3");
  EXPECT_EQ(without_mails("宛先taro@example.jpです。"), "宛先xxxxx@xxxxx.comです。 1");
  EXPECT_EQ(without_mails("user=A@B.COM&x=1"), "user=xxxxx@xxxxx.com&x=1 1");
}

// Messages are often JSON, and stay it.
TEST(Redaction, LeavesEscapesBesideMailAddresses) {
  EXPECT_EQ(without_mails(R"({"m":"to\na@b.com\tc@d.org"})"),
            R"({"m":"to\nxxxxx@xxxxx.com\txxxxx@xxxxx.com"} 2)");
  EXPECT_EQ(without_mails(R"("\u003ca@b.com\u003e")"), R"("\u003cxxxxx@xxxxx.com\u003e" 1)");
  EXPECT_EQ(without_mails(R"("\"a@b.com\"")"), R"("\"xxxxx@xxxxx.com\"" 1)");
  EXPECT_EQ(without_mails(R"("D\\na@b.com")"), R"("D\\xxxxx@xxxxx.com" 1)");
  EXPECT_EQ(without_mails(R"("\n@b.com")"), R"("\n@b.com" 0)");
  EXPECT_EQ(without_mails(R"("a\u002Btag@b.com")"), R"("xxxxx@xxxxx.com" 1)");
}

TEST(Redaction, TellsMailAddressesFromOtherAts) {
  for (const std::string text : {"root@localhost", "@example.com", "a@", "a@.com", "a@b.c",
                                 "a@@b.com", "taro@例え.jp", "10 @ 2.50", "git@1.2.3.4"}) {
    EXPECT_EQ(without_mails(text), text + " 0");
  }
}

TEST(Redaction, ReplacesWholeMatches) {
  EXPECT_EQ(without("secret=\\S+", Part::kMatch, "a secret=1 b secret=日本 c"), "a # b # c 2");
  EXPECT_EQ(without("(k)=(v)", Part::kMatch, "k=v k=v"), "# # 2");
  EXPECT_EQ(without("aa", Part::kMatch, "aaaaa"), "##a 2");
  EXPECT_EQ(without("^a|c", Part::kMatch, "aac"), "#a# 2");
  EXPECT_EQ(without("\\bab", Part::kMatch, "abab"), "#ab 1");
  EXPECT_EQ(without(".", Part::kMatch, "日é\xf0\x9f\x98\x80"), "### 3");
}

TEST(Redaction, ReplacesWhatGroupsTake) {
  EXPECT_EQ(without("user=(\\w+) pass=(\\w+)", Part::kGroups, "user=a pass=b; user=c pass=d"),
            "user=# pass=#; user=# pass=# 4");
  EXPECT_EQ(without("(?P<key>k)=v", Part::kGroups, "k=v"), "#=v 1");
  EXPECT_EQ(without("(a)(b)", Part::kGroups, "xabx"), "x##x 2");
}

TEST(Redaction, ReplacesNestedGroupsOnceByTheOuterOne) {
  EXPECT_EQ(without("x((a)b)y", Part::kGroups, "xaby"), "x#y 1");
  EXPECT_EQ(without("x(a(b))y", Part::kGroups, "xaby"), "x#y 1");
  EXPECT_EQ(without("x((((a)b)c)d)y", Part::kGroups, "xabcdy"), "x#y 1");
  EXPECT_EQ(without("x(()ab)y", Part::kGroups, "xaby"), "x#y 1");
  // As many groups as a sort may treat in another way.
  std::string pattern = "a";
  for (int i = 0; i < 40; ++i) pattern = "(" + pattern + "b)";
  EXPECT_EQ(without(pattern, Part::kGroups, "a" + std::string(40, 'b')), "# 1");
}

TEST(Redaction, LeavesGroupsThatTookNothing) {
  EXPECT_EQ(without("k=(a)|k=(b)", Part::kGroups, "k=a k=b"), "k=# k=# 2");
  EXPECT_EQ(without("(?:(a)|(b))+", Part::kGroups, "ab"), "## 2");
  EXPECT_EQ(without("k=(\\d*)", Part::kGroups, "k= k=1"), "k= k=# 1");
  EXPECT_EQ(without("k=(v)?", Part::kGroups, "k="), "k= 0");
  EXPECT_EQ(without("abc", Part::kGroups, "abc"), "abc 0");
}

TEST(Redaction, LeavesEmptyMatchesAndGoesOn) {
  EXPECT_EQ(without("x*", Part::kMatch, "axxb"), "a#b 1");
  EXPECT_EQ(without("x*", Part::kMatch, "日xx本"), "日#本 1");
  EXPECT_EQ(without("", Part::kMatch, "日本"), "日本 0");
  EXPECT_EQ(without("$|^", Part::kMatch, "a"), "a 0");
  EXPECT_EQ(without("(?:)(本)?", Part::kGroups, "日本"), "日# 1");
}

TEST(Redaction, AppliesRulesInOrderAndAddressesLast) {
  Redaction redaction;
  add(redaction, "a+", Part::kMatch, "b");
  add(redaction, "b", Part::kMatch, "c");
  EXPECT_EQ(redacted(redaction, "aab"), "cc 3");

  Redaction all;
  all.redact_ip();
  all.redact_email();
  add(all, "key=(\\S+)", Part::kGroups, "1.2.3.4");
  EXPECT_EQ(redacted(all, "key=x from 5.6.7.8 by a@b.com"),
            "key=xxx.xxx.xxx.xxx from xxx.xxx.xxx.xxx by xxxxx@xxxxx.com 4");
  EXPECT_EQ(redacted(all, "nothing"), "nothing 0");
  EXPECT_EQ(redacted(all, "a@1.2.3.4"), "a@xxx.xxx.xxx.xxx 1");
}

TEST(Redaction, FindsWhatOnlyOneRuleOfManyFinds) {
  for (const std::string_view text : {"axx", "xbx", "xxc"}) {
    Redaction redaction;
    for (const char* pattern : {"a", "b", "c"}) add(redaction, pattern, Part::kMatch);
    std::string expected(text);
    expected[expected.find_first_not_of('x')] = '#';
    EXPECT_EQ(redacted(redaction, text), expected + " 1");
  }
}

TEST(Redaction, MayPutNothingInThePlace) {
  Redaction redaction;
  add(redaction, "secret", Part::kMatch, "");
  EXPECT_EQ(redacted(redaction, "a secret"), "a  1");
  EXPECT_EQ(redacted(redaction, "secret"), " 1");
}

TEST(Redaction, TakesReplacementsAsTheyAre) {
  Redaction redaction;
  add(redaction, "(a)", Part::kMatch, "\\1$1 \\0日");
  EXPECT_EQ(redacted(redaction, "xa"), "x\\1$1 \\0日 1");
}

TEST(Redaction, KeepsUtf8Valid) {
  Random random(1);
  const std::vector<std::string> words = {
      "日", "é", "a", "\xf0\x9f\x98\x80", "1.2.3.4", "a@b.com", " ", "x", "", "::1", "\\", "\""};
  for (const char* pattern : {"[^a]", "a*", "(x)|(é)", ".(.)", "\\W", "(\\pL)?", "\\b", "[^ -~]"}) {
    Redaction redaction;
    redaction.redact_ip();
    redaction.redact_email();
    add(redaction, pattern, Part::kMatch);
    add(redaction, pattern, Part::kGroups, "本");
    for (int i = 0; i < 500; ++i) {
      std::string text;
      for (size_t n = random.below(12); n != 0; --n) text += random.choice(words);
      redacted(redaction, text);
    }
  }
}

TEST(Redaction, RefusesPatternsOfBytes) {
  for (const char* pattern : {"\\C", "a\\C+b", "(\\C)", "\\\\\\C"}) {
    EXPECT_FALSE(Regex::compile(pattern)) << pattern;
  }
  EXPECT_TRUE(Regex::compile("\\\\C"));
  EXPECT_EQ(without("\\\\C", Part::kMatch, "a\\C"), "a# 1");
}

TEST(Redaction, StaysLinearInTheText) {
  const std::string text(1'000'000, 'a');
  EXPECT_EQ(without_mails(text), text + " 0");
  EXPECT_EQ(without_mails(text + "@"), text + "@ 0");
  const std::string backslashes(1'000'000, '\\');
  EXPECT_EQ(without_mails(backslashes), backslashes + " 0");
  EXPECT_EQ(without("(a)", Part::kGroups, text), std::string(1'000'000, '#') + " 1000000");
}

}  // namespace
}  // namespace cwlogs::testing
