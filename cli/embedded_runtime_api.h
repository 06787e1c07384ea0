// The Lambda Runtime API, version 2018-06-01, on a free loopback port.
#pragma once

#include <memory>
#include <string>

#include "cli/loopback_server.h"
#include "cli/runtime_protocol.h"
#include "tl/expected.hpp"

namespace cwlogs {

inline constexpr char kFunctionArn[] = "arn:aws:lambda:us-east-1:012345678912:function:function";

class EmbeddedRuntimeApi {
 public:
  // Errors: one line.
  static tl::expected<std::unique_ptr<EmbeddedRuntimeApi>, std::string> start(
      ProtocolTimes times = {}, RuntimeProtocol::Listener listener = {});
  // The bootstrap must have ended: its connections are waited for.
  ~EmbeddedRuntimeApi();

  RuntimeProtocol& protocol() { return protocol_; }
  // What AWS_LAMBDA_RUNTIME_API says.
  std::string address() const { return "127.0.0.1:" + std::to_string(server_->port()); }

 private:
  EmbeddedRuntimeApi(ProtocolTimes times, RuntimeProtocol::Listener listener)
      : protocol_(times, std::move(listener)) {}

  HttpResponse handle(const HttpRequest& request);
  HttpResponse hand_out_next();

  RuntimeProtocol protocol_;
  std::unique_ptr<LoopbackServer> server_;
};

}  // namespace cwlogs
