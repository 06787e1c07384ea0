#include "runtime/http_client.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <new>
#include <utility>

#include "runtime/amazon_roots.h"

static_assert(LIBCURL_VERSION_NUM >= 0x075600, "libcurl signs requests right from 7.86 on");

namespace cwlogs {
namespace {

// Lambda's own log of an init that hangs is no help: give up on a host that does not even answer.
constexpr long kConnectTimeoutMs = 5000;

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

HeaderList to_list(const std::vector<std::string>& headers) {
  HeaderList list;
  for (const std::string& header : headers) {
    curl_slist* const longer = curl_slist_append(list.get(), header.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    static_cast<void>(list.release());
    list.reset(longer);
  }
  return list;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::vector<std::string> headers_of(const HttpRequest& request) {
  std::vector<std::string> headers = request.headers;
  if (!request.signature) {
    if (request.post) headers.emplace_back("Expect:");  // no round trip before the body
  } else if (!request.signature->session_token.empty()) {
    headers.push_back("x-amz-security-token: " + request.signature->session_token);
  }
  return headers;
}

// Of OpenSSL's verdicts on a chain of certificates, those that other roots may overturn: no issuer
// known (2, 20, 21), or one that nobody vouches for (18, 19).
// https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error
bool is_unknown_issuer(long verdict) { return verdict == 2 || (verdict >= 18 && verdict <= 21); }

// libcurl is global: started before the first handle, from one thread.
void start_curl() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (started != CURLE_OK) throw std::bad_alloc();
}

}  // namespace

std::string_view HttpAnswer::header(const std::string& lower_case_name) const {
  const auto found = headers.find(lower_case_name);
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

// One request on its way, as libcurl's callbacks see it.
class CurlClient::Transfer {
 public:
  explicit Transfer(const HttpRequest& request) : request_(request) {}

  static size_t on_header(char* bytes, size_t size, size_t n, void* self) {
    static_cast<Transfer*>(self)->add_header({bytes, size * n});
    return size * n;
  }
  static size_t on_body(char* bytes, size_t size, size_t n, void* self) {
    return static_cast<Transfer*>(self)->add_body({bytes, size * n});
  }

  HttpAnswer take_answer(int status) {
    answer_.status = status;
    answer_.body = PaddedText(std::move(body_));
    return std::move(answer_);
  }
  bool cut() const { return answer_.cut; }

 private:
  void add_header(std::string_view line) {
    if (line.starts_with("HTTP/")) {  // of another answer: 100 Continue comes before the real one
      answer_.headers.clear();
      body_.clear();
      return;
    }
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) return;
    const std::string name = lower_case(trimmed(line.substr(0, colon)));
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (name == "content-length") reserve(value);
    answer_.headers[name] = value;
  }

  void reserve(std::string_view content_length) {
    size_t size = 0;
    for (const char c : content_length) {
      if (c < '0' || c > '9' || size > request_.answer_bytes_max) return;
      size = size * 10 + static_cast<size_t>(c - '0');
    }
    if (size <= request_.answer_bytes_max) body_.reserve(size + kJsonPadding);
  }

  size_t add_body(std::string_view bytes) {
    if (bytes.size() > request_.answer_bytes_max - body_.size()) {
      answer_.cut = true;
      return 0;  // ends the transfer
    }
    body_ += bytes;
    return bytes.size();
  }

  const HttpRequest& request_;
  HttpAnswer answer_;
  std::string body_;
};

CurlClient::CurlClient(HttpOptions options) : options_(std::move(options)), easy_(nullptr) {
  start_curl();
  easy_ = curl_easy_init();
  if (easy_ == nullptr) throw std::bad_alloc();
}

CurlClient::~CurlClient() { curl_easy_cleanup(easy_); }

HttpResult CurlClient::send(const HttpRequest& request) {
  const auto start = std::chrono::steady_clock::now();
  HttpResult result = send_once(request, request.timeout);
  if (result || !options_.ca_file.empty() || options_.system_ca_file.empty()) return result;
  long verdict = 0;
  curl_easy_getinfo(easy_, CURLINFO_SSL_VERIFYRESULT, &verdict);
  if (!result.error().untrusted || !is_unknown_issuer(verdict)) return result;
  options_.ca_file = options_.system_ca_file;  // from now on: reading it takes long
  const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - start);
  if (request.timeout.count() != 0 && spent >= request.timeout) return result;
  return send_once(request,
                   request.timeout.count() == 0 ? request.timeout : request.timeout - spent);
}

HttpResult CurlClient::send_once(const HttpRequest& request, std::chrono::milliseconds timeout) {
  Transfer transfer(request);
  const HeaderList headers = to_list(headers_of(request));
  std::array<char, CURL_ERROR_SIZE> detail{};

  curl_easy_reset(easy_);  // the connection stays
  set(CURLOPT_URL, request.url.c_str());
  set(CURLOPT_HTTPHEADER, headers.get());
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
  set(CURLOPT_ERRORBUFFER, detail.data());
  set(CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  set(CURLOPT_HEADERDATA, &transfer);
  set(CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  set(CURLOPT_WRITEDATA, &transfer);
  set_connection(request.url);
  if (request.post) {
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(CURLOPT_POSTFIELDS, request.body.data() == nullptr ? "" : request.body.data());
  }
  std::string scope;  // outlives the transfer
  if (request.signature) {
    scope = "aws:amz:" + request.signature->region + ':' + request.signature->service;
    set(CURLOPT_AWS_SIGV4, scope.c_str());
    set(CURLOPT_USERNAME, request.signature->access_key_id.c_str());
    set(CURLOPT_PASSWORD, request.signature->secret_access_key.c_str());
    // Before 8.3 libcurl signs `Expect:` whether or not it is sent: it must be sent.
    set(CURLOPT_EXPECT_100_TIMEOUT_MS, 1L);
    // On a connection that it had kept, libcurl would repeat a request that got no answer by
    // itself: a put might be doubled and nobody know.
    set(CURLOPT_FRESH_CONNECT, 1L);
    set(CURLOPT_FORBID_REUSE, 1L);
  }

  const CURLcode code = curl_easy_perform(easy_);
  long status = 0;
  curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
  if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && transfer.cut())) {
    return transfer.take_answer(static_cast<int>(status));
  }
  return tl::make_unexpected(failure_of(code, detail.data()));
}

template <typename Value>
void CurlClient::set(int option, Value value) {
  curl_easy_setopt(easy_, static_cast<CURLoption>(option), value);
}

void CurlClient::set_connection(std::string_view url) {
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_QUICK_EXIT, 1L);  // a resolver that hangs must not outlive its timeout
  set(CURLOPT_TCP_KEEPALIVE, 1L);
  set(CURLOPT_CONNECTTIMEOUT_MS, kConnectTimeoutMs);
  if (!options_.proxy_from_environment || is_local_host(host_of(url))) set(CURLOPT_PROXY, "");
  set_trust();
}

void CurlClient::set_trust() {
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));  // or later
  if (!options_.ca_file.empty()) {
    set(CURLOPT_CAINFO, options_.ca_file.c_str());
    set(CURLOPT_PROXY_CAINFO, options_.ca_file.c_str());
    return;
  }
  curl_blob roots = {.data = const_cast<char*>(kAmazonRoots.data()),  // libcurl only reads it
                     .len = kAmazonRoots.size(),
                     .flags = CURL_BLOB_NOCOPY};
  set(CURLOPT_CAINFO_BLOB, &roots);
  if (!options_.system_ca_file.empty()) {
    set(CURLOPT_PROXY_CAINFO, options_.system_ca_file.c_str());
  }
}

HttpFailure CurlClient::failure_of(int curl_code, const char* detail) const {
  const auto code = static_cast<CURLcode>(curl_code);
  // Set once the connection stands, TLS included, and the request is about to go out.
  curl_off_t ready_us = 0;
  curl_easy_getinfo(easy_, CURLINFO_PRETRANSFER_TIME_T, &ready_us);
  std::string message = curl_easy_strerror(code);
  if (*detail != '\0') message += std::string(" (") + detail + ')';
  const bool untrusted = code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE;
  if (untrusted) {
    message += "; trusted are the certificates in ";
    message += options_.ca_file.empty() ? "the program: Amazon's own roots" : options_.ca_file;
  }
  return {.may_have_arrived = ready_us > 0, .untrusted = untrusted, .message = std::move(message)};
}

bool is_local_host(std::string_view host) {
  const bool digits = host.find_first_not_of("0123456789.") == std::string_view::npos;
  return host == "localhost" || (digits && host.starts_with("127.")) || host == "::1" ||
         host == "169.254.170.2" || host == "169.254.170.23" || host == "169.254.169.254" ||
         host == "169.254.100.1" || host == "fd00:ec2::23";
}

std::string_view host_of(std::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  std::string_view authority = url.substr(scheme + 3);
  authority = authority.substr(0, authority.find_first_of("/?#"));
  if (const size_t at = authority.rfind('@'); at != std::string_view::npos) {
    authority.remove_prefix(at + 1);
  }
  if (authority.starts_with('[')) return authority.substr(1, authority.find(']') - 1);
  return authority.substr(0, authority.find(':'));
}

}  // namespace cwlogs
