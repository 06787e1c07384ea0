// Redaction, parsers and the message's own time, seen from outside: whole events, as configured.
#include "processor/message_reading.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>

#include "processor/processor.h"
#include "tests/configured.h"
#include "tests/event_fixture.h"

namespace cwlogs::testing {
namespace {

constexpr int64_t kTime = 1655856000000;  // 2022-06-22T00:00:00Z

ByName with(ByName variables, const ByName& more) {
  for (const auto& [name, value] : more) variables[name] = value;
  return variables;
}

// JSON lines of what was parsed and nothing else.
ByName parsing(const std::string& parsers, const ByName& more = {}) {
  return with({{"PARSERS", parsers}, {"OUTPUT_FORMAT", "json"}, {"OUTPUT_FIELDS", "fields"}}, more);
}

Answered answer_to(const ByName& variables, const Json& document, const std::string& file = "") {
  return run(EventBuilder().add(document), configured(variables, file));
}

std::string output_of(const ByName& variables, const Json& document) {
  const Answered answered = answer_to(variables, document);
  EXPECT_EQ(answered.result(0), "Ok") << document;
  return answered.result(0) == "Ok" ? answered.data(0) : "";
}

std::vector<std::string> names_of_line(std::string_view line) {
  std::vector<std::string> names;
  const auto json = Json::parse(line, [&](int depth, Json::parse_event_t event, Json& value) {
    if (depth == 1 && event == Json::parse_event_t::key) names.push_back(value);
    return true;
  });
  EXPECT_TRUE(json.is_object()) << line;
  return names;
}

// The one line that a message becomes. As JSON it holds each name once.
std::string line_of(const ByName& variables, const std::string& message) {
  std::string line = output_of(variables, document({message}));
  EXPECT_TRUE(line.ends_with('\n')) << line;
  line.resize(line.size() - line.ends_with('\n'));
  EXPECT_EQ(line.find('\n'), line.npos) << line;
  if (variables.contains("OUTPUT_FORMAT") && variables.at("OUTPUT_FORMAT") == "json") {
    const auto names = names_of_line(line);
    EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size()) << line;
  }
  return line;
}

std::string partition_of(const ByName& variables, const std::string& message) {
  const Answered answered = answer_to(variables, document({message}));
  return answered.record(0).at("metadata").at("partitionKeys").dump();
}

// --- redaction ---------------------------------------------------------------------------------

const ByName kRedacting = {
    {"REDACT_IP", "on"}, {"REDACT_EMAIL", "on"}, {"REDACT_MATCH", "key=(\\w+)"}};
constexpr const char* kSecret = "from 1.2.3.4 by a@b.com with key=abc";
constexpr const char* kHidden = "from xxx.xxx.xxx.xxx by xxxxx@xxxxx.com with key=[REDACTED]";

TEST(Redacted, IsTheMessageItself) {
  EXPECT_EQ(line_of(kRedacting, kSecret), kHidden);
  EXPECT_EQ(line_of(kRedacting, "nothing"), "nothing");
  EXPECT_EQ(line_of(with(kRedacting, {{"REDACT_REPLACEMENT", "*"}}), "\"key=ab\"\t日"),
            "\"key=*\"\t日");
}

TEST(Redacted, IsFoundWhateverItsEscapes) {
  const std::string escaped =
      R"({"messageType":"DATA_MESSAGE","owner":"1","logGroup":"g","logStream":"s",)"
      R"("subscriptionFilters":["f"],"logEvents":[{"id":"1","timestamp":1,)"
      R"("message":"\u0031.2.3.4 \"key=\u0061bc\""}]})";
  const Answered answered = run(EventBuilder().add_gzip(escaped), configured(kRedacting));
  EXPECT_EQ(answered.data(0), "xxx.xxx.xxx.xxx \"key=[REDACTED]\"\n");
}

TEST(Redacted, IsWhatFiltersSee) {
  const Json secret = document({kSecret});
  for (const auto& [name, value] : ByName{{"EXCLUDE_AT_MATCH", "1\\.2\\.3\\.4|abc"},
                                          {"INCLUDE_AT_MATCH", "key=\\[REDACTED\\]"},
                                          {"FILTER_PATTERN", "-abc"}}) {
    EXPECT_EQ(output_of(with(kRedacting, {{name, value}}), secret), kHidden + std::string("\n"))
        << name;
  }
  const Answered answered =
      answer_to(with(kRedacting, {{"INCLUDE_AT_MATCH", "1\\.2\\.3\\.4"}}), secret);
  EXPECT_EQ(answered.result(0), "Dropped");
  EXPECT_EQ(answered.reason(0), Reason::kFiltered);
}

TEST(Redacted, IsWhatTemplatesAndPartitionKeysSee) {
  const std::string message = R"({"ip":"1.2.3.4","n":1})";
  const ByName with_template = with(
      kRedacting, {{"OUTPUT_FORMAT", "template"}, {"OUTPUT_TEMPLATE", "{message:/ip}|{message}"}});
  EXPECT_EQ(line_of(with_template, message), R"(xxx.xxx.xxx.xxx|{"ip":"xxx.xxx.xxx.xxx","n":1})");
  EXPECT_EQ(partition_of(with(kRedacting, {{"PARTITION_KEYS", "ip={message:/ip}"}}), message),
            R"({"ip":"xxx.xxx.xxx.xxx"})");
}

TEST(Redacted, IsWhatPartitionKeysOfAWholeRecordSee) {
  const ByName gzip =
      with(kRedacting, {{"PARTITION_KEYS", "ip={message:/ip}"}, {"OUTPUT_COMPRESSION", "gzip"}});
  EXPECT_EQ(partition_of(gzip, R"({"ip":"1.2.3.4"})"), R"({"ip":"xxx.xxx.xxx.xxx"})");
}

TEST(Redacted, IsTheMessageOfJsonLines) {
  const ByName json =
      with(kRedacting, {{"OUTPUT_FORMAT", "json"}, {"OUTPUT_FIELDS", "message,extractedFields"}});
  EXPECT_EQ(line_of(json, "\"key=a\""), R"({"message":"\"key=[REDACTED]\""})");
  EXPECT_EQ(line_of(with(json, {{"OUTPUT_MESSAGE", "embed"}}), R"({"a":"::1 key=b"})"),
            R"({"message":{"a":"xxx.xxx.xxx.xxx key=[REDACTED]"}})");
  EXPECT_EQ(line_of(with(json, {{"OUTPUT_MESSAGE", "merge"}}), R"({"a":"::1 key=b"})"),
            R"({"a":"xxx.xxx.xxx.xxx key=[REDACTED]"})");
}

TEST(Redacted, JsonStaysJson) {
  EXPECT_EQ(line_of(with(kRedacting, parsing("json")),
                    R"({"a":"at\n1.2.3.4\nb@c.com","b":"1.2.3.4:5-\u003e6.7.8.9:0"})"),
            R"({"a":"at\nxxx.xxx.xxx.xxx\nxxxxx@xxxxx.com",)"
            R"("b":"xxx.xxx.xxx.xxx:5->xxx.xxx.xxx.xxx:0"})");
}

TEST(Redacted, IsTheEventForSplunk) {
  const Json event = Json::parse(output_of(
      with(kRedacting, {{"OUTPUT_FORMAT", "splunk-hec"}, {"OUTPUT_FIELDS", "m={message}"}}),
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
  const ByName envelope = with(kRedacting, {{"OUTPUT_FORMAT", "envelope"}});
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
  const ByName envelope = with(kRedacting, {{"OUTPUT_FORMAT", "envelope"}});
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
  const ByName envelope = with(kRedacting, {{"OUTPUT_FORMAT", "envelope"}});
  const Json fields = {{"o", {{"::1", {"1.2.3.4", 5, {{"x\\", "\\\"::1\\"}}}}}}, {"e", ""}};
  Json expected = with_extracted_fields("m", fields);
  const std::string text = output_of(envelope, expected);
  Json& list = expected["logEvents"][0]["extractedFields"]["o"]["::1"];
  list[0] = "xxx.xxx.xxx.xxx";
  list[2]["x\\"] = "\\\"xxx.xxx.xxx.xxx\\";
  EXPECT_EQ(text, expected.dump() + "\n");
}

TEST(Redacted, IsEachLogEventAnew) {
  const ByName envelope = with(kRedacting, {{"OUTPUT_FORMAT", "envelope"}});
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
      kRedacting, {{"OUTPUT_FORMAT", "template"}, {"OUTPUT_TEMPLATE", "{extractedFields:ip}"}});
  EXPECT_EQ(output_of(in_template, json), "xxx.xxx.xxx.xxx\n");
  const ByName in_json =
      with(kRedacting, {{"OUTPUT_FORMAT", "json"}, {"OUTPUT_FIELDS", "extractedFields"}});
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
  Options options = configured(kRedacting);
  options.transform = std::make_unique<CopyTransform>();
  const Answered answered =
      run(EventBuilder().add(with_extracted_fields(kSecret, {{"ip", "::1"}})), std::move(options));
  EXPECT_EQ(answered.data(0), std::string(kHidden) + R"({"ip":"xxx.xxx.xxx.xxx"})");
}

TEST(Redacted, IsWhatParsersSee) {
  EXPECT_EQ(line_of(with(kRedacting, parsing("json")), R"({"ip":"1.2.3.4"})"),
            R"({"ip":"xxx.xxx.xxx.xxx"})");
}

TEST(Redacted, LogEventsAreCounted) {
  const Answered answered = run(EventBuilder()
                                    .add(document({"1.2.3.4 ::1", "m", "a@b.com"}))
                                    .add(document({"m"}))
                                    .add(with_extracted_fields("1.2.3.4", {{"a", "1.2.3.4"}})),
                                configured(kRedacting));
  EXPECT_EQ(answered.answers[0].redacted, 2U);
  EXPECT_EQ(answered.answers[1].redacted, 0U);
  EXPECT_EQ(answered.answers[2].redacted, 1U);
  EXPECT_EQ(answered.answers[0].unparsed, 0U);
}

// --- parsers -----------------------------------------------------------------------------------

TEST(Parsed, AreLinesByTheFirstParserThatKnowsThem) {
  const ByName both = parsing("json,logfmt");
  EXPECT_EQ(line_of(both, R"({"a":1})"), R"({"a":1})");
  EXPECT_EQ(line_of(both, "level=info n=1"), R"({"level":"info","n":1})");
  const ByName in_order = parsing("regex,logfmt", {{"PARSER_REGEX", "^level=(?P<first>.*)$"}});
  EXPECT_EQ(line_of(in_order, "level=info n=1"), R"({"first":"info n=1"})");
  EXPECT_EQ(line_of(with(in_order, {{"PARSERS", "logfmt,regex"}}), "level=info n=1"),
            R"({"level":"info","n":1})");
}

TEST(Parsed, FieldsKeepTheirTypes) {
  const std::string message =
      R"({"s":"日\n","n":-1.50e3,"i":12345678901234567890,"t":true,"f":false,"z":null,)"
      R"("o":{"a":[1,"x"]},"e":""})";
  EXPECT_EQ(line_of(parsing("json"), message), message);
  const ByName regex = parsing(
      "regex", {{"PARSER_REGEX", "^(?P<code>\\d+) (?P<id>\\d+)$"}, {"PARSER_NUMBERS", "code"}});
  EXPECT_EQ(line_of(regex, "200 007"), R"({"code":200,"id":"007"})");
}

TEST(Parsed, TimesAreWrittenAsTheLinesOwn) {
  const std::string syslog = "<34>1 2003-10-11T22:14:15.003Z host app - - - done";
  const ByName time = parsing("syslog-rfc5424", {{"OUTPUT_FIELDS", "t=field:time"}});
  EXPECT_EQ(line_of(time, syslog), R"({"t":"2003-10-11T22:14:15.003Z"})");
  EXPECT_EQ(line_of(with(time, {{"OUTPUT_TIMESTAMP", "epoch-ms"}}), syslog),
            R"({"t":1065910455003})");
  EXPECT_EQ(line_of(with(time, {{"TIME_ZONE", "Asia/Tokyo"}}), syslog),
            R"({"t":"2003-10-12T07:14:15.003+09:00"})");
}

TEST(Parsed, StandInPlaceOfTheMessageUnlessTold) {
  const Json line =
      Json::parse(line_of({{"PARSERS", "json"}, {"OUTPUT_FORMAT", "json"}}, R"({"level":"INFO"})"));
  EXPECT_EQ(line.at("level"), "INFO");
  EXPECT_EQ(line.at("logGroup"), "/aws/test");
  EXPECT_EQ(line.at("timestamp"), "2022-06-22T00:00:00.000Z");
  EXPECT_FALSE(line.contains("message"));
  EXPECT_FALSE(line.contains("unparsed"));
}

TEST(Parsed, FieldsAreChosenAndRenamed) {
  const ByName chosen =
      parsing("json", {{"OUTPUT_FIELDS", "lvl=field:level,field:n,no=field:none,t=a{field:n}b"}});
  EXPECT_EQ(line_of(chosen, R"({"level":"INFO","n":5,"more":1})"),
            R"({"lvl":"INFO","n":5,"t":"a5b"})");
  EXPECT_EQ(line_of(chosen, "no JSON"), R"({"t":"ab"})");
  EXPECT_EQ(line_of(with(chosen, {{"OUTPUT_FIELDS", "x=field:n,fields"}}), R"({"n":5,"m":6})"),
            R"({"x":5,"n":5,"m":6})");
  EXPECT_EQ(line_of(with(chosen, {{"OUTPUT_FIELDS", "n=field:m,fields"}}), R"({"n":5,"m":6})"),
            R"({"n":5,"m":6})");
}

TEST(Parsed, FieldsForSplunkAreNoObjects) {
  const Json event = Json::parse(output_of(
      {{"PARSERS", "json"}, {"OUTPUT_FORMAT", "splunk-hec"}, {"OUTPUT_FIELDS", "field:o,field:n"}},
      document({R"({"o":{"a":"b"},"n":5})"})));
  EXPECT_EQ(event.at("fields").dump(), R"({"o":"{\"a\":\"b\"}","n":5})");
}

TEST(Parsed, LeavesMessagesAloneInOtherOutputs) {
  EXPECT_EQ(line_of({{"PARSERS", "json"}}, R"({ "a": 1 })"), R"({ "a": 1 })");
  const Json json = document({R"({ "a": 1 })"});
  EXPECT_EQ(output_of({{"PARSERS", "json"}, {"OUTPUT_FORMAT", "envelope"}}, json),
            json.dump() + "\n");
}

TEST(Parsed, FieldsWinOverOursOfTheSameName) {
  const std::string syslog = "<34>1 2003-10-11T22:14:15.003Z host app - - - done";
  const ByName all = parsing("syslog", {{"OUTPUT_FIELDS", "id,message,fields,host=logGroup"}});
  const Json line = Json::parse(line_of(all, syslog));
  EXPECT_EQ(line.at("message"), "done");
  EXPECT_EQ(line.at("host"), "host");
  EXPECT_TRUE(line.contains("id"));
}

TEST(Parsed, FieldMayBeCalledFields) {
  EXPECT_EQ(line_of(parsing("json"), R"({"fields":1,"a":2})"), R"({"fields":1,"a":2})");
}

TEST(Parsed, FieldsWithOneNameCountByTheLast) {
  EXPECT_EQ(line_of(parsing("json"), R"({"a":1,"b":2,"a":3})"), R"({"b":2,"a":3})");
  EXPECT_EQ(line_of(parsing("logfmt"), "a=1 b=2 a=3"), R"({"b":2,"a":3})");
  EXPECT_EQ(line_of(parsing("json", {{"OUTPUT_FIELDS", "field:a"}}), R"({"a":1,"a":3})"),
            R"({"a":3})");
}

TEST(Parsed, FieldsMayBeMany) {
  std::string message = R"({"twice":0,"x0":0)";
  std::string expected = R"({"x0":0)";
  for (int i = 1; i < 9'998; ++i) {
    const std::string field = ",\"x" + std::to_string(i) + "\":" + std::to_string(i);
    message += field;
    expected += field;
  }
  EXPECT_EQ(output_of(parsing("json"), document({message + R"(,"twice":1})"})),
            expected + ",\"twice\":1}\n");
}

TEST(Parsed, FieldsAndAMergedMessageGiveEachNameOnce) {
  const ByName merge =
      parsing("json", {{"OUTPUT_FIELDS", "id,message,fields"}, {"OUTPUT_MESSAGE", "merge"}});
  EXPECT_EQ(line_of(merge, R"({"id":"x","a":1})"), R"({"id":"x","a":1})");
  const ByName unparsed = with(merge, {{"PARSERS", "logfmt"}});
  for (const char* message : {R"({"id":"x","a":1})", R"({"unparsed":false})", "no JSON"}) {
    EXPECT_TRUE(Json::parse(line_of(unparsed, message)).contains("unparsed")) << message;
  }
}

// --- unparsed lines ----------------------------------------------------------------------------

TEST(Unparsed, LinesKeepTheirMessage) {
  EXPECT_EQ(line_of(parsing("json"), "no \"JSON\"\t日"),
            R"({"message":"no \"JSON\"\t日","unparsed":true})");
  EXPECT_EQ(line_of(parsing("json"), ""), R"({"message":"","unparsed":true})");
  EXPECT_EQ(line_of(parsing("json", {{"OUTPUT_FIELDS", "message,fields,unparsed=logGroup"}}), "x"),
            R"({"message":"x","unparsed":true})");
  EXPECT_EQ(line_of(parsing("json", {{"OUTPUT_FIELDS", "m=message,fields"}}), "x"),
            R"({"m":"x","message":"x","unparsed":true})");
}

TEST(Unparsed, LinesForgetTheFieldsBefore) {
  const ByName fields = parsing("json", {{"OUTPUT_FIELDS", "field:a,fields,t={field:a}"}});
  EXPECT_EQ(output_of(fields, document({R"({"a":1})", "x", R"({"b":1})"})),
            "{\"a\":1,\"t\":\"1\"}\n{\"message\":\"x\",\"unparsed\":true}\n{\"b\":1}\n");
}

TEST(Unparsed, LinesAreCounted) {
  const Answered answered =
      run(EventBuilder().add(document({"x", R"({"a":1})", "y"})).add(document({R"({"a":1})"})),
          configured(parsing("json")));
  EXPECT_EQ(answered.answers[0].unparsed, 2U);
  EXPECT_EQ(answered.answers[1].unparsed, 0U);
  EXPECT_EQ(answered.answers[0].log_events, 3U);
}

TEST(Unparsed, LinesAreRedacted) {
  EXPECT_EQ(line_of(with(kRedacting, parsing("json")), "at 1.2.3.4"),
            R"({"message":"at xxx.xxx.xxx.xxx","unparsed":true})");
}

// --- the message's own time --------------------------------------------------------------------

ByName timed(const std::string& format) {
  return parsing("json", {{"TIME_FIELD", "at"},
                          {"TIME_FORMAT", format},
                          {"OUTPUT_FIELDS", "timestamp"},
                          {"PARTITION_KEYS", "hour={timestamp:%H}"}});
}

TEST(MessagesOwnTime, TakesThePlaceOfTheLogEvents) {
  const ByName epoch = timed("epoch-ms");
  EXPECT_EQ(line_of(epoch, R"({"at":1655900000123})"),
            R"({"timestamp":"2022-06-22T12:13:20.123Z"})");
  EXPECT_EQ(partition_of(epoch, R"({"at":1655900000123})"), R"({"hour":"12"})");
  EXPECT_EQ(line_of(timed("%d/%b/%Y %H:%M"), R"({"at":"05/Mar/2021 07:08"})"),
            R"({"timestamp":"2021-03-05T07:08:00.000Z"})");
  EXPECT_EQ(line_of(with(timed("%Y-%m-%d %H:%M"), {{"TIME_ZONE", "Asia/Tokyo"}}),
                    R"({"at":"2021-03-05 07:08"})"),
            R"({"timestamp":"2021-03-05T07:08:00.000+09:00"})");
  ByName without_format = timed("");
  without_format.erase("TIME_FORMAT");
  EXPECT_EQ(line_of(without_format, R"({"at":"2021-03-05T07:08:09Z"})"),
            R"({"timestamp":"2021-03-05T07:08:09.000Z"})");
}

TEST(MessagesOwnTime, FallsBackToTheLogEvents) {
  for (const char* message : {R"({"at":"yesterday"})", R"({"at":null})", R"({"at":-5})",
                              R"({"b":1})", R"({"at":{}})", "no JSON", R"({"at":true})"}) {
    EXPECT_EQ(line_of(timed("epoch-ms"), message), R"({"timestamp":"2022-06-22T00:00:00.000Z"})")
        << message;
  }
}

TEST(MessagesOwnTime, IsEachLogEventsAnew) {
  EXPECT_EQ(output_of(timed("epoch-s"), document({R"({"at":5})", "x", R"({"at":6})"})),
            "{\"timestamp\":\"1970-01-01T00:00:05.000Z\"}\n"
            "{\"timestamp\":\"2022-06-22T00:00:00.000Z\"}\n"
            "{\"timestamp\":\"1970-01-01T00:00:06.000Z\"}\n");
}

TEST(MessagesOwnTime, IsThatOfSplunk) {
  const Json event = Json::parse(output_of({{"PARSERS", "json"},
                                            {"TIME_FIELD", "at"},
                                            {"TIME_FORMAT", "epoch-ms"},
                                            {"OUTPUT_FORMAT", "splunk-hec"}},
                                           document({R"({"at":1500})"})));
  EXPECT_EQ(event.at("time"), 1.5);
}

// --- fields in templates, keys and filters -----------------------------------------------------

TEST(FieldReference, StandsInTemplates) {
  const ByName text = {{"PARSERS", "json"},
                       {"OUTPUT_FORMAT", "template"},
                       {"OUTPUT_TEMPLATE", "{field:level!lower}|{field:n}|{field:o}|{field:none}"}};
  EXPECT_EQ(line_of(text, R"({"level":"INFO","n":1.0,"o":{"a":[1]}})"), R"(info|1.0|{"a":[1]}|)");
  EXPECT_EQ(line_of(text, "no JSON"), "|||");
}

TEST(FieldReference, StandsInPartitionKeys) {
  const ByName keys = {{"PARSERS", "json"},
                       {"PARTITION_KEYS", "level={field:level|none},n={field:n}"}};
  EXPECT_EQ(partition_of(keys, R"({"level":"INFO","n":7})"), R"({"level":"INFO","n":"7"})");
  EXPECT_EQ(partition_of(keys, "no JSON"), R"({"level":"none","n":"unknown"})");
}

TEST(FieldPattern, FiltersByParsedFields) {
  const ByName errors = {{"PARSERS", "logfmt"}, {"FIELD_PATTERN", "{ $.status >= 500 }"}};
  const Answered answered =
      answer_to(errors, document({"a=b status=200", "a=b status=503", "a line", "a=b c=d"}));
  EXPECT_EQ(answered.data(0), "a=b status=503\n");
  EXPECT_EQ(answered.answers[0].filtered, 3U);
  const ByName absent = {{"PARSERS", "logfmt"}, {"FIELD_PATTERN", "{ $.status NOT EXISTS }"}};
  EXPECT_EQ(output_of(absent, document({"a=b status=200", "a=b c=d", "no pair"})),
            "a=b c=d\nno pair\n");
}

TEST(FieldPattern, ComparesTimesAndQuotedText) {
  const ByName host = {{"PARSERS", "syslog-rfc5424"},
                       {"FIELD_PATTERN", "{ $.host = \"h\" && $.time = \"2003*\" }"}};
  const std::string syslog = "<34>1 2003-10-11T22:14:15.003Z h app - - - \"done\" \\";
  EXPECT_EQ(output_of(host, document({syslog, "x"})), syslog + "\n");
}

// --- rules, raw records, pieces ----------------------------------------------------------------

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
