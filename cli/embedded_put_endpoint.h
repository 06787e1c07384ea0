// A Firehose and Kinesis endpoint on a free loopback port that accepts every put of the right form
// and within the limits, and keeps it.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "cli/loopback_server.h"
#include "processor/limits.h"
#include "tl/expected.hpp"

namespace cwlogs {

// One accepted call.
struct PutCall {
  std::string operation;  // PutRecordBatch or PutRecords
  std::string stream;
  std::string region;  // of the signature
  size_t records = 0;
  size_t bytes = 0;  // of the data before base64, and partition keys
  std::string body;
};

struct PutEndpointOptions {
  bool accept = true;  // false: every call is denied
  size_t kinesis_record_bytes_max = kKinesisRecordBytesMax;
  size_t kinesis_request_bytes_max = kKinesisRequestBytesMax;
};

class EmbeddedPutEndpoint {
 public:
  // Called with a sentence for each call that AWS would not take. Any thread.
  using Listener = std::function<void(const std::string& violation)>;

  // Errors: one line.
  static tl::expected<std::unique_ptr<EmbeddedPutEndpoint>, std::string> start(
      const PutEndpointOptions& options, Listener listener);

  std::string url() const { return server_->url(); }
  // The calls since the last time.
  std::vector<PutCall> take_calls();

 private:
  EmbeddedPutEndpoint(const PutEndpointOptions& options, Listener listener)
      : options_(options), listener_(std::move(listener)) {}

  HttpResponse handle(const HttpRequest& request);

  const PutEndpointOptions options_;
  const Listener listener_;
  std::mutex mutex_;
  std::vector<PutCall> calls_;
  std::unique_ptr<LoopbackServer> server_;
};

}  // namespace cwlogs
