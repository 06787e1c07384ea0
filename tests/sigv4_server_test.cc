#include "tests/sigv4_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "tests/event_fixture.h"
#include "tests/fault_server.h"
#include "tests/put_client.h"
#include "tests/tls_fixture.h"

namespace cwlogs::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

HttpCall signed_call(const std::string& url, const std::string& token = "") {
  HttpCall call = put_call(url, kFirehoseTarget, firehose_body({"one", "two"}));
  if (!token.empty()) call.headers.push_back("X-Amz-Security-Token: " + token);
  return call;
}

void expect_refused(const SigV4Server& server, const HttpResult& result, const std::string& code,
                    const std::string& message) {
  EXPECT_EQ(result.status, 400);
  EXPECT_EQ(Json::parse(result.body).at("__type"), code);
  EXPECT_THAT(server.refusals(), HasSubstr(code));
  EXPECT_THAT(server.refusals(), HasSubstr(message));
  EXPECT_THAT(server.records(), IsEmpty());
}

// Sends a signed call with a detour over a server that changes it.
HttpResult send_tampered(const SigV4Server& server, const std::function<void(HttpCall&)>& tamper,
                         const std::string& token = "") {
  FaultServer detour([&](const Request& request) {
    HttpCall call;
    call.url = server.url();
    call.body = request.body;
    for (const auto& [name, value] : request.headers) {
      if (name != "Content-Length" && name != "Expect") call.headers.push_back(name + ": " + value);
    }
    tamper(call);
    const HttpResult result = CurlClient().send(call);
    return json_reply(static_cast<int>(result.status), result.body);
  });
  return CurlClient().send(signed_call(detour.url(), token));
}

void replace_in(std::string& text, std::string_view from, std::string_view to) {
  const size_t at = text.find(from);
  ASSERT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
}

TEST(SigV4Server, AcceptsAndJournalsBothServices) {
  const SigV4Server server;
  CurlClient client;
  const HttpResult first = client.send(signed_call(server.url()));
  EXPECT_EQ(first.status, 200) << first.body << server.refusals();
  EXPECT_EQ(Json::parse(first.body).at("RequestResponses").size(), 2u);
  const HttpResult second =
      client.send(put_call(server.url(), kKinesisTarget, kinesis_body({{"three", "key"}})));
  EXPECT_EQ(second.status, 200) << second.body;
  const auto records = server.records();
  ASSERT_EQ(records.size(), 3u);
  EXPECT_EQ(records[0].service, "firehose");
  EXPECT_EQ(records[0].stream, "stream");
  EXPECT_EQ(records[1].data, "two");
  EXPECT_EQ(records[2].service, "kinesis");
  EXPECT_EQ(records[2].partition_key, "key");
  EXPECT_EQ(records[2].call, 1u);
}

TEST(SigV4Server, AcceptsLargeBodiesAfterExpect) {
  const SigV4Server server;
  const std::vector<std::string> data(4, std::string(1'000'000, 'x'));
  EXPECT_EQ(put_to_firehose(server.url(), data).status, 200) << server.refusals();
}

TEST(SigV4Server, AcceptsADetourThatChangesNothing) {
  const SigV4Server server;
  EXPECT_EQ(send_tampered(server, [](HttpCall&) {}).status, 200) << server.refusals();
}

TEST(SigV4Server, RefusesAWrongSecretAndAnUnknownKey) {
  const SigV4Server server;
  HttpCall call = signed_call(server.url());
  call.user = "AKIDEXAMPLE:other";
  expect_refused(server, CurlClient().send(call), "InvalidSignatureException", "does not match");
  call.user = "OTHER:secret";
  expect_refused(server, CurlClient().send(call), "UnrecognizedClientException", "invalid");
}

TEST(SigV4Server, RefusesAChangedBody) {
  const SigV4Server server;
  const HttpResult result =
      send_tampered(server, [](HttpCall& call) { replace_in(call.body, "b25l", "b25m"); });
  expect_refused(server, result, "InvalidSignatureException", "does not match");
}

TEST(SigV4Server, RefusesAChangedTarget) {
  const SigV4Server server;
  const HttpResult result = send_tampered(server, [](HttpCall& call) {
    for (std::string& header : call.headers) {
      if (header.starts_with("X-Amz-Target")) header = "X-Amz-Target: Kinesis_20131202.PutRecords";
    }
  });
  expect_refused(server, result, "InvalidSignatureException", "scoped to");
}

TEST(SigV4Server, RefusesASignatureThatLeavesHeadersOut) {
  const SigV4Server server;
  const HttpResult result = send_tampered(
      server, [](HttpCall& call) { call.headers.emplace_back("X-Amz-Added: later"); });
  expect_refused(server, result, "InvalidSignatureException", "not signed: ['x-amz-added']");
}

TEST(SigV4Server, RefusesASignedHeaderThatWasNotSent) {
  SigV4ServerOptions options;
  options.token = "token";
  const SigV4Server server(options);
  HttpCall call = signed_call(server.url(), "token");
  EXPECT_EQ(CurlClient().send(call).status, 200) << server.refusals();
  const SigV4Server other(options);
  const HttpResult result = send_tampered(
      other,
      [](HttpCall& tampered) {
        for (std::string& header : tampered.headers) {
          if (header.starts_with("Authorization")) {
            replace_in(header, "content-type;", "content-type;expect;");
          }
        }
      },
      "token");
  expect_refused(other, result, "InvalidSignatureException", "signed, but not sent: expect");
}

TEST(SigV4Server, RefusesAMissingOrWrongToken) {
  SigV4ServerOptions options;
  options.token = "token";
  const SigV4Server server(options);
  for (const char* const token : {"", "other"}) {
    expect_refused(server, CurlClient().send(signed_call(server.url(), token)),
                   "UnrecognizedClientException", "token");
  }
  const HttpResult removed = send_tampered(
      server,
      [](HttpCall& call) {
        std::erase_if(call.headers,
                      [](const std::string& h) { return h.starts_with("X-Amz-Security"); });
      },
      "token");
  expect_refused(server, removed, "UnrecognizedClientException", "token");
}

TEST(SigV4Server, RefusesAStaleDate) {
  SigV4ServerOptions options;
  for (const int offset : {310, -310}) {
    options.clock_offset_seconds = offset;
    const SigV4Server server(options);
    expect_refused(server, CurlClient().send(signed_call(server.url())),
                   "InvalidSignatureException", "Signature expired");
  }
  options.clock_offset_seconds = 240;
  const SigV4Server tolerant(options);
  EXPECT_EQ(CurlClient().send(signed_call(tolerant.url())).status, 200);
}

TEST(SigV4Server, RefusesAnotherRegion) {
  const SigV4Server server;
  HttpCall call = signed_call(server.url());
  call.signature = "aws:amz:eu-west-1:firehose";
  expect_refused(server, CurlClient().send(call), "InvalidSignatureException",
                 "us-east-1/firehose");
}

TEST(SigV4Server, RefusesWhatIsNotSigned) {
  const SigV4Server server;
  HttpCall call = signed_call(server.url());
  call.signature.clear();
  expect_refused(server, CurlClient().send(call), "MissingAuthenticationTokenException", "Missing");
}

TEST(SigV4Server, EnforcesTheLimitsAndTheWireForm) {
  const SigV4Server server;
  const auto code_of = [&](const HttpCall& call) {
    return Json::parse(CurlClient().send(call).body).at("__type").get<std::string>();
  };
  const auto firehose = [&](std::string body) {
    return code_of(put_call(server.url(), kFirehoseTarget, std::move(body)));
  };
  const auto kinesis = [&](const std::vector<std::pair<std::string, std::string>>& records) {
    return code_of(put_call(server.url(), kKinesisTarget, kinesis_body(records)));
  };
  EXPECT_EQ(firehose(firehose_body(std::vector<std::string>(501, "a"))), "ValidationException");
  EXPECT_EQ(firehose(firehose_body({})), "ValidationException");
  EXPECT_EQ(firehose(firehose_body({std::string(1'024'001, 'x')})), "ValidationException");
  EXPECT_EQ(firehose(firehose_body(std::vector<std::string>(5, std::string(1'000'000, 'x')))),
            "InvalidArgumentException");
  EXPECT_EQ(firehose("no"), "SerializationException");
  EXPECT_EQ(firehose(R"({"DeliveryStreamName":"s","Records":[{"Data":"YR=="}]})"),
            "SerializationException");
  EXPECT_EQ(firehose(kinesis_body({{"a", "k"}})), "SerializationException");
  EXPECT_EQ(kinesis({{"a", ""}}), "ValidationException");
  EXPECT_EQ(kinesis({{std::string(1'048'574, 'x'), "key"}}), "ValidationException");
  EXPECT_THAT(server.records(), IsEmpty());
}

TEST(SigV4Server, ServesHttps) {
  const TestCa ca;
  SigV4ServerOptions options;
  options.certificate_chain_path = ca.chain_path();
  options.key_path = ca.key_path();
  const SigV4Server server(options);
  HttpCall call = signed_call(server.url());
  call.ca_path = ca.ca_path();
  EXPECT_EQ(CurlClient().send(call).status, 200) << server.refusals();
  const TestCa other;
  call.ca_path = other.ca_path();
  EXPECT_EQ(CurlClient().send(call).code, CURLE_PEER_FAILED_VERIFICATION);
  EXPECT_EQ(server.records().size(), 2u);
}

// --- Debian's awscli, which shares no code with libcurl
// -------------------------------------------

ChildResult run_aws(const SigV4Server& server, std::vector<std::string> arguments,
                    const std::string& secret = "secret") {
  arguments.insert(arguments.begin(), "/usr/bin/aws");
  arguments.insert(arguments.end(),
                   {"--endpoint-url", server.url(), "--region", "us-east-1", "--cli-binary-format",
                    "raw-in-base64-out", "--output", "json"});
  ChildOptions options;
  options.environment = {"PATH=/usr/bin:/bin",
                         "HOME=/nonexistent",
                         "AWS_CONFIG_FILE=/dev/null",
                         "AWS_SHARED_CREDENTIALS_FILE=/dev/null",
                         "AWS_EC2_METADATA_DISABLED=true",
                         "AWS_PAGER=",
                         "AWS_ACCESS_KEY_ID=AKIDEXAMPLE",
                         "AWS_SECRET_ACCESS_KEY=" + secret,
                         "AWS_SESSION_TOKEN=token"};
  return run_child(arguments, options);
}

SigV4ServerOptions with_token() {
  SigV4ServerOptions options;
  options.token = "token";
  return options;
}

TEST(SigV4ServerAndAwsCli, PutRecordBatchIsAccepted) {
  const SigV4Server server(with_token());
  const ChildResult result =
      run_aws(server, {"firehose", "put-record-batch", "--delivery-stream-name", "stream",
                       "--records", R"([{"Data":"from the cli"},{"Data":"again"}])"});
  EXPECT_EQ(result.exit_code, 0) << result.err << server.refusals();
  EXPECT_EQ(Json::parse(result.out).at("FailedPutCount"), 0);
  ASSERT_EQ(server.records().size(), 2u);
  EXPECT_EQ(server.records()[0].data, "from the cli");
}

TEST(SigV4ServerAndAwsCli, PutRecordsIsAccepted) {
  const SigV4Server server(with_token());
  const ChildResult result =
      run_aws(server, {"kinesis", "put-records", "--stream-name", "stream", "--records",
                       R"([{"Data":"from the cli","PartitionKey":"key"}])"});
  EXPECT_EQ(result.exit_code, 0) << result.err << server.refusals();
  ASSERT_EQ(server.records().size(), 1u);
  EXPECT_EQ(server.records()[0].partition_key, "key");
}

TEST(SigV4ServerAndAwsCli, AWrongSecretIsRefused) {
  const SigV4Server server(with_token());
  const ChildResult result = run_aws(server,
                                     {"firehose", "put-record-batch", "--delivery-stream-name",
                                      "stream", "--records", R"([{"Data":"x"}])"},
                                     "other");
  EXPECT_NE(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("InvalidSignatureException"));
  EXPECT_THAT(server.records(), IsEmpty());
}

}  // namespace
}  // namespace cwlogs::testing
