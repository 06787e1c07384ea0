// Keeps books on invocations that put: where each line of an event came out, and what the
// invocation itself counted.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bootstrap_fixture.h"
#include "tests/event_fixture.h"
#include "tests/fake_firehose.h"

namespace cwlogs::testing {

// Records of 30 lines, each line unlike any other; of the last, 200. Under `books_variables` some
// fit the response, some go back whole, and the last goes back in pieces.
inline constexpr size_t kOverflowingRecords = 12;
EventBuilder overflowing(Source source);

// The lines of a record as CloudWatch Logs put it; of a broken one none.
std::vector<std::string> messages_of(std::string_view gzip);

// What bootstrap is to be told where books are kept, the endpoint included.
Variables books_variables(const std::string& endpoint);

// Copies of a line that a service holds.
struct Copies {
  size_t told = 0;    // it said so
  size_t untold = 0;  // it took them, and the client could not know
};

struct Books {
  std::vector<std::string> results;               // by record
  std::vector<std::map<std::string, size_t>> ok;  // by record: lines in its Ok data
  std::map<std::string, Copies> put;              // by line
  size_t puts_untold = 0;                         // different ones with copies that nobody told of
  // As the invocation's metrics have them.
  size_t outcome_unknown = 0;
  size_t partly_reingested = 0;

  size_t count(std::string_view result) const;
};

// The books of an invocation that was answered by `response`, said `metrics` about it, and left
// `stored` with the service.
Books keep_books(const std::string& response, const std::string& metrics,
                 const std::vector<StoredRecord>& stored);
// Of the only invocation of a loop.
Books keep_books(const LoopResult& loop, const std::vector<StoredRecord>& stored);

// Each line is delivered, put, or its record has failed. It is there a second time, or although its
// record has failed, only where
//   a put's outcome was unknown, and the metrics count such puts;
//   pieces of a failed record had been accepted before, and the metrics count just these records.
void expect_balanced(const Books& books, const EventBuilder& event);

// One invocation of a bootstrap of its own.
LoopResult run_at(const std::string& endpoint, const EventBuilder& event, Variables variables = {},
                  std::chrono::milliseconds time_left = std::chrono::seconds(60));

struct BookedRun {
  Books books;
  LoopResult loop;
};
BookedRun run_against(const FakeFirehose& firehose, const EventBuilder& event,
                      const Variables& variables = {},
                      std::chrono::milliseconds time_left = std::chrono::seconds(60));

}  // namespace cwlogs::testing
