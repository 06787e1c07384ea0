#include "processor/ip_address.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "cli/random.h"

namespace cwlogs::testing {
namespace {

std::vector<std::string> addresses_in(std::string_view text) {
  std::vector<std::string> found;
  for (size_t at = 0; at <= text.size();) {
    const TextSpan span = find_ip_address(text, at);
    if (span.size == 0) break;
    EXPECT_GE(span.begin, at) << text;
    EXPECT_LE(span.begin + span.size, text.size()) << text;
    found.emplace_back(text.substr(span.begin, span.size));
    at = span.begin + span.size;
  }
  return found;
}

using Addresses = std::vector<std::string>;

bool is_ipv4(const std::string& text) {
  in_addr address;
  return inet_pton(AF_INET, text.c_str(), &address) == 1;
}
bool is_ipv6(const std::string& text) {
  in6_addr address;
  return inet_pton(AF_INET6, text.c_str(), &address) == 1;
}

TEST(IpAddress, FindsIpv4) {
  for (const char* address : {"0.0.0.0", "255.255.255.255", "1.2.3.4", "192.168.0.1"}) {
    const std::string text(address);
    EXPECT_EQ(addresses_in(text), Addresses{text});
    for (const auto& [before, after] :
         std::vector<std::pair<std::string, std::string>>{{"", ":80"},
                                                          {"[", "]"},
                                                          {"from ", "."},
                                                          {"from ", ". Next"},
                                                          {"ip=", ","},
                                                          {"\"", "\""},
                                                          {"/", "/24"},
                                                          {"wait...", "..."},
                                                          {"ip:", ":"},
                                                          {"(", ")"},
                                                          {"-", "-"},
                                                          {"\n", "\n"},
                                                          {"接続元", "から"},
                                                          {"「", "」"},
                                                          {"，", "。"},
                                                          {"é", "é"}}) {
      EXPECT_EQ(addresses_in(before + text + after), Addresses{text}) << before + text + after;
    }
  }
}

TEST(IpAddress, FindsIpv4WithLeadingZeros) {
  EXPECT_EQ(addresses_in("001.002.003.004"), Addresses{"001.002.003.004"});
}

TEST(IpAddress, TellsIpv4FromNumbersAndVersions) {
  for (const char* text : {"",
                           ".",
                           "1",
                           "1.",
                           "1.2.3",
                           "1.2.3.",
                           "256.1.1.1",
                           "1.256.1.1",
                           "1.1.1.256",
                           "1.2.3.1234",
                           "1234.1.1.1",
                           "1.2.3.4.5",
                           "1.2.3.4.5.6.7.8",
                           "v1.2.3.4",
                           "_1.2.3.4",
                           "1.2.3.4a",
                           "1.2.3.4_",
                           "1..2.3.4",
                           "1.2.3,4",
                           "1. 2.3.4",
                           "lib.so.1.2.3.4",
                           "-1.-2.-3.-4"}) {
    EXPECT_EQ(addresses_in(text), Addresses{}) << text;
  }
}

// Its examples, and what section 2.2 allows besides.
TEST(IpAddress, FindsIpv6AsRfc4291WritesIt) {
  for (const char* address : {"ABCD:EF01:2345:6789:ABCD:EF01:2345:6789",
                              "2001:DB8:0:0:8:800:200C:417A",
                              "FF01:0:0:0:0:0:0:101",
                              "0:0:0:0:0:0:0:1",
                              "0:0:0:0:0:0:0:0",
                              "2001:DB8::8:800:200C:417A",
                              "FF01::101",
                              "::1",
                              "0:0:0:0:0:0:13.1.68.3",
                              "0:0:0:0:0:FFFF:129.144.52.38",
                              "::13.1.68.3",
                              "::FFFF:129.144.52.38",
                              "2001:db8::1",
                              "2001:db8::",
                              "::ffff:1.2.3.4",
                              "64:ff9b::1.2.3.4",
                              "1:2:3:4:5:6:7::",
                              "::2:3:4:5:6:7:8",
                              "1:2:3:4:5:6:7:8",
                              "fe80::1",
                              "a::b"}) {
    const std::string text(address);
    ASSERT_TRUE(is_ipv6(text)) << text;
    EXPECT_EQ(addresses_in(text), Addresses{text});
    for (const auto& [before, after] :
         std::vector<std::pair<std::string, std::string>>{{"[", "]:443"},
                                                          {"[", "]"},
                                                          {"from ", "."},
                                                          {"from ", ". Next"},
                                                          {"", "%eth0"},
                                                          {"ip=", ","},
                                                          {"", "/64"},
                                                          {"", ": refused"},
                                                          {"\"", "\""},
                                                          {"wait...", ""},
                                                          {"接続元", "から"},
                                                          {"「", "」"}}) {
      EXPECT_EQ(addresses_in(before + text + after), Addresses{text}) << before + text + after;
    }
  }
}

TEST(IpAddress, TellsIpv6FromTimesAndNames) {
  for (const char* text : {"::",
                           ":",
                           ":::",
                           "12:34:56",
                           "2022-06-22T12:34:56.789Z",
                           "00:1a:2b:3c:4d:5e",
                           "std::string",
                           "std::dec",
                           "xa::b",
                           "a::bx",
                           "a::b_",
                           "Node::parse",
                           "1:2:3:4:5:6:7",
                           "2001:db8::12345",
                           "12345::1",
                           "g::1",
                           "::g",
                           "1:2:3:4:5:6:7:",
                           "key:value",
                           "{\"a\":1,\"b\":2}",
                           "1::2:3:4:5:6:7:8",
                           "::1.2.3.4.5"}) {
    EXPECT_EQ(addresses_in(text), Addresses{}) << text;
  }
}

// Some write address and port like this: rather too much is hidden than the address told.
TEST(IpAddress, TakesEightGroupsOfNine) {
  EXPECT_EQ(addresses_in("0:0:0:0:0:0:0:1:52345"), Addresses{"0:0:0:0:0:0:0:1"});
}

// Messages are often JSON.
TEST(IpAddress, FollowsAnEscape) {
  for (const std::string address : {"1.2.3.4", "2001:db8::1", "::1", "e80::1", "b::1"}) {
    for (const std::string before :
         {R"("line\n)", R"(\t)", R"(\r\n)", R"(\b)", R"(\f)", R"(\u003e)", R"(\u003C)", R"(\\)",
          R"(\\\n)", R"(\")", R"(\\\\)"}) {
      EXPECT_EQ(addresses_in(before + address + R"(\n)"), Addresses{address}) << before;
      EXPECT_EQ(addresses_in(before + address + R"(\u003e")"), Addresses{address}) << before;
    }
  }
  EXPECT_EQ(addresses_in(R"(10.0.0.1:1234-\u003e10.0.0.2:80)"),
            (Addresses{"10.0.0.1", "10.0.0.2"}));
  for (const char* text :
       {R"(\\n1.2.3.4)", R"(\\u003e1.2.3.4)", R"(u003e1.2.3.4)", R"(\u03e1.2.3.4)"}) {
    EXPECT_EQ(addresses_in(text), Addresses{}) << text;
  }
}

TEST(IpAddress, FindsAllOfThemInOrder) {
  EXPECT_EQ(addresses_in("1.2.3.4,5.6.7.8 ::1 - 10.0.0.1->10.0.0.2, 2001:db8::1/2001:db8::2"),
            (Addresses{"1.2.3.4", "5.6.7.8", "::1", "10.0.0.1", "10.0.0.2", "2001:db8::1",
                       "2001:db8::2"}));
}

TEST(IpAddress, LooksOnlyFromWhereItIsTold) {
  const std::string text = "1.2.3.4 5.6.7.8";
  EXPECT_EQ(find_ip_address(text, 1).begin, 8U);
  EXPECT_EQ(find_ip_address(text, 9).size, 0U);
  EXPECT_EQ(find_ip_address(text, text.size()).size, 0U);
}

TEST(IpAddress, StaysLinearInTheText) {
  constexpr size_t kBytes = 1'000'000;
  for (const std::string part :
       {":", "a", "1.", "1:", "a::", "1.1.1.", ".", "日", "::1.", "1:2:", "\\", "\\b", "\\\\a"}) {
    std::string text;
    while (text.size() < kBytes) text += part;
    addresses_in(text);
  }
}

class RandomAddress : public ::testing::Test {
 protected:
  std::string ipv4() {
    std::string text;
    for (int i = 0; i < 4; ++i) text += (i == 0 ? "" : ".") + std::to_string(random_.below(256));
    return text;
  }

  std::string group() {
    static constexpr std::string_view kDigits = "0123456789abcdefABCDEF";
    std::string text;
    const size_t size = 1 + random_.below(4);
    while (text.size() < size) text += kDigits[random_.below(kDigits.size())];
    return text;
  }

  std::string ipv6() {
    const bool tail = random_.below(4) == 0;
    const size_t groups_max = tail ? 6 : 8;
    const bool gap = random_.below(3) != 0;
    const size_t groups = gap ? random_.below(groups_max) : groups_max;
    const size_t gap_at = gap ? random_.below(groups + 1) : groups_max + 1;
    std::string text;
    for (size_t i = 0; i <= groups; ++i) {
      if (i == gap_at) text += text.ends_with(':') ? ":" : "::";
      if (i < groups) text += group() + ":";
    }
    if (tail) return text + ipv4();
    // Without a tail the last colon is one too many, unless it is the gap's.
    if (!text.ends_with("::")) text.pop_back();
    return text;
  }

  std::string noise() {
    static constexpr std::string_view kMarks = "0123456789af::::....";
    std::string text;
    const size_t size = random_.below(30);
    while (text.size() < size) text += kMarks[random_.below(kMarks.size())];
    return text;
  }

  Random random_{1};
};

TEST_F(RandomAddress, IsFoundInText) {
  static constexpr std::array<std::string_view, 8> kBefore = {
      "", " ", "[", "ip=", "\"", "、", "接続元", "..."};
  static constexpr std::array<std::string_view, 8> kAfter = {"",   " ",  "]",    ". And",
                                                             "\"", ", ", "から", "/24"};
  for (int i = 0; i < 50'000; ++i) {
    const std::string address = random_.below(2) == 0 ? ipv4() : ipv6();
    if (address == "::") continue;
    ASSERT_TRUE(is_ipv4(address) || is_ipv6(address)) << address;
    std::string text(kBefore[random_.below(kBefore.size())]);
    text += address;
    text += kAfter[random_.below(kAfter.size())];
    ASSERT_EQ(addresses_in(text), Addresses{address}) << text;
  }
}

std::string without_leading_zeros(const std::string& ipv4) {
  std::string text;
  for (size_t i = 0; i < ipv4.size(); ++i) {
    const bool leading = ipv4[i] == '0' && (text.empty() || text.back() == '.');
    if (!leading || i + 1 == ipv4.size() || ipv4[i + 1] == '.') text += ipv4[i];
  }
  return text;
}

TEST_F(RandomAddress, IsOneToOthersToo) {
  size_t valid = 0;
  for (int i = 0; i < 200'000; ++i) {
    const std::string text = noise();
    const Addresses found = addresses_in(text);
    for (const std::string& address : found) {
      if (address.find('.') != address.npos && address.find(':') != address.npos) continue;
      ASSERT_TRUE(is_ipv4(without_leading_zeros(address)) || is_ipv6(address)) << text;
    }
    if ((!is_ipv4(text) && !is_ipv6(text)) || text == "::") continue;
    ++valid;
    ASSERT_EQ(found, Addresses{text});
  }
  EXPECT_GT(valid, 100U);
}

}  // namespace
}  // namespace cwlogs::testing
