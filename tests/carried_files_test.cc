#include "runtime/carried_files.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/child_process.h"

namespace cwlogs::testing {
namespace {

Environment with_task_root(const std::string& path) {
  return [path](std::string_view name) -> std::optional<std::string> {
    if (name == "LAMBDA_TASK_ROOT") return path;
    return std::nullopt;
  };
}

TEST(CarriedFiles, AreInTheTaskRoot) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.path("zoneinfo"));
  const Environment environment = with_task_root(folder.path("."));
  EXPECT_EQ(config_path_beside_program(environment), folder.path("./processor.json"));
  EXPECT_EQ(zoneinfo_beside_program(environment), folder.path("./zoneinfo"));
}

// Of this program, which carries none; tests/package has one that does.
TEST(CarriedFiles, AreElseBesideTheProgram) {
  const TemporaryFolder folder;
  folder.write("zoneinfo", "a file");
  EXPECT_EQ(zoneinfo_beside_program(with_task_root(folder.path("."))), "");
  const std::filesystem::path config = config_path_beside_program(with_task_root(""));
  EXPECT_EQ(config.filename(), "processor.json");
  const auto program = std::filesystem::read_symlink("/proc/self/exe");
  EXPECT_TRUE(std::filesystem::equivalent(config.parent_path(), program.parent_path())) << config;
}

}  // namespace
}  // namespace cwlogs::testing
