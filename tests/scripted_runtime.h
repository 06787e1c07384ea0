// A runtime that does as the test says, call by call.
#pragma once

#include <chrono>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/curl_client.h"
#include "tests/fake_runtime_api.h"

namespace cwlogs::testing {

inline constexpr std::string_view kErrorReport = R"({"errorMessage":"m","errorType":"t"})";

inline Invocation invocation_of(std::string id, std::deque<Reply> replies = {}) {
  Invocation invocation;
  invocation.body = R"({"records":[]})";
  invocation.id = std::move(id);
  invocation.replies = std::move(replies);
  return invocation;
}

inline Reply status_reply(int code) { return json_reply(code, "{}"); }

struct ScriptedRuntime {
  explicit ScriptedRuntime(const FakeRuntimeApi& api)
      : base("http://" + api.address() + "/2018-06-01") {}

  HttpResult next(std::chrono::milliseconds timeout = std::chrono::seconds(10)) {
    HttpCall call;
    call.url = base + "/runtime/invocation/next";
    call.method = "GET";
    call.timeout = timeout;
    return client.send(call);
  }
  HttpResult respond(const std::string& id, std::string body = "{}",
                     std::vector<std::string> headers = {}) {
    headers.push_back("Content-Type: " + content_type);
    return client.post(base + "/runtime/invocation/" + id + "/response", std::move(body), headers);
  }
  HttpResult fail(const std::string& call, const std::string& type = "Runtime.BadEvent",
                  std::string_view body = kErrorReport) {
    return client.post(
        base + "/runtime/" + call, std::string(body),
        {"Content-Type: application/json", "Lambda-Runtime-Function-Error-Type: " + type});
  }

  std::string base;
  std::string content_type = "application/json";
  CurlClient client;
};

}  // namespace cwlogs::testing
