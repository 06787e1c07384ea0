#include "runtime/config_loader.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "processor/limits.h"

namespace cwlogs {
namespace {

constexpr size_t kConfigBytesMax = 4 * kMiB;
constexpr const char* kVariable = "PROCESSOR_CONFIG";

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// Errors: one sentence.
tl::expected<std::string, std::string> read_file(const std::string& path) {
  const auto failed = [] { return tl::make_unexpected(std::string(std::strerror(errno))); };
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return failed();
  if (S_ISDIR(status.st_mode)) return tl::make_unexpected(std::string("this is a directory"));
  const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "rbe"));
  if (!file) return failed();
  std::string text(kConfigBytesMax + 1, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file.get()));
  if (std::ferror(file.get()) != 0) return failed();
  if (text.size() > kConfigBytesMax) {
    return tl::make_unexpected("the file is longer than " + std::to_string(kConfigBytesMax) +
                               " bytes");
  }
  return text;
}

bool exists(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0;
}

}  // namespace

tl::expected<Configuration, std::vector<Problem>> load_configuration(
    const Environment& environment, const std::string& default_path) {
  ConfigurationSource source{.environment = environment};
  source.file_name = environment(kVariable).value_or("");
  if (source.file_name.empty() && !default_path.empty() && exists(default_path)) {
    source.file_name = default_path;
  }
  if (!source.file_name.empty()) {
    auto text = read_file(source.file_name);
    if (!text) return tl::make_unexpected(std::vector<Problem>{{source.file_name, text.error()}});
    source.file_text = std::move(*text);
  }
  return make_configuration(source);
}

}  // namespace cwlogs
