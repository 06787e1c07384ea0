#include "tests/kinesalite.h"

#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <thread>

#include "tests/event_fixture.h"
#include "tests/put_client.h"

namespace cwlogs::testing {
namespace {

using std::chrono::seconds;

// node may be anywhere on the PATH.
ChildOptions environment_with_path() {
  const char* const path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe)
  ChildOptions options;
  options.environment = {std::string("PATH=") + (path == nullptr ? "/usr/bin:/bin" : path)};
  return options;
}

}  // namespace

Kinesalite::Kinesalite()
    : process_({"/usr/bin/env", "node", CWLOGS_TESTS "/kinesalite/serve.cjs",
                CWLOGS_KINESALITE "/node_modules/kinesalite"},
               environment_with_path()) {
  const auto port = process_.wait_for_line("port ", seconds(60));
  if (!port) throw std::runtime_error("kinesalite (make deps-test): " + process_.err());
  url_ = "http://127.0.0.1:" + *port;
}

Json Kinesalite::call(std::string_view operation, const Json& parameters) {
  const std::string target = "Kinesis_20131202." + std::string(operation);
  const HttpResult result = client_.send(put_call(url_, target, parameters.dump()));
  if (result.status != 200) {
    throw std::runtime_error(target + ": " + curl_easy_strerror(result.code) + ' ' + result.body);
  }
  return result.body.empty() ? Json() : Json::parse(result.body);
}

void Kinesalite::create_stream(const std::string& name, size_t shards) {
  call("CreateStream", {{"StreamName", name}, {"ShardCount", shards}});
  const auto end = std::chrono::steady_clock::now() + seconds(30);
  const auto is_active = [&] {
    const Json answer = call("DescribeStream", {{"StreamName", name}});
    return answer.at("StreamDescription").at("StreamStatus") == "ACTIVE";
  };
  while (!is_active()) {
    if (std::chrono::steady_clock::now() > end) throw std::runtime_error(name + " not ACTIVE");
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

std::vector<Kinesalite::Record> Kinesalite::records(const std::string& stream) {
  std::vector<Record> records;
  const Json answer = call("DescribeStream", {{"StreamName", stream}});
  for (const Json& shard : answer.at("StreamDescription").at("Shards")) {
    read_shard(stream, shard.at("ShardId"), records);
  }
  return records;
}

void Kinesalite::read_shard(const std::string& stream, const std::string& shard,
                            std::vector<Record>& records) {
  std::string iterator =
      call("GetShardIterator",
           {{"StreamName", stream}, {"ShardId", shard}, {"ShardIteratorType", "TRIM_HORIZON"}})
          .at("ShardIterator");
  for (;;) {
    const Json answer = call("GetRecords", {{"ShardIterator", iterator}});
    if (answer.at("Records").empty()) return;
    for (const Json& record : answer.at("Records")) {
      records.push_back({bytes_of_base64(record.at("Data").get<std::string>()),
                         record.at("PartitionKey"), record.at("SequenceNumber"), shard});
    }
    iterator = answer.at("NextShardIterator");
  }
}

}  // namespace cwlogs::testing
