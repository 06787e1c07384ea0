// Redaction and parsers in rules, raw records, and pieces that come round again.
#include "processor/message_reading.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "processor/processor.h"
#include "tests/message_lines.h"

namespace cwlogs::testing {
namespace {

constexpr int64_t kTime = 1655856000000;  // 2022-06-22T00:00:00Z

TEST(Rules, MayHaveParsersOfTheirOwn) {
  const std::string file = R"({"outputFormat":"json","outputFields":["fields"],"rules":[
      {"logGroup":"/json/*","parsers":["json"]},
      {"logGroup":"/fmt/*","parsers":["logfmt"],"redactIp":true},
      {"logGroup":"*","outputFields":["message"]}]})";
  std::string lines;
  for (const char* group : {"/json/a", "/fmt/a", "/other"}) {
    Json json = document({R"({"a":"1.2.3.4"})", "a=1.2.3.4"});
    json["logGroup"] = group;
    lines += answer_to({}, json, file).data(0);
  }
  EXPECT_EQ(lines,
            "{\"a\":\"1.2.3.4\"}\n{\"message\":\"a=1.2.3.4\",\"unparsed\":true}\n"
            "{\"message\":\"{\\\"a\\\":\\\"xxx.xxx.xxx.xxx\\\"}\",\"unparsed\":true}\n"
            "{\"a\":\"xxx.xxx.xxx.xxx\"}\n"
            "{\"message\":\"{\\\"a\\\":\\\"1.2.3.4\\\"}\"}\n{\"message\":\"a=1.2.3.4\"}\n");
}

TEST(RawLinesReading, ParsesAndRedactsThem) {
  const Answered answered =
      run(EventBuilder().add_bytes("{\"ip\":\"1.2.3.4\"}\nplain ::1\n"),
          configured(parsing("json", {{"RAW_RECORDS", "lines"}, {"REDACT_IP", "on"}})));
  EXPECT_EQ(answered.data(0),
            "{\"ip\":\"xxx.xxx.xxx.xxx\"}\n"
            "{\"message\":\"plain xxx.xxx.xxx.xxx\",\"unparsed\":true}\n");
  EXPECT_EQ(answered.answers[0].redacted, 2U);
  EXPECT_EQ(answered.answers[0].unparsed, 1U);
}

// Many log events, each with something to hide.
Json long_document(size_t log_events) {
  std::vector<Json> events;
  for (size_t i = 0; i < log_events; ++i) {
    const std::string n = std::to_string(i);
    events.push_back(log_event(R"({"n":)" + n + R"(,"level":")" + (i % 3 == 0 ? "WARN" : "INFO") +
                                   R"(","ip":"10.0.0.)" + std::to_string(i % 256) + R"("})",
                               kTime + static_cast<int64_t>(i), n));
  }
  return document_of(events);
}

// What comes of an event over all generations of its pieces.
struct Round {
  std::string delivered;
  std::vector<Json> put;  // documents
  size_t redacted = 0;
};

Round circulate(const ByName& variables, const Json& document) {
  Processor processor(configured(variables));
  Round round;
  EventBuilder event = EventBuilder().add(document);
  for (int generation = 0; generation < 60; ++generation) {
    const Answered answered = run(processor, event.text());
    for (size_t i = 0; i < answered.answers.size(); ++i) {
      round.redacted += answered.answers[i].redacted;
      if (answered.result(i) == "Ok") round.delivered += answered.data(i);
      EXPECT_NE(answered.result(i), "ProcessingFailed");
    }
    if (answered.puts.empty()) return round;
    event = EventBuilder();
    for (const std::string& data : answered.put_data) {
      event.add_base64(data);
      round.put.push_back(Json::parse(gunzip_all(bytes_of_base64(data))));
    }
  }
  ADD_FAILURE() << "still circulating";
  return round;
}

std::multiset<std::string> sorted_lines(std::string_view text) {
  std::multiset<std::string> lines;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    lines.emplace(text.substr(0, end));
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
  }
  return lines;
}

TEST(Pieces, HoldTheOriginalAndComeOutRedacted) {
  const Json json = long_document(300);
  const ByName all = parsing("json", {{"REDACT_IP", "on"}});
  const Round round = circulate(with(all, {{"RESPONSE_BYTES_MAX", "9000"}}), json);
  ASSERT_FALSE(round.put.empty());
  std::set<std::string> originals;
  for (const Json& event : json.at("logEvents")) originals.insert(event.dump());
  for (const Json& piece : round.put) {
    for (const Json& event : piece.at("logEvents")) EXPECT_TRUE(originals.contains(event.dump()));
  }
  EXPECT_EQ(sorted_lines(round.delivered), sorted_lines(output_of(all, json)));
  EXPECT_EQ(round.delivered.find("10.0.0."), round.delivered.npos);
  EXPECT_EQ(round.redacted, 300U);
}

TEST(Straddling, SplitsByAParsedField) {
  const Json json = long_document(30);
  const ByName split = parsing("json", {{"REDACT_IP", "on"},
                                        {"PARTITION_KEYS", "level={field:level}"},
                                        {"PARTITION_STRADDLE", "split"}});
  const Answered answered = answer_to(split, json);
  EXPECT_EQ(answered.record(0).at("metadata").at("partitionKeys").dump(), R"({"level":"INFO"})");
  EXPECT_EQ(answered.data(0).find("WARN"), std::string::npos);
  EXPECT_EQ(answered.answers[0].log_events, 20U);
  ASSERT_EQ(answered.puts.size(), 1U);
  const Json put = Json::parse(gunzip_all(bytes_of_base64(answered.put_data[0])));
  ASSERT_EQ(put.at("logEvents").size(), 10U);
  EXPECT_EQ(put.at("logEvents")[1], json.at("logEvents")[3]);

  const Round round = circulate(split, json);
  EXPECT_EQ(sorted_lines(round.delivered),
            sorted_lines(output_of(parsing("json", {{"REDACT_IP", "on"}}), json)));
}

TEST(MessageReading, CountsEachLogEventWhereItIsDelivered) {
  const Json json = document_of({log_event("1.2.3.4 a", 0), log_event("b", 3'600'000),
                                 log_event("drop 1.2.3.4", 0), log_event("5.6.7.8", 3'600'000),
                                 log_event("9.9.9.9 a longer line", 0)});
  const Answered answered =
      run(EventBuilder().add(json), configured({{"REDACT_IP", "on"},
                                                {"EXCLUDE_AT_MATCH", "drop"},
                                                {"PARTITION_KEYS", "hour={timestamp:%H}"},
                                                {"PARTITION_STRADDLE", "split"}}));
  EXPECT_EQ(answered.answers[0].log_events, 2U);
  EXPECT_EQ(answered.answers[0].redacted, 2U);
  EXPECT_EQ(answered.answers[0].filtered, 1U);
  EXPECT_EQ(answered.puts.size(), 1U);
}

TEST(MessageReading, NeedsNothingElseConfigured) {
  const ByName bare = {{"RECURSION_GUARD", "off"}, {"REDACT_IP", "on"}};
  EXPECT_EQ(run(EventBuilder().add(document({"1.2.3.4"})), configured(bare)).data(0),
            "xxx.xxx.xxx.xxx\n");
}

TEST(MessageReading, CountsNothingOfADocumentThatIsNotRead) {
  Json plain = document_of({log_event("x", 3'600'000), log_event("y", 3'600'000)});
  plain["logGroup"] = "/plain";
  const std::string text = document_of({log_event("1.2.3.4", 0)}).dump() + plain.dump();
  const Answered answered =
      run(EventBuilder().add_gzip(text),
          configured({{"PARTITION_KEYS", "hour={timestamp:%H}"}, {"PARTITION_STRADDLE", "split"}},
                     R"({"rules":[{"logGroup":"/aws/test","redactIp":true}]})"));
  EXPECT_EQ(answered.answers[0].redacted, 1U);
}

}  // namespace
}  // namespace cwlogs::testing
