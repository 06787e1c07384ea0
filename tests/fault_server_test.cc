#include "tests/fault_server.h"

#include <gtest/gtest.h>

#include <thread>
#include <utility>

#include "tests/curl_client.h"
#include "tests/tls_fixture.h"

namespace cwlogs::testing {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;
using Fault = Reply::Fault;

FaultServer::Handler always(Reply reply) {
  return [reply = std::move(reply)](const Request&) { return reply; };
}

HttpResult call_against(const Reply& reply) {
  FaultServer server(always(reply));
  return CurlClient().post(server.url("/"), "{}");
}

TEST(FaultServer, AnswersWithStatusHeadersAndBody) {
  Reply reply = json_reply(410, R"({"gone":true})");
  reply.headers.emplace_back("X-Thing", "value");
  const HttpResult result = call_against(reply);
  EXPECT_EQ(result.code, CURLE_OK);
  EXPECT_EQ(result.status, 410);
  EXPECT_EQ(result.body, R"({"gone":true})");
  EXPECT_EQ(result.header("x-thing"), "value");
  EXPECT_EQ(result.header("content-length"), "13");
}

TEST(FaultServer, JournalsWhatWasAsked) {
  FaultServer server(always({}));
  const std::string binary("a\0b\r\n\r\n", 7);
  CurlClient client;
  client.post(server.url("/one?x=1"), binary, {"X-Mixed: Case"});
  client.get(server.url("/two"));
  const std::vector<Request> requests = server.requests();
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].method, "POST");
  EXPECT_EQ(requests[0].path, "/one?x=1");
  EXPECT_EQ(requests[0].body, binary);
  EXPECT_TRUE(requests[0].whole_body);
  EXPECT_EQ(requests[0].header("x-mIXED"), "Case");
  EXPECT_EQ(requests[1].method, "GET");
  EXPECT_LE(requests[0].time, requests[1].time);
  EXPECT_GT(requests[0].time, Clock::time_point());
}

TEST(FaultServer, KeepsConnectionsAndNumbersThem) {
  FaultServer server(always({}));
  CurlClient first;
  first.get(server.url());
  first.get(server.url());
  CurlClient second;
  second.get(server.url());
  const auto requests = server.requests();
  ASSERT_EQ(requests.size(), 3u);
  EXPECT_EQ(requests[0].connection, 0u);
  EXPECT_EQ(requests[1].connection, 0u);
  EXPECT_EQ(requests[2].connection, 1u);
  EXPECT_EQ(server.connection_count(), 2u);
}

TEST(FaultServer, ReadsChunkedBodies) {
  FaultServer server(always({}));
  HttpCall call;
  call.url = server.url();
  call.body = std::string(300'000, 'x') + "end";
  call.chunked = true;
  EXPECT_EQ(CurlClient().send(call).status, 200);
  ASSERT_EQ(server.request_count(), 1u);
  EXPECT_EQ(server.requests()[0].body, call.body);
  EXPECT_FALSE(server.requests()[0].has_header("Content-Length"));
}

TEST(FaultServer, SendsChunkedBodies) {
  Reply reply;
  reply.body = std::string(6'000'000, 'x') + "end";
  reply.chunked = true;
  const HttpResult result = call_against(reply);
  EXPECT_EQ(result.code, CURLE_OK);
  EXPECT_EQ(result.body, reply.body);
  EXPECT_EQ(result.header("content-length"), "");
}

TEST(FaultServer, EmptyChunkedBodiesHaveOneEnd) {
  Reply reply;
  reply.chunked = true;
  FaultServer server(always(reply));
  CurlClient client;
  EXPECT_EQ(client.get(server.url()).code, CURLE_OK);
  EXPECT_EQ(client.get(server.url()).code, CURLE_OK);
  EXPECT_EQ(server.connection_count(), 1u);
}

milliseconds time_of_expecting_call(bool answers_expect) {
  FaultServerOptions options;
  options.answers_expect = answers_expect;
  FaultServer server(always({}), options);
  const auto start = Clock::now();
  EXPECT_EQ(CurlClient().post(server.url(), std::string(2'000'000, 'x')).status, 200);
  EXPECT_EQ(server.requests().at(0).header("expect"), "100-continue");
  EXPECT_EQ(server.requests().at(0).body.size(), 2'000'000u);
  return std::chrono::duration_cast<milliseconds>(Clock::now() - start);
}

TEST(FaultServer, AnswersExpectUnlessToldNotTo) {
  EXPECT_LT(time_of_expecting_call(true), milliseconds(900));  // libcurl waits one second for it
  EXPECT_GE(time_of_expecting_call(false), milliseconds(900));
}

TEST(FaultServer, ClosesOrResetsWithoutAnAnswer) {
  EXPECT_EQ(call_against(fault_reply(Fault::kClose)).code, CURLE_GOT_NOTHING);
  EXPECT_EQ(call_against(fault_reply(Fault::kReset)).code, CURLE_RECV_ERROR);
}

TEST(FaultServer, StopsHalfWayThroughTheBody) {
  Reply reply;
  reply.body = std::string(1000, 'x');
  reply.fault = Fault::kHalfThenClose;
  const HttpResult closed = call_against(reply);
  EXPECT_EQ(closed.code, CURLE_PARTIAL_FILE);
  EXPECT_EQ(closed.status, 200);
  EXPECT_EQ(closed.body.size(), 500u);
  reply.fault = Fault::kHalfThenReset;
  EXPECT_EQ(call_against(reply).code, CURLE_RECV_ERROR);
}

TEST(FaultServer, StopsHalfWayThroughAChunkedBody) {
  Reply reply;
  reply.body = std::string(50'000, 'x');
  reply.chunked = true;
  reply.fault = Fault::kHalfThenClose;
  EXPECT_NE(call_against(reply).code, CURLE_OK);
}

TEST(FaultServer, AnswersLate) {
  Reply reply;
  reply.delay = milliseconds(150);
  const auto start = Clock::now();
  EXPECT_EQ(call_against(reply).status, 200);
  EXPECT_GE(Clock::now() - start, milliseconds(150));
}

TEST(FaultServer, PausesInTheMiddleOfABody) {
  Reply reply = json_reply(200, R"({"a":1})");
  reply.pause = milliseconds(150);
  const auto start = Clock::now();
  EXPECT_EQ(call_against(reply).body, R"({"a":1})");
  EXPECT_GE(Clock::now() - start, milliseconds(150));
}

TEST(FaultServer, StaysSilentUntilTheClientGivesUp) {
  FaultServer server(always(fault_reply(Fault::kSilence)));
  HttpCall call;
  call.url = server.url();
  call.timeout = milliseconds(100);
  EXPECT_EQ(CurlClient().send(call).code, CURLE_OPERATION_TIMEDOUT);
}

TEST(FaultServer, StopEndsWhateverIsGoingOn) {
  Reply slow;
  slow.delay = std::chrono::hours(1);
  for (const Reply& reply : {fault_reply(Fault::kSilence), slow}) {
    FaultServer server(always(reply));
    HttpResult result;
    std::thread client([&] { result = CurlClient().get(server.url()); });
    EXPECT_TRUE(server.wait_for_requests(1, std::chrono::seconds(10)));
    server.stop();
    client.join();
    EXPECT_NE(result.code, CURLE_OK);
    EXPECT_NE(result.code, CURLE_OPERATION_TIMEDOUT);
  }
}

TEST(FaultServer, SaysConnectionCloseAndCloses) {
  Reply reply;
  reply.close = true;
  FaultServer server(always(reply));
  CurlClient client;
  EXPECT_EQ(client.get(server.url()).header("connection"), "close");
  EXPECT_EQ(client.get(server.url()).status, 200);
  EXPECT_EQ(server.connection_count(), 2u);
}

TEST(FaultServer, ClosesAnIdleConnectionWithoutSayingSo) {
  FaultServer server(always(fault_reply(Fault::kWholeThenClose)));
  CurlClient client;
  const HttpResult result = client.get(server.url());
  EXPECT_EQ(result.code, CURLE_OK);
  EXPECT_EQ(result.header("connection"), "");
  EXPECT_EQ(client.get(server.url()).status, 200);
  EXPECT_EQ(server.connection_count(), 2u);
}

TEST(FaultServer, ContinuesTwice) {
  Reply reply = json_reply(200, "{}");
  reply.continues = 2;
  FaultServer server(always(reply));
  CurlClient client;
  EXPECT_EQ(client.post(server.url(), std::string(2'000'000, 'x')).body, "{}");
  EXPECT_EQ(client.post(server.url(), "small").body, "{}");
}

TEST(FaultServer, SendsAnyBytes) {
  EXPECT_EQ(call_against(raw_reply("HTTP/1.0 203 Old\r\n\r\nno length")).body, "no length");
  EXPECT_NE(call_against(raw_reply("220 mail.example ESMTP\r\n")).code, CURLE_OK);
}

TEST(FaultServer, RefusesABodyItHasReadByHalf) {
  FaultServerOptions options;
  options.on_head = [](const Request& request) {
    return request.path == "/big" ? std::optional(json_reply(413, "{}")) : std::nullopt;
  };
  FaultServer server(always({}), options);
  CurlClient client;
  EXPECT_EQ(client.post(server.url("/big"), std::string(3'000'000, 'x')).status, 413);
  EXPECT_EQ(client.post(server.url("/small"), "x").status, 200);
  ASSERT_EQ(server.request_count(), 2u);
  EXPECT_EQ(server.requests()[0].body.size(), 1'500'000u);
  EXPECT_FALSE(server.requests()[0].whole_body);
}

TEST(FaultServer, AHandlerSeesThatTheClientHasGone) {
  std::atomic<bool> saw_it_go{false};
  FaultServer server([&](const Request& request) {
    for (int i = 0; i < 1000 && !request.gone(); ++i) std::this_thread::sleep_for(milliseconds(10));
    saw_it_go = request.gone();
    return Reply{};
  });
  HttpCall call;
  call.url = server.url();
  call.timeout = milliseconds(100);
  CurlClient().send(call);
  for (int i = 0; i < 1000 && !saw_it_go; ++i) std::this_thread::sleep_for(milliseconds(10));
  EXPECT_TRUE(saw_it_go);
}

TEST(FaultServer, AFailingHandlerIsAServerError) {
  FaultServer server([](const Request&) -> Reply { throw std::runtime_error("oops"); });
  const HttpResult result = CurlClient().get(server.url());
  EXPECT_EQ(result.status, 500);
  EXPECT_NE(result.body.find("oops"), std::string::npos);
}

TEST(FaultServer, WhatIsNotHttpIsRefused) {
  FaultServer server(always({}));
  HttpCall call;
  call.url = server.url();
  call.method = "WITH BLANKS";
  EXPECT_EQ(CurlClient().send(call).status, 400);
  EXPECT_EQ(server.request_count(), 0u);
}

TEST(FaultServer, ServesManyConnectionsAtOnce) {
  FaultServer server(always(json_reply(200, "{}")));
  std::vector<std::thread> threads;
  std::atomic<int> answered{0};
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int call = 0; call < 25; ++call) {
        if (CurlClient().get(server.url()).body == "{}") ++answered;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(answered, 200);
  EXPECT_EQ(server.request_count(), 200u);
}

TEST(FaultServer, WithoutAJournalItOnlyCounts) {
  FaultServerOptions options;
  options.keeps_journal = false;
  FaultServer server(always({}), options);
  CurlClient().get(server.url());
  EXPECT_EQ(server.request_count(), 1u);
  EXPECT_TRUE(server.requests().empty());
}

class FaultServerTls : public ::testing::Test {
 protected:
  HttpResult call_against_tls(const Reply& reply, const TestCa& client_ca) {
    FaultServerOptions options;
    options.certificate_chain_path = ca_.chain_path();
    options.key_path = ca_.key_path();
    FaultServer server(always(reply), options);
    HttpCall call;
    call.url = server.url();
    call.body = std::string(3'000'000, 'x');
    call.ca_path = client_ca.ca_path();
    HttpResult result = CurlClient().send(call);
    served_ = server.request_count();
    return result;
  }

  const TestCa ca_;
  size_t served_ = 0;
};

TEST_F(FaultServerTls, IsTrustedByTheTestCa) {
  Reply reply;
  reply.body = std::string(3'000'000, 'y');
  const HttpResult result = call_against_tls(reply, ca_);
  EXPECT_EQ(result.code, CURLE_OK);
  EXPECT_EQ(result.body, reply.body);
}

TEST_F(FaultServerTls, IsNotTrustedByAnotherCa) {
  EXPECT_EQ(call_against_tls({}, TestCa()).code, CURLE_PEER_FAILED_VERIFICATION);
  EXPECT_EQ(served_, 0u);
}

TEST_F(FaultServerTls, HasTheSameFaults) {
  EXPECT_NE(call_against_tls(fault_reply(Fault::kReset), ca_).code, CURLE_OK);
  EXPECT_NE(call_against_tls(fault_reply(Fault::kClose), ca_).code, CURLE_OK);
  Reply half;
  half.body = std::string(1000, 'x');
  half.fault = Fault::kHalfThenClose;
  EXPECT_NE(call_against_tls(half, ca_).code, CURLE_OK);
  EXPECT_EQ(served_, 1u);
}

}  // namespace
}  // namespace cwlogs::testing
