// bootstrap and the services it puts to: for each of their faults the books are balanced.
#include <gtest/gtest.h>

#include "tests/bootstrap_fixture.h"
#include "tests/fake_firehose.h"
#include "tests/kinesalite.h"
#include "tests/reingest_books.h"
#include "tests/sigv4_server.h"
#include "tests/tls_fixture.h"

namespace cwlogs::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(BootstrapReingest, PutsBackWhatDoesNotFit) {
  for (const Source source : {Source::kDirectPut, Source::kKinesis}) {
    FakeFirehose firehose;
    const EventBuilder event = overflowing(source);
    const Books books = run_against(firehose, event).books;
    expect_balanced(books, event);
    EXPECT_GE(books.count("Dropped"), 5u);
    EXPECT_EQ(books.count("ProcessingFailed"), 0u);
    EXPECT_EQ(books.outcome_unknown, 0u);
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
  bool recovers = true;
};

// After these everybody knows what was put.
std::vector<Fault> clear_faults() {
  return {
      {"throttled entries", {throttle_indexes({0, 2, 3}), throttle_indexes({1})}},
      {"throttled call", {throttle_call(), throttle_call("LimitExceededException")}},
      {"HTTP 429", {throttle_call("TooManyRequestsException", 429)}},
      {"halving",
       {invalid_argument_above(4), invalid_argument_above(4), invalid_argument_above(4)}},
      {"HTTP 413", {too_large_above(6)}},
      {"expired token", {expired_token()}},
      {"access denied", {access_denied()}, false},
      {"no such stream", {resource_not_found()}, false},
      {"Connection: close",
       {with_reply(throttle_indexes({0}), [](Reply& reply) { reply.close = true; })}},
      {"100 Continue twice", {with_reply(accept_all(), [](Reply& reply) { reply.continues = 2; })}},
      {"chunked", {with_reply(accept_all(), [](Reply& reply) { reply.chunked = true; })}},
  };
}

// After these nobody can know whether the records of the call were taken.
std::vector<Fault> unclear_faults() {
  return {
      {"HTTP 500", {server_error(), server_error(503)}},
      {"XML error", {xml_error()}},
      {"HTML error", {html_error()}},
      {"reset after taking", {accept_then(Reply::Fault::kReset)}},
      {"half an answer", {accept_then(Reply::Fault::kHalfThenClose)}},
      {"wrong count", {wrong_count(1), wrong_count(-1)}},
      {"unparsable", {unparsable_answer()}},
      {"empty entries", {empty_entries()}},
      {"reset after taking, then denied",
       {accept_then(Reply::Fault::kReset), access_denied()},
       false},
  };
}

Books run_with(const Fault& fault) {
  FakeFirehoseOptions options;
  options.script.assign(fault.script.begin(), fault.script.end());
  const FakeFirehose firehose(std::move(options));
  const EventBuilder event = overflowing(Source::kDirectPut);
  const auto [books, loop] = run_against(firehose, event);
  expect_balanced(books, event);
  EXPECT_EQ(books.count("ProcessingFailed") == 0, fault.recovers) << loop.err;
  return books;
}

TEST(BootstrapReingest, DoublesNothingWhereTheOutcomeOfEachPutIsKnown) {
  for (const Fault& fault : clear_faults()) {
    SCOPED_TRACE(fault.name);
    const Books books = run_with(fault);
    EXPECT_EQ(books.puts_untold, 0u);
    EXPECT_EQ(books.outcome_unknown, 0u);
    EXPECT_EQ(books.partly_reingested, 0u);
  }
}

TEST(BootstrapReingest, CountsThePutsWhoseOutcomeNobodyKnows) {
  for (const Fault& fault : unclear_faults()) {
    SCOPED_TRACE(fault.name);
    const Books books = run_with(fault);
    EXPECT_GT(books.outcome_unknown, 0u);
    EXPECT_EQ(books.partly_reingested, 0u);
  }
}

TEST(BootstrapReingest, SaysWhatToDoWhereAPutIsDenied) {
  FakeFirehose firehose(access_denied());
  const std::string err = run_against(firehose, overflowing(Source::kDirectPut)).loop.err;
  EXPECT_EQ(firehose.calls().size(), 1u);
  EXPECT_NE(err.find("\"code\":\"AccessDeniedException\""), std::string::npos);
  EXPECT_NE(err.find("firehose:PutRecordBatch"), std::string::npos);
  EXPECT_EQ(err.find("secret-key"), std::string::npos);
  EXPECT_EQ(err.find("session-token"), std::string::npos);
}

TEST(BootstrapReingest, PutsNothingWhereItIsSetToFail) {
  FakeFirehose firehose;
  const EventBuilder event = overflowing(Source::kDirectPut);
  const Books books = run_against(firehose, event, {"REINGEST=fail"}).books;
  expect_balanced(books, event);
  EXPECT_TRUE(firehose.calls().empty());
  EXPECT_GE(books.count("ProcessingFailed"), 5u);
}

TEST(BootstrapReingest, AnswersBeforeTheDeadlineWhateverTheServiceDoes) {
  for (const PutBehaviour& behaviour : {throttle_call(), silence(), server_error()}) {
    FakeFirehose firehose(behaviour);
    const EventBuilder event = overflowing(Source::kDirectPut);
    const auto [books, loop] = run_against(firehose, event, {}, seconds(2));
    expect_balanced(books, event);
    EXPECT_GE(books.count("ProcessingFailed"), 5u);
    EXPECT_GT(loop.posts.at(0).time_left, milliseconds(200));
  }
}

TEST(BootstrapReingest, FailsWhereTheEndpointDoesNotResolve) {
  FakeFirehose firehose;
  const EventBuilder event = overflowing(Source::kDirectPut);
  const Books books =
      run_against(firehose, event, {"AWS_ENDPOINT_URL_FIREHOSE=http://does-not-exist.invalid/"},
                  seconds(2))
          .books;
  expect_balanced(books, event);
  EXPECT_GE(books.count("ProcessingFailed"), 5u);
}

// Another's records, as those of a service that told of each.
template <typename Record>
std::vector<StoredRecord> as_stored(const std::vector<Record>& records) {
  std::vector<StoredRecord> stored;
  for (const Record& record : records) stored.push_back({.data = record.data});
  return stored;
}

TEST(BootstrapReingest, SignsAsAwsWantsIt) {
  for (const Source source : {Source::kDirectPut, Source::kKinesis}) {
    SigV4ServerOptions options;
    options.access_key = "AKIATEST";
    options.secret_key = "secret-key";
    options.token = "session-token";
    options.region = source == Source::kKinesis ? "eu-west-2" : "eu-west-1";
    SigV4Server server(options);
    const EventBuilder event = overflowing(source);
    const LoopResult loop = run_at(server.url(), event);
    const Books books = keep_books(loop, as_stored(server.records()));
    expect_balanced(books, event);
    EXPECT_EQ(books.count("ProcessingFailed"), 0u) << server.refusals() << loop.err;
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
  const auto failed_with = [&](const std::string& bundle) {
    const LoopResult loop = run_at(server.url(), event, {"AWS_CA_BUNDLE=" + bundle}, seconds(4));
    const Books books = keep_books(loop, {});
    if (books.count("ProcessingFailed") != 0) {
      EXPECT_NE(loop.err.find("trusted are the certificates in"), std::string::npos) << loop.err;
    }
    return books.count("ProcessingFailed");
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
  const LoopResult loop = run_at(kinesalite.url(), event);
  const Books books = keep_books(loop, as_stored(kinesalite.records("test-kinesis")));
  expect_balanced(books, event);
  EXPECT_GE(books.count("Dropped"), 5u) << loop.err;
}

}  // namespace
}  // namespace cwlogs::testing
