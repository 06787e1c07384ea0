#include "processor/gunzip.h"

#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/gzip_fixture.h"

namespace cwlogs {
namespace {

using testing::deflate_with;
using testing::gzip;
using testing::log_text;
using testing::member_with_flags;
using testing::random_bytes;
using testing::truncated;
using testing::with_bad_crc;
using testing::with_bad_isize;
using testing::with_bit_flipped;
using testing::zlib_gunzip;

struct Inflated {
  Reason reason;
  size_t size;
  std::string text;
};

constexpr size_t kRoom = 1 << 14;
constexpr size_t kWideRoom = 1 << 20;

// Input and room are blocks of exactly their size, so that AddressSanitizer sees one byte more.
Inflated inflate(std::string_view bytes, size_t room = kRoom) {
  static Gunzip gunzip;  // one for all: a failure must leave nothing behind
  const std::vector<char> in(bytes.begin(), bytes.end());
  std::vector<char> out(room);
  const Gunzip::Outcome outcome = gunzip.inflate({in.data(), in.size()}, out);
  return {outcome.reason, outcome.inflated_size, std::string(out.data(), outcome.inflated_size)};
}

void expect_text(std::string_view bytes, const std::string& text, size_t room = kRoom) {
  const Inflated inflated = inflate(bytes, room);
  EXPECT_EQ(inflated.reason, Reason::kNone);
  EXPECT_TRUE(inflated.text == text);
}

void expect_failure(std::string_view bytes, Reason reason, size_t size, size_t room = kRoom) {
  const Inflated inflated = inflate(bytes, room);
  EXPECT_EQ(inflated.reason, reason);
  EXPECT_EQ(inflated.size, size);
}

TEST(Gunzip, ReadsWhatZlibWritesAtEveryLevel) {
  for (int level = 0; level <= 9; ++level) {
    for (const size_t n : {0U, 1U, 2U, 100U, 5000U, 70'000U, 300'000U}) {
      expect_text(gzip(log_text(n), level), log_text(n), kWideRoom);
      expect_text(gzip(random_bytes(n), level), random_bytes(n), kWideRoom);
    }
  }
}

TEST(Gunzip, ReadsEveryTypeOfBlock) {
  const std::string text = log_text(2000);
  const struct {
    int type;  // BTYPE of RFC 1951 section 3.2.3
    testing::DeflateOptions options;
  } blocks[] = {{0, {.level = 0}}, {1, {.strategy = Z_FIXED}}, {2, {.strategy = Z_HUFFMAN_ONLY}}};
  for (const auto& block : blocks) {
    const std::string member = deflate_with(text, block.options);
    ASSERT_EQ(member[10] >> 1 & 3, block.type) << "the fixture";
    expect_text(member, text);
  }
}

TEST(Gunzip, ReadsMembersOneAfterTheOther) {
  const std::string a = log_text(3000);
  const std::string b = random_bytes(500);
  expect_text(gzip(a) + gzip(b, 0) + gzip(a, 1), a + b + a);
}

TEST(Gunzip, ReadsEmptyMembers) {
  const std::string nothing = gzip("");
  expect_text(nothing, "");
  expect_text(nothing, "", 0);
  expect_text(nothing + nothing, "", 0);
  expect_text(nothing + gzip("ab") + nothing + gzip("c") + nothing, "abc", 3);
}

TEST(Gunzip, ReadsTensOfThousandsOfTinyMembers) {
  constexpr size_t kMembers = 51'000;
  std::string members;
  for (size_t i = 0; i < kMembers; ++i) members += i % 2 == 0 ? gzip("") : gzip("x");
  const std::string text(kMembers / 2, 'x');
  expect_text(members, text, text.size());
  expect_failure(members, Reason::kInflatedTooLarge, text.size() - 1, text.size() - 1);
  expect_failure(members + truncated(gzip("yy")), Reason::kGzipTruncated, text.size() + 2,
                 kWideRoom);
}

TEST(Gunzip, AllowsZerosAfterTheLastMember) {
  for (const size_t n : {1U, 2U, 17U, 18U, 512U, 100'000U}) {
    expect_text(gzip("ab") + gzip("c") + std::string(n, '\0'), "abc");
  }
}

TEST(Gunzip, RejectsOtherBytesAfterTheLastMember) {
  const std::string zeros(20, '\0');
  for (const std::string& rest :
       {std::string("x"), std::string("\x1f"), std::string("\x1f\x8c"), std::string("\x8b\x1f"),
        std::string("{}"), zeros + "x", zeros + gzip("late"), "\n" + gzip("late")}) {
    expect_failure(gzip("ab") + gzip("c") + rest, Reason::kGzipTrailingBytes, 3);
  }
}

TEST(Gunzip, RejectsWhatIsNoMember) {
  expect_failure("", Reason::kGzipTruncated, 0);
  expect_failure("\x1f", Reason::kGzipTruncated, 0);
  expect_failure("\x1f\x8b", Reason::kGzipTruncated, 0);
  expect_failure(std::string(2, '\0'), Reason::kGzipCorrupt, 0);
  expect_failure(std::string(100, '\0'), Reason::kGzipCorrupt, 0);
  expect_failure("{\"messageType\":\"DATA_MESSAGE\"}", Reason::kGzipCorrupt, 0);
  expect_failure(gzip("a") + "\x1f\x8b", Reason::kGzipTruncated, 1);
}

TEST(Gunzip, SkipsEveryCombinationOfHeaderFields) {
  for (int flags = 0; flags < 32; ++flags) {
    const std::string member = member_with_flags(flags, "text");
    ASSERT_EQ(zlib_gunzip(member), "text") << "the fixture, flags " << flags;
    expect_text(member, "text");
    expect_text(member + member, "texttext");
  }
}

TEST(Gunzip, RejectsReservedFlagsAndOtherMethods) {
  for (const int flag : {0x20, 0x40, 0x80}) {
    expect_failure(member_with_flags(flag, "text"), Reason::kGzipCorrupt, 0);
  }
  for (size_t bit = 16; bit < 24; ++bit) {
    expect_failure(with_bit_flipped(gzip("text"), bit), Reason::kGzipCorrupt, 0);
  }
}

TEST(Gunzip, RejectsWrongCrc) {
  const std::string member = gzip(log_text(500));
  expect_failure(with_bad_crc(member), Reason::kGzipChecksum, 500);
  for (size_t bit = 0; bit < 32; ++bit) {
    const std::string bad = with_bit_flipped(member, (member.size() - 8) * 8 + bit);
    expect_failure(bad, Reason::kGzipChecksum, 500);
  }
}

TEST(Gunzip, RejectsWrongIsize) {
  const std::string member = gzip(log_text(500));
  expect_failure(with_bad_isize(member), Reason::kGzipChecksum, 500);
  for (size_t bit = 0; bit < 32; ++bit) {
    const std::string bad = with_bit_flipped(member, (member.size() - 4) * 8 + bit);
    expect_failure(bad, Reason::kGzipChecksum, 500);
  }
}

TEST(Gunzip, TellsCorruptFromTruncatedFromWrongChecksum) {
  // A block of the reserved type 3, complete in all else.
  expect_failure(member_with_flags(0, "", "\x07"), Reason::kGzipCorrupt, 0);
  // The match of a fixed block reaches back before the first byte.
  expect_failure(member_with_flags(0, "", std::string("\x03\x02\x00", 3)), Reason::kGzipCorrupt, 0);
  // A stored block whose NLEN is no complement of LEN.
  expect_failure(member_with_flags(0, "", std::string("\x01\x05\x00\x00\x00", 5)),
                 Reason::kGzipCorrupt, 0);
}

TEST(Gunzip, CountsWhatWasInflatedBeforeTheFault) {
  const std::string first = gzip(log_text(40'000));
  const std::string second = gzip(random_bytes(30'000), 0);
  expect_failure(first + with_bad_crc(second), Reason::kGzipChecksum, 70'000, kWideRoom);
  expect_failure(first + truncated(second, 8), Reason::kGzipTruncated, 70'000, kWideRoom);
  expect_failure(first + truncated(second, 8 + 1000), Reason::kGzipTruncated, 69'000, kWideRoom);
  expect_failure(first + second + "x", Reason::kGzipTrailingBytes, 70'000, kWideRoom);
}

TEST(Gunzip, RejectsEveryTruncation) {
  for (const std::string& member :
       {gzip(""), gzip(log_text(600)), gzip(random_bytes(300)), gzip(std::string(9000, 'z')),
        gzip(log_text(300), 0), member_with_flags(31, log_text(300))}) {
    for (size_t cut = 1; cut <= member.size(); ++cut) {
      ASSERT_EQ(inflate(truncated(member, cut)).reason, Reason::kGzipTruncated) << cut;
      const Inflated second = inflate(gzip("ab") + truncated(member, cut));
      const Reason expected = cut == member.size()       ? Reason::kNone
                              : cut == member.size() - 1 ? Reason::kGzipTrailingBytes
                                                         : Reason::kGzipTruncated;
      ASSERT_EQ(second.reason, expected) << cut;
      ASSERT_GE(second.size, 2U);
    }
  }
}

// zlib decides what is accepted and what it says.
void expect_as_zlib(const std::string& bytes) {
  const std::optional<std::string> expected = zlib_gunzip(bytes);
  const Inflated inflated = inflate(bytes);
  ASSERT_EQ(inflated.reason == Reason::kNone, expected.has_value());
  ASSERT_EQ(expected.value_or(inflated.text), inflated.text);
}

TEST(Gunzip, JudgesEveryFlippedBitAsZlibDoes) {
  for (const std::string& member :
       {gzip(""), gzip("hello, hello, hello"), gzip(log_text(900)), gzip(random_bytes(64), 0),
        gzip("ab") + gzip(log_text(90)) + std::string(3, '\0'),
        member_with_flags(testing::kText | testing::kExtra | testing::kName | testing::kComment,
                          log_text(200))}) {
    for (size_t bit = 0; bit < member.size() * 8; ++bit) {
      SCOPED_TRACE(bit);
      expect_as_zlib(with_bit_flipped(member, bit));
    }
  }
}

TEST(Gunzip, JudgesRandomMutationsAsZlibDoes) {
  std::mt19937 random(3);
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes = gzip(log_text(random() % 400), static_cast<int>(random() % 10));
    if (random() % 2 == 0) bytes += gzip(random_bytes(random() % 50));
    for (auto edits = random() % 4; edits > 0; --edits) {
      const size_t at = random() % bytes.size();
      if (random() % 4 == 0) bytes.erase(at, 1);
      if (random() % 4 == 0) bytes.insert(at, 1, static_cast<char>(random()));
      if (at < bytes.size()) bytes[at] = static_cast<char>(random());
    }
    SCOPED_TRACE(round);
    expect_as_zlib(bytes);
  }
}

// libdeflate reads the reserved length codes 286 and 287 as 258 and ignores the unused half of a
// lone distance code, where zlib objects. The checksum has the last word all the same.
TEST(Gunzip, NeverAcceptsAnotherText) {
  for (const size_t n : {300U, 9000U}) {
    const std::string text(n, 'z');
    const std::string member = gzip(text);
    for (size_t bit = 0; bit < member.size() * 8; ++bit) {
      const Inflated inflated = inflate(with_bit_flipped(member, bit));
      const bool accepted = inflated.reason == Reason::kNone;
      EXPECT_TRUE(!accepted || inflated.text == text) << bit;
      EXPECT_TRUE(accepted || !zlib_gunzip(with_bit_flipped(member, bit))) << bit;
    }
  }
}

// RFC 1952 section 2.3.1.2 asks no more than to skip it; the text has its own checksum.
TEST(Gunzip, IgnoresTheChecksumOfTheHeader) {
  std::string member = member_with_flags(testing::kHeaderCrc, "text");
  expect_text(with_bit_flipped(member, 80), "text");
  expect_failure(with_bad_crc(with_bit_flipped(member, 80)), Reason::kGzipChecksum, 4);
}

TEST(Gunzip, FillsTheRoomExactlyAndNotOneByteMore) {
  for (const size_t n : {1U, 2U, 7U, 31U, 258U, 259U, 1000U, 32'768U, 65'536U, 100'001U}) {
    for (const std::string& text : {log_text(n), random_bytes(n), std::string(n, 'z')}) {
      for (const int level : {0, 1, 6}) {
        for (const std::string& bytes : {gzip(text, level), gzip("") + gzip(text, level)}) {
          expect_text(bytes, text, n + 1);
          expect_text(bytes, text, n);
          expect_failure(bytes, Reason::kInflatedTooLarge, n - 1, n - 1);
        }
      }
    }
  }
}

TEST(Gunzip, BoundsTheSumOfAllMembers) {
  const std::string bytes = gzip(log_text(700)) + gzip(log_text(300));
  expect_text(bytes, log_text(700) + log_text(300), 1000);
  for (const size_t room : {0U, 699U, 700U, 701U, 999U}) {
    expect_failure(bytes, Reason::kInflatedTooLarge, room, room);
  }
}

TEST(Gunzip, BoundsABomb) {
  const std::string bomb = gzip(std::string(1 << 24, '\0'), 9);
  ASSERT_GT((1 << 24) / bomb.size(), 1000U) << "the fixture";
  expect_failure(bomb, Reason::kInflatedTooLarge, 1 << 16, 1 << 16);
  expect_failure(with_bad_crc(bomb), Reason::kInflatedTooLarge, (1 << 24) - 1, (1 << 24) - 1);
  expect_failure(with_bad_crc(bomb), Reason::kGzipChecksum, 1 << 24, 1 << 24);
}

TEST(Gunzip, BoundsTheSecondLookAtABadMember) {
  // Too short for libdeflate to start, long enough for zlib to find more text than there is room.
  const std::string bytes = gzip(std::string(1000, 'z')).substr(0, 17);
  const size_t size = inflate(bytes).size;
  ASSERT_GT(size, 10U) << "the fixture";
  expect_failure(bytes, Reason::kGzipTruncated, size, size);
  expect_failure(bytes, Reason::kInflatedTooLarge, size - 1, size - 1);
  expect_failure(gzip("ab") + bytes, Reason::kInflatedTooLarge, 12, 12);
}

}  // namespace
}  // namespace cwlogs
