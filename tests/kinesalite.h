// Kinesalite, a Kinesis that others wrote, as a child on loopback. `make deps-test` installs it.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tests/background_process.h"
#include "tests/curl_client.h"

namespace cwlogs::testing {

class Kinesalite {
 public:
  // Fails the construction where Kinesalite is not installed or does not start.
  Kinesalite();

  std::string url() const { return url_; }  // AWS_ENDPOINT_URL_KINESIS; any credentials will do

  // Creates the stream and waits until it is ACTIVE.
  void create_stream(const std::string& name, size_t shards = 1);

  struct Record {
    std::string data{};  // decoded
    std::string partition_key{};
    std::string sequence_number{};
    std::string shard{};
  };
  // All records of a stream, shard by shard, each in order.
  std::vector<Record> records(const std::string& stream);

 private:
  nlohmann::ordered_json call(std::string_view operation, const nlohmann::ordered_json& parameters);
  void read_shard(const std::string& stream, const std::string& shard,
                  std::vector<Record>& records);

  BackgroundProcess process_;
  std::string url_;
  CurlClient client_;
};

}  // namespace cwlogs::testing
