#include "tests/fake_firehose.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "tests/event_fixture.h"
#include "tests/put_client.h"

namespace cwlogs::testing {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Fault = Reply::Fault;

const std::vector<std::string> kThree = {"one", "two", "three"};

TEST(FakeFirehose, StoresWhatIsPut) {
  FakeFirehose firehose;
  const std::string binary("\0\xff\n", 3);
  const HttpResult result = put_to_firehose(firehose.url(), {"one", binary});
  EXPECT_EQ(result.status, 200);
  const Json body = Json::parse(result.body);
  EXPECT_EQ(body.at("FailedPutCount"), 0);
  EXPECT_EQ(body.at("RequestResponses").size(), 2u);
  EXPECT_TRUE(body.at("RequestResponses").at(1).contains("RecordId"));
  EXPECT_THAT(firehose.stored_data(), ElementsAre("one", binary));
  EXPECT_EQ(firehose.records().at(0).stream, "stream");
  EXPECT_TRUE(firehose.records().at(0).told);
  ASSERT_EQ(firehose.calls().size(), 1u);
  EXPECT_FALSE(firehose.calls()[0].kinesis);
  EXPECT_EQ(firehose.calls()[0].records.size(), 2u);
  EXPECT_THAT(firehose.violations(), IsEmpty());
}

TEST(FakeFirehose, StoresWhatIsPutToKinesis) {
  FakeFirehose kinesis;
  const HttpResult result = put_to_kinesis(kinesis.url(), {{"one", "k1"}, {"two", "kä"}});
  const Json body = Json::parse(result.body);
  EXPECT_EQ(body.at("FailedRecordCount"), 0);
  EXPECT_EQ(body.at("Records").size(), 2u);
  EXPECT_TRUE(body.at("Records").at(0).contains("SequenceNumber"));
  EXPECT_EQ(kinesis.records().at(1).partition_key, "kä");
  EXPECT_TRUE(kinesis.calls().at(0).kinesis);
  EXPECT_THAT(kinesis.violations(), IsEmpty());
}

TEST(FakeFirehose, FollowsItsScriptThenGoesOn) {
  FakeFirehoseOptions options;
  options.script = {server_error(500), throttle_indexes({0})};
  FakeFirehose firehose(options);
  EXPECT_EQ(put_to_firehose(firehose.url(), {"a"}).status, 500);
  EXPECT_EQ(Json::parse(put_to_firehose(firehose.url(), {"b"}).body).at("FailedPutCount"), 1);
  EXPECT_EQ(Json::parse(put_to_firehose(firehose.url(), {"c"}).body).at("FailedPutCount"), 0);
  EXPECT_THAT(firehose.stored_data(), ElementsAre("c"));
  EXPECT_EQ(firehose.calls().size(), 3u);
  EXPECT_EQ(firehose.records().at(0).call, 2u);
}

TEST(FakeFirehose, ThrottlesEntriesByIndexOrContent) {
  FakeFirehose firehose(throttle_indexes({1}));
  const Json body = Json::parse(put_to_firehose(firehose.url(), kThree).body);
  EXPECT_EQ(body.at("FailedPutCount"), 1);
  EXPECT_EQ(body.at("RequestResponses").at(1),
            Json({{"ErrorCode", "ServiceUnavailableException"}, {"ErrorMessage", "Slow down."}}));
  EXPECT_THAT(firehose.stored_data(), ElementsAre("one", "three"));

  FakeFirehose kinesis(
      throttle_entries([](size_t, const PutEntry& entry) { return entry.partition_key == "hot"; }));
  const Json records =
      Json::parse(put_to_kinesis(kinesis.url(), {{"a", "hot"}, {"b", "cold"}}).body).at("Records");
  EXPECT_EQ(records.at(0).at("ErrorCode"), "ProvisionedThroughputExceededException");
  EXPECT_THAT(kinesis.stored_data(), ElementsAre("b"));
}

TEST(FakeFirehose, FailsEntriesWithAnyCode) {
  FakeFirehose firehose(fail_entries([](size_t index, const PutEntry&) { return index == 2; },
                                     "InternalFailure", "why"));
  const Json body = Json::parse(put_to_firehose(firehose.url(), kThree).body);
  EXPECT_EQ(body.at("RequestResponses").at(2).at("ErrorCode"), "InternalFailure");
  EXPECT_THAT(firehose.stored_data(), ElementsAre("one", "two"));
}

TEST(FakeFirehose, RefusesWholeCalls) {
  struct Case {
    PutBehaviour behaviour;
    int status;
    std::string type;
  };
  const std::vector<Case> cases = {
      {throttle_call(), 400, "ThrottlingException"},
      {throttle_call("LimitExceededException"), 400, "LimitExceededException"},
      {throttle_call("TooManyRequestsException", 429), 429, "TooManyRequestsException"},
      {server_error(500), 500, "InternalFailure"},
      {server_error(503), 503, "ServiceUnavailableException"},
      {access_denied(), 400, "AccessDeniedException"},
      {resource_not_found(), 400, "com.amazonaws.firehose.v20150804#ResourceNotFoundException"},
      {expired_token(), 400, "ExpiredTokenException"},
      {invalid_argument_above(2), 400, "InvalidArgumentException"},
  };
  for (const Case& c : cases) {
    FakeFirehose firehose(c.behaviour);
    const HttpResult result = put_to_firehose(firehose.url(), kThree);
    EXPECT_EQ(result.status, c.status);
    EXPECT_EQ(Json::parse(result.body).at("__type"), c.type);
    EXPECT_THAT(firehose.records(), IsEmpty());
    EXPECT_THAT(firehose.violations(), IsEmpty());
  }
}

TEST(FakeFirehose, AnswersWithPagesInsteadOfJson) {
  FakeFirehose xml{xml_error()};
  const HttpResult result = put_to_firehose(xml.url(), kThree);
  EXPECT_EQ(result.status, 503);
  EXPECT_EQ(result.body.substr(0, 5), "<?xml");
  FakeFirehose html{html_error()};
  EXPECT_EQ(put_to_firehose(html.url(), kThree).header("content-type"), "text/html");
  FakeFirehose large{too_large_above(2)};
  EXPECT_EQ(put_to_firehose(large.url(), kThree).status, 413);
  EXPECT_THAT(large.records(), IsEmpty());
}

TEST(FakeFirehose, AcceptsSmallerCallsWhereLargeOnesAreRefused) {
  FakeFirehose firehose(invalid_argument_above(2));
  EXPECT_EQ(put_to_firehose(firehose.url(), {"a", "b"}).status, 200);
  FakeFirehose other(too_large_above(2));
  EXPECT_EQ(put_to_firehose(other.url(), {"a", "b"}).status, 200);
}

TEST(FakeFirehose, KnowsWhichTokenHasExpired) {
  FakeFirehose firehose(expired_unless_token("new"));
  EXPECT_EQ(put_to_firehose(firehose.url(), {"a"}, {"X-Amz-Security-Token: old"}).status, 400);
  EXPECT_EQ(put_to_firehose(firehose.url(), {"b"}, {"X-Amz-Security-Token: new"}).status, 200);
  EXPECT_THAT(firehose.stored_data(), ElementsAre("b"));
}

TEST(FakeFirehose, MiscountsItsAnswers) {
  for (const int surplus : {-3, -1, 1}) {
    FakeFirehose firehose(wrong_count(surplus));
    const Json body = Json::parse(put_to_firehose(firehose.url(), kThree).body);
    EXPECT_EQ(body.at("RequestResponses").size(), static_cast<size_t>(3 + surplus));
    EXPECT_EQ(firehose.records().size(), 3u);
    EXPECT_FALSE(firehose.records().at(0).told);
  }
}

TEST(FakeFirehose, AnswersWithoutSense) {
  FakeFirehose firehose(unparsable_answer());
  const HttpResult result = put_to_firehose(firehose.url(), kThree);
  EXPECT_EQ(result.status, 200);
  EXPECT_FALSE(Json::accept(result.body));
  EXPECT_EQ(firehose.records().size(), 3u);
  EXPECT_FALSE(firehose.records().at(0).told);
}

TEST(FakeFirehose, AnswersWithoutSayingAnythingOfARecord) {
  FakeFirehose firehose(empty_entries());
  const Json body = Json::parse(put_to_firehose(firehose.url(), kThree).body);
  EXPECT_EQ(body.at("RequestResponses"), Json::parse("[{},{},{}]"));
  EXPECT_EQ(firehose.records().size(), 3u);
  EXPECT_FALSE(firehose.records().at(0).told);
}

TEST(FakeFirehose, StoresAndSaysNothing) {
  for (const Fault fault : {Fault::kReset, Fault::kClose, Fault::kHalfThenClose}) {
    FakeFirehose firehose(accept_then(fault));
    EXPECT_NE(put_to_firehose(firehose.url(), kThree).code, CURLE_OK);
    EXPECT_EQ(firehose.records().size(), 3u);
    EXPECT_FALSE(firehose.records().at(0).told);
  }
}

TEST(FakeFirehose, NeverAnswers) {
  FakeFirehose firehose(silence());
  EXPECT_EQ(put_to_firehose(firehose.url(), kThree, {}, milliseconds(100)).code,
            CURLE_OPERATION_TIMEDOUT);
  EXPECT_EQ(firehose.calls().size(), 1u);
  EXPECT_THAT(firehose.records(), IsEmpty());
}

TEST(FakeFirehose, AnswersLateOrInAnotherForm) {
  FakeFirehose late(slow(milliseconds(100)));
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(put_to_firehose(late.url(), kThree).status, 200);
  EXPECT_GE(std::chrono::steady_clock::now() - start, milliseconds(100));
  FakeFirehose twice(with_reply(accept_all(), [](Reply& reply) {
    reply.chunked = true;
    reply.close = true;
    reply.continues = 2;
  }));
  EXPECT_EQ(put_to_firehose(twice.url(), kThree).status, 200);
  EXPECT_TRUE(twice.records().at(0).told);
}

}  // namespace
}  // namespace cwlogs::testing
