// An HTTP server on 127.0.0.1 for the developer's machine: one handler for every request.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "tl/expected.hpp"

namespace httplib {
class Server;
}

namespace cwlogs {

struct HttpRequest {
  std::string method;  // GET or POST; the server answers others itself
  std::string path;
  std::string body;       // no more than LoopbackOptions::body_bytes_kept of it
  size_t body_bytes = 0;  // all of it
  std::function<std::string(const char* name)> header;  // "" where it is absent
  std::function<bool(const char* name)> has_header;
};

struct HttpResponse {
  int status = 200;
  std::string body;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;
};

struct LoopbackOptions {
  int port = 0;  // 0: any that is free
  size_t threads = 4;
  size_t body_bytes_kept = static_cast<size_t>(-1);
  // How long a connection may stay idle. stop() waits for connections that clients keep open.
  int keep_alive_seconds = 1;
};

class LoopbackServer {
 public:
  // Called by several threads at once.
  using Handler = std::function<HttpResponse(const HttpRequest&)>;

  // Serves until stop(). Errors: one line that names the port and says why.
  static tl::expected<std::unique_ptr<LoopbackServer>, std::string> start(
      const LoopbackOptions& options, const Handler& handler);
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  int port() const { return port_; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  // Returns once every handler has.
  void stop();

 private:
  LoopbackServer(const LoopbackOptions& options, const Handler& handler);
  bool bind(int port);

  std::unique_ptr<httplib::Server> server_;
  int port_ = 0;
  std::thread thread_;
};

}  // namespace cwlogs
