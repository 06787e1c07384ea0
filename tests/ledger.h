// Keeps books on an event: which log events went in, and where each of them came out.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/event_fixture.h"

namespace cwlogs::testing {

// A log event with the envelope it stands in (without `logEvents`).
using Entry = std::pair<Json, Json>;

// The log events of one document after the other, as nlohmann-json reads them.
std::vector<Entry> entries_of(std::string_view documents);

// What the default transform makes of them.
std::string lines_of(const std::vector<Entry>& entries);

// An event whose records' contents are known.
struct LedgerEvent {
  EventBuilder event;
  std::vector<std::vector<Entry>> records;  // none where the record is to be failed or dropped

  void add(const std::vector<Json>& documents);
  void add_empty(std::string_view bytes);
};

// Every log event of an accepted record stands exactly once, and in order, in its Ok data or in
// its puts, envelope and unknown fields included; those of other records nowhere.
void expect_balanced(const LedgerEvent& in, const Answered& out);

// Feeds what is to be re-ingested back as new events of at most `event_bytes_max` until nothing is
// left. Fails the test where that takes more than `generations_max` rounds.
struct Circulation {
  size_t generations = 0;
  size_t records_failed = 0;
  size_t bytes_put = 0;
  std::string delivered;  // the data of all Ok records, in order of delivery
};
Circulation circulate(Processor& processor, const EventBuilder& event, Source source,
                      size_t event_bytes_max, size_t generations_max);

}  // namespace cwlogs::testing
