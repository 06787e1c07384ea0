#include "tests/put_call.h"

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>

#include "tests/event_fixture.h"

namespace cwlogs::testing {
namespace {

constexpr size_t kRecordsMax = 500;
constexpr size_t kKeyCharactersMax = 256;

PutFlaw serialization(std::string message) {
  return {"SerializationException", std::move(message)};
}
PutFlaw validation(std::string message) { return {"ValidationException", std::move(message)}; }
PutFlaw argument(std::string message) { return {"InvalidArgumentException", std::move(message)}; }

// RFC 4648 section 4, canonical: padded, nothing foreign, no spare bits.
std::optional<std::string> decode(const std::string& base64) {
  const size_t padding = base64.ends_with("==") ? 2 : base64.ends_with("=") ? 1 : 0;
  const auto is_letter = [](unsigned char c) { return std::isalnum(c) || c == '+' || c == '/'; };
  if (base64.size() % 4 != 0 ||
      !std::all_of(base64.begin(), base64.end() - static_cast<ptrdiff_t>(padding), is_letter)) {
    return std::nullopt;
  }
  std::string bytes = bytes_of_base64(base64);
  if (base64_of(bytes) != base64) return std::nullopt;
  return bytes;
}

// `object` has these members, all strings, and no other but `other`.
bool has_only(const Json& object, std::initializer_list<const char*> names, const char* other) {
  if (!object.is_object()) return false;
  const size_t others = other != nullptr && object.contains(other) ? 1 : 0;
  return object.size() == names.size() + others &&
         std::all_of(names.begin(), names.end(), [&](const char* name) {
           return object.contains(name) && object.at(name).is_string();
         });
}

// [a-zA-Z0-9_.-]+
bool is_stream_name(const std::string& name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '_' || c == '.' || c == '-';
  });
}

size_t characters_in(std::string_view utf8) {
  return static_cast<size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

PutFlaw read_headers(const Request& request, PutCall& call) {
  if (request.method != "POST" || request.path != "/") {
    return {"UnknownOperationException", request.method + ' ' + request.path};
  }
  const std::string target = request.header("X-Amz-Target");
  call.kinesis = target == "Kinesis_20131202.PutRecords";
  if (!call.kinesis && target != "Firehose_20150804.PutRecordBatch") {
    return {"UnknownOperationException", "X-Amz-Target: " + target};
  }
  if (request.header("Content-Type") != "application/x-amz-json-1.1") {
    return serialization("Content-Type: " + request.header("Content-Type"));
  }
  if (!request.header("Authorization").starts_with("AWS4-HMAC-SHA256 Credential=")) {
    return {"MissingAuthenticationTokenException", "Missing Authentication Token"};
  }
  return {};
}

PutFlaw read_entry(const Json& record, bool kinesis, size_t bytes_max, PutEntry& entry) {
  const bool right = kinesis ? has_only(record, {"Data", "PartitionKey"}, nullptr)
                             : has_only(record, {"Data"}, nullptr);
  if (!right) return serialization("members of a record");
  auto data = decode(record.at("Data").get<std::string>());
  if (!data) return serialization("Data is not base64");
  entry.data = std::move(*data);
  if (kinesis) {
    entry.partition_key = record.at("PartitionKey").get<std::string>();
    const size_t characters = characters_in(entry.partition_key);
    if (characters < 1 || characters > kKeyCharactersMax) {
      return validation("a partition key has " + std::to_string(characters) + " characters");
    }
  }
  const size_t bytes = entry.data.size() + entry.partition_key.size();
  if (bytes > bytes_max) {
    return validation("a record has " + std::to_string(bytes) + " bytes");
  }
  return {};
}

PutFlaw read_records(const Json& records, const PutLimits& limits, PutCall& call) {
  if (records.empty() || records.size() > kRecordsMax) {
    return validation(std::to_string(records.size()) + " records");
  }
  const size_t record_max =
      call.kinesis ? limits.kinesis_record_bytes : limits.firehose_record_bytes;
  const size_t call_max = call.kinesis ? limits.kinesis_call_bytes : limits.firehose_call_bytes;
  size_t bytes = 0;
  for (const Json& record : records) {
    PutEntry& entry = call.records.emplace_back();
    if (PutFlaw flaw = read_entry(record, call.kinesis, record_max, entry); !flaw.code.empty()) {
      return flaw;
    }
    bytes += entry.data.size() + entry.partition_key.size();
  }
  if (bytes > call_max) return argument("the records have " + std::to_string(bytes) + " bytes");
  return {};
}

}  // namespace

PutFlaw read_put_call(const Request& request, const PutLimits& limits, PutCall& call) {
  call.headers = request.headers;
  call.connection = request.connection;
  call.time = request.time;
  if (PutFlaw flaw = read_headers(request, call); !flaw.code.empty()) return flaw;
  const Json body = Json::parse(request.body, nullptr, false);
  const char* const name = call.kinesis ? "StreamName" : "DeliveryStreamName";
  if (!has_only(body, {name}, "Records") || !body.contains("Records") ||
      !body.at("Records").is_array()) {
    return serialization("members of the call");
  }
  call.stream = body.at(name).get<std::string>();
  const size_t name_max = call.kinesis ? 128 : 64;
  if (call.stream.size() > name_max || !is_stream_name(call.stream)) {
    return validation(std::string(name) + " is '" + call.stream + "'");
  }
  return read_records(body.at("Records"), limits, call);
}

}  // namespace cwlogs::testing
