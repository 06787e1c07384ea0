// bootstrap and the services it puts to: for each of their faults the books are balanced.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "tests/bootstrap_fixture.h"
#include "tests/fake_firehose.h"
#include "tests/kinesalite.h"
#include "tests/ledger.h"
#include "tests/sigv4_server.h"
#include "tests/tls_fixture.h"

namespace cwlogs::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr size_t kRecords = 12;

// Records of 30 lines, each line unlike any other; of the last, 200.
EventBuilder overflowing(Source source) {
  EventBuilder event(source);
  for (size_t i = 0; i < kRecords; ++i) {
    std::vector<std::string> lines;
    for (size_t k = 0; k < (i + 1 == kRecords ? 200u : 30u); ++k) {
      lines.push_back(std::string(80, 'm') + " record " + std::to_string(i) + " line " +
                      std::to_string(k));
    }
    event.partition_key("key-" + std::to_string(i));
    event.add(document(lines));
  }
  return event;
}

// Where the lines of the event came out.
struct Books {
  std::vector<std::string> results;               // by record
  std::vector<std::map<std::string, size_t>> ok;  // by record: lines in its Ok data
  std::map<std::string, size_t> put;              // lines in what the service holds
  LoopResult loop;
};

Books keep_books(const LoopResult& loop, const std::vector<std::string>& stored) {
  Books books;
  books.loop = loop;
  const Json response = Json::parse(loop.posts.at(0).body);
  for (const Json& record : response.at("records")) {
    books.results.push_back(record.at("result"));
    auto& lines = books.ok.emplace_back();
    if (!record.contains("data")) continue;
    const std::string data = bytes_of_base64(record.at("data").get<std::string>());
    for (const std::string& line : lines_in(data)) ++lines[line];
  }
  for (const std::string& bytes : stored) {
    for (const Entry& entry : entries_of(gunzip_all(bytes)))
      ++books.put[entry.second.at("message")];
  }
  return books;
}

enum class Doubles { kNone, kUnknownOutcome, kPartly };

// Each line is delivered, put, or its record has failed; doubled only where that is allowed.
void expect_balanced(const Books& books, const EventBuilder& event, Doubles doubles) {
  ASSERT_EQ(books.results.size(), kRecords);
  const Json json = event.json();
  for (size_t i = 0; i < kRecords; ++i) {
    const std::string data = json.at("records")[i].at("data");
    for (const Entry& entry : entries_of(gunzip_all(bytes_of_base64(data)))) {
      const std::string line = entry.second.at("message");
      const auto found = books.put.find(line);
      const size_t put = found == books.put.end() ? 0 : found->second;
      const size_t ok = books.ok[i].contains(line) ? books.ok[i].at(line) : 0;
      if (books.results[i] == "Ok") {
        ASSERT_EQ(ok, 1u) << line;
        ASSERT_EQ(put, 0u) << line;
      } else if (books.results[i] == "Dropped") {
        ASSERT_GE(put, 1u) << line;
        ASSERT_LE(put, doubles == Doubles::kNone ? 1u : 20u) << line;
      } else if (doubles == Doubles::kNone) {
        ASSERT_EQ(put, 0u) << line;
      } else {
        ASSERT_LE(put, doubles == Doubles::kPartly ? 1u : 20u) << line;
      }
    }
  }
  EXPECT_EQ(books.loop.violations, std::vector<std::string>{});
}

Books run_against(FakeFirehose& firehose, const EventBuilder& event, Variables variables = {},
                  milliseconds time_left = seconds(60)) {
  Invocation invocation;
  invocation.body = event.text();
  invocation.time_left = time_left;
  variables.insert(variables.begin(),
                   {"AWS_ENDPOINT_URL=" + firehose.url(), "RESPONSE_BYTES_MAX=12000"});
  const LoopResult loop = run_bootstrap({invocation}, variables);
  EXPECT_EQ(firehose.violations(), std::vector<std::string>{});
  return keep_books(loop, firehose.stored_data());
}

size_t count_of(const Books& books, std::string_view result) {
  return static_cast<size_t>(std::count(books.results.begin(), books.results.end(), result));
}

TEST(BootstrapReingest, PutsBackWhatDoesNotFit) {
  for (const Source source : {Source::kDirectPut, Source::kKinesis}) {
    FakeFirehose firehose;
    const EventBuilder event = overflowing(source);
    const Books books = run_against(firehose, event);
    expect_balanced(books, event, Doubles::kNone);
    EXPECT_GE(count_of(books, "Dropped"), 5u);
    EXPECT_EQ(count_of(books, "ProcessingFailed"), 0u);
    EXPECT_EQ(firehose.calls().size(), 1u);
    for (const StoredRecord& record : firehose.records()) {
      EXPECT_EQ(record.stream, source == Source::kKinesis ? "test-kinesis" : "test-stream");
      EXPECT_EQ(record.partition_key.rfind("key-", 0), source == Source::kKinesis ? 0 : -1ull);
    }
  }
}

struct Fault {
  const char* name;
  std::vector<PutBehaviour> script;
  Doubles doubles;
  bool recovers;
};

std::vector<Fault> faults() {
  return {
      {"throttled entries",
       {throttle_indexes({0, 2, 3}), throttle_indexes({1})},
       Doubles::kNone,
       true},
      {"throttled call",
       {throttle_call(), throttle_call("LimitExceededException")},
       Doubles::kNone,
       true},
      {"HTTP 429", {throttle_call("TooManyRequestsException", 429)}, Doubles::kNone, true},
      {"HTTP 500", {server_error(), server_error(503)}, Doubles::kNone, true},
      {"XML error", {xml_error()}, Doubles::kNone, true},
      {"HTML error", {html_error()}, Doubles::kNone, true},
      {"halving",
       {invalid_argument_above(4), invalid_argument_above(4), invalid_argument_above(4)},
       Doubles::kNone,
       true},
      {"HTTP 413", {too_large_above(6)}, Doubles::kNone, true},
      {"expired token", {expired_token()}, Doubles::kNone, true},
      {"access denied", {access_denied()}, Doubles::kNone, false},
      {"no such stream", {resource_not_found()}, Doubles::kNone, false},
      {"reset after taking", {accept_then(Reply::Fault::kReset)}, Doubles::kUnknownOutcome, true},
      {"half an answer",
       {accept_then(Reply::Fault::kHalfThenClose)},
       Doubles::kUnknownOutcome,
       true},
      {"wrong count", {wrong_count(1), wrong_count(-1)}, Doubles::kUnknownOutcome, true},
      {"unparsable", {unparsable_answer()}, Doubles::kUnknownOutcome, true},
      {"Connection: close",
       {with_reply(throttle_indexes({0}), [](Reply& reply) { reply.close = true; })},
       Doubles::kNone,
       true},
      {"100 Continue twice",
       {with_reply(accept_all(), [](Reply& reply) { reply.continues = 2; })},
       Doubles::kNone,
       true},
      {"chunked",
       {with_reply(accept_all(), [](Reply& reply) { reply.chunked = true; })},
       Doubles::kNone,
       true},
  };
}

TEST(BootstrapReingest, BalancesForEachFaultOfTheService) {
  for (const Fault& fault : faults()) {
    SCOPED_TRACE(fault.name);
    FakeFirehoseOptions options;
    options.script.assign(fault.script.begin(), fault.script.end());
    FakeFirehose firehose(std::move(options));
    const EventBuilder event = overflowing(Source::kDirectPut);
    const Books books = run_against(firehose, event);
    expect_balanced(books, event, fault.doubles);
    EXPECT_EQ(count_of(books, "ProcessingFailed") == 0, fault.recovers) << books.loop.err;
  }
}

TEST(BootstrapReingest, SaysWhatToDoWhereAPutIsDenied) {
  FakeFirehose firehose(access_denied());
  const Books books = run_against(firehose, overflowing(Source::kDirectPut));
  EXPECT_EQ(firehose.calls().size(), 1u);
  EXPECT_NE(books.loop.err.find("\"code\":\"AccessDeniedException\""), std::string::npos);
  EXPECT_NE(books.loop.err.find("firehose:PutRecordBatch"), std::string::npos);
  EXPECT_EQ(books.loop.err.find("secret-key"), std::string::npos);
  EXPECT_EQ(books.loop.err.find("session-token"), std::string::npos);
}

TEST(BootstrapReingest, PutsNothingWhereItIsSetToFail) {
  FakeFirehose firehose;
  const EventBuilder event = overflowing(Source::kDirectPut);
  const Books books = run_against(firehose, event, {"REINGEST=fail"});
  expect_balanced(books, event, Doubles::kNone);
  EXPECT_TRUE(firehose.calls().empty());
  EXPECT_GE(count_of(books, "ProcessingFailed"), 5u);
}

TEST(BootstrapReingest, AnswersBeforeTheDeadlineWhateverTheServiceDoes) {
  for (const PutBehaviour& behaviour : {throttle_call(), silence(), server_error()}) {
    FakeFirehose firehose(behaviour);
    const EventBuilder event = overflowing(Source::kDirectPut);
    const Books books = run_against(firehose, event, {}, seconds(2));
    expect_balanced(books, event, Doubles::kNone);
    EXPECT_GE(count_of(books, "ProcessingFailed"), 5u);
    EXPECT_GT(books.loop.posts.at(0).time_left, milliseconds(200));
  }
}

TEST(BootstrapReingest, FailsWhereTheEndpointDoesNotResolve) {
  FakeFirehose firehose;
  const EventBuilder event = overflowing(Source::kDirectPut);
  const Books books = run_against(
      firehose, event, {"AWS_ENDPOINT_URL_FIREHOSE=http://does-not-exist.invalid/"}, seconds(2));
  expect_balanced(books, event, Doubles::kNone);
  EXPECT_GE(count_of(books, "ProcessingFailed"), 5u);
}

TEST(BootstrapReingest, SignsAsAwsWantsIt) {
  for (const Source source : {Source::kDirectPut, Source::kKinesis}) {
    SigV4ServerOptions options;
    options.access_key = "AKIATEST";
    options.secret_key = "secret-key";
    options.token = "session-token";
    options.region = source == Source::kKinesis ? "eu-west-2" : "eu-west-1";
    SigV4Server server(options);
    Invocation invocation;
    const EventBuilder event = overflowing(source);
    invocation.body = event.text();
    const LoopResult loop = run_bootstrap(
        {invocation}, {"AWS_ENDPOINT_URL=" + server.url(), "RESPONSE_BYTES_MAX=12000"});
    std::vector<std::string> stored;
    for (const auto& record : server.records()) stored.push_back(record.data);
    const Books books = keep_books(loop, stored);
    expect_balanced(books, event, Doubles::kNone);
    EXPECT_EQ(count_of(books, "ProcessingFailed"), 0u) << server.refusals() << loop.err;
  }
}

TEST(BootstrapReingest, TrustsTheCaItIsGivenAndNoOther) {
  const TestCa ca;
  SigV4ServerOptions options;
  options.access_key = "AKIATEST";
  options.secret_key = "secret-key";
  options.token = "session-token";
  options.region = "eu-west-1";
  options.certificate_chain_path = ca.chain_path();
  options.key_path = ca.key_path();
  SigV4Server server(options);
  const EventBuilder event = overflowing(Source::kDirectPut);
  Invocation invocation;
  invocation.body = event.text();
  invocation.time_left = seconds(4);
  const auto failed_with = [&](const std::string& bundle) {
    const LoopResult loop =
        run_bootstrap({invocation}, {"AWS_ENDPOINT_URL=" + server.url(), "RESPONSE_BYTES_MAX=12000",
                                     "AWS_CA_BUNDLE=" + bundle});
    const Books books = keep_books(loop, {});
    if (count_of(books, "ProcessingFailed") != 0) {
      EXPECT_NE(loop.err.find("trusted are the certificates in"), std::string::npos) << loop.err;
    }
    return count_of(books, "ProcessingFailed");
  };
  EXPECT_EQ(failed_with(ca.ca_path()), 0u) << server.refusals();
  const size_t taken = server.records().size();
  EXPECT_GT(taken, 0u);
  EXPECT_GT(failed_with(""), 0u) << "the system knows no such CA";
  EXPECT_GT(failed_with("/does/not/exist.pem"), 0u);
  EXPECT_EQ(server.records().size(), taken);
}

TEST(BootstrapReingest, WorksWithAForeignKinesis) {
  Kinesalite kinesalite;
  kinesalite.create_stream("test-kinesis");
  const EventBuilder event = overflowing(Source::kKinesis);
  Invocation invocation;
  invocation.body = event.text();
  const LoopResult loop = run_bootstrap(
      {invocation}, {"AWS_ENDPOINT_URL=" + kinesalite.url(), "RESPONSE_BYTES_MAX=12000"});
  std::vector<std::string> stored;
  for (const auto& record : kinesalite.records("test-kinesis")) stored.push_back(record.data);
  const Books books = keep_books(loop, stored);
  expect_balanced(books, event, Doubles::kNone);
  EXPECT_GE(count_of(books, "Dropped"), 5u) << loop.err;
}

}  // namespace
}  // namespace cwlogs::testing
