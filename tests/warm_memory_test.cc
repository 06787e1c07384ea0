// What a warm processor holds on to between events.
#include <gtest/gtest.h>

#include <string>

#ifdef __SANITIZE_ADDRESS__
extern "C" size_t __sanitizer_get_current_allocated_bytes();  // GCC ships no header for it
#else
#include <malloc.h>
#endif

#include "tests/event_fixture.h"

namespace cwlogs {
namespace {

using testing::EventBuilder;
using testing::run;

size_t bytes_allocated() {
#ifdef __SANITIZE_ADDRESS__
  return __sanitizer_get_current_allocated_bytes();
#else
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
#endif
}

// One log event, whose message is `n` newlines, each spelled as an escape.
std::string document_of_newlines(size_t n) {
  std::string text = R"({"messageType":"DATA_MESSAGE","logEvents":[{"message":")";
  for (; n > 0; --n) text += "\\n";
  return text + "\"}]}";
}

TEST(WarmMemory, IsGivenBackAfterAHugeLogEvent) {
  const std::string usual = EventBuilder().add_gzip(document_of_newlines(10)).text();
  const std::string huge = EventBuilder().add_gzip(document_of_newlines(15'000'000)).text();
  Processor processor{Options{}};
  run(processor, usual);
  const size_t before = bytes_allocated();
  ASSERT_EQ(run(processor, huge).reason(0), Reason::kLogEventTooLarge);
  run(processor, usual);
  EXPECT_LT(bytes_allocated(), before + kMiB);
}

}  // namespace
}  // namespace cwlogs
