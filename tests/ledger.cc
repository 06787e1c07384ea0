#include "tests/ledger.h"

#include <gtest/gtest.h>

#include <sstream>

#include "tests/gzip_fixture.h"

namespace cwlogs::testing {

std::vector<Entry> entries_of(std::string_view documents) {
  std::vector<Entry> entries;
  std::istringstream stream{std::string(documents)};
  while (!(stream >> std::ws).eof()) {
    Json envelope;
    stream >> envelope;
    const Json log_events = envelope.at("logEvents");
    envelope.erase("logEvents");
    for (const Json& log_event : log_events) entries.emplace_back(envelope, log_event);
  }
  return entries;
}

std::string lines_of(const std::vector<Entry>& entries) {
  std::string lines;
  for (const auto& [envelope, log_event] : entries) {
    lines += log_event.at("message").get<std::string>() + '\n';
  }
  return lines;
}

void LedgerEvent::add(const std::vector<Json>& documents) {
  std::string text;
  for (const Json& document : documents) text += document.dump();
  event.add_gzip(text);
  records.push_back(entries_of(text));
}

void LedgerEvent::add_empty(std::string_view bytes) {
  event.add_bytes(bytes);
  records.emplace_back();
}

void expect_balanced(const LedgerEvent& in, const Answered& out) {
  std::vector<std::vector<Entry>> put(in.records.size());
  for (size_t i = 0; i < out.puts.size(); ++i) {
    const std::vector<Entry> entries = entries_of(gunzip_all(bytes_of_base64(out.put_data[i])));
    EXPECT_EQ(entries.size(), out.puts[i].log_events);
    auto& record = put.at(out.puts[i].record);
    record.insert(record.end(), entries.begin(), entries.end());
  }
  for (size_t i = 0; i < in.records.size(); ++i) {
    SCOPED_TRACE("record " + std::to_string(i));
    switch (out.answers[i].verdict) {
      case Verdict::kOk:
        ASSERT_EQ(out.data(i), lines_of(in.records[i]));
        ASSERT_TRUE(put[i].empty());
        break;
      case Verdict::kReingest:
        ASSERT_EQ(put[i], in.records[i]);
        ASSERT_FALSE(out.record(i).contains("data"));
        break;
      default:
        ASSERT_TRUE(put[i].empty());
        ASSERT_FALSE(out.record(i).contains("data"));
    }
  }
}

Circulation circulate(Processor& processor, const EventBuilder& event, Source source,
                      size_t event_bytes_max, size_t generations_max) {
  Circulation circulation;
  std::vector<EventBuilder> events = {event};
  while (!events.empty() && circulation.generations < generations_max) {
    ++circulation.generations;
    std::vector<EventBuilder> next;
    size_t bytes = 0;
    for (const EventBuilder& builder : events) {
      const Answered answered = run(processor, builder.text());
      EXPECT_EQ(answered.error, Reason::kNone);
      for (size_t i = 0; i < answered.answers.size(); ++i) {
        if (answered.answers[i].verdict == Verdict::kOk) circulation.delivered += answered.data(i);
        if (answered.result(i) == "ProcessingFailed") ++circulation.records_failed;
      }
      for (size_t i = 0; i < answered.puts.size(); ++i) {
        circulation.bytes_put += answered.puts[i].bytes;
        bytes += answered.put_data[i].size();
        if (next.empty() || bytes > event_bytes_max) {
          next.emplace_back(source);
          bytes = answered.put_data[i].size();
        }
        if (source == Source::kKinesis) next.back().partition_key(answered.put_keys[i]);
        next.back().add_base64(answered.put_data[i]);
      }
    }
    events = std::move(next);
  }
  EXPECT_TRUE(events.empty()) << "still circulating after " << generations_max << " generations";
  return circulation;
}

}  // namespace cwlogs::testing
