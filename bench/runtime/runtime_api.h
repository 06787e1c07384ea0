// The Lambda Runtime API as far as a benchmark needs it: on one thread, without a wait of its own,
// so that what is measured is the runtime's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cwlogs::bench {

// Ends the program where a runtime breaks the protocol, ends, or says nothing for 10 seconds.
class RuntimeApi {
 public:
  RuntimeApi();  // on a free port of 127.0.0.1
  ~RuntimeApi();
  RuntimeApi(const RuntimeApi&) = delete;
  RuntimeApi& operator=(const RuntimeApi&) = delete;

  // What AWS_LAMBDA_RUNTIME_API says.
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

  // Returns once the runtime asks for the next event.
  void wait_for_next();

  // Hands out an event and returns the response posted to it. Requires: it was asked for.
  // Lifetime: until the next call.
  std::string_view invoke(std::string_view event);

 private:
  struct Connection {
    int fd;
    std::string received;
  };

  Connection& wait_for_request();
  void accept_one();
  bool receive(Connection& connection);

  int listener_;
  int port_ = 0;
  std::vector<Connection> connections_;
  int asking_ = -1;  // the connection that waits for an event
  std::string body_;
  std::string chunk_ = std::string(size_t{1} << 20, '\0');
};

}  // namespace cwlogs::bench
