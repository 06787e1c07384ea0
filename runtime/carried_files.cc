#include "runtime/carried_files.h"

#include <sys/auxv.h>
#include <sys/stat.h>

#include <cstdlib>

namespace cwlogs {
namespace {

std::string task_root(const Environment& environment) {
  return environment("LAMBDA_TASK_ROOT").value_or("");
}

// /proc may be absent; the kernel tells every program the path it was started by.
std::string program_folder() {
  // NOLINTNEXTLINE(performance-no-int-to-ptr): getauxval() gives addresses as integers.
  const auto* const path = reinterpret_cast<const char*>(::getauxval(AT_EXECFN));
  std::string folder = path == nullptr ? "" : path;
  folder.resize(folder.rfind('/') == folder.npos ? 0 : folder.rfind('/'));
  return folder;
}

bool is_folder(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

}  // namespace

std::string config_path_beside_program(const Environment& environment) {
  std::string folder = task_root(environment);
  if (folder.empty()) folder = program_folder();
  return folder.empty() ? "" : folder + "/processor.json";
}

std::string zoneinfo_beside_program(const Environment& environment) {
  for (const std::string& folder : {task_root(environment), program_folder()}) {
    if (!folder.empty() && is_folder(folder + "/zoneinfo")) return folder + "/zoneinfo";
  }
  return {};
}

void use_carried_time_zones(const Environment& environment) {
  const std::string folder = zoneinfo_beside_program(environment);
  if (!folder.empty()) ::setenv("TZDIR", folder.c_str(), 0);
}

}  // namespace cwlogs
