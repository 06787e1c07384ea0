#include "tests/curl_client.h"

#include <stdexcept>
#include <utility>

namespace cwlogs::testing {
namespace {

size_t append_body(char* bytes, size_t, size_t size, void* result) {
  static_cast<HttpResult*>(result)->body.append(bytes, size);
  return size;
}

size_t append_header(char* bytes, size_t, size_t size, void* result) {
  std::string_view line(bytes, size);
  line = line.substr(0, line.find_last_not_of("\r\n") + 1);
  Headers& headers = static_cast<HttpResult*>(result)->headers;
  if (line.starts_with("HTTP/")) headers.clear();  // of a `100 Continue` before
  if (const size_t colon = line.find(": "); colon != std::string_view::npos) {
    headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
  return size;
}

size_t feed_body(char* bytes, size_t, size_t size, void* rest) {
  auto& body = *static_cast<std::string_view*>(rest);
  const size_t n = body.copy(bytes, size);
  body.remove_prefix(n);
  return n;
}

void set_body(CURL* handle, const HttpCall& call, std::string_view& rest) {
  if (call.method == "GET") return;
  curl_easy_setopt(handle, CURLOPT_POST, 1L);
  if (call.method != "POST") {
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, call.method.c_str());
  }
  if (call.chunked) {
    rest = call.body;
    curl_easy_setopt(handle, CURLOPT_READFUNCTION, feed_body);
    curl_easy_setopt(handle, CURLOPT_READDATA, &rest);
  } else {
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, call.body.c_str());
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(call.body.size()));
  }
}

}  // namespace

CurlClient::CurlClient() : handle_(curl_easy_init()) {
  if (handle_ == nullptr) throw std::runtime_error("curl_easy_init");
}

HttpResult CurlClient::send(const HttpCall& call) {
  CURL* const handle = handle_.get();
  curl_easy_reset(handle);  // keeps the connection
  HttpResult result;
  std::string_view rest;
  curl_slist* headers = nullptr;
  for (const std::string& header : call.headers) {
    headers = curl_slist_append(headers, header.c_str());
  }
  if (call.chunked) headers = curl_slist_append(headers, "Transfer-Encoding: chunked");
  curl_easy_setopt(handle, CURLOPT_URL, call.url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(call.timeout.count()));
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, append_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &result);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, append_header);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &result);
  if (!call.ca_path.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, call.ca_path.c_str());
  if (!call.signature.empty()) {
    curl_easy_setopt(handle, CURLOPT_AWS_SIGV4, call.signature.c_str());
    curl_easy_setopt(handle, CURLOPT_USERPWD, call.user.c_str());
  }
  set_body(handle, call, rest);
  result.code = curl_easy_perform(handle);
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &result.status);
  curl_slist_free_all(headers);
  return result;
}

HttpResult CurlClient::get(const std::string& url) {
  HttpCall call;
  call.url = url;
  call.method = "GET";
  return send(call);
}

HttpResult CurlClient::post(const std::string& url, std::string body,
                            std::vector<std::string> headers) {
  HttpCall call;
  call.url = url;
  call.body = std::move(body);
  call.headers = std::move(headers);
  return send(call);
}

}  // namespace cwlogs::testing
