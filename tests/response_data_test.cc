#include "processor/response_data.h"

#include <gtest/gtest.h>

#include "tests/gzip_fixture.h"

namespace cwlogs::testing {
namespace {

constexpr size_t kCapacity = 100'000;

// A record of `output`, as if it had been transformed.
TransformedRecord add(ResponseData& data, const std::string& output, size_t room = kCapacity) {
  data.start_record(room);
  data.output().append(output);
  TransformedRecord record;
  record.output_size = output.size();
  record.log_events.push_back({0, 0, static_cast<uint32_t>(output.size())});
  data.finish_record(record);
  return record;
}

TEST(ResponseData, IsTheOutputWhereNothingIsCompressed) {
  ResponseData data(std::nullopt);
  data.start(kCapacity, kCapacity);
  EXPECT_EQ(add(data, "one\n").data_size, 4U);
  EXPECT_EQ(add(data, "two\n").data_size, 4U);
  EXPECT_EQ(data.mark(), 4U);
  EXPECT_EQ(data.all(), "one\ntwo\n");
}

TEST(ResponseData, TakesBackTheRecordInHand) {
  for (const std::optional<int> level : {std::optional<int>(), std::optional<int>(1)}) {
    ResponseData data(level);
    data.start(kCapacity, kCapacity);
    const size_t first = add(data, "one\n").data_size;
    add(data, "two\n");
    data.drop_record();
    EXPECT_EQ(data.all().size(), first);
    add(data, "three\n");
    EXPECT_EQ(data.mark(), first);
    const std::string all(data.all());
    EXPECT_EQ(level ? *zlib_gunzip(all) : all, "one\nthree\n");
  }
}

TEST(ResponseData, IsOneGzipMemberForEachRecord) {
  for (const int level : {1, 6, 12}) {
    ResponseData data(level);
    data.start(kCapacity, kCapacity);
    const std::string text = log_text(5000);
    const TransformedRecord first = add(data, text);
    const TransformedRecord second = add(data, "two\n");
    EXPECT_LT(first.data_size, text.size() / 3);
    EXPECT_EQ(data.all().size(), first.data_size + second.data_size);
    std::string rest(data.all());
    EXPECT_EQ(zlib_gunzip_member(&rest), text);
    EXPECT_EQ(zlib_gunzip_member(&rest), "two\n");
    EXPECT_EQ(rest, "");
  }
}

TEST(ResponseData, KeepsThePlainSizeOfWhatIsTooLongToBeHeld) {
  ResponseData data(1);
  data.start(kCapacity, 1000);
  const TransformedRecord held = add(data, std::string(1000, 'x'));
  EXPECT_TRUE(data.holds(held));
  EXPECT_LT(held.data_size, 100U);
  const TransformedRecord longer = add(data, std::string(1001, 'x'));
  EXPECT_FALSE(data.holds(longer));
  EXPECT_EQ(longer.data_size, 1001U);
}

TEST(ResponseData, HoldsWhatTheRoomAllows) {
  ResponseData data(std::nullopt);
  data.start(kCapacity, kCapacity);
  EXPECT_TRUE(data.holds(add(data, "1234", 4)));
  data.drop_record();
  EXPECT_FALSE(data.holds(add(data, "12345", 4)));
  data.drop_record();
  EXPECT_EQ(data.all(), "");
}

TEST(ResponseData, KeepsOnePartitionPlainOrCompressed) {
  for (const std::optional<int> level : {std::optional<int>(), std::optional<int>(1)}) {
    ResponseData data(level);
    data.start(kCapacity, kCapacity);
    const size_t before = add(data, "first\n").data_size;
    TransformedRecord record = add(data, "aabbba");
    record.log_events = {{0, 0, 2}, {0, 0, 3}, {0, 0, 1}};
    record.partition_of = {0, 1, 0};
    data.keep_partition(record, 0);
    TransformedRecord part;
    part.output_size = 3;
    data.finish_record(part);
    const std::string all(data.all().substr(before));
    EXPECT_EQ(all.size(), part.data_size);
    EXPECT_EQ(level ? *zlib_gunzip(all) : all, "aaa");
  }
}

TEST(ResponseData, GoesOnAfterReleasingWhatAnUnusualEventMadeLarge) {
  ResponseData data(1);
  for (int i = 0; i < 2; ++i) {
    data.start(kCapacity, 32 << 20);
    add(data, std::string(17 << 20, 'x'));
    data.release_oversize();
  }
  data.start(kCapacity, kCapacity);
  add(data, "small\n");
  EXPECT_EQ(zlib_gunzip(std::string(data.all())), "small\n");
}

}  // namespace
}  // namespace cwlogs::testing
