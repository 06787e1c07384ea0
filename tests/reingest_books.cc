#include "tests/reingest_books.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <utility>

#include "tests/ledger.h"

namespace cwlogs::testing {
namespace {

void read_response(const std::string& response, Books& books) {
  const Json json = Json::parse(response);
  for (const Json& record : json.at("records")) {
    books.results.push_back(record.at("result"));
    auto& lines = books.ok.emplace_back();
    if (!record.contains("data")) continue;
    const std::string data = bytes_of_base64(record.at("data").get<std::string>());
    for (const std::string& line : lines_in(data)) ++lines[line];
  }
}

void read_metrics(const std::string& line, Books& books) {
  const Json metrics = Json::parse(line);
  books.outcome_unknown = metrics.at("ReingestOutcomeUnknown").get<size_t>();
  books.partly_reingested = metrics.at("PartlyReingested").get<size_t>();
  if (!metrics.contains("reingest")) return;
  EXPECT_EQ(metrics.at("reingest").at("outcomeUnknown"), books.outcome_unknown);
  EXPECT_EQ(metrics.at("reingest").at("partlyReingested"), books.partly_reingested);
}

// Whether a line of the record was put although the record failed, and the client was told.
bool expect_line_balanced(const Books& books, size_t record, const std::string& line) {
  const auto found = books.put.find(line);
  const Copies put = found == books.put.end() ? Copies{} : found->second;
  const bool ok = books.results[record] == "Ok";
  EXPECT_EQ(books.ok[record].contains(line) ? books.ok[record].at(line) : 0, ok ? 1u : 0u) << line;
  if (ok) {
    EXPECT_EQ(put.told + put.untold, 0u) << line;
  } else if (books.results[record] == "Dropped") {
    EXPECT_EQ(put.told, 1u) << line;
  } else {
    EXPECT_LE(put.told, 1u) << line;
    return put.told != 0;
  }
  return false;
}

}  // namespace

std::vector<std::string> messages_of(std::string_view gzip) {
  std::vector<std::string> messages;
  if (!gzip.starts_with("\x1f\x8b")) return messages;
  for (const Entry& entry : entries_of(gunzip_all(gzip))) {
    messages.push_back(entry.second.at("message"));
  }
  return messages;
}

EventBuilder overflowing(Source source) {
  EventBuilder event(source);
  for (size_t i = 0; i < kOverflowingRecords; ++i) {
    std::vector<std::string> lines;
    for (size_t k = 0; k < (i + 1 == kOverflowingRecords ? 200u : 30u); ++k) {
      lines.push_back(std::string(80, 'm') + " record " + std::to_string(i) + " line " +
                      std::to_string(k));
    }
    event.partition_key("key-" + std::to_string(i));
    event.add(document(lines));
  }
  return event;
}

Variables books_variables(const std::string& endpoint) {
  return {"AWS_ENDPOINT_URL=" + endpoint, "RESPONSE_BYTES_MAX=12000", "METRICS=emf"};
}

size_t Books::count(std::string_view result) const {
  return static_cast<size_t>(std::count(results.begin(), results.end(), result));
}

Books keep_books(const std::string& response, const std::string& metrics,
                 const std::vector<StoredRecord>& stored) {
  Books books;
  read_response(response, books);
  read_metrics(metrics, books);
  std::set<std::string> untold;
  for (const StoredRecord& record : stored) {
    if (!record.told) untold.insert(record.data);
    for (const std::string& message : messages_of(record.data)) {
      Copies& copies = books.put[message];
      ++(record.told ? copies.told : copies.untold);
    }
  }
  books.puts_untold = untold.size();
  return books;
}

Books keep_books(const LoopResult& loop, const std::vector<StoredRecord>& stored) {
  return keep_books(loop.posts.at(0).body, loop.out, stored);
}

void expect_balanced(const Books& books, const EventBuilder& event) {
  const Json json = event.json();
  const Json& records = json.at("records");
  ASSERT_EQ(books.results.size(), records.size());
  size_t partly = 0;
  for (size_t i = 0; i < records.size(); ++i) {
    bool put_although_failed = false;
    for (const std::string& line :
         messages_of(bytes_of_base64(records[i].at("data").get<std::string>()))) {
      put_although_failed = expect_line_balanced(books, i, line) || put_although_failed;
    }
    if (put_although_failed) ++partly;
  }
  EXPECT_EQ(books.partly_reingested, partly);
  EXPECT_GE(books.outcome_unknown, books.puts_untold);
}

LoopResult run_at(const std::string& endpoint, const EventBuilder& event, Variables variables,
                  std::chrono::milliseconds time_left) {
  Invocation invocation;
  invocation.body = event.text();
  invocation.time_left = time_left;
  const Variables defaults = books_variables(endpoint);
  variables.insert(variables.end(), defaults.begin(), defaults.end());
  LoopResult loop = run_bootstrap({invocation}, variables);
  EXPECT_EQ(loop.violations, std::vector<std::string>{});
  return loop;
}

BookedRun run_against(const FakeFirehose& firehose, const EventBuilder& event,
                      const Variables& variables, std::chrono::milliseconds time_left) {
  LoopResult loop = run_at(firehose.url(), event, variables, time_left);
  EXPECT_EQ(firehose.violations(), std::vector<std::string>{});
  return {keep_books(loop, firehose.records()), loop};
}

}  // namespace cwlogs::testing
