// Parsers, their fields and the message's own time, seen from outside.
#include <gtest/gtest.h>

#include <memory>

#include "processor/processor.h"
#include "tests/message_lines.h"

namespace cwlogs::testing {
namespace {

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
  EXPECT_EQ(line_of(with(redacting(), parsing("json")), "at 1.2.3.4"),
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

TEST(FieldReference, FindsNothingInWhatWasParsedBefore) {
  Json parsed = document({R"({"k":"secret"})"});
  parsed["logGroup"] = "/parsed";
  const Answered answered =
      run(EventBuilder().add(parsed).add(document({"plain"})).add_bytes("raw"),
          configured({{"PARTITION_KEYS", "k={field:k}"}, {"RAW_RECORDS", "pass"}},
                     R"({"rules":[{"logGroup":"/parsed","parsers":["json"]}]})"));
  EXPECT_EQ(answered.record(0).at("metadata").at("partitionKeys").at("k"), "secret");
  EXPECT_EQ(answered.record(1).at("metadata").at("partitionKeys").at("k"), "unknown");
  EXPECT_EQ(answered.record(2).at("metadata").at("partitionKeys").at("k"), "unknown");
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

}  // namespace
}  // namespace cwlogs::testing
