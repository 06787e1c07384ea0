// Redaction, seen from outside: whole events, as configured.
#include <gtest/gtest.h>

#include <memory>

#include "processor/processor.h"
#include "tests/message_lines.h"

namespace cwlogs::testing {
namespace {

TEST(Redacted, IsTheMessageItself) {
  EXPECT_EQ(line_of(redacting(), kSecret), kHidden);
  EXPECT_EQ(line_of(redacting(), "nothing"), "nothing");
  EXPECT_EQ(line_of(with(redacting(), {{"REDACT_REPLACEMENT", "*"}}), "\"key=ab\"\t日"),
            "\"key=*\"\t日");
}

TEST(Redacted, IsFoundWhateverItsEscapes) {
  const std::string escaped =
      R"({"messageType":"DATA_MESSAGE","owner":"1","logGroup":"g","logStream":"s",)"
      R"("subscriptionFilters":["f"],"logEvents":[{"id":"1","timestamp":1,)"
      R"("message":"\u0031.2.3.4 \"key=\u0061bc\""}]})";
  const Answered answered = run(EventBuilder().add_gzip(escaped), configured(redacting()));
  EXPECT_EQ(answered.data(0), "xxx.xxx.xxx.xxx \"key=[REDACTED]\"\n");
}

TEST(Redacted, IsWhatFiltersSee) {
  const Json secret = document({kSecret});
  for (const auto& [name, value] : ByName{{"EXCLUDE_AT_MATCH", "1\\.2\\.3\\.4|abc"},
                                          {"INCLUDE_AT_MATCH", "key=\\[REDACTED\\]"},
                                          {"FILTER_PATTERN", "-abc"}}) {
    EXPECT_EQ(output_of(with(redacting(), {{name, value}}), secret), kHidden + std::string("\n"))
        << name;
  }
  const Answered answered =
      answer_to(with(redacting(), {{"INCLUDE_AT_MATCH", "1\\.2\\.3\\.4"}}), secret);
  EXPECT_EQ(answered.result(0), "Dropped");
  EXPECT_EQ(answered.reason(0), Reason::kFiltered);
}

TEST(Redacted, IsWhatTemplatesAndPartitionKeysSee) {
  const std::string message = R"({"ip":"1.2.3.4","n":1})";
  const ByName with_template = with(
      redacting(), {{"OUTPUT_FORMAT", "template"}, {"OUTPUT_TEMPLATE", "{message:/ip}|{message}"}});
  EXPECT_EQ(line_of(with_template, message), R"(xxx.xxx.xxx.xxx|{"ip":"xxx.xxx.xxx.xxx","n":1})");
  EXPECT_EQ(partition_of(with(redacting(), {{"PARTITION_KEYS", "ip={message:/ip}"}}), message),
            R"({"ip":"xxx.xxx.xxx.xxx"})");
}

TEST(Redacted, IsWhatPartitionKeysOfAWholeRecordSee) {
  const ByName gzip =
      with(redacting(), {{"PARTITION_KEYS", "ip={message:/ip}"}, {"OUTPUT_COMPRESSION", "gzip"}});
  EXPECT_EQ(partition_of(gzip, R"({"ip":"1.2.3.4"})"), R"({"ip":"xxx.xxx.xxx.xxx"})");
}

TEST(Redacted, IsTheMessageOfJsonLines) {
  const ByName json =
      with(redacting(), {{"OUTPUT_FORMAT", "json"}, {"OUTPUT_FIELDS", "message,extractedFields"}});
  EXPECT_EQ(line_of(json, "\"key=a\""), R"({"message":"\"key=[REDACTED]\""})");
  EXPECT_EQ(line_of(with(json, {{"OUTPUT_MESSAGE", "embed"}}), R"({"a":"::1 key=b"})"),
            R"({"message":{"a":"xxx.xxx.xxx.xxx key=[REDACTED]"}})");
  EXPECT_EQ(line_of(with(json, {{"OUTPUT_MESSAGE", "merge"}}), R"({"a":"::1 key=b"})"),
            R"({"a":"xxx.xxx.xxx.xxx key=[REDACTED]"})");
}

TEST(Redacted, JsonStaysJson) {
  EXPECT_EQ(line_of(with(redacting(), parsing("json")),
                    R"({"a":"at\n1.2.3.4\nb@c.com","b":"1.2.3.4:5-\u003e6.7.8.9:0"})"),
            R"({"a":"at\nxxx.xxx.xxx.xxx\nxxxxx@xxxxx.com",)"
            R"("b":"xxx.xxx.xxx.xxx:5->xxx.xxx.xxx.xxx:0"})");
}

TEST(Redacted, IsTheEventForSplunk) {
  const Json event = Json::parse(output_of(
      with(redacting(), {{"OUTPUT_FORMAT", "splunk-hec"}, {"OUTPUT_FIELDS", "m={message}"}}),
      document({kSecret})));
  EXPECT_EQ(event.at("event"), kHidden);
  EXPECT_EQ(event.at("fields").at("m"), kHidden);
}

Json with_extracted_fields(const std::string& message, const Json& fields) {
  Json event = log_event(message);
  event["unknown"] = {{"kept", {1, nullptr, "\u65e5"}}};
  event["extractedFields"] = fields;
  return document_of({event});
}

TEST(Redacted, IsTheEnvelopesMessageAndExtractedFields) {
  const ByName envelope = with(redacting(), {{"OUTPUT_FORMAT", "envelope"}});
  Json json = with_extracted_fields(
      kSecret, {{"ip", "1.2.3.4"}, {"n", 5}, {"a\"b", "q\" key=c"}, {"o", {{"x", 1}}}, {"e", ""}});
  json["policyLevel"] = "ACCOUNT_LEVEL_POLICY";
  Json expected = json;
  Json& event = expected["logEvents"][0];
  event["message"] = kHidden;
  event["extractedFields"]["ip"] = "xxx.xxx.xxx.xxx";
  event["extractedFields"]["a\"b"] = "q\" key=[REDACTED]";
  EXPECT_EQ(output_of(envelope, json), expected.dump() + "\n");
}

TEST(Redacted, MayBeInTheMessageOrInExtractedFieldsAlone) {
  const ByName envelope = with(redacting(), {{"OUTPUT_FORMAT", "envelope"}});
  const Json only_fields = with_extracted_fields("m \"1\"\n\u65e5", {{"ip", "1.2.3.4"}});
  Json expected = only_fields;
  expected["logEvents"][0]["extractedFields"]["ip"] = "xxx.xxx.xxx.xxx";
  EXPECT_EQ(output_of(envelope, only_fields), expected.dump() + "\n");

  const Json only_message = with_extracted_fields("::1", {{"ip", "none"}});
  expected = only_message;
  expected["logEvents"][0]["message"] = "xxx.xxx.xxx.xxx";
  EXPECT_EQ(output_of(envelope, only_message), expected.dump() + "\n");

  const Json neither = with_extracted_fields("m", Json::object());
  EXPECT_EQ(output_of(envelope, neither), neither.dump() + "\n");
}

TEST(Redacted, AreStringsOfExtractedFieldsAtAnyDepth) {
  const ByName envelope = with(redacting(), {{"OUTPUT_FORMAT", "envelope"}});
  const Json fields = {{"o", {{"::1", {"1.2.3.4", 5, {{"x\\", "\\\"::1\\"}}}}}}, {"e", ""}};
  Json expected = with_extracted_fields("m", fields);
  const std::string text = output_of(envelope, expected);
  Json& list = expected["logEvents"][0]["extractedFields"]["o"]["::1"];
  list[0] = "xxx.xxx.xxx.xxx";
  list[2]["x\\"] = "\\\"xxx.xxx.xxx.xxx\\";
  EXPECT_EQ(text, expected.dump() + "\n");
}

TEST(Redacted, IsEachLogEventAnew) {
  const ByName envelope = with(redacting(), {{"OUTPUT_FORMAT", "envelope"}});
  std::vector<Json> events;
  std::string expected;
  for (int i = 0; i < 20; ++i) {
    Json json = with_extracted_fields(i % 2 == 0 ? "1.2.3.4" : "m", {{"a", i % 3 ? "b" : "::1"}});
    events.push_back(json["logEvents"][0]);
    if (i % 2 == 0) json["logEvents"][0]["message"] = "xxx.xxx.xxx.xxx";
    if (i % 3 == 0) json["logEvents"][0]["extractedFields"]["a"] = "xxx.xxx.xxx.xxx";
    expected += json.dump() + "\n";
  }
  EXPECT_EQ(output_of(envelope, document_of(events)), expected);
}

TEST(Redacted, AreExtractedFieldsInTemplatesAndJsonLines) {
  const Json json = with_extracted_fields("m", {{"ip", "1.2.3.4"}, {"n", "5"}});
  const ByName in_template = with(
      redacting(), {{"OUTPUT_FORMAT", "template"}, {"OUTPUT_TEMPLATE", "{extractedFields:ip}"}});
  EXPECT_EQ(output_of(in_template, json), "xxx.xxx.xxx.xxx\n");
  const ByName in_json =
      with(redacting(), {{"OUTPUT_FORMAT", "json"}, {"OUTPUT_FIELDS", "extractedFields"}});
  EXPECT_EQ(output_of(in_json, json), R"({"extractedFields":{"ip":"xxx.xxx.xxx.xxx","n":"5"}})"
                                      "\n");
}

class CopyTransform : public Transform {
  Kept apply(const LogEvent& log_event, const LogEnvelope& /*envelope*/, Output& output) override {
    output.append(log_event.message);
    output.append(log_event.extracted_fields);
    return Kept::kYes;
  }
};

TEST(Redacted, IsWhatACustomTransformSees) {
  Options options = configured(redacting());
  options.transform = std::make_unique<CopyTransform>();
  const Answered answered =
      run(EventBuilder().add(with_extracted_fields(kSecret, {{"ip", "::1"}})), std::move(options));
  EXPECT_EQ(answered.data(0), std::string(kHidden) + R"({"ip":"xxx.xxx.xxx.xxx"})");
}

TEST(Redacted, IsWhatParsersSee) {
  EXPECT_EQ(line_of(with(redacting(), parsing("json")), R"({"ip":"1.2.3.4"})"),
            R"({"ip":"xxx.xxx.xxx.xxx"})");
}

TEST(Redacted, LogEventsAreCounted) {
  const Answered answered = run(EventBuilder()
                                    .add(document({"1.2.3.4 ::1", "m", "a@b.com"}))
                                    .add(document({"m"}))
                                    .add(with_extracted_fields("1.2.3.4", {{"a", "1.2.3.4"}})),
                                configured(redacting()));
  EXPECT_EQ(answered.answers[0].redacted, 2U);
  EXPECT_EQ(answered.answers[1].redacted, 0U);
  EXPECT_EQ(answered.answers[2].redacted, 1U);
  EXPECT_EQ(answered.answers[0].unparsed, 0U);
}

}  // namespace
}  // namespace cwlogs::testing
