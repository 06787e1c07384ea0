#include "runtime/aws_client.h"

#include <algorithm>
#include <utility>

#include "processor/limits.h"

namespace cwlogs {
namespace {

constexpr size_t kReplyBytesMax = 1 * kMiB;  // 500 entries of a few hundred bytes

std::string target_of(AwsService service) {
  return service == AwsService::kKinesis ? "Kinesis_20131202.PutRecords"
                                         : "Firehose_20150804.PutRecordBatch";
}

// The region comes with the event: nothing but a region may become part of a host's name.
bool is_region(std::string_view region) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !region.empty() && region.size() <= 32 &&
         std::all_of(region.begin(), region.end(), allowed);
}

PutReply denied(std::string code, std::string message) {
  return {.verdict = PutVerdict::kDenied,
          .outcome_unknown = false,
          .code = std::move(code),
          .message = std::move(message),
          .entries = {}};
}

}  // namespace

PutReply AwsClient::put(AwsService service, std::string_view region, std::string_view body,
                        size_t count, std::chrono::milliseconds timeout) {
  if (!is_region(region)) return denied("NoRegion", "the stream's ARN names no region");
  const auto start = std::chrono::steady_clock::now();
  PutReply reply = put_signed(service, region, body, count, timeout);
  if (reply.verdict != PutVerdict::kExpired) return reply;
  credentials_.reset();
  const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - start);
  if (spent < timeout) reply = put_signed(service, region, body, count, timeout - spent);
  if (reply.verdict == PutVerdict::kExpired) reply.verdict = PutVerdict::kDenied;
  return reply;
}

PutReply AwsClient::put_signed(AwsService service, std::string_view region, std::string_view body,
                               size_t count, std::chrono::milliseconds timeout) {
  if (const auto why_not = prepare(timeout)) {
    return denied("NoCredentials", *why_not);
  }
  return read_put_reply(
      http_->send({.url = endpoint_of(service, region, environment_),
                   .post = true,
                   .headers = {"Content-Type: application/x-amz-json-1.1",
                               "X-Amz-Target: " + target_of(service)},
                   .body = body,
                   .timeout = timeout,
                   .answer_bytes_max = kReplyBytesMax,
                   .signature = Signature{.region = std::string(region),
                                          .service = std::string(name_of(service)),
                                          .access_key_id = credentials_->access_key_id,
                                          .secret_access_key = credentials_->secret_access_key,
                                          .session_token = credentials_->session_token}}),
      count);
}

std::optional<std::string> AwsClient::prepare(std::chrono::milliseconds timeout) {
  if (!http_) http_ = make_http_();
  if (credentials_) return std::nullopt;
  auto loaded = load_credentials(environment_, *http_, timeout);
  if (!loaded) return loaded.error();
  credentials_ = std::move(*loaded);
  return std::nullopt;
}

}  // namespace cwlogs
