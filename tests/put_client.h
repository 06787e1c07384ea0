// Puts records as AWS's clients do, signed by libcurl: to test the fakes, not the product.
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "tests/curl_client.h"

namespace cwlogs::testing {

inline constexpr std::string_view kFirehoseTarget = "Firehose_20150804.PutRecordBatch";
inline constexpr std::string_view kKinesisTarget = "Kinesis_20131202.PutRecords";

// A call with all headers, signed with key `AKIDEXAMPLE`, secret `secret` for us-east-1.
HttpCall put_call(const std::string& url, std::string_view target, std::string body);

std::string firehose_body(const std::vector<std::string>& data);
// Data and partition keys.
std::string kinesis_body(const std::vector<std::pair<std::string, std::string>>& records);

// To the stream `stream`, on a connection of its own.
HttpResult put_to_firehose(const std::string& url, const std::vector<std::string>& data,
                           std::vector<std::string> headers = {},
                           std::chrono::milliseconds timeout = std::chrono::seconds(10));
HttpResult put_to_kinesis(const std::string& url,
                          const std::vector<std::pair<std::string, std::string>>& records);

}  // namespace cwlogs::testing
