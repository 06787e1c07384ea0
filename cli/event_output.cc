#include "cli/event_output.h"

#include <filesystem>
#include <system_error>
#include <utility>

namespace cwlogs {

tl::expected<std::optional<OutputFile>, EventOutputError> open_event_output(
    const std::string& option, const std::string& path, const std::vector<std::string>& inputs) {
  if (path.empty()) return std::nullopt;
  for (const std::string& input : inputs) {
    std::error_code ignored;
    if (std::filesystem::equivalent(input, path, ignored)) {
      std::string message = option + " would overwrite ";
      message += input;
      return tl::make_unexpected(EventOutputError{std::move(message), true});
    }
  }
  auto file = OutputFile::open(path);
  if (!file) return tl::make_unexpected(EventOutputError{file.error(), false});
  return std::optional<OutputFile>(std::move(*file));
}

}  // namespace cwlogs
