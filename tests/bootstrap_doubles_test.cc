// The three cases in which a line may arrive twice, each as the invocation counted or told it.
#include <gtest/gtest.h>

#include <chrono>

#include "tests/bootstrap_fixture.h"
#include "tests/reingest_books.h"

namespace cwlogs::testing {
namespace {

using std::chrono::seconds;

// Whether this line stands in what is put.
EntryPredicate holds(const std::string& line) {
  return [line](size_t, const PutEntry& entry) {
    return gunzip_all(entry.data).find('"' + line + '"') != std::string::npos;
  };
}

// The last line of the record that goes back in pieces; the lines of `overflowing` begin alike.
EntryPredicate holds_last_line() { return holds(std::string(80, 'm') + " record 11 line 199"); }

FakeFirehoseOptions scripted(std::deque<PutBehaviour> script) {
  FakeFirehoseOptions options;
  options.script = std::move(script);
  return options;
}

struct PartlyPut {
  const char* name;
  std::deque<PutBehaviour> script;
  bool outcome_unknown = false;
};

// All pieces but the last were accepted.
std::vector<PartlyPut> ways_to_lose_the_last_piece() {
  return {
      {"throttled, then denied", {throttle_entries(holds_last_line()), access_denied()}},
      {"refused for good", {fail_entries(holds_last_line(), "InvalidRecordException", "No.")}},
      {"throttled, then in doubt, then denied",
       {throttle_entries(holds_last_line()), accept_then(Reply::Fault::kReset), access_denied()},
       true},
  };
}

TEST(BootstrapDoubles, CountsTheRecordOfWhichSomePiecesWereAccepted) {
  for (const Source source : {Source::kDirectPut, Source::kKinesis}) {
    for (const PartlyPut& way : ways_to_lose_the_last_piece()) {
      SCOPED_TRACE(way.name);
      const FakeFirehose firehose(scripted(way.script));
      const EventBuilder event = overflowing(source);
      const Books books = run_against(firehose, event).books;
      expect_balanced(books, event);
      EXPECT_EQ(books.results.back(), "ProcessingFailed");
      EXPECT_EQ(books.count("ProcessingFailed"), 1u);
      EXPECT_EQ(books.partly_reingested, 1u);
      EXPECT_EQ(books.outcome_unknown != 0, way.outcome_unknown);
    }
  }
}

TEST(BootstrapDoubles, CountsNoRecordThatIsPutWhole) {
  const FakeFirehose firehose(scripted({throttle_indexes({0, 1}), access_denied()}));
  const EventBuilder event = overflowing(Source::kDirectPut);
  const Books books = run_against(firehose, event).books;
  expect_balanced(books, event);
  EXPECT_EQ(books.count("ProcessingFailed"), 2u);
  EXPECT_EQ(books.partly_reingested, 0u);
}

TEST(BootstrapDoubles, SendsNoFurtherPieceOnceACallIsDenied) {
  std::vector<std::string> lines;
  for (size_t i = 0; i < 1200; ++i) lines.push_back(std::string(600, 'm') + std::to_string(i));
  EventBuilder event;
  event.add(document({"a short one"})).add(document(lines));
  const FakeFirehose firehose(scripted({accept_all(), access_denied()}));
  const Books books = run_against(firehose, event, {"RESPONSE_BYTES_MAX=2000"}).books;
  expect_balanced(books, event);
  EXPECT_EQ(books.results, (std::vector<std::string>{"Ok", "ProcessingFailed"}));
  EXPECT_EQ(books.partly_reingested, 1u);
  ASSERT_EQ(firehose.calls().size(), 2u) << "of three calls of up to 500 pieces";
  EXPECT_EQ(firehose.records().size(), 500u);
}

TEST(BootstrapDoubles, CountsWhatIsStillUnansweredWhenTheTimeIsUp) {
  const FakeFirehose firehose(accept_then(Reply::Fault::kSilence));
  const EventBuilder event = overflowing(Source::kDirectPut);
  const Books books = run_against(firehose, event, {}, seconds(2)).books;
  expect_balanced(books, event);
  EXPECT_GE(books.count("ProcessingFailed"), 5u);
  EXPECT_GE(books.puts_untold, 5u);
  EXPECT_EQ(books.outcome_unknown, books.puts_untold);
  EXPECT_EQ(books.partly_reingested, 0u);
}

// --- the answer gets lost after the puts ---------------------------------------------------------

// Each of the two invocations of the same event is in balance by itself; together they put twice
// what did not fit, because nobody took the first one's answer.
void expect_doubled(const std::vector<Books>& both, const EventBuilder& event) {
  ASSERT_EQ(both.size(), 2u);
  for (const Books& books : both) {
    expect_balanced(books, event);
    EXPECT_GE(books.count("Dropped"), 5u);
    EXPECT_EQ(books.count("ProcessingFailed"), 0u);
    EXPECT_EQ(books.outcome_unknown, 0u);
    EXPECT_EQ(books.partly_reingested, 0u);
  }
  EXPECT_EQ(both[0].results, both[1].results);
}

// What the service took in this call.
std::vector<StoredRecord> stored_in(const FakeFirehose& firehose, size_t call) {
  std::vector<StoredRecord> stored = firehose.records();
  std::erase_if(stored, [&](const StoredRecord& record) { return record.call != call; });
  return stored;
}

TEST(BootstrapDoubles, SaysThatThePlatformRefusedTheAnswer) {
  const FakeFirehose firehose;
  const EventBuilder event = overflowing(Source::kDirectPut);
  const Invocation again = {.body = event.text()};
  Invocation refused = again;
  refused.replies = {json_reply(413, R"({"errorMessage":"m","errorType":"T"})")};
  const LoopResult loop = run_bootstrap({refused, again}, books_variables(firehose.url()));
  ASSERT_EQ(loop.posts.size(), 2u);
  ASSERT_EQ(firehose.calls().size(), 2u);
  const std::vector<std::string> metrics = lines_in(loop.out);
  expect_doubled({keep_books(loop.posts[0].body, metrics.at(0), stored_in(firehose, 0)),
                  keep_books(loop.posts[1].body, metrics.at(1), stored_in(firehose, 1))},
                 event);
  EXPECT_NE(loop.err.find("the answer was not taken: HTTP 413"), std::string::npos) << loop.err;
}

TEST(BootstrapDoubles, SaysThatTheAnswerCouldNotBeSent) {
  const FakeFirehose firehose;
  const EventBuilder event = overflowing(Source::kDirectPut);
  const Invocation again = {.body = event.text()};
  Invocation lost = again;
  lost.replies = std::deque<Reply>(20, fault_reply(Reply::Fault::kReset));
  FakeRuntimeApi api({lost});
  Bootstrap bootstrap(api, books_variables(firehose.url()));
  const ChildResult end = bootstrap.process().wait(seconds(20));
  EXPECT_EQ(end.exit_code, 1) << "the platform starts another";
  ASSERT_GE(api.posts().size(), 2u) << "it is tried again";
  const LoopResult loop = run_at(firehose.url(), event);
  ASSERT_EQ(firehose.calls().size(), 2u);
  expect_doubled({keep_books(api.posts()[0].body, end.out, stored_in(firehose, 0)),
                  keep_books(loop, stored_in(firehose, 1))},
                 event);
  EXPECT_NE(end.err.find("the answer was not taken: "), std::string::npos) << end.err;
}

}  // namespace
}  // namespace cwlogs::testing
