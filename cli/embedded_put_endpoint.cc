#include "cli/embedded_put_endpoint.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "cli/style.h"
#include "processor/base64.h"

namespace cwlogs {
namespace {

using Json = nlohmann::ordered_json;

// The services' own, in requests of any client; ours stays below.
constexpr size_t kFirehoseServiceBytesMax = 4 * kMiB;
constexpr size_t kBodyBytesMax = 64 * kMiB;

struct Refusal {
  int status;
  std::string code;
  std::string why;
};

template <typename T>
using Checked = tl::expected<T, Refusal>;

tl::unexpected<Refusal> refuse(int status, std::string code, std::string why) {
  return tl::make_unexpected(Refusal{status, std::move(code), std::move(why)});
}

tl::unexpected<Refusal> invalid(bool kinesis, std::string why) {
  return refuse(400, kinesis ? "ValidationException" : "InvalidArgumentException", std::move(why));
}

std::string member(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

size_t count_characters(const std::string& utf8) {
  return static_cast<size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

// The text between `begin` and the next `end`; what follows stays in `text`.
std::string take_between(std::string_view& text, std::string_view begin, std::string_view end) {
  const size_t from = text.find(begin);
  if (from == std::string_view::npos) return "";
  text.remove_prefix(from + begin.size());
  const size_t to = std::min(text.find(end), text.size());
  std::string taken(text.substr(0, to));
  text.remove_prefix(to);
  return taken;
}

// The form of the signature, not its value. Returns the region.
Checked<std::string> check_signature(const HttpRequest& request, bool kinesis) {
  const std::string authorization = request.header("Authorization");
  if (authorization.empty()) {
    return refuse(400, "MissingAuthenticationTokenException", "it is not signed");
  }
  std::string_view rest = authorization;
  const std::string credential = take_between(rest, "AWS4-HMAC-SHA256 Credential=", ",");
  const std::string signed_headers = ';' + take_between(rest, "SignedHeaders=", ",") + ';';
  const std::string signature = take_between(rest, "Signature=", ",");
  std::string_view scope = credential;
  const std::string date = take_between(scope, "/", "/");
  const std::string region = take_between(scope, "/", "/");
  const std::string service = take_between(scope, "/", "/");
  if (date.size() != 8 || region.empty() || scope != "/aws4_request" || signature.size() != 64) {
    return refuse(400, "IncompleteSignatureException",
                  "its Authorization is none of AWS Signature Version 4");
  }
  if (service != (kinesis ? "kinesis" : "firehose")) {
    return refuse(400, "InvalidSignatureException", "it is signed for '" + service + '\'');
  }
  for (const std::string name : {"host", "x-amz-date", "x-amz-target"}) {
    if (signed_headers.find(';' + name + ';') != std::string::npos) continue;
    return refuse(400, "InvalidSignatureException", "its header " + name + " is not signed");
  }
  return region;
}

bool is_stream_name(std::string_view name, bool kinesis) {
  const auto is_allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
  };
  return !name.empty() && name.size() <= (kinesis ? 128 : 64) &&
         std::all_of(name.begin(), name.end(), is_allowed);
}

// Returns the record's bytes as the limit counts them.
Checked<size_t> check_record(const Json& record, bool kinesis, const PutEndpointOptions& options) {
  const auto data = record.is_object() ? record.find("Data") : record.end();
  if (!record.is_object() || data == record.end() || !data->is_string()) {
    return refuse(400, "SerializationException", "a record has no Data");
  }
  const auto& base64 = data->get_ref<const std::string&>();
  std::string bytes(base64::decoded_size_max(base64.size()), '\0');
  const auto size = base64::decode(base64, bytes.data());
  if (!size) return refuse(400, "SerializationException", "a record's Data is not base64");
  if (!kinesis) {
    if (*size <= kFirehoseRecordBytesMax) return *size;
    return invalid(kinesis, "a record has " + with_thousands(*size) + " bytes, more than " +
                                with_thousands(kFirehoseRecordBytesMax));
  }
  const std::string key = member(record, "PartitionKey");
  const size_t characters = count_characters(key);
  if (characters == 0 || characters > kKinesisPartitionKeyCharsMax) {
    return invalid(kinesis, "a record's PartitionKey has " + std::to_string(characters) +
                                " characters; 1 to 256 are allowed");
  }
  if (*size + key.size() <= options.kinesis_record_bytes_max) return *size + key.size();
  return invalid(kinesis, "a record has " + with_thousands(*size + key.size()) +
                              " bytes with its key, more than " +
                              with_thousands(options.kinesis_record_bytes_max));
}

Checked<PutCall> check_call(const HttpRequest& request, const PutEndpointOptions& options) {
  const std::string target = request.header("X-Amz-Target");
  const bool kinesis = target == "Kinesis_20131202.PutRecords";
  if (!kinesis && target != "Firehose_20150804.PutRecordBatch") {
    return refuse(400, "UnknownOperationException",
                  "its X-Amz-Target is '" + target.substr(0, 80) + '\'');
  }
  if (request.header("Content-Type") != "application/x-amz-json-1.1") {
    return refuse(400, "UnknownOperationException",
                  "its content type is not application/x-amz-json-1.1");
  }
  const Checked<std::string> region = check_signature(request, kinesis);
  if (!region) return tl::make_unexpected(region.error());
  const Json json = Json::parse(request.body, nullptr, false);
  if (!json.is_object()) return refuse(400, "SerializationException", "its body is no JSON object");

  PutCall call;
  call.operation = kinesis ? "PutRecords" : "PutRecordBatch";
  call.region = *region;
  call.stream = member(json, kinesis ? "StreamName" : "DeliveryStreamName");
  if (call.stream.empty() && kinesis) {
    const std::string arn = member(json, "StreamARN");
    call.stream = arn.substr(arn.find('/') + 1);
  }
  if (!is_stream_name(call.stream, kinesis)) {
    return invalid(kinesis, "the name of its stream is '" + call.stream.substr(0, 150) + '\'');
  }
  const auto records = json.find("Records");
  call.records = records != json.end() && records->is_array() ? records->size() : 0;
  if (call.records == 0 || call.records > kPutRecordsMax) {
    return invalid(kinesis,
                   "it has " + std::to_string(call.records) + " records; 1 to 500 are allowed");
  }
  for (const Json& record : *records) {
    const Checked<size_t> size = check_record(record, kinesis, options);
    if (!size) return tl::make_unexpected(size.error());
    call.bytes += *size;
  }
  const size_t max = kinesis ? options.kinesis_request_bytes_max : kFirehoseServiceBytesMax;
  if (call.bytes > max) {
    return invalid(kinesis, "it has " + with_thousands(call.bytes) + " bytes, more than " +
                                with_thousands(max));
  }
  // One line, whoever wrote it.
  call.body = request.body.find('\n') == std::string::npos ? request.body : json.dump();
  return call;
}

HttpResponse render(const Json& body) {
  HttpResponse response;
  response.content_type = "application/x-amz-json-1.1";
  response.body = body.dump(-1, ' ', false, Json::error_handler_t::replace);
  return response;
}

HttpResponse render(const Refusal& refusal) {
  HttpResponse response = render(Json{{"__type", refusal.code}, {"message", refusal.why}});
  response.status = refusal.status;
  response.headers = {{"x-amzn-ErrorType", refusal.code}};
  return response;
}

HttpResponse render(const PutCall& call, size_t first) {
  Json results = Json::array();
  for (size_t i = 0; i < call.records; ++i) {
    const std::string number = std::to_string(first + i);
    if (call.operation == "PutRecords") {
      results.push_back({{"SequenceNumber", std::string(56 - number.size(), '4') + number},
                         {"ShardId", "shardId-000000000000"}});
    } else {
      results.push_back({{"RecordId", "embedded-" + number}});
    }
  }
  if (call.operation == "PutRecords") {
    return render(Json{{"FailedRecordCount", 0}, {"EncryptionType", "NONE"}, {"Records", results}});
  }
  return render(Json{{"FailedPutCount", 0}, {"Encrypted", false}, {"RequestResponses", results}});
}

}  // namespace

tl::expected<std::unique_ptr<EmbeddedPutEndpoint>, std::string> EmbeddedPutEndpoint::start(
    const PutEndpointOptions& options, Listener listener) {
  std::unique_ptr<EmbeddedPutEndpoint> endpoint(
      new EmbeddedPutEndpoint(options, std::move(listener)));
  auto server = LoopbackServer::start(
      {.body_bytes_kept = kBodyBytesMax, .keep_alive_seconds = 60},
      [raw = endpoint.get()](const HttpRequest& request) { return raw->handle(request); });
  if (!server) return tl::make_unexpected(server.error());
  endpoint->server_ = std::move(*server);
  return endpoint;
}

HttpResponse EmbeddedPutEndpoint::handle(const HttpRequest& request) {
  if (request.method != "POST" || request.path != "/") {
    return render(Refusal{404, "UnknownOperationException", "Not POST /"});
  }
  const Checked<PutCall> call = check_call(request, options_);
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!call) {
    listener_("AWS would refuse a put of the bootstrap: " + on_one_line(call.error().why) + " (" +
              call.error().code + ')');
    return render(call.error());
  }
  if (!options_.accept) {
    return render(Refusal{400, "AccessDeniedException", "Denied as --assume-put fail asks for"});
  }
  size_t first = 0;
  for (const PutCall& earlier : calls_) first += earlier.records;
  calls_.push_back(*call);
  return render(*call, first);
}

std::vector<PutCall> EmbeddedPutEndpoint::take_calls() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return std::exchange(calls_, {});
}

}  // namespace cwlogs
