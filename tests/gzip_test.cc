#include "processor/gzip.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/gzip_fixture.h"

namespace cwlogs {
namespace {

using testing::log_text;
using testing::random_bytes;

TEST(Gzip, WritesOneMemberThatZlibReadsAtEveryLevel) {
  for (int level = 0; level <= 12; ++level) {
    Gzip gzip(level);
    for (const std::string& text :
         {std::string(), std::string("a"), log_text(200), log_text(100'000), random_bytes(100'000),
          std::string(300'000, 'x')}) {
      std::string member(gzip.compress(text));
      EXPECT_EQ(testing::zlib_gunzip_member(&member), text) << "level " << level;
      EXPECT_TRUE(member.empty()) << "bytes after the member at level " << level;
    }
  }
}

TEST(Gzip, CompressesLogText) {
  const std::string text = log_text(100'000);
  EXPECT_LT(Gzip(1).compress(text).size(), text.size() / 3);
  EXPECT_LT(Gzip(9).compress(text).size(), Gzip(1).compress(text).size());
}

TEST(Gzip, WritesNeitherTimeNorName) {
  Gzip gzip(1);
  const std::string_view member = gzip.compress(log_text(500));
  EXPECT_EQ(member.substr(0, 3), "\x1f\x8b\x08");
  EXPECT_EQ(member.substr(3, 5), std::string(5, '\0')) << "FLG and MTIME";
}

TEST(Gzip, GivesTheSameBytesWhateverCameBefore) {
  for (int level : {1, 6, 9, 12}) {
    Gzip used(level);
    used.compress(random_bytes(50'000));
    used.compress(log_text(300'000));
    EXPECT_EQ(used.compress(log_text(40'000)), Gzip(level).compress(log_text(40'000))) << level;
  }
}

TEST(Gzip, ReusesItsBuffer) {
  Gzip gzip(1);
  const char* first = gzip.compress(log_text(50'000)).data();
  EXPECT_EQ(gzip.compress(log_text(500)).data(), first);
  EXPECT_EQ(gzip.compress(log_text(50'000)).data(), first);
}

}  // namespace
}  // namespace cwlogs
