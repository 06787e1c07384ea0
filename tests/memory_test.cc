// Peak memory of the whole program over the worst events that are known.
#include <gtest/gtest.h>

#include <functional>

#include "processor/limits.h"
#include "tests/child_process.h"
#include "tests/event_fixture.h"
#include "tests/gzip_fixture.h"

namespace cwlogs::testing {
namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr size_t kPeakBytesMax = 768 * kMiB;  // shadow memory and quarantine
#else
constexpr size_t kPeakBytesMax = 192 * kMiB;
#endif

constexpr std::string_view kHead = R"({"messageType":"DATA_MESSAGE","logGroup":"g","logEvents":[)";
constexpr std::string_view kTail = "]}";

std::string repeat(std::string_view text, size_t bytes) {
  std::string repeated;
  repeated.reserve(bytes + text.size());
  while (repeated.size() + text.size() <= bytes) repeated += text;
  return repeated;
}

// A document whose log events are `log_event,log_event,…` up to `bytes`.
std::string document_of_many(std::string_view log_event, size_t bytes) {
  std::string text = std::string(kHead) + repeat(std::string(log_event) + ',', bytes);
  text.back() = ']';
  return text + '}';
}

// As many of these records as make an event of 6 MB.
std::string event_of(const std::string& record) {
  const std::string base64 = base64_of(record);
  EventBuilder event;
  for (size_t size = 0; size + base64.size() < 6'000'000; size += base64.size() + 150) {
    event.add_base64(base64);
  }
  return event.text();
}

// Takes the bytes of one record by a function, so that what it took to make them is free again: a
// child's peak counts what its parent held when it was started.
void expect_within_bound(const std::function<std::string()>& make_record) {
  const TemporaryFolder folder;
  const std::string path = folder.write("event.json", event_of(make_record()));
  const ChildResult result = run_cwlogs(
      {"replay", "--json", "--partition-keys", "g={logGroup},h={timestamp:%H},a={account}", path});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_LE(result.peak_bytes, kPeakBytesMax);
  ::testing::Test::RecordProperty("peak_mib", std::to_string(result.peak_bytes / kMiB));
  std::printf("[   PEAK   ] %zu MiB\n", result.peak_bytes / kMiB);
}

constexpr size_t kInflated = 31 * kMiB;

TEST(Memory, IsBoundForRecordsThatInflateAThousandFold) {
  expect_within_bound([] {
    std::string text(kHead);
    text += R"({"message":")";
    text.append(kInflated, 'a');
    text += "\"}";
    text += kTail;
    return gzip(text, 9);
  });
}

TEST(Memory, IsBoundForBombsAboveTheCap) {
  expect_within_bound([] { return gzip(std::string(64 * kMiB, '['), 9); });
}

TEST(Memory, IsBoundForMillionsOfLogEvents) {
  for (const char* log_event : {R"({"message":"a"})", R"({"message":""})"}) {
    expect_within_bound([&] { return gzip(document_of_many(log_event, kInflated), 9); });
  }
}

TEST(Memory, IsBoundForMillionsOfDocuments) {
  std::string document(kHead);
  document += R"({"message":"a"})";
  document += kTail;
  expect_within_bound([&] { return gzip(repeat(document, kInflated), 9); });
}

TEST(Memory, IsBoundForNothingButBrackets) {
  for (const std::string_view pattern : {"[", "{},", "0,", "[]", "{\"a\":"}) {
    SCOPED_TRACE(pattern);
    expect_within_bound([&] { return gzip(repeat(pattern, kInflated), 9); });
    expect_within_bound([&] {
      return gzip(std::string(kHead) + R"({"message":"a","x":[)" + repeat(pattern, kInflated), 9);
    });
  }
}

TEST(Memory, IsBoundForManyTinyRecords) {
  expect_within_bound([] { return document({"a"}).dump(); });
  expect_within_bound([] { return std::string(); });
}

TEST(Memory, IsBoundForTextThatHardlyCompresses) {
  expect_within_bound([] {
    std::vector<std::string> messages;
    for (size_t i = 0; i < 4000; ++i) messages.push_back(base64_of(random_bytes(700 + i % 7)));
    return gzip(document(messages).dump(), 6);
  });
}

}  // namespace
}  // namespace cwlogs::testing
