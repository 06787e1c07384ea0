// Signed PutRecordBatch and PutRecords calls.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "config/environment.h"
#include "runtime/aws_credentials.h"
#include "runtime/aws_endpoint.h"
#include "runtime/http_client.h"
#include "runtime/put_reply.h"

namespace cwlogs {

// Makes nothing before the first call: most invocations put nothing, and TLS is dear. One per
// thread.
class AwsClient {
 public:
  using MakeHttp = std::function<std::unique_ptr<HttpClient>()>;

  AwsClient(Environment environment, MakeHttp make_http)
      : environment_(std::move(environment)), make_http_(std::move(make_http)) {}

  // One call that puts `count` records, within `timeout`. Never throws for what the network, the
  // service or the credentials do. Credentials that expired are loaded anew once.
  PutReply put(AwsService service, std::string_view region, std::string_view body, size_t count,
               std::chrono::milliseconds timeout);

 private:
  PutReply put_signed(AwsService service, std::string_view region, std::string_view body,
                      size_t count, std::chrono::milliseconds timeout);
  // Null once the credentials are there, else why not.
  std::optional<std::string> prepare(std::chrono::milliseconds timeout);

  Environment environment_;
  MakeHttp make_http_;
  std::unique_ptr<HttpClient> http_;
  std::optional<AwsCredentials> credentials_;
};

}  // namespace cwlogs
