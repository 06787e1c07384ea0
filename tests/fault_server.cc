#include "tests/fault_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <csignal>
#include <stdexcept>
#include <utility>

namespace cwlogs::testing {
namespace {

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

// Makes `buffer` hold `size` bytes or more.
bool fill(SocketStream& stream, std::string& buffer, size_t size) {
  while (buffer.size() < size) {
    if (!stream.read_more(buffer)) return false;
  }
  return true;
}

std::optional<std::string> take(SocketStream& stream, std::string& buffer, size_t size) {
  if (!fill(stream, buffer, size)) return std::nullopt;
  std::string taken = buffer.substr(0, size);
  buffer.erase(0, size);
  return taken;
}

std::optional<std::string> take_line(SocketStream& stream, std::string& buffer,
                                     std::string_view end) {
  size_t at = 0;
  while ((at = buffer.find(end)) == std::string::npos) {
    if (!stream.read_more(buffer)) return std::nullopt;
  }
  std::optional<std::string> line = buffer.substr(0, at);
  buffer.erase(0, at + end.size());
  return line;
}

std::optional<size_t> number_in(std::string_view text, int base) {
  size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool read_chunks(SocketStream& stream, std::string& buffer, std::string& body) {
  for (;;) {
    const auto line = take_line(stream, buffer, "\r\n");
    const auto size = line ? number_in(line->substr(0, line->find(';')), 16) : std::nullopt;
    if (!size) return false;
    const auto chunk = take(stream, buffer, *size);
    if (!chunk) return false;
    body += *chunk;
    const auto end = take_line(stream, buffer, "\r\n");  // no trailers: no client of ours sends any
    if (!end || !end->empty()) return false;
    if (*size == 0) return true;
  }
}

// `part` is 1 for the whole body, 2 for half of it.
bool read_body(SocketStream& stream, std::string& buffer, Request& request, size_t part) {
  if (request.header("Transfer-Encoding") == "chunked") {
    if (part != 1) return true;
    return read_chunks(stream, buffer, request.body);
  }
  const std::string length = request.header("Content-Length");
  const auto size = length.empty() ? 0 : number_in(length, 10);
  if (!size) return false;
  auto body = take(stream, buffer, *size / part);
  request.whole_body = body.has_value() && part == 1;
  request.body = std::move(body).value_or(std::exchange(buffer, ""));
  return request.whole_body || part != 1;
}

bool send_halves(SocketStream& stream, const Reply& reply) {
  const std::string body = render_body(reply);
  const std::string_view text = body;
  using Fault = Reply::Fault;
  if (!stream.write(render_head(reply)) || !stream.write(text.substr(0, body.size() / 2))) {
    return false;
  }
  if (reply.fault == Fault::kHalfThenClose || reply.fault == Fault::kHalfThenReset) return true;
  if (reply.pause.count() > 0 && !stream.sleep(reply.pause)) return false;
  return stream.write(text.substr(body.size() / 2));
}

// Sends `reply` with its faults. False where the connection is over.
bool perform(SocketStream& stream, const Reply& reply) {
  using Fault = Reply::Fault;
  if (reply.delay.count() > 0 && !stream.sleep(reply.delay)) return false;
  for (int i = 0; i < reply.continues; ++i) {
    if (!stream.write(kContinue)) return false;
  }
  if (reply.raw) {
    stream.write(*reply.raw);
    stream.close_softly();
    return false;
  }
  if (reply.fault == Fault::kSilence) stream.wait_until_gone();
  const bool answers = reply.fault != Fault::kSilence && reply.fault != Fault::kClose &&
                       reply.fault != Fault::kReset;
  if (answers && !send_halves(stream, reply)) return false;
  if (reply.fault == Fault::kReset || reply.fault == Fault::kHalfThenReset) {
    stream.reset();
  } else if (reply.fault != Fault::kNone || reply.close) {
    stream.close_softly();
  } else {
    return true;
  }
  return false;
}

}  // namespace

FaultServer::FaultServer(Handler handler, FaultServerOptions options)
    : handler_(std::move(handler)), options_(std::move(options)) {
  if (!options_.certificate_chain_path.empty()) {
    std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL
    tls_.reset(SSL_CTX_new(TLS_server_method()));
    if (SSL_CTX_use_certificate_chain_file(tls_.get(), options_.certificate_chain_path.c_str()) !=
            1 ||
        SSL_CTX_use_PrivateKey_file(tls_.get(), options_.key_path.c_str(), SSL_FILETYPE_PEM) != 1) {
      throw std::runtime_error("certificate " + options_.certificate_chain_path);
    }
    SSL_CTX_set_mode(tls_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE |
                                     SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_AUTO_RETRY);
  }
  stop_fd_ = ::eventfd(0, EFD_CLOEXEC);
  listen();
  acceptor_ = std::thread([this] { accept_connections(); });
}

void FaultServer::listen() {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, generic, size) != 0 || ::listen(listener_, SOMAXCONN) != 0 ||
      ::getsockname(listener_, generic, &size) != 0) {
    throw std::runtime_error("no loopback port");
  }
  port_ = ntohs(address.sin_port);
}

std::string FaultServer::url(std::string_view path) const {
  return (tls_ ? "https://" : "http://") + address() + std::string(path);
}

void FaultServer::accept_connections() {
  for (;;) {
    std::array<pollfd, 2> fds{{{listener_, POLLIN, 0}, {stop_fd_, POLLIN, 0}}};
    if (::poll(fds.data(), fds.size(), -1) < 0) continue;
    if (fds[1].revents != 0) return;
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) continue;
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    connections_.remove_if([](Connection& connection) {
      if (!connection.done) return false;
      connection.thread.join();
      return true;
    });
    size_t number = 0;
    {
      const std::lock_guard lock(mutex_);
      number = connection_count_++;
    }
    Connection& connection = connections_.emplace_back();
    connection.thread = std::thread([this, fd, number, &connection] {
      {
        SocketStream stream(fd, tls_.get(), stop_fd_);
        serve(stream, number);
      }
      connection.done = true;
    });
  }
}

void FaultServer::serve(SocketStream& stream, size_t number) {
  if (!stream.accept()) return;
  std::string buffer;
  while (serve_request(stream, buffer, number)) {
  }
}

std::optional<Request> FaultServer::read_head(SocketStream& stream, std::string& buffer,
                                              size_t number) {
  const auto head = take_line(stream, buffer, "\r\n\r\n");
  if (!head) return std::nullopt;
  auto request = parse_head(*head);
  if (!request) {
    stream.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    stream.close_softly();
    return std::nullopt;
  }
  request->connection = number;
  request->gone = [&stream] { return stream.gone(); };
  return request;
}

// False where the connection is over.
bool FaultServer::serve_request(SocketStream& stream, std::string& buffer, size_t number) {
  auto request = read_head(stream, buffer, number);
  if (!request) return false;
  if (options_.answers_expect && request->header("Expect") == "100-continue" && buffer.empty() &&
      !stream.write(kContinue)) {
    return false;
  }
  if (const auto early = options_.on_head ? options_.on_head(*request) : std::nullopt) {
    read_body(stream, buffer, *request, 2);
    request->time = std::chrono::steady_clock::now();
    journal(*request);
    Reply last = *early;
    last.close = true;
    return perform(stream, last);
  }
  const bool whole = read_body(stream, buffer, *request, 1);
  request->time = std::chrono::steady_clock::now();
  journal(*request);
  return whole && perform(stream, ask_handler(*request)) &&
         request->header("Connection") != "close";
}

void FaultServer::journal(const Request& request) {
  const std::lock_guard lock(mutex_);
  ++request_count_;
  if (options_.keeps_journal) {
    journal_.push_back(request);
    journal_.back().gone = nullptr;
  }
  arrived_.notify_all();
}

Reply FaultServer::ask_handler(const Request& request) const {
  try {
    return handler_(request);
  } catch (const std::exception& error) {
    return json_reply(500, std::string("the test's handler failed: ") + error.what());
  }
}

std::vector<Request> FaultServer::requests() const {
  const std::lock_guard lock(mutex_);
  return journal_;
}

size_t FaultServer::request_count() const {
  const std::lock_guard lock(mutex_);
  return request_count_;
}

size_t FaultServer::connection_count() const {
  const std::lock_guard lock(mutex_);
  return connection_count_;
}

bool FaultServer::wait_for_requests(size_t count, std::chrono::milliseconds timeout) const {
  std::unique_lock lock(mutex_);
  return arrived_.wait_for(lock, timeout, [&] { return request_count_ >= count; });
}

void FaultServer::stop() {
  if (!acceptor_.joinable()) return;
  ::eventfd_write(stop_fd_, 1);
  acceptor_.join();
  for (Connection& connection : connections_) connection.thread.join();
  connections_.clear();
  ::close(listener_);
  ::close(stop_fd_);
}

}  // namespace cwlogs::testing
