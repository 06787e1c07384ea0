// Outputs that wrap a log event: CloudWatch Logs documents and Splunk events.
#include <gtest/gtest.h>
#include <simdjson.h>

#include "processor/output_format.h"
#include "tests/configured.h"
#include "tests/event_fixture.h"
#include "tests/log_reading.h"

namespace cwlogs::testing {
namespace {

// The lines that the documents of one record become.
std::vector<std::string> lines_of(const ByName& variables, std::string_view text) {
  const Answered answered = run(EventBuilder().add_gzip(text), configured(variables));
  EXPECT_EQ(answered.result(0), "Ok") << name_of(answered.reason(0));
  std::vector<std::string> lines;
  std::istringstream data(answered.data(0));
  for (std::string line; std::getline(data, line);) {
    EXPECT_TRUE(Json::accept(line)) << line;
    simdjson::dom::parser parser;
    EXPECT_EQ(parser.parse(simdjson::padded_string(line)).error(), simdjson::SUCCESS) << line;
    lines.push_back(line);
  }
  return lines;
}

std::vector<std::string> envelopes_of(std::string_view text) {
  return lines_of({{"OUTPUT_FORMAT", "envelope"}}, text);
}

using Lines = std::vector<std::string>;

constexpr std::string_view kOwner = R"("messageType":"DATA_MESSAGE","owner":"1","logGroup":"/a")";

std::string documented(const std::string& before, const std::string& log_events,
                       const std::string& after) {
  return "{" + before + "\"logEvents\":[" + log_events + "]" + after + "}";
}

TEST(EnvelopeOutput, IsADocumentForEachLogEvent) {
  const std::string head = std::string(kOwner) + ",";
  EXPECT_EQ(envelopes_of(documented(head, R"({"message":"a"},{"message":"b"})", "")),
            (Lines{documented(head, R"({"message":"a"})", ""),
                   documented(head, R"({"message":"b"})", "")}));
}

TEST(EnvelopeOutput, KeepsUnknownFieldsOnBothSides) {
  const std::string before = R"("policyLevel":"ACCOUNT","x":{"logEvents":[1]},)";
  const std::string after = R"(,"y":[{"z":null}],"logStream":"s",)" + std::string(kOwner);
  EXPECT_EQ(envelopes_of(documented(before, R"({"extra":[1],"message":"a","id":5})", after)),
            (Lines{documented(before, R"({"extra":[1],"message":"a","id":5})", after)}));
}

TEST(EnvelopeOutput, PutsPrettyPrintedDocumentsOnOneLine) {
  Json json = document({"one  two\n", "\"three\""});
  json["tail"] = {{"a b", " c "}};
  Json expected = json;
  expected["logEvents"] = {json["logEvents"][1]};
  const Lines lines = envelopes_of(json.dump(2));
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[1], expected.dump());
}

TEST(EnvelopeOutput, TakesEachOfSeveralDocumentsWithItsOwnEnvelope) {
  Json other = document({"b"});
  other["logGroup"] = "/other";
  const Lines lines =
      envelopes_of(document({"a"}).dump() + control_message().dump() + "\n" + other.dump());
  EXPECT_EQ(lines, (Lines{document({"a"}).dump(), other.dump()}));
}

TEST(EnvelopeOutput, ReadsBackAsTheSameLogEvents) {
  std::string fields[] = {R"("messageType":"DATA_MESSAGE")", R"("owner":"1")",
                          R"("logGroup":"/a\u002fb")",
                          R"("logEvents":[{"id":1,"message":"a\ud83d\ude00","timestamp":3},)"
                          R"({"message":" b ","extractedFields":{"k" : "v"}}])"};
  std::sort(std::begin(fields), std::end(fields));
  do {
    const std::string text =
        "{" + fields[0] + " , " + fields[1] + "," + fields[2] + "," + fields[3] + "}";
    const Lines lines = envelopes_of(text);
    ASSERT_EQ(lines.size(), 2U);
    const ReadDocument before = read_logs(text).documents.at(0);
    for (size_t i = 0; i < 2; ++i) {
      const ReadDocument after = read_logs(lines[i]).documents.at(0);
      EXPECT_EQ(after.log_group, "/a/b");
      EXPECT_EQ(after.owner, before.owner);
      ASSERT_EQ(after.events.size(), 1U);
      EXPECT_EQ(after.events[0].message, before.events[i].message);
      EXPECT_EQ(after.events[0].id, before.events[i].id);
      EXPECT_EQ(after.events[0].timestamp, before.events[i].timestamp);
    }
  } while (std::next_permutation(std::begin(fields), std::end(fields)));
}

TEST(EnvelopeOutput, ReplacesLoneSurrogates) {
  EXPECT_EQ(envelopes_of(documented(std::string(kOwner) + R"(,"x":"\ud800",)",
                                    R"({"message":"a\udc00"})", "")),
            (Lines{documented(std::string(kOwner) + ",\"x\":\"\uFFFD\",",
                              "{\"message\":\"a\uFFFD\"}", "")}));
}

TEST(EnvelopeOutput, IsTakenByThisProcessorAgain) {
  Json json = document({"a", "b", "c"});
  json["more"] = "field";
  std::string text;
  for (const std::string& line : envelopes_of(json.dump())) text += line + '\n';
  EXPECT_EQ(run(EventBuilder().add_gzip(text)).data(0), "a\nb\nc\n");
}

TEST(EnvelopeOutput, IsFilteredLogEventByLogEvent) {
  EXPECT_EQ(lines_of({{"OUTPUT_FORMAT", "envelope"}, {"INCLUDE_AT_MATCH", "b"}},
                     document({"a", "b", "c"}).dump()),
            (Lines{document({"b"}).dump()}));
}

// --- Splunk ------------------------------------------------------------------------------------

std::string splunk_of(ByName variables, const Json& json) {
  variables["OUTPUT_FORMAT"] = "splunk-hec";
  const Lines lines = lines_of(variables, json.dump());
  EXPECT_EQ(lines.size(), 1U);
  return lines.at(0);
}

Json at(int64_t ms) { return document_of({log_event("m", ms)}); }

TEST(SplunkOutput, IsAnEventOfTheCollector) {
  EXPECT_EQ(splunk_of({}, at(1655856000123)),
            R"({"time":1655856000.123,"host":"stream-1","source":"/aws/test",)"
            R"("sourcetype":"aws:cloudwatchlogs","event":"m"})");
}

TEST(SplunkOutput, HasTimesInSecondsWithMilliseconds) {
  EXPECT_TRUE(splunk_of({}, at(0)).starts_with(R"({"time":0.000,)"));
  EXPECT_TRUE(splunk_of({}, at(7)).starts_with(R"({"time":0.007,)"));
  EXPECT_TRUE(splunk_of({}, at(1000)).starts_with(R"({"time":1.000,)"));
  EXPECT_TRUE(splunk_of({}, at(253402300799999)).starts_with(R"({"time":253402300799.999,)"));
  EXPECT_TRUE(splunk_of({}, at(-1)).starts_with(R"({"host":)"));
}

TEST(SplunkOutput, TakesItsMetadataFromTemplates) {
  const ByName variables = {{"SPLUNK_HOST", "{account}"},
                            {"SPLUNK_SOURCE", "cw:{subscriptionFilter}"},
                            {"SPLUNK_SOURCETYPE", "aws:{logGroup!replace:/:_}"},
                            {"SPLUNK_INDEX", "main"}};
  EXPECT_EQ(splunk_of(variables, at(1)),
            R"({"time":0.001,"host":"123456789012","source":"cw:to-firehose",)"
            R"("sourcetype":"aws:_aws_test","index":"main","event":"m"})");
  EXPECT_EQ(splunk_of({{"SPLUNK_HOST", "{message:/no}"}, {"SPLUNK_INDEX", "{message:/no}"}}, at(1)),
            R"({"time":0.001,"source":"/aws/test","sourcetype":"aws:cloudwatchlogs","event":"m"})");
}

TEST(SplunkOutput, HasIndexedFieldsWhereAsked) {
  EXPECT_TRUE(splunk_of({{"OUTPUT_FIELDS", "account,stream=logStream"}}, at(1))
                  .ends_with(R"("event":"m","fields":{"account":"123456789012",)"
                             R"("stream":"stream-1"}})"));
}

TEST(SplunkOutput, EmbedsJsonMessages) {
  for (const char* how : {"embed", "merge"}) {
    EXPECT_TRUE(splunk_of({{"OUTPUT_MESSAGE", how}}, document({" {\"a\" : 1} "}))
                    .ends_with(R"("event":{"a":1}})"));
    EXPECT_TRUE(
        splunk_of({{"OUTPUT_MESSAGE", how}}, document({"plain"})).ends_with(R"("event":"plain"})"));
  }
  EXPECT_TRUE(splunk_of({}, document({"{\"a\":1}"})).ends_with(R"("event":"{\"a\":1}"})"));
}

}  // namespace
}  // namespace cwlogs::testing
