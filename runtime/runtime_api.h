// The Lambda Runtime API (2018-06-01): takes invocations and answers them.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "processor/padded_text.h"
#include "runtime/http_client.h"
#include "tl/expected.hpp"

namespace cwlogs {

struct Invocation {
  std::string request_id;
  std::string invocation_id;                       // echoed where it was given
  std::string trace_id;                            // of AWS X-Ray, or empty
  std::chrono::system_clock::time_point deadline;  // the epoch: not given
  PaddedText event;
  bool event_too_large = false;  // above kEventBytesMax: only its beginning is here
};

// What /error and /init/error are told. The type has the form the platform accepts:
// `Runtime.` or `Function.` and letters.
struct ErrorReport {
  std::string type;
  std::string message;
};

enum class Next : uint8_t {
  kGoOn,
  kExit,  // the environment is lost: exit non-zero
};

// One per thread.
class RuntimeApi {
 public:
  // `address` is the value of AWS_LAMBDA_RUNTIME_API: host:port, a path may follow. `warn` is told
  // what the platform refused, in one sentence.
  // Requires: `http` outlives this.
  RuntimeApi(std::string_view address, HttpClient& http,
             std::function<void(const std::string&)> warn);

  // Waits for an invocation, however long. Nothing after kTries failures in a row: exit non-zero.
  std::optional<Invocation> next();

  // Posts the answer. A refusal (400, 403, 410, 413) ends the invocation, not the process.
  Next post_response(const Invocation& invocation, std::string_view response);
  Next post_error(const Invocation& invocation, const ErrorReport& error);

  // After this the process has to exit non-zero.
  void post_init_error(const ErrorReport& error);

 private:
  Next post(const std::string& path, std::string_view body, std::vector<std::string> headers);
  void back_off(int failures) const;

  std::string base_;
  HttpClient& http_;
  std::function<void(const std::string&)> warn_;
};

}  // namespace cwlogs
