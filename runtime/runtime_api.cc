#include "runtime/runtime_api.h"

#include <charconv>
#include <cstdint>
#include <thread>
#include <utility>

#include "processor/json_string.h"
#include "processor/limits.h"
#include "processor/utf8.h"

namespace cwlogs {
namespace {

constexpr int kTries = 5;
constexpr auto kBackOff = std::chrono::milliseconds(50);  // doubles with each failure
// An answer may take its time on a frozen environment, but not for ever.
constexpr auto kPostTimeout = std::chrono::seconds(60);
constexpr size_t kStatusBytesMax = 64 * kKiB;

std::string error_body(const ErrorReport& error) {
  std::string body = R"({"errorType":)";
  append_quoted(error.type, body);
  body += R"(,"errorMessage":)";
  append_quoted(is_utf8(error.message) ? error.message : "unprintable", body);
  return body + R"(,"stackTrace":[]})";
}

std::vector<std::string> error_headers(const ErrorReport& error) {
  return {"Content-Type: application/json", "Lambda-Runtime-Function-Error-Type: " + error.type};
}

std::chrono::system_clock::time_point parse_deadline(std::string_view ms_since_epoch) {
  int64_t ms = 0;
  const char* const end = ms_since_epoch.data() + ms_since_epoch.size();
  const auto [stop, failure] = std::from_chars(ms_since_epoch.data(), end, ms);
  if (failure != std::errc() || stop != end || ms < 0) ms = 0;
  return std::chrono::system_clock::time_point(std::chrono::milliseconds(ms));
}

Invocation to_invocation(HttpAnswer answer) {
  return {.request_id = std::string(answer.header("lambda-runtime-aws-request-id")),
          .invocation_id = std::string(answer.header("lambda-runtime-invocation-id")),
          .trace_id = std::string(answer.header("lambda-runtime-trace-id")),
          .deadline = parse_deadline(answer.header("lambda-runtime-deadline-ms")),
          .event = std::move(answer.body),
          .event_too_large = answer.cut};
}

std::string sentence(const std::string& what, const HttpResult& result) {
  if (!result) return what + ": " + result.error().message;
  // The platform's own words: {"errorMessage":…,"errorType":…}, short.
  return what + ": HTTP " + std::to_string(result->status) + ' ' +
         std::string(result->body.view().substr(0, 200));
}

}  // namespace

RuntimeApi::RuntimeApi(std::string_view address, HttpClient& http,
                       std::function<void(const std::string&)> warn)
    : base_("http://" + std::string(address)), http_(http), warn_(std::move(warn)) {
  while (base_.ends_with('/')) base_.pop_back();
  base_ += "/2018-06-01/runtime";
}

std::optional<Invocation> RuntimeApi::next() {
  const HttpRequest request = {.url = base_ + "/invocation/next",
                               .post = false,
                               .headers = {},
                               .body = {},
                               .timeout = {},
                               .answer_bytes_max = kEventBytesMax,
                               .signature = {}};
  for (int failures = 0; failures < kTries; back_off(failures)) {
    HttpResult result = http_.send(request);
    const bool usable =
        result && result->status == 200 && !result->header("lambda-runtime-aws-request-id").empty();
    if (usable) return to_invocation(std::move(*result));
    warn_(sentence("no invocation", result));
    ++failures;
  }
  return std::nullopt;
}

Next RuntimeApi::post_response(const Invocation& invocation, std::string_view response) {
  std::vector<std::string> headers = {"Content-Type: application/json"};
  if (!invocation.invocation_id.empty()) {
    headers.push_back("Lambda-Runtime-Invocation-Id: " + invocation.invocation_id);
  }
  return post("/invocation/" + invocation.request_id + "/response", response, std::move(headers));
}

Next RuntimeApi::post_error(const Invocation& invocation, const ErrorReport& error) {
  std::vector<std::string> headers = error_headers(error);
  if (!invocation.invocation_id.empty()) {
    headers.push_back("Lambda-Runtime-Invocation-Id: " + invocation.invocation_id);
  }
  return post("/invocation/" + invocation.request_id + "/error", error_body(error),
              std::move(headers));
}

void RuntimeApi::post_init_error(const ErrorReport& error) {
  post("/init/error", error_body(error), error_headers(error));
}

Next RuntimeApi::post(const std::string& path, std::string_view body,
                      std::vector<std::string> headers) {
  const HttpRequest request = {.url = base_ + path,
                               .post = true,
                               .headers = std::move(headers),
                               .body = body,
                               .timeout = kPostTimeout,
                               .answer_bytes_max = kStatusBytesMax,
                               .signature = {}};
  for (int failures = 0; failures < kTries; back_off(failures)) {
    const HttpResult result = http_.send(request);
    if (result && result->status >= 200 && result->status < 300) return Next::kGoOn;
    warn_(sentence("the answer was not taken", result));
    // 500: the platform can't go on. Any other refusal is final for this invocation alone; a 413
    // has been reported by the platform itself already.
    if (result) return result->status >= 500 ? Next::kExit : Next::kGoOn;
    ++failures;
  }
  return Next::kExit;
}

void RuntimeApi::back_off(int failures) const {
  if (failures < kTries) std::this_thread::sleep_for(kBackOff * (1 << (failures - 1)));
}

}  // namespace cwlogs
