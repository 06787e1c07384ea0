#include "processor/partitions.h"

#include <gtest/gtest.h>

namespace cwlogs {
namespace {

// A record of log events `abc…`, the n-th at byte 10n of its text, of given partitions and sizes.
struct LaidOut {
  TransformedRecord record;
  std::string data;
};

LaidOut lay_out(const std::vector<std::pair<uint32_t, uint32_t>>& partition_and_bytes,
                size_t partitions, const std::vector<uint32_t>& documents = {0}) {
  LaidOut laid;
  for (size_t i = 0; i < partitions; ++i) laid.record.partitions.push_back(std::to_string(i));
  uint32_t n = 0;
  for (const auto& [partition, bytes] : partition_and_bytes) {
    laid.record.partition_of.push_back(partition);
    laid.record.marks.emplace_back();
    laid.record.log_events.push_back({10 * n, 10 * n + 9, bytes});
    laid.data += std::string(bytes, static_cast<char>('a' + n));
    ++n;
  }
  for (const uint32_t first : documents) laid.record.documents.push_back({"<", ">", first});
  laid.record.output_size = laid.data.size();
  laid.record.data_size = laid.data.size();
  return laid;
}

TEST(LargestPartition, HoldsMostBytes) {
  EXPECT_EQ(largest_partition(lay_out({{0, 5}, {1, 3}, {1, 3}}, 2).record), 1U);
  EXPECT_EQ(largest_partition(lay_out({{0, 6}, {1, 3}, {1, 3}}, 2).record), 0U);  // the first
  EXPECT_EQ(largest_partition(lay_out({{0, 0}, {1, 0}}, 2).record), 0U);
}

TEST(LargestPartition, AddsUpInSixtyFourBits) {
  TransformedRecord record = lay_out({{0, 0}, {1, 0}, {1, 0}}, 2).record;
  record.log_events[0].output_bytes = UINT32_MAX - 1;
  record.log_events[1].output_bytes = UINT32_MAX;
  record.log_events[2].output_bytes = UINT32_MAX;
  EXPECT_EQ(largest_partition(record), 1U);
}

TEST(SelectPartition, TakesItsLogEventsAndTheirDocuments) {
  const LaidOut laid = lay_out({{0, 1}, {1, 2}, {0, 3}, {1, 4}, {1, 5}}, 2, {0, 2, 3});
  TransformedRecord part;
  select_partition(laid.record, 1, part);
  EXPECT_EQ(part.metadata, "1");
  EXPECT_EQ(part.output_size, 11U);
  EXPECT_EQ(part.data_size, 11U);
  ASSERT_EQ(part.log_events.size(), 3U);
  EXPECT_EQ(part.log_events[0].begin, 10U);
  EXPECT_EQ(part.log_events[2].begin, 40U);
  ASSERT_EQ(part.documents.size(), 2U);  // the second one holds nothing of it
  EXPECT_EQ(part.documents[0].first_log_event, 0U);
  EXPECT_EQ(part.documents[1].first_log_event, 1U);
  EXPECT_TRUE(part.partitions.empty());
}

TEST(SelectPartition, GuessesCompressedSizesByTheRecord) {
  LaidOut laid = lay_out({{0, 60}, {1, 40}}, 2);
  laid.record.data_size = 10;
  TransformedRecord part;
  select_partition(laid.record, 1, part);
  EXPECT_EQ(part.data_size, 4U);
}

std::string kept(const LaidOut& laid, uint32_t partition) {
  Output output;
  output.reset(100);
  output.append("before");
  const size_t mark = output.size();
  output.append(laid.data);
  keep_partition(laid.record, partition, mark, output);
  EXPECT_EQ(output.view(0, mark), "before");
  return std::string(output.view(mark, output.size() - mark));
}

TEST(KeepPartition, LeavesOnlyItsLogEvents) {
  const LaidOut laid = lay_out({{0, 2}, {1, 3}, {0, 0}, {2, 1}, {0, 4}, {1, 1}}, 3);
  EXPECT_EQ(kept(laid, 0), "aaeeee");
  EXPECT_EQ(kept(laid, 1), "bbbf");
  EXPECT_EQ(kept(laid, 2), "d");
  EXPECT_EQ(kept(lay_out({{0, 5}}, 1), 0), "aaaaa");
}

}  // namespace
}  // namespace cwlogs
