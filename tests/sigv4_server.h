// Starts sigv4_server.py: a Firehose and Kinesis that believes no signature unchecked.
#pragma once

#include <string>
#include <vector>

#include "tests/background_process.h"
#include "tests/child_process.h"

namespace cwlogs::testing {

struct SigV4ServerOptions {
  std::string access_key = "AKIDEXAMPLE";
  std::string secret_key = "secret";
  std::string token{};  // required where set, refused where not
  std::string region = "us-east-1";
  std::string certificate_chain_path{};  // HTTPS where set; see tls_fixture.h
  std::string key_path{};
  int clock_offset_seconds = 0;  // how far its clock is ahead
};

class SigV4Server {
 public:
  explicit SigV4Server(const SigV4ServerOptions& options = {});

  std::string url() const { return url_; }
  // What was accepted, in order.
  struct Record {
    std::string service{};  // firehose or kinesis
    std::string stream{};
    std::string data{};  // decoded
    std::string partition_key{};
    size_t call = 0;
  };
  std::vector<Record> records() const;
  // A line for every call refused: the code, what was wrong.
  std::string refusals() const { return process_.err(); }

 private:
  TemporaryFolder folder_;
  BackgroundProcess process_;
  std::string url_;
};

}  // namespace cwlogs::testing
