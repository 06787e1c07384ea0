#include "tests/put_client.h"

#include <nlohmann/json.hpp>

#include "tests/event_fixture.h"

namespace cwlogs::testing {

HttpCall put_call(const std::string& url, std::string_view target, std::string body) {
  HttpCall call;
  call.url = url;
  call.headers = {"Content-Type: application/x-amz-json-1.1",
                  "X-Amz-Target: " + std::string(target)};
  call.body = std::move(body);
  call.signature =
      target.starts_with("Kinesis") ? "aws:amz:us-east-1:kinesis" : "aws:amz:us-east-1:firehose";
  call.user = "AKIDEXAMPLE:secret";
  return call;
}

std::string firehose_body(const std::vector<std::string>& data) {
  Json records = Json::array();
  for (const std::string& bytes : data) records.push_back({{"Data", base64_of(bytes)}});
  return Json{{"DeliveryStreamName", "stream"}, {"Records", std::move(records)}}.dump();
}

std::string kinesis_body(const std::vector<std::pair<std::string, std::string>>& records) {
  Json entries = Json::array();
  for (const auto& [data, key] : records) {
    entries.push_back({{"Data", base64_of(data)}, {"PartitionKey", key}});
  }
  return Json{{"StreamName", "stream"}, {"Records", std::move(entries)}}.dump();
}

HttpResult put_to_firehose(const std::string& url, const std::vector<std::string>& data,
                           std::vector<std::string> headers, std::chrono::milliseconds timeout) {
  HttpCall call = put_call(url, kFirehoseTarget, firehose_body(data));
  call.headers.insert(call.headers.end(), headers.begin(), headers.end());
  call.timeout = timeout;
  return CurlClient().send(call);
}

HttpResult put_to_kinesis(const std::string& url,
                          const std::vector<std::pair<std::string, std::string>>& records) {
  return CurlClient().send(put_call(url, kKinesisTarget, kinesis_body(records)));
}

}  // namespace cwlogs::testing
