#include "tests/socket_stream.h"

#include <fcntl.h>
#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace cwlogs::testing {
namespace {

using Clock = std::chrono::steady_clock;

int milliseconds_until(Clock::time_point end) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now());
  return static_cast<int>(std::max<std::chrono::milliseconds::rep>(0, left.count()));
}

}  // namespace

SocketStream::SocketStream(int fd, SSL_CTX* tls, int stop_fd) : fd_(fd), stop_fd_(stop_fd) {
  ::fcntl(fd_, F_SETFL, O_NONBLOCK);
  if (tls == nullptr) return;
  ssl_ = SSL_new(tls);
  SSL_set_fd(ssl_, fd_);
}

SocketStream::~SocketStream() {
  SSL_free(ssl_);
  if (fd_ >= 0) ::close(fd_);
}

bool SocketStream::wait_for(short events) const {
  std::array<pollfd, 2> fds{{{fd_, events, 0}, {stop_fd_, POLLIN, 0}}};
  while (::poll(fds.data(), fds.size(), -1) < 0) {
    if (errno != EINTR) return false;
  }
  return fds[1].revents == 0;
}

bool SocketStream::wait_for_tls(int result) {
  switch (SSL_get_error(ssl_, result)) {
    case SSL_ERROR_WANT_READ:
      return wait_for(POLLIN);
    case SSL_ERROR_WANT_WRITE:
      return wait_for(POLLOUT);
    default:
      ERR_clear_error();
      return false;
  }
}

bool SocketStream::accept() {
  if (ssl_ == nullptr) return true;
  for (;;) {
    const int result = SSL_accept(ssl_);
    if (result == 1) return true;
    if (!wait_for_tls(result)) return false;
  }
}

bool SocketStream::read_more(std::string& buffer) {
  std::array<char, 1 << 16> block;  // NOLINT: no use in clearing it
  for (;;) {
    if (ssl_ != nullptr) {
      const int n = SSL_read(ssl_, block.data(), static_cast<int>(block.size()));
      if (n > 0) buffer.append(block.data(), static_cast<size_t>(n));
      if (n > 0) return true;
      if (!wait_for_tls(n)) return false;
      continue;
    }
    if (!wait_for(POLLIN)) return false;
    const ssize_t n = ::recv(fd_, block.data(), block.size(), 0);
    if (n > 0) buffer.append(block.data(), static_cast<size_t>(n));
    if (n > 0) return true;
    if (n == 0 || (errno != EINTR && errno != EAGAIN)) return false;
  }
}

bool SocketStream::write(std::string_view bytes) {
  while (!bytes.empty()) {
    if (ssl_ != nullptr) {
      const size_t most = std::min<size_t>(bytes.size(), 1 << 20);
      const int n = SSL_write(ssl_, bytes.data(), static_cast<int>(most));
      if (n > 0) bytes.remove_prefix(static_cast<size_t>(n));
      if (n <= 0 && !wait_for_tls(n)) return false;
      continue;
    }
    const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n > 0) bytes.remove_prefix(static_cast<size_t>(n));
    if (n < 0 && errno == EAGAIN && !wait_for(POLLOUT)) return false;
    if (n < 0 && errno != EINTR && errno != EAGAIN) return false;
  }
  return true;
}

bool SocketStream::sleep(std::chrono::milliseconds duration) {
  const auto end = Clock::now() + duration;
  std::array<pollfd, 2> fds{{{fd_, POLLRDHUP, 0}, {stop_fd_, POLLIN, 0}}};
  do {
    const int n = ::poll(fds.data(), fds.size(), milliseconds_until(end));
    if (n > 0) return false;
  } while (Clock::now() < end);
  return true;
}

void SocketStream::wait_until_gone() {
  while (sleep(std::chrono::hours(1))) {
  }
}

bool SocketStream::gone() const {
  std::array<pollfd, 2> fds{{{fd_, POLLRDHUP, 0}, {stop_fd_, POLLIN, 0}}};
  return ::poll(fds.data(), fds.size(), 0) > 0;
}

void SocketStream::close_softly() {
  if (fd_ < 0) return;
  if (ssl_ != nullptr && SSL_is_init_finished(ssl_) == 1) SSL_shutdown(ssl_);
  ERR_clear_error();
  ::shutdown(fd_, SHUT_WR);
  // Without this, bytes of the client's that nobody read would turn the close into a reset.
  const auto end = Clock::now() + std::chrono::seconds(1);
  std::array<char, 1 << 14> block;  // NOLINT: no use in clearing it
  for (;;) {
    std::array<pollfd, 2> fds{{{fd_, POLLIN, 0}, {stop_fd_, POLLIN, 0}}};
    if (::poll(fds.data(), fds.size(), milliseconds_until(end)) <= 0) break;
    if (fds[1].revents != 0 || ::recv(fd_, block.data(), block.size(), 0) <= 0) break;
  }
  ::close(fd_);
  fd_ = -1;
}

void SocketStream::reset() {
  if (fd_ < 0) return;
  const linger at_once{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(fd_);
  fd_ = -1;
}

}  // namespace cwlogs::testing
