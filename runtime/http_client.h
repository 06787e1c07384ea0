// HTTP requests: the seam between the runtime and everything outside the process.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "processor/padded_text.h"
#include "tl/expected.hpp"

namespace cwlogs {

// AWS Signature Version 4 for a JSON service: POST to `/`.
struct Signature {
  std::string region;
  std::string service;
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token;  // empty: none
};

struct HttpRequest {
  std::string url;
  bool post = false;                     // else GET
  std::vector<std::string> headers;      // "Name: value"
  std::string_view body;                 // of a POST
  std::chrono::milliseconds timeout{0};  // for everything; 0: none
  size_t answer_bytes_max = 0;           // what is longer is cut
  std::optional<Signature> signature;
};

struct HttpAnswer {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  PaddedText body;
  bool cut = false;  // the body was longer than answer_bytes_max

  // Empty where there is none.
  std::string_view header(const std::string& lower_case_name) const;
};

struct HttpFailure {
  // False: no connection came about, so that nobody can have acted on the request. True: the
  // outcome is unknown.
  bool may_have_arrived = false;
  bool untrusted = false;  // TLS: the other side's certificate, or our own list of those we trust
  std::string message;     // one sentence, without addresses' secrets or the body
};

using HttpResult = tl::expected<HttpAnswer, HttpFailure>;

class HttpClient {
 public:
  virtual ~HttpClient() = default;
  // A status of any kind is an answer; a failure is the lack of one.
  virtual HttpResult send(const HttpRequest& request) = 0;
};

// Where requests go through, and whom TLS trusts.
struct HttpOptions {
  // HTTPS_PROXY, NO_PROXY; never for this host's own addresses.
  bool proxy_from_environment = false;
  std::string ca_file;         // empty: Amazon's own roots
  std::string system_ca_file;  // then the roots in here, where Amazon's know no issuer; empty: none
};

// libcurl with one connection that is kept alive. One per thread.
class CurlClient : public HttpClient {
 public:
  explicit CurlClient(HttpOptions options);
  ~CurlClient() override;
  CurlClient(const CurlClient&) = delete;
  CurlClient& operator=(const CurlClient&) = delete;

  HttpResult send(const HttpRequest& request) override;

 private:
  class Transfer;

  HttpResult send_once(const HttpRequest& request, std::chrono::milliseconds timeout);
  template <typename Value>
  void set(int option, Value value);
  void set_connection(std::string_view url);
  void set_trust();
  HttpFailure failure_of(int curl_code, const char* detail) const;

  HttpOptions options_;
  void* easy_;  // CURL*
};

// Whether a host can only be this machine, or the platform beside it: no proxy leads there.
bool is_local_host(std::string_view host);

// The host of an http or https URL, without port and brackets; empty where there is none.
std::string_view host_of(std::string_view url);

}  // namespace cwlogs
