#include "cli/text_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "processor/limits.h"

namespace cwlogs {
namespace {

constexpr size_t kReadBlock = 1 * kMiB;

tl::unexpected<std::string> error(const std::string& what, const std::string& name) {
  return tl::make_unexpected(what + ' ' + name + ": " + std::strerror(errno));
}

tl::unexpected<std::string> too_large(const std::string& name, size_t bytes_max) {
  return tl::make_unexpected(name + ": EventTooLarge: longer than " + std::to_string(bytes_max) +
                             " bytes");
}

// Reads to the end, or until there is more than bytes_max.
tl::expected<std::string, std::string> read_all(int fd, const std::string& name, size_t bytes_max) {
  struct stat status {};
  const bool regular = ::fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
  const auto expected = regular ? static_cast<size_t>(status.st_size) : size_t{0};
  if (expected > bytes_max) return too_large(name, bytes_max);
  std::string bytes;
  bytes.reserve(expected + kJsonPadding + 1);
  for (size_t size = 0;; size = bytes.size()) {
    // One byte more than is expected: a file that is as long as it says needs no second block.
    const size_t room = expected > size ? expected - size + 1 : std::min(kReadBlock, bytes_max + 1);
    bytes.resize(size + room);
    const ssize_t n = ::read(fd, bytes.data() + size, room);
    bytes.resize(size + static_cast<size_t>(std::max<ssize_t>(n, 0)));
    if (n == 0) return bytes;
    if (n < 0 && errno != EINTR) return error("cannot read", name);
    if (bytes.size() > bytes_max) return too_large(name, bytes_max);
  }
}

}  // namespace

tl::expected<PaddedText, std::string> read_text(const std::string& path, size_t bytes_max) {
  const bool standard_input = path == "-";
  const std::string name = standard_input ? "standard input" : path;
  const int fd = standard_input ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return error("cannot read", name);
  auto bytes = read_all(fd, name, bytes_max);
  if (!standard_input) ::close(fd);
  if (!bytes) return tl::make_unexpected(std::move(bytes.error()));
  return PaddedText(std::move(*bytes));
}

tl::expected<OutputFile, std::string> OutputFile::open(const std::string& path) {
  if (path == "-") return standard_output();
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) return error("cannot write", path);
  return OutputFile(fd, path);
}

OutputFile OutputFile::standard_output() { return {STDOUT_FILENO, "standard output"}; }

OutputFile::OutputFile(OutputFile&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), name_(std::move(other.name_)) {}

OutputFile::~OutputFile() {
  if (fd_ > STDERR_FILENO) ::close(fd_);
}

tl::expected<void, std::string> OutputFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd_, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return error("cannot write", name_);
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return {};
}

tl::expected<void, std::string> OutputFile::sync() {
  if (::fsync(fd_) != 0) return error("cannot write", name_);
  return {};
}

bool OutputFile::is_terminal() const { return ::isatty(fd_) == 1; }

}  // namespace cwlogs
