#include "cli/embedded_runtime_api.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "processor/limits.h"

namespace cwlogs {
namespace {

constexpr std::string_view kBase = "/2018-06-01/runtime/";
constexpr std::string_view kInvocation = "invocation/";

HttpResponse render(const CallAnswer& answer) {
  const nlohmann::ordered_json body =
      answer.error_type.empty() ? nlohmann::ordered_json{{"status", "OK"}}
                                : nlohmann::ordered_json{{"errorMessage", answer.error_message},
                                                         {"errorType", answer.error_type}};
  HttpResponse response;
  response.status = answer.status;
  response.body = body.dump();
  return response;
}

HttpResponse not_found(const HttpRequest& request) {
  return render({404, "NotFound", "No such call: " + request.method + ' ' + request.path});
}

std::optional<std::string> optional_header(const HttpRequest& request, const char* name) {
  if (!request.has_header(name)) return std::nullopt;
  return request.header(name);
}

RuntimePost read_post(const HttpRequest& request, std::string_view request_id) {
  return {.request_id = std::string(request_id),
          .invocation_id = optional_header(request, "Lambda-Runtime-Invocation-Id"),
          .content_type = request.header("Content-Type"),
          .error_type = optional_header(request, "Lambda-Runtime-Function-Error-Type"),
          .body = request.body,
          .body_bytes = request.body_bytes};
}

}  // namespace

tl::expected<std::unique_ptr<EmbeddedRuntimeApi>, std::string> EmbeddedRuntimeApi::start(
    ProtocolTimes times, RuntimeProtocol::Listener listener) {
  std::unique_ptr<EmbeddedRuntimeApi> api(new EmbeddedRuntimeApi(times, std::move(listener)));
  // The platform keeps a bootstrap's connection however long it works.
  const LoopbackOptions options = {
      .threads = 8, .body_bytes_kept = kResponseBytesMax, .keep_alive_seconds = 3600};
  auto server = LoopbackServer::start(
      options, [raw = api.get()](const HttpRequest& request) { return raw->handle(request); });
  if (!server) return tl::make_unexpected(server.error());
  api->server_ = std::move(*server);
  return api;
}

EmbeddedRuntimeApi::~EmbeddedRuntimeApi() { protocol_.close("The Runtime API is closed"); }

HttpResponse EmbeddedRuntimeApi::handle(const HttpRequest& request) {
  std::string_view call = request.path;
  if (!call.starts_with(kBase)) return not_found(request);
  call.remove_prefix(kBase.size());
  if (request.method == "GET" && call == "invocation/next") return hand_out_next();
  if (request.method != "POST") return not_found(request);
  if (call == "init/error") return render(protocol_.init_error(read_post(request, "")));
  if (!call.starts_with(kInvocation)) return not_found(request);
  call.remove_prefix(kInvocation.size());
  const size_t slash = std::min(call.find('/'), call.size());
  const RuntimePost post = read_post(request, call.substr(0, slash));
  call.remove_prefix(slash);
  if (call == "/response") return render(protocol_.response(post));
  if (call == "/error") return render(protocol_.error(post));
  return not_found(request);
}

HttpResponse EmbeddedRuntimeApi::hand_out_next() {
  const std::variant<Delivery, CallAnswer> next = protocol_.next();
  if (const auto* refused = std::get_if<CallAnswer>(&next)) return render(*refused);
  const auto& delivery = std::get<Delivery>(next);
  HttpResponse response;
  response.body = *delivery.event;
  response.headers = {{"Lambda-Runtime-Aws-Request-Id", delivery.request_id},
                      {"Lambda-Runtime-Deadline-Ms", std::to_string(delivery.deadline_ms)},
                      {"Lambda-Runtime-Invoked-Function-Arn", kFunctionArn},
                      {"Lambda-Runtime-Trace-Id", delivery.trace_id},
                      {"Lambda-Runtime-Invocation-Id", delivery.invocation_id}};
  return response;
}

}  // namespace cwlogs
