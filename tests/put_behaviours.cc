#include "tests/put_behaviours.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <utility>

namespace cwlogs::testing {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kSlowDown = "Slow down.";
constexpr std::string_view kRateExceeded =
    "Rate exceeded for shard shardId-000000000000 in stream.";

Reply service_reply(int status, std::string body) {
  Reply reply = json_reply(status, std::move(body));
  reply.headers = {{"x-amzn-RequestId", "00000000-0000-4000-8000-000000000000"},
                   {"Content-Type", "application/x-amz-json-1.1"}};
  return reply;
}

std::string numbered(const char* form, size_t call, size_t index) {
  std::array<char, 80> text{};
  std::snprintf(text.data(), text.size(), form, call, index);
  return text.data();
}

Json accepted_entry(const PutCall& call, size_t index) {
  if (!call.kinesis) return {{"RecordId", numbered("record%020zu%06zu", call.number, index)}};
  return {{"SequenceNumber", numbered("4954%040zu%06zu", call.number, index)},
          {"ShardId", "shardId-000000000000"}};
}

PutAnswer answer_with(const PutCall& call, Json entries, std::vector<bool> stored) {
  const auto failed = std::count(stored.begin(), stored.end(), false);
  Json body;
  if (call.kinesis) {
    body = {
        {"FailedRecordCount", failed}, {"Records", std::move(entries)}, {"EncryptionType", "NONE"}};
  } else {
    body = {
        {"FailedPutCount", failed}, {"Encrypted", false}, {"RequestResponses", std::move(entries)}};
  }
  return {std::move(stored), service_reply(200, body.dump())};
}

PutBehaviour reply_without_storing(Reply reply) {
  return [reply = std::move(reply)](const PutCall&) { return PutAnswer{{}, reply}; };
}

Reply page(int status, std::string_view type, std::string_view body) {
  Reply reply;
  reply.status = status;
  reply.headers = {{"Content-Type", std::string(type)}};
  reply.body = body;
  return reply;
}

}  // namespace

PutBehaviour accept_all() {
  return fail_entries([](size_t, const PutEntry&) { return false; }, "", "");
}

PutBehaviour fail_entries(EntryPredicate fails, std::string code, std::string message) {
  return [fails = std::move(fails), code = std::move(code),
          message = std::move(message)](const PutCall& call) {
    const std::string throttling =
        call.kinesis ? "ProvisionedThroughputExceededException" : "ServiceUnavailableException";
    Json entries = Json::array();
    std::vector<bool> stored;
    for (size_t i = 0; i < call.records.size(); ++i) {
      stored.push_back(!fails(i, call.records[i]));
      entries.push_back(stored.back() ? accepted_entry(call, i)
                                      : Json{{"ErrorCode", code.empty() ? throttling : code},
                                             {"ErrorMessage", message}});
    }
    return answer_with(call, std::move(entries), std::move(stored));
  };
}

PutBehaviour throttle_entries(EntryPredicate throttled) {
  return [throttled = std::move(throttled)](const PutCall& call) {
    const std::string_view message = call.kinesis ? kRateExceeded : kSlowDown;
    return fail_entries(throttled, "", std::string(message))(call);
  };
}

PutBehaviour throttle_indexes(std::vector<size_t> indexes) {
  return throttle_entries([indexes = std::move(indexes)](size_t index, const PutEntry&) {
    return std::find(indexes.begin(), indexes.end(), index) != indexes.end();
  });
}

PutBehaviour fail_call(int status, std::string_view code, std::string_view message) {
  return reply_without_storing(
      service_reply(status, Json{{"__type", code}, {"message", message}}.dump()));
}

PutBehaviour throttle_call(std::string_view code, int status) {
  return fail_call(status, code, "Rate exceeded");
}

PutBehaviour server_error(int status) {
  return fail_call(status, status == 503 ? "ServiceUnavailableException" : "InternalFailure", "");
}

PutBehaviour xml_error(int status) {
  return reply_without_storing(page(status, "text/xml",
                                    "<?xml version=\"1.0\"?><ErrorResponse><Error>"
                                    "<Code>ServiceUnavailable</Code></Error></ErrorResponse>"));
}

PutBehaviour html_error(int status) {
  return reply_without_storing(
      page(status, "text/html", "<!DOCTYPE html><html><h1>Bad Gateway</h1></html>"));
}

PutBehaviour access_denied() {
  return fail_call(400, "AccessDeniedException",
                   "User: arn:aws:sts::123456789012:assumed-role/r is not authorized");
}

PutBehaviour resource_not_found() {
  return fail_call(400, "com.amazonaws.firehose.v20150804#ResourceNotFoundException",
                   "The stream was not found under account 123456789012.");
}

PutBehaviour expired_token() {
  return fail_call(400, "ExpiredTokenException",
                   "The security token included in the request is expired");
}

PutBehaviour expired_unless_token(std::string token) {
  return [token = std::move(token)](const PutCall& call) {
    return call.header("X-Amz-Security-Token") == token ? accept_all()(call)
                                                        : expired_token()(call);
  };
}

PutBehaviour invalid_argument_above(size_t records) {
  return [records](const PutCall& call) {
    if (call.records.size() <= records) return accept_all()(call);
    return fail_call(400, "InvalidArgumentException", "Records exceed the limit")(call);
  };
}

PutBehaviour too_large_above(size_t records) {
  return [records](const PutCall& call) {
    if (call.records.size() <= records) return accept_all()(call);
    return PutAnswer{{}, page(413, "text/html", "<html>413 Request Entity Too Large</html>")};
  };
}

PutBehaviour silence() { return reply_without_storing(fault_reply(Reply::Fault::kSilence)); }

PutBehaviour accept_then(Reply::Fault fault) {
  return with_reply(accept_all(), [fault](Reply& reply) { reply.fault = fault; });
}

PutBehaviour accept_then_reply(Reply reply) {
  return with_reply(accept_all(),
                    [reply = std::move(reply)](Reply& replaced) { replaced = reply; });
}

PutBehaviour wrong_count(int surplus) {
  return [surplus](const PutCall& call) {
    PutCall other = call;
    const auto count = static_cast<ptrdiff_t>(call.records.size()) + surplus;
    other.records.resize(static_cast<size_t>(std::max<ptrdiff_t>(0, count)));
    PutAnswer answer = accept_all()(other);
    answer.stored.assign(call.records.size(), true);
    return answer;
  };
}

PutBehaviour unparsable_answer() {
  return accept_then_reply(service_reply(200, R"({"FailedPutCount":0,"RequestRes)"));
}

PutBehaviour empty_entries() {
  return [](const PutCall& call) {
    Json entries = Json::array();
    for (size_t i = 0; i < call.records.size(); ++i) entries.push_back(Json::object());
    return answer_with(call, std::move(entries), std::vector<bool>(call.records.size(), true));
  };
}

PutBehaviour slow(std::chrono::milliseconds delay, PutBehaviour behaviour) {
  return with_reply(std::move(behaviour), [delay](Reply& reply) { reply.delay = delay; });
}

PutBehaviour with_reply(PutBehaviour behaviour, std::function<void(Reply&)> change) {
  return [behaviour = std::move(behaviour), change = std::move(change)](const PutCall& call) {
    PutAnswer answer = behaviour(call);
    change(answer.reply);
    return answer;
  };
}

}  // namespace cwlogs::testing
