// An HTTP/1.1 server of a test's own on a free loopback port: it journals every request and answers
// as it is told, well or badly.
#pragma once

#include <openssl/ssl.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/http_message.h"
#include "tests/socket_stream.h"

namespace cwlogs::testing {

struct FaultServerOptions {
  // HTTPS where set; see tls_fixture.h.
  std::string certificate_chain_path{};
  std::string key_path{};
  bool answers_expect = true;  // `100 Continue` where asked for
  bool keeps_journal = true;
  // Called with a request before its body is read. A reply given here is sent after half of the
  // body was read (of one with Content-Length), and ends the connection.
  std::function<std::optional<Reply>(const Request&)> on_head{};
};

class FaultServer {
 public:
  // Called on the connections' own threads, several at once. One that waits has to end once
  // Request::gone says so. An exception becomes status 500.
  using Handler = std::function<Reply(const Request&)>;

  explicit FaultServer(Handler handler, FaultServerOptions options = {});
  ~FaultServer() { stop(); }
  FaultServer(const FaultServer&) = delete;
  FaultServer& operator=(const FaultServer&) = delete;

  uint16_t port() const { return port_; }
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  std::string url(std::string_view path = "") const;

  // What was asked so far, in order of arrival.
  std::vector<Request> requests() const;
  size_t request_count() const;  // counts even without a journal
  size_t connection_count() const;
  // False where there were fewer after that time.
  bool wait_for_requests(size_t count, std::chrono::milliseconds timeout) const;

  // Ends all connections and threads; nothing answers any more. Done by the destructor as well.
  void stop();

 private:
  struct Connection {
    std::thread thread;
    std::atomic<bool> done{false};
  };
  struct TlsContextDeleter {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };

  void listen();
  void accept_connections();
  void serve(SocketStream& stream, size_t number);
  bool serve_request(SocketStream& stream, std::string& buffer, size_t number);
  std::optional<Request> read_head(SocketStream& stream, std::string& buffer, size_t number);
  void journal(const Request& request);
  Reply ask_handler(const Request& request) const;

  Handler handler_;
  FaultServerOptions options_;
  std::unique_ptr<SSL_CTX, TlsContextDeleter> tls_;
  int listener_ = -1;
  int stop_fd_ = -1;
  uint16_t port_ = 0;
  std::list<Connection> connections_;  // of the accepting thread only, until it is joined
  std::thread acceptor_;

  mutable std::mutex mutex_;
  mutable std::condition_variable arrived_;
  std::vector<Request> journal_;
  size_t request_count_ = 0;
  size_t connection_count_ = 0;
};

}  // namespace cwlogs::testing
