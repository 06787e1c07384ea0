#include "bench/runtime/runtime_api.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "bench/reference.h"

namespace cwlogs::bench {
namespace {

constexpr int kSilenceMs = 10'000;
constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr std::string_view kAccepted =
    "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n"
    R"({"status":"OK"})";

// The value of Content-Length, 0 where there is none.
size_t content_length(std::string_view head) {
  constexpr std::string_view kName = "\r\ncontent-length:";
  const auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
  const auto found = std::search(head.begin(), head.end(), kName.begin(), kName.end(), same);
  if (found == head.end()) return 0;
  const auto value = static_cast<size_t>(found - head.begin()) + kName.size();
  return std::strtoul(std::string(head.substr(value, 24)).c_str(), nullptr, 10);
}

// Bytes of the request that stands first, 0 where there is more to come.
size_t request_size(std::string_view received) {
  const size_t head = received.find(kHeadEnd);
  if (head == received.npos) return 0;
  const size_t size = head + kHeadEnd.size() + content_length(received.substr(0, head + 2));
  return received.size() < size ? 0 : size;
}

void send_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    require(sent > 0, "a runtime that hung up");
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
}

sockaddr* as_address(sockaddr_in& address) { return reinterpret_cast<sockaddr*>(&address); }

}  // namespace

RuntimeApi::RuntimeApi() : listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  require(bind(listener_, as_address(address), size) == 0 && listen(listener_, 16) == 0 &&
              getsockname(listener_, as_address(address), &size) == 0,
          "a port of 127.0.0.1");
  port_ = ntohs(address.sin_port);
}

RuntimeApi::~RuntimeApi() {
  for (const Connection& connection : connections_) close(connection.fd);
  close(listener_);
}

void RuntimeApi::wait_for_next() {
  Connection& connection = wait_for_request();
  require(connection.received.starts_with("GET /2018-06-01/runtime/invocation/next "),
          "a call other than next");
  connection.received.erase(0, request_size(connection.received));
  asking_ = connection.fd;
}

std::string_view RuntimeApi::invoke(std::string_view event) {
  constexpr std::string_view kHead =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
      "Lambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n"
      "Lambda-Runtime-Deadline-Ms: 4102444800000\r\n"
      "Lambda-Runtime-Invoked-Function-Arn: "
      "arn:aws:lambda:us-east-1:123456789012:function:bench\r\nContent-Length: ";
  send_all(asking_, std::string(kHead) + std::to_string(event.size()) + std::string(kHeadEnd));
  send_all(asking_, event);
  Connection& connection = wait_for_request();
  const std::string_view request = connection.received;
  require(request.starts_with("POST ") &&
              request.substr(0, request.find('\r')).find("/response ") != request.npos,
          "a call other than response");
  const size_t body = request.find(kHeadEnd) + kHeadEnd.size();
  const size_t size = request_size(request);
  body_.assign(request, body, size - body);
  connection.received.erase(0, size);
  send_all(connection.fd, kAccepted);
  return body_;
}

// The connection with a whole request.
RuntimeApi::Connection& RuntimeApi::wait_for_request() {
  for (;;) {
    for (Connection& connection : connections_) {
      if (request_size(connection.received) > 0) return connection;
    }
    std::vector<pollfd> waiting{{.fd = listener_, .events = POLLIN, .revents = 0}};
    for (const Connection& connection : connections_) {
      waiting.push_back({.fd = connection.fd, .events = POLLIN, .revents = 0});
    }
    require(poll(waiting.data(), waiting.size(), kSilenceMs) > 0, "a runtime that says nothing");
    std::erase_if(connections_, [&](Connection& connection) {
      const auto polled = std::ranges::find(waiting, connection.fd, &pollfd::fd);
      return polled->revents != 0 && !receive(connection);
    });
    if (waiting[0].revents != 0) accept_one();
  }
}

void RuntimeApi::accept_one() {
  const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  require(fd >= 0, "accept4");
  const int yes = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
  connections_.push_back({.fd = fd, .received = {}});
}

// False where it was closed.
bool RuntimeApi::receive(Connection& connection) {
  const ssize_t got = recv(connection.fd, chunk_.data(), chunk_.size(), 0);
  if (got <= 0) {
    close(connection.fd);
    return false;
  }
  connection.received.append(chunk_, 0, static_cast<size_t>(got));
  return true;
}

}  // namespace cwlogs::bench
