// An HTTP client for tests of servers: one connection kept alive, every detail told.
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "tests/http_message.h"

namespace cwlogs::testing {

struct HttpCall {
  std::string url{};
  std::string method = "POST";         // GET sends no body
  std::vector<std::string> headers{};  // `Name: value`
  std::string body{};
  bool chunked = false;
  std::chrono::milliseconds timeout{10'000};
  std::string ca_path{};    // PEM, for HTTPS
  std::string signature{};  // CURLOPT_AWS_SIGV4, such as aws:amz:us-east-1:firehose
  std::string user{};       // key:secret to sign with
};

struct HttpResult {
  CURLcode code = CURLE_OK;
  long status = 0;
  Headers headers{};
  std::string body{};

  std::string header(std::string_view name) const {
    return find_header(headers, name).value_or("");
  }
};

class CurlClient {
 public:
  CurlClient();
  HttpResult send(const HttpCall& call);
  HttpResult get(const std::string& url);
  HttpResult post(const std::string& url, std::string body, std::vector<std::string> headers = {});

 private:
  struct Cleanup {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };
  std::unique_ptr<CURL, Cleanup> handle_;
};

}  // namespace cwlogs::testing
