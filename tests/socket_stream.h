// The server's end of a TCP connection, plain or TLS. Every wait ends when `stop_fd` turns
// readable.
#pragma once

#include <openssl/ssl.h>

#include <chrono>
#include <string>
#include <string_view>

namespace cwlogs::testing {

class SocketStream {
 public:
  // Takes over `fd`. `tls` may be null; else it outlives the stream.
  SocketStream(int fd, SSL_CTX* tls, int stop_fd);
  ~SocketStream();
  SocketStream(const SocketStream&) = delete;
  SocketStream& operator=(const SocketStream&) = delete;

  // The TLS handshake, where there is TLS. All of these are false on errors and when stopped.
  bool accept();
  bool read_more(std::string& buffer);  // appends what arrives next
  bool write(std::string_view bytes);
  bool sleep(std::chrono::milliseconds duration);  // also false once the client is gone
  void wait_until_gone();
  bool gone() const;

  // Ends what we send and reads on until the client closes, so that it can read everything.
  void close_softly();
  void reset();

 private:
  // Waits for `events` on the socket; false when stopped.
  bool wait_for(short events) const;
  // Waits as SSL_get_error asks; false where that can't help.
  bool wait_for_tls(int result);

  int fd_;
  int stop_fd_;
  SSL* ssl_ = nullptr;
};

}  // namespace cwlogs::testing
