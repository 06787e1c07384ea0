// One bootstrap for many invocations: neither memory nor descriptors grow. CWLOGS_SOAK_EVENTS sets
// how many. CWLOGS_SOAK_MEMORY=any lets the memory grow, for a build whose sanitizer's own does.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/bootstrap_fixture.h"
#include "tests/event_fixture.h"
#include "tests/fake_firehose.h"

namespace cwlogs::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

#ifdef __SANITIZE_ADDRESS__
constexpr size_t kGrowthKibMax = 4096;  // its quarantine, see below, and each thread's own
#else
constexpr size_t kGrowthKibMax = 2048;
#endif

size_t events_wanted() {
  const char* const text = std::getenv("CWLOGS_SOAK_EVENTS");
  return text == nullptr ? 500 : std::stoul(text);
}

// Good, overflowing, broken and unusable events in turn.
std::string event_number(size_t i) {
  EventBuilder event(i % 2 == 0 ? Source::kDirectPut : Source::kKinesis);
  event.add(document(std::vector<std::string>(20 + i % 7, "line of event " + std::to_string(i))));
  if (i % 5 == 0) event.add_bytes("broken");
  if (i % 25 == 0) event.add(document(std::vector<std::string>(300, std::string(90, 'm'))));
  return i % 50 == 49 ? "{\"no\":\"records\"}" : event.text();
}

size_t resident_kib(pid_t pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) return std::stoul(line.substr(6));
  }
  return 0;
}

size_t descriptors(pid_t pid) {
  size_t n = 0;
  for ([[maybe_unused]] const auto& entry :
       std::filesystem::directory_iterator("/proc/" + std::to_string(pid) + "/fd")) {
    ++n;
  }
  return n;
}

struct Reading {
  size_t kib = 0;
  size_t open = 0;
};

Reading read_process(pid_t pid) { return {resident_kib(pid), descriptors(pid)}; }

void expect_no_growth(const Reading& early, const Reading& late, size_t workers) {
  EXPECT_GT(early.kib, 0u);
  // A worker makes its client for puts, with descriptors of its own, when it first needs it.
  EXPECT_LE(late.open, early.open + 2 * workers);
  if (const char* const memory = std::getenv("CWLOGS_SOAK_MEMORY"); memory != nullptr) {
    ASSERT_STREQ(memory, "any");
    std::printf("[   SOAK   ] CWLOGS_SOAK_MEMORY=any: that it does not grow is not checked\n");
    return;
  }
  EXPECT_LT(late.kib, early.kib + kGrowthKibMax * workers);
}

// Does not wait for one that has ended.
bool wait_until_done(FakeRuntimeApi& api, BackgroundProcess& process) {
  const auto end = steady_clock::now() + seconds(600);
  while (process.running() && steady_clock::now() < end) {
    if (api.wait_until_done(seconds(1))) return true;
  }
  return false;
}

void soak(size_t workers) {
  const size_t wanted = events_wanted();
  // Slow, so that invocations overlap: only then can one worker's race with another's be seen.
  FakeFirehose firehose(slow(milliseconds(workers == 1 ? 0 : 100)));
  FakeRuntimeApiOptions options;
  options.keeps_bodies = false;
  options.concurrency = workers;
  std::atomic<pid_t> pid{0};
  Reading early;  // after the first hundred
  size_t made = 0;
  FakeRuntimeApi api(
      [&]() -> std::optional<Invocation> {
        if (made == wanted) return std::nullopt;
        if (made == 100) early = read_process(pid);
        Invocation invocation;
        invocation.body = event_number(made++);
        return invocation;
      },
      std::move(options));
  // What AddressSanitizer keeps of freed blocks shall not hide what grows.
  Bootstrap bootstrap(api, {"AWS_ENDPOINT_URL=" + firehose.url(), "RESPONSE_BYTES_MAX=20000",
                            "AWS_LAMBDA_MAX_CONCURRENCY=" + std::to_string(workers), "METRICS=emf",
                            "ASAN_OPTIONS=quarantine_size_mb=8"});
  pid = bootstrap.process().pid();
  ASSERT_TRUE(wait_until_done(api, bootstrap.process())) << bootstrap.process().err();
  ASSERT_TRUE(api.wait_until_idle(seconds(60), workers));
  const Reading late = read_process(pid);
  std::printf("[   SOAK   ] %zu invocations: %zu KiB after the first 100, %zu KiB at the end\n",
              wanted, early.kib, late.kib);
  expect_no_growth(early, late, workers);
  EXPECT_EQ(api.posts().size(), wanted);
  EXPECT_EQ(api.violations(), std::vector<std::string>{});
  EXPECT_EQ(firehose.violations(), std::vector<std::string>{});
  EXPECT_GT(firehose.calls().size(), wanted / 30);
  const ChildResult end = bootstrap.process().terminate();
  EXPECT_EQ(end.exit_code, 0);
  EXPECT_EQ(end.err.find("Sanitizer"), std::string::npos) << end.err;
}

TEST(BootstrapSoak, GrowsNeitherInMemoryNorInDescriptors) { soak(1); }
TEST(BootstrapSoak, GrowsNeitherWithEightWorkers) { soak(8); }

}  // namespace
}  // namespace cwlogs::testing
