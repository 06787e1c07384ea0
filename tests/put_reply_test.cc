#include "runtime/put_reply.h"

#include <gtest/gtest.h>

namespace cwlogs::testing {
namespace {

HttpResult answer(int status, std::string body, std::map<std::string, std::string> headers = {}) {
  HttpAnswer answer;
  answer.status = status;
  answer.headers = std::move(headers);
  answer.body = PaddedText(std::move(body));
  return answer;
}

PutReply error(int status, const std::string& code) {
  return read_put_reply(answer(status, R"({"__type":")" + code + R"(","message":"m"})"), 2);
}

TEST(PutReply, TellsRecordsApart) {
  const PutReply reply =
      read_put_reply(answer(200, R"({"FailedPutCount":3,"RequestResponses":[{"RecordId":"a"},
               {"ErrorCode":"ServiceUnavailableException","ErrorMessage":"Slow down."},
               {"ErrorCode":"InvalidSomething"},{}]})"),
                     4);
  EXPECT_EQ(reply.verdict, PutVerdict::kAnswered);
  EXPECT_EQ(reply.entries, (std::vector{EntryVerdict::kAccepted, EntryVerdict::kThrottled,
                                        EntryVerdict::kRejected, EntryVerdict::kUnclear}));
  EXPECT_EQ(reply.code, "ServiceUnavailableException");
}

TEST(PutReply, ReadsPutRecords) {
  const PutReply reply = read_put_reply(
      answer(200, R"({"FailedRecordCount":1,"Records":[{"SequenceNumber":"1","ShardId":"s"},
               {"ErrorCode":"ProvisionedThroughputExceededException"}]})"),
      2);
  EXPECT_EQ(reply.entries, (std::vector{EntryVerdict::kAccepted, EntryVerdict::kThrottled}));
}

TEST(PutReply, KnowsNothingWhereTheAnswerIsOdd) {
  for (const char* body : {"", "<html>", "[]", "{}", R"({"RequestResponses":5})",
                           R"({"RequestResponses":[{"RecordId":"a"}]})"}) {
    const PutReply reply = read_put_reply(answer(200, body), 2);
    EXPECT_EQ(reply.verdict, PutVerdict::kTransient) << body;
    EXPECT_TRUE(reply.outcome_unknown);
  }
}

TEST(PutReply, ThrottlesBacksOffAndGivesUpByCode) {
  for (const char* code : {"ThrottlingException", "LimitExceededException", "SlowDown",
                           "ServiceUnavailableException"}) {
    EXPECT_EQ(error(400, code).verdict, PutVerdict::kThrottled) << code;
  }
  EXPECT_EQ(read_put_reply(answer(429, ""), 1).verdict, PutVerdict::kThrottled);
  for (const int status : {500, 502, 503, 504}) {
    const PutReply reply = read_put_reply(answer(status, "<xml/>"), 1);
    EXPECT_EQ(reply.verdict, PutVerdict::kTransient);
    EXPECT_TRUE(reply.outcome_unknown);
    EXPECT_EQ(reply.code, "HTTP " + std::to_string(status));
  }
  for (const char* code : {"InvalidArgumentException", "ValidationException"}) {
    EXPECT_EQ(error(400, code).verdict, PutVerdict::kTooLarge) << code;
  }
  EXPECT_EQ(read_put_reply(answer(413, ""), 1).verdict, PutVerdict::kTooLarge);
  EXPECT_EQ(error(400, "ExpiredTokenException").verdict, PutVerdict::kExpired);
  for (const char* code :
       {"AccessDeniedException", "ResourceNotFoundException", "InvalidSourceException",
        "UnrecognizedClientException", "KMSDisabledException"}) {
    EXPECT_EQ(error(400, code).verdict, PutVerdict::kDenied) << code;
    EXPECT_FALSE(error(400, code).outcome_unknown);
    EXPECT_FALSE(advice_for(code).empty()) << code;
  }
}

TEST(PutReply, FindsTheCodeInEveryForm) {
  EXPECT_EQ(error(400, "com.amazon.coral.service#AccessDeniedException:http://x/").code,
            "AccessDeniedException");
  EXPECT_EQ(read_put_reply(answer(400, "", {{"x-amzn-errortype", "ValidationException:"}}), 1).code,
            "ValidationException");
  EXPECT_EQ(error(403, "not a code\\n").code, "HTTP 403");
}

TEST(PutReply, DistinguishesWhatNeverArrived) {
  HttpFailure failure{.may_have_arrived = false, .untrusted = false, .message = "no connection"};
  EXPECT_FALSE(read_put_reply(tl::make_unexpected(failure), 1).outcome_unknown);
  failure.may_have_arrived = true;
  EXPECT_TRUE(read_put_reply(tl::make_unexpected(failure), 1).outcome_unknown);
}

}  // namespace
}  // namespace cwlogs::testing
