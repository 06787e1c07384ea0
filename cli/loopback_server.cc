#include "cli/loopback_server.h"

#include <httplib.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>

namespace cwlogs {
namespace {

HttpRequest wrap(const httplib::Request& request) {
  HttpRequest wrapped;
  wrapped.method = request.method;
  wrapped.path = request.path;
  wrapped.header = [&request](const char* name) { return request.get_header_value(name); };
  wrapped.has_header = [&request](const char* name) { return request.has_header(name); };
  return wrapped;
}

void answer(const HttpResponse& from, httplib::Response& to) {
  to.status = from.status;
  for (const auto& [name, value] : from.headers) to.set_header(name.c_str(), value);
  to.set_content(from.body, from.content_type.c_str());
}

}  // namespace

LoopbackServer::LoopbackServer(const LoopbackOptions& options, const Handler& handler)
    : server_(std::make_unique<httplib::Server>()) {
  server_->new_task_queue = [threads = options.threads] {
    return new httplib::ThreadPool(threads);
  };
  server_->set_tcp_nodelay(true);
  server_->set_keep_alive_max_count(SIZE_MAX);
  server_->set_keep_alive_timeout(options.keep_alive_seconds);
  server_->set_read_timeout(60);
  server_->set_write_timeout(60);
  // The library's default shares a port with whoever else asks for it.
  server_->set_socket_options([](socket_t socket) {
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
  });
  server_->Get(".*", [handler](const httplib::Request& request, httplib::Response& response) {
    answer(handler(wrap(request)), response);
  });
  // Read by us, for else the library takes a form's body apart and refuses a long one.
  server_->Post(".*", [handler, kept = options.body_bytes_kept](
                          const httplib::Request& request, httplib::Response& response,
                          const httplib::ContentReader& read_body) {
    HttpRequest wrapped = wrap(request);
    const auto keep = [&wrapped, kept](const char* data, size_t size) {
      wrapped.body.append(data, std::min(size, kept - wrapped.body.size()));
      wrapped.body_bytes += size;
      return true;
    };
    if (!read_body(keep)) {
      response.status = 400;
      return;
    }
    answer(handler(wrapped), response);
  });
}

bool LoopbackServer::bind(int port) {
  if (port == 0) {
    port_ = server_->bind_to_any_port("127.0.0.1");
  } else {
    port_ = server_->bind_to_port("127.0.0.1", port) ? port : -1;
  }
  return port_ > 0;
}

tl::expected<std::unique_ptr<LoopbackServer>, std::string> LoopbackServer::start(
    const LoopbackOptions& options, const Handler& handler) {
  std::unique_ptr<LoopbackServer> server(new LoopbackServer(options, handler));
  errno = 0;
  if (!server->bind(options.port)) {
    const std::string why = errno == 0 ? "in use?" : std::strerror(errno);
    return tl::make_unexpected("cannot listen on 127.0.0.1:" + std::to_string(options.port) + ": " +
                               why);
  }
  server->thread_ = std::thread([raw = server->server_.get()] { raw->listen_after_bind(); });
  // The library forgets a stop() that comes before this.
  while (!server->server_->is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return server;
}

LoopbackServer::~LoopbackServer() { stop(); }

void LoopbackServer::stop() {
  if (!thread_.joinable()) return;
  server_->stop();
  thread_.join();
}

}  // namespace cwlogs
