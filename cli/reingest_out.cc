#include "cli/reingest_out.h"

#include <filesystem>
#include <system_error>
#include <utility>

namespace cwlogs {

tl::expected<std::optional<OutputFile>, ReingestOutError> open_reingest_out(
    const std::string& path, const std::vector<std::string>& events) {
  if (path.empty()) return std::nullopt;
  for (const std::string& event : events) {
    std::error_code ignored;
    if (std::filesystem::equivalent(event, path, ignored)) {
      return tl::make_unexpected(
          ReingestOutError{"--reingest-out would overwrite the event " + event, true});
    }
  }
  auto file = OutputFile::open(path);
  if (!file) return tl::make_unexpected(ReingestOutError{file.error(), false});
  return std::optional<OutputFile>(std::move(*file));
}

}  // namespace cwlogs
