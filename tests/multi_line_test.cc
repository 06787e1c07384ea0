// Log events that continue the one before, seen from outside: whole events, as configured.
#include "processor/multi_line.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <set>
#include <string>
#include <vector>

#include "cli/random.h"
#include "processor/processor.h"
#include "tests/configured.h"
#include "tests/event_fixture.h"

namespace cwlogs::testing {
namespace {

ByName joining(const ByName& more = {}) {
  ByName variables = {{"MULTI_LINE_START_PATTERN", "^\\S"}};
  variables.insert(more.begin(), more.end());
  return variables;
}

Answered answer_to(const ByName& variables, const Json& document) {
  return run(EventBuilder().add(document), configured(variables));
}

std::string output_of(const ByName& variables, const std::vector<std::string>& messages) {
  const Answered answered = answer_to(variables, document(messages));
  EXPECT_EQ(answered.result(0), "Ok");
  return answered.result(0) == "Ok" ? answered.data(0) : "";
}

const std::vector<std::string> kTrace = {"Exception \"x\"", "\tat a.b(C.java:1)", "\tat d.e",
                                         "next"};

TEST(MultiLine, JoinsWhatContinuesTheLogEventBefore) {
  EXPECT_EQ(output_of(joining({{"OUTPUT_FORMAT", "json"}, {"OUTPUT_FIELDS", "message"}}), kTrace),
            R"({"message":"Exception \"x\"\n\tat a.b(C.java:1)\n\tat d.e"})"
            "\n"
            R"({"message":"next"})"
            "\n");
}

TEST(MultiLine, LeavesLogEventsApartUnlessConfigured) {
  const ByName json = {{"OUTPUT_FORMAT", "json"}, {"OUTPUT_FIELDS", "message"}};
  const std::string lines = output_of(json, kTrace);
  EXPECT_EQ(std::ranges::count(lines, '\n'), 4);
}

TEST(MultiLine, AddsNoEmptyLineWhereAMessageEndsInANewline) {
  EXPECT_EQ(output_of(joining({{"OUTPUT_DELIMITER", "|"}}), {"a\n", " b\\n", " c\n", "d\n"}),
            "a\n b\\n\n c\n|d\n|");
}

TEST(MultiLine, StartsWithTheFirstLogEventWhateverItIs) {
  const ByName delimited = joining({{"OUTPUT_DELIMITER", "|"}});
  EXPECT_EQ(output_of(delimited, {" a", " b", "c"}), " a\n b|c|");
  const Answered answered =
      run(EventBuilder().add_gzip(document({"a", " b"}).dump() + document({" c"}).dump()),
          configured(delimited));
  EXPECT_EQ(answered.data(0), "a\n b| c|");
}

TEST(MultiLine, KeepsIdTimeAndExtractedFieldsOfTheFirst) {
  Json json = document_of({log_event("a", 0, "1"), log_event(" b", 3'600'000, "2")});
  json["logEvents"][0]["extractedFields"] = {{"@aws.account", "111122223333"}};
  const Answered answered =
      answer_to(joining({{"OUTPUT_FORMAT", "json"},
                         {"OUTPUT_FIELDS", "id,timestamp,account,extractedFields,message"},
                         {"PARTITION_KEYS", "hour={timestamp:%H},first={message}"}}),
                json);
  EXPECT_EQ(answered.data(0),
            R"({"id":"1","timestamp":"1970-01-01T00:00:00.000Z","account":"111122223333",)"
            R"("extractedFields":{"@aws.account":"111122223333"},"message":"a\n b"})"
            "\n");
  EXPECT_EQ(answered.record(0).at("metadata").at("partitionKeys"),
            (Json{{"hour", "00"}, {"first", "a_ b"}}));
}

TEST(MultiLine, GivesTheEnvelopeOneLogEventWithTheWholeMessage) {
  const Answered answered = answer_to(joining({{"OUTPUT_FORMAT", "envelope"}}),
                                      document_of({log_event("a \"\u65e5\"", 5, "1"),
                                                   log_event("\tb", 6, "2"), log_event("c", 7)}));
  const std::string data = answered.data(0);
  const Json first = Json::parse(data.substr(0, data.find('\n')));
  ASSERT_EQ(first.at("logEvents").size(), 1u);
  EXPECT_EQ(first.at("logEvents")[0], log_event("a \"\u65e5\"\n\tb", 5, "1"));
  EXPECT_EQ(first.at("logGroup"), "/aws/test");
  EXPECT_EQ(std::ranges::count(data, '\n'), 2);
}

TEST(MultiLine, IsJoinedBeforeRedactionParsersAndFilters) {
  EXPECT_EQ(output_of(joining({{"REDACT_MATCH", "(?s)BEGIN.*END"}, {"OUTPUT_DELIMITER", "|"}}),
                      {"key BEGIN", " secret", " END", "x"}),
            "key [REDACTED]|x|");
  EXPECT_EQ(output_of(joining({{"EXCLUDE_AT_MATCH", "java"}}), kTrace), "next\n");
  EXPECT_EQ(output_of(joining({{"PARSERS", "regex"},
                               {"PARSER_REGEX", "(?s)^(?P<type>\\w+).*at (?P<last>\\S+)$"},
                               {"OUTPUT_FORMAT", "json"},
                               {"OUTPUT_FIELDS", "fields"}}),
                      kTrace),
            R"({"type":"Exception","last":"d.e"})"
            "\n"
            R"({"message":"next","unparsed":true})"
            "\n");
}

TEST(MultiLine, SeesThePatternInTheUnescapedMessage) {
  EXPECT_EQ(output_of({{"MULTI_LINE_START_PATTERN", "^\\d+\t\u65e5"}, {"OUTPUT_DELIMITER", "|"}},
                      {"1\t\u65e5", "1 \u65e5", "2\t\u65e5"}),
            "1\t\u65e5\n1 \u65e5|2\t\u65e5|");
}

TEST(MultiLine, IsBoundedInLogEventsAndBytes) {
  const ByName two = joining({{"MULTI_LINE_MAX_EVENTS", "2"}, {"OUTPUT_DELIMITER", "|"}});
  EXPECT_EQ(output_of(two, {"a", " b", " c", " d", " e", "f"}), "a\n b| c\n d| e|f|");
  const ByName kib = joining({{"MULTI_LINE_MAX_BYTES", "1024"}, {"OUTPUT_DELIMITER", "|"}});
  const std::string half(511, ' ');
  EXPECT_EQ(output_of(kib, {"x" + half, half, " y"}), "x" + half + "\n" + half + "| y|");
  EXPECT_EQ(output_of(kib, {"xy" + half, half}), "xy" + half + "|" + half + "|");
  const std::string large(2000, 'x');
  EXPECT_EQ(output_of(kib, {large, " y"}), large + "| y|");
}

TEST(MultiLine, IsCountedAsWhatItBecame) {
  const Answered answered =
      run(EventBuilder().add(document(kTrace)).add(document({"drop", " it", "keep", " me"})),
          configured(joining({{"EXCLUDE_AT_MATCH", "drop"}})));
  EXPECT_EQ(answered.answers[0].log_events, 2u);
  EXPECT_EQ(answered.answers[0].joined, 2u);
  EXPECT_EQ(answered.answers[1].log_events, 1u);
  EXPECT_EQ(answered.answers[1].joined, 1u);
  EXPECT_EQ(answered.answers[1].filtered, 2u);
}

TEST(MultiLine, IsARulesToo) {
  const std::string rules =
      R"({"rules":[{"logGroup":"/aws/other"},{"multiLineStartPattern":"^\\S"}]})";
  Json other = document({"a", " b"});
  other["logGroup"] = "/aws/other";
  const Answered answered = run(EventBuilder().add(document({"a", " b"})).add(other),
                                configured({{"OUTPUT_DELIMITER", "|"}}, rules));
  EXPECT_EQ(answered.data(0), "a\n b|");
  EXPECT_EQ(answered.data(1), "a| b|");
}

TEST(MultiLine, BoundsNeedAPattern) {
  EXPECT_EQ(problems_of({{"MULTI_LINE_MAX_EVENTS", "5"}}),
            "MULTI_LINE_MAX_EVENTS: this has no effect without MULTI_LINE_START_PATTERN\n");
  EXPECT_NE(problems_of({{"MULTI_LINE_START_PATTERN", "("}}), "");
}

// --- what is joined stays together, and nothing else comes to it, over all re-ingestion ----------

struct Bounds {
  size_t events = 0;
  size_t bytes = 0;
};

// As documented, written apart from the code under test.
std::vector<std::string> joined(const std::vector<std::string>& messages, const Bounds& bounds) {
  std::vector<std::string> result;
  size_t events = 0;
  for (const std::string& message : messages) {
    const bool starts = message[0] != ' ';
    const bool fits = !result.empty() && events < bounds.events &&
                      result.back().size() + 1 + message.size() <= bounds.bytes;
    if (starts || !fits) {
      result.push_back(message);
      events = 1;
    } else {
      result.back() += '\n' + message;
      ++events;
    }
  }
  return result;
}

std::vector<std::string> random_messages(Random& random, int& number) {
  std::vector<std::string> messages;
  const size_t n = 1 + random.below(40);
  for (size_t i = 0; i < n; ++i) {
    std::string text = random.below(4) == 0 ? "k" + std::to_string(random.below(3)) : " at";
    text += " #" + std::to_string(number++) + (random.below(5) == 0 ? " noise " : " ");
    text += std::string(random.below(300), 'x');
    messages.push_back(text);
  }
  return messages;
}

void collect_lines(const std::string& data, std::multiset<std::string>& lines) {
  for (size_t at = 0; at < data.size();) {
    const size_t end = data.find('|', at);
    ASSERT_NE(end, data.npos);
    lines.insert(data.substr(at, end - at));
    at = end + 1;
  }
}

// Delivers all, generation after generation. Returns how many puts that took.
size_t deliver(Processor& processor, const EventBuilder& event, std::multiset<std::string>& lines) {
  size_t puts = 0;
  std::deque<EventBuilder> events = {event};
  for (; !events.empty() && puts < 5000; events.pop_front()) {
    const Answered answered = run(processor, events.front().text());
    for (size_t i = 0; i < answered.answers.size(); ++i) {
      EXPECT_NE(answered.result(i), "ProcessingFailed");
      if (answered.result(i) == "Ok") collect_lines(answered.data(i), lines);
    }
    puts += answered.puts.size();
    for (const std::string& put : answered.put_data) {
      events.push_back(EventBuilder().add_base64(put));
    }
  }
  EXPECT_TRUE(events.empty()) << "still circulating";
  return puts;
}

TEST(MultiLine, StaysTogetherHoweverRecordsAreSplit) {
  size_t puts = 0;
  for (uint64_t seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE(seed);
    Random random(seed);
    const Bounds bounds{2 + random.below(6), 1024 + random.below(1024)};
    ByName variables =
        joining({{"MULTI_LINE_MAX_EVENTS", std::to_string(bounds.events)},
                 {"MULTI_LINE_MAX_BYTES", std::to_string(bounds.bytes)},
                 {"OUTPUT_DELIMITER", "|"},
                 {"PARSERS", "regex"},
                 {"PARSER_REGEX", "^(?P<k>..)"},
                 {"PARTITION_KEYS", "k={field:k}"},
                 {"RESPONSE_BYTES_MAX", std::to_string(6000 + random.below(20'000))}});
    if (random.below(2) == 0) variables["PARTITION_STRADDLE"] = "split";
    const bool filters = random.below(2) == 0;
    if (filters) variables["EXCLUDE_AT_MATCH"] = "noise";
    EventBuilder event;
    std::multiset<std::string> expected;
    int number = 0;
    for (size_t i = 1 + random.below(4); i > 0; --i) {
      const auto messages = random_messages(random, number);
      event.add(document(messages));
      for (const std::string& message : joined(messages, bounds)) {
        if (filters && message.find("noise") != message.npos) continue;
        expected.insert(message);
      }
    }
    Processor processor(configured(variables));
    std::multiset<std::string> delivered;
    puts += deliver(processor, event, delivered);
    ASSERT_EQ(delivered, expected);
  }
  EXPECT_GT(puts, 500u);
}

}  // namespace
}  // namespace cwlogs::testing
