// A PutRecordBatch or PutRecords call taken apart as strictly as the services do it.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tests/http_message.h"

namespace cwlogs::testing {

struct PutEntry {
  std::string data{};           // decoded
  std::string partition_key{};  // of Kinesis
};

struct PutCall {
  bool kinesis = false;
  std::string stream{};
  std::vector<PutEntry> records{};
  Headers headers{};
  size_t number = 0;  // among the server's calls, from 0
  size_t connection = 0;
  std::chrono::steady_clock::time_point time{};

  std::string header(std::string_view name) const {
    return find_header(headers, name).value_or("");
  }
};

struct PutLimits {
  size_t firehose_record_bytes = 1000 * 1024;
  size_t firehose_call_bytes = 4 * 1024 * 1024;
  size_t kinesis_record_bytes = 1024 * 1024;    // with the key
  size_t kinesis_call_bytes = 5 * 1024 * 1024;  // with the keys
};

// What is wrong with a request, as the service would put it. Nothing is where `code` is empty.
struct PutFlaw {
  std::string code{};  // such as ValidationException
  std::string message{};
};

// Reads `request` into `call`: headers, wire form, base64, names, counts and sizes.
PutFlaw read_put_call(const Request& request, const PutLimits& limits, PutCall& call);

}  // namespace cwlogs::testing
