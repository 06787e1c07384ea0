#include "runtime/put_reply.h"

#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <utility>

namespace cwlogs {
namespace {

using Json = nlohmann::json;

bool is_one_of(std::string_view code, std::initializer_list<std::string_view> codes) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

bool is_throttling(std::string_view code) {
  return is_one_of(
      code, {"Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled",
             "RequestThrottledException", "TooManyRequestsException", "LimitExceededException",
             "RequestLimitExceeded", "SlowDown", "PriorRequestNotComplete",
             "ProvisionedThroughputExceededException", "KMSThrottlingException",
             "BandwidthLimitExceeded", "ServiceUnavailableException"});
}

bool is_expiry(std::string_view code) {
  return is_one_of(code, {"ExpiredTokenException", "ExpiredToken", "RequestExpired"});
}

bool asks_for_less(std::string_view code) {
  return is_one_of(code, {"InvalidArgumentException", "ValidationException",
                          "RequestEntityTooLargeException", "SerializationException"});
}

bool is_worth_another_try(std::string_view code) {
  return is_one_of(code, {"RequestTimeout", "RequestTimeoutException", "InternalFailure",
                          "InternalServerError", "InternalServiceError"});
}

std::string text_in(const Json& json, const char* name) {
  if (!json.is_object()) return {};
  const auto found = json.find(name);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// `com.amazon.coral#Code:http://…` -> `Code`, and only what may be in a code.
std::string clean_code(std::string_view code) {
  if (const size_t hash = code.rfind('#'); hash != std::string_view::npos) {
    code.remove_prefix(hash + 1);
  }
  code = code.substr(0, code.find(':'));
  const auto allowed = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.';
  };
  if (code.size() > 80 || !std::all_of(code.begin(), code.end(), allowed)) return {};
  return std::string(code);
}

std::string code_of(const HttpAnswer& answer, const Json& body) {
  std::string code = clean_code(text_in(body, "__type"));
  if (code.empty()) code = clean_code(answer.header("x-amzn-errortype"));
  return code.empty() ? "HTTP " + std::to_string(answer.status) : code;
}

EntryVerdict judge(const Json& entry) {
  const std::string code = text_in(entry, "ErrorCode");
  if (code.empty()) {
    const bool taken =
        !text_in(entry, "RecordId").empty() || !text_in(entry, "SequenceNumber").empty();
    return taken ? EntryVerdict::kAccepted : EntryVerdict::kUnclear;
  }
  const bool again = is_throttling(code) || is_worth_another_try(code);
  return again ? EntryVerdict::kThrottled : EntryVerdict::kRejected;
}

PutReply unclear(std::string message) {
  return {.verdict = PutVerdict::kTransient,
          .outcome_unknown = true,
          .code = {},
          .message = std::move(message),
          .entries = {}};
}

PutReply read_entries(const Json& body, size_t count) {
  const Json* entries = nullptr;
  for (const char* name : {"RequestResponses", "Records"}) {
    if (body.is_object() && body.contains(name)) entries = &body[name];
  }
  if (entries == nullptr || !entries->is_array()) return unclear("the answer can't be read");
  if (entries->size() != count) {
    return unclear("the answer is about " + std::to_string(entries->size()) + " records, " +
                   std::to_string(count) + " were put");
  }
  PutReply reply = {.verdict = PutVerdict::kAnswered,
                    .outcome_unknown = false,
                    .code = {},
                    .message = {},
                    .entries = {}};
  for (const Json& entry : *entries) {
    reply.entries.push_back(judge(entry));
    if (reply.entries.back() == EntryVerdict::kAccepted || !reply.code.empty()) continue;
    reply.code = clean_code(text_in(entry, "ErrorCode"));
    reply.message = "some records were refused";
  }
  return reply;
}

PutVerdict judge(int status, std::string_view code) {
  if (is_throttling(code) || status == 429) return PutVerdict::kThrottled;
  if (is_expiry(code)) return PutVerdict::kExpired;
  if (asks_for_less(code) || status == 413) return PutVerdict::kTooLarge;
  if (is_worth_another_try(code) || status >= 500 || status == 408) return PutVerdict::kTransient;
  return PutVerdict::kDenied;
}

}  // namespace

PutReply read_put_reply(const HttpResult& result, size_t count) {
  if (!result) {
    const HttpFailure& failure = result.error();
    return {.verdict = failure.untrusted ? PutVerdict::kDenied : PutVerdict::kTransient,
            .outcome_unknown = failure.may_have_arrived,
            .code = failure.untrusted ? "UntrustedCertificate" : "",
            .message = result.error().message,
            .entries = {}};
  }
  const Json body = Json::parse(result->body.view(), nullptr, false);
  if (result->status == 200) return read_entries(body, count);
  PutReply reply;
  reply.code = code_of(*result, body);
  reply.verdict = judge(result->status, reply.code);
  reply.outcome_unknown = result->status >= 500 || reply.verdict == PutVerdict::kTransient;
  reply.message = "the service answered HTTP " + std::to_string(result->status);
  return reply;
}

std::string_view advice_for(std::string_view code) {
  if (is_one_of(code, {"AccessDeniedException", "AccessDenied"})) {
    return "allow the function's role firehose:PutRecordBatch (Direct PUT) or kinesis:PutRecords "
           "(Kinesis source) on the stream";
  }
  if (code == "UntrustedCertificate") {
    return "set AWS_CA_BUNDLE to the file with the certificate authority's certificate";
  }
  if (code == "ResourceNotFoundException") {
    return "the stream is not in this account and region, or is being deleted";
  }
  if (code == "InvalidSourceException") {
    return "the stream takes no puts: set REINGEST=fail, and keep batches small";
  }
  if (is_one_of(code, {"UnrecognizedClientException", "InvalidSignatureException",
                       "SignatureDoesNotMatch", "IncompleteSignature",
                       "MissingAuthenticationTokenException"})) {
    return "check the credentials and this machine's clock";
  }
  if (code.starts_with("KMS") || code == "InvalidKMSResourceException") {
    return "check the stream's KMS key and the role's kms:GenerateDataKey";
  }
  return {};
}

}  // namespace cwlogs
