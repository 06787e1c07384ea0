#include "tests/background_process.h"

#include <gtest/gtest.h>

#include <csignal>

namespace cwlogs::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

BackgroundProcess shell(const std::string& script) {
  return BackgroundProcess({"/bin/sh", "-c", script});
}

TEST(BackgroundProcess, FindsALineWhileTheProgramRuns) {
  auto process = shell("echo hello; echo port 17; exec sleep 60");
  EXPECT_EQ(process.wait_for_line("port ", seconds(10)), "17");
  EXPECT_TRUE(process.running());
}

TEST(BackgroundProcess, AnUnfinishedLineIsNone) {
  auto process = shell("printf 'port 1'; exec sleep 60");
  EXPECT_EQ(process.wait_for_line("port ", milliseconds(300)), std::nullopt);
}

TEST(BackgroundProcess, NoLineComesAfterTheEnd) {
  auto process = shell("echo no; echo why >&2; exit 3");
  EXPECT_EQ(process.wait_for_line("port ", seconds(30)), std::nullopt);
  const ChildResult result = process.wait(seconds(10));
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.out, "no\n");
  EXPECT_EQ(result.err, "why\n");
}

TEST(BackgroundProcess, TerminatesAndTellsTheSignal) {
  auto process = shell("echo up; exec sleep 60");
  ASSERT_TRUE(process.wait_for_line("up", seconds(10)));
  EXPECT_EQ(process.terminate().exit_code, 128 + SIGTERM);
}

TEST(BackgroundProcess, WaitGivesUpInTime) {
  auto process = shell("exec sleep 60");
  EXPECT_EQ(process.wait(milliseconds(50)).exit_code, -1);
  EXPECT_TRUE(process.running());
}

TEST(BackgroundProcess, LeavesNoProgramBehind) {
  pid_t pid = 0;
  {
    auto process = shell("exec sleep 60");
    pid = process.pid();
    ASSERT_EQ(::kill(pid, 0), 0);
  }
  EXPECT_EQ(::kill(pid, 0), -1);
}

TEST(BackgroundProcess, HasTheInputAndTheEnvironmentGiven) {
  ChildOptions options;
  options.input = "in\n";
  options.environment = {"ONLY=this"};
  BackgroundProcess process({"/bin/sh", "-c", "cat; echo $ONLY"}, options);
  EXPECT_EQ(process.wait(seconds(10)).out, "in\nthis\n");
}

}  // namespace
}  // namespace cwlogs::testing
