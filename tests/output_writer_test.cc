#include "processor/output_writer.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include "tests/configured.h"
#include "tests/event_fixture.h"
#include "tests/one_log_event.h"

namespace cwlogs::testing {
namespace {

// What the first log event of a document becomes, so configured.
std::string output_of(const ByName& variables, std::string_view json) {
  const Options options = configured(variables);
  OneLogEvent event(json);
  std::string out;
  OutputWriter().append(options.rules->otherwise.output, event.fields(), out);
  return out;
}

void expect_json_line(const std::string& text) {
  ASSERT_TRUE(text.ends_with('\n'));
  const std::string line = text.substr(0, text.size() - 1);
  EXPECT_EQ(line.find_first_of("\r\n"), line.npos) << line;
  EXPECT_TRUE(Json::accept(line)) << line;
  simdjson::dom::parser parser;
  simdjson::dom::element element;
  EXPECT_EQ(parser.parse(simdjson::padded_string(line)).get(element), simdjson::SUCCESS) << line;
  simdjson::ondemand::parser on_demand;
  const simdjson::padded_string padded(line);
  EXPECT_EQ(on_demand.iterate(padded).error(), simdjson::SUCCESS) << line;
}

// The line of a format of JSON lines, without its newline.
std::string line_of(ByName variables, std::string_view json) {
  variables.try_emplace("OUTPUT_FORMAT", "json");
  const std::string text = output_of(variables, json);
  expect_json_line(text);
  return text.substr(0, text.size() - 1);
}

Json with_message(const std::string& message) { return document({message}); }

std::string line_of_message(ByName variables, const std::string& message) {
  variables.try_emplace("OUTPUT_FIELDS", "id,message,level={logGroup}");
  Json json = with_message(message);
  json["logEvents"][0]["id"] = "1";
  return line_of(variables, json.dump());
}

constexpr const char* kRaw = R"({"messageType":"DATA_MESSAGE","owner":"123456789012",)"
                             R"("logGroup":"/a","logStream":"s","subscriptionFilters":["f"],)"
                             R"("logEvents":[{"id":%ID%,"timestamp":%T%,"message":"%M%"%X%}]})";

// A document with fields spelled as they are.
std::string raw(const std::string& message, const std::string& id = "\"1\"",
                const std::string& time = "1655856000123", const std::string& more = "") {
  std::string json = kRaw;
  const auto put = [&](const std::string& mark, const std::string& text) {
    json.replace(json.find(mark), mark.size(), text);
  };
  put("%ID%", id);
  put("%T%", time);
  put("%X%", more);
  put("%M%", message);
  return json;
}

TEST(MessageOutput, IsTheMessageAndTheDelimiter) {
  EXPECT_EQ(output_of({}, raw(R"(a \"q\" \u65e5)")), "a \"q\" 日\n");
  EXPECT_EQ(output_of({{"OUTPUT_DELIMITER", "\\r\\n"}}, raw("a")), "a\r\n");
  EXPECT_EQ(output_of({{"OUTPUT_DELIMITER", "none"}}, raw("a")), "a");
  EXPECT_EQ(output_of({{"OUTPUT_DELIMITER", " | \\\\ \\t"}}, raw("a")), "a | \\ \t");
}

TEST(JsonOutput, HasAllFieldsUnlessTold) {
  EXPECT_EQ(line_of({}, raw("done", "\"36\"", "1655856000123", R"(,"extractedFields":{"a":"1"})")),
            R"({"id":"36","timestamp":"2022-06-22T00:00:00.123Z","message":"done",)"
            R"("owner":"123456789012","account":"123456789012","region":"eu-west-1",)"
            R"("logGroup":"/a","logStream":"s","subscriptionFilters":["f"],)"
            R"("extractedFields":{"a":"1"}})");
}

TEST(JsonOutput, LeavesOutWhatIsAbsent) {
  EXPECT_EQ(line_of({}, R"({"messageType":"DATA_MESSAGE","logEvents":[{"message":""}]})"),
            R"({"message":"","region":"eu-west-1"})");
  EXPECT_EQ(line_of({{"OUTPUT_FIELDS", "id,owner"}}, R"({"messageType":"DATA_MESSAGE","logEvents":)"
                                                     R"([{"message":"x"}]})"),
            "{}");
}

TEST(JsonOutput, LeavesOutFieldsOfAnotherType) {
  const std::string odd =
      R"({"messageType":"DATA_MESSAGE","owner":1,"logGroup":null,"logStream":{},)"
      R"("subscriptionFilters":"f","logEvents":[{"id":true,"timestamp":"x","message":"m",)"
      R"("extractedFields":[1]}]})";
  EXPECT_EQ(line_of({}, odd), R"({"message":"m","region":"eu-west-1"})");
}

TEST(JsonOutput, RenamesAndOrdersFields) {
  EXPECT_EQ(line_of({{"OUTPUT_FIELDS",
                      "@timestamp=timestamp,message,service={logGroup!replace:/:-},"
                      "日=owner,fixed=a{{b,empty={extractedFields:none}"}},
                    raw("m")),
            R"({"@timestamp":"2022-06-22T00:00:00.123Z","message":"m","service":"-a",)"
            R"("日":"123456789012","fixed":"a{b"})");
  EXPECT_EQ(configured({{"OUTPUT_FORMAT", "json"}}, R"({"outputFields":{"a \"b\"":"id"}})")
                .rules->otherwise.output.fields[0]
                .name,
            "a \"b\"");
}

TEST(JsonOutput, TakesANumberAsId) {
  EXPECT_EQ(line_of({{"OUTPUT_FIELDS", "id"}}, raw("m", "36895000000000000000000000000000000001")),
            R"({"id":"36895000000000000000000000000000000001"})");
}

TEST(JsonOutput, KeepsTheMessagesEscapes) {
  const ByName message = {{"OUTPUT_FIELDS", "message"}};
  for (const char* text :
       {R"(\"q\" \\ \/ \b\f\n\r\t)", R"(\u0000\u001f\u007f\u2028)", R"(日本 \u65e5)", ""}) {
    const std::string line = line_of(message, raw(text));
    EXPECT_EQ(line, "{\"message\":\"" + std::string(text) + "\"}");
  }
}

TEST(JsonOutput, ReplacesLoneSurrogatesEverywhere) {
  const std::string json =
      R"({"messageType":"DATA_MESSAGE","owner":"\ud800","logGroup":"\udc00x","logStream":"\uD83D",)"
      R"("subscriptionFilters":["\ud800"],"logEvents":[{"id":"\ud800","message":"a\ud800b",)"
      R"("extractedFields":{"\ud801":"\ud802"}}]})";
  EXPECT_EQ(
      line_of({}, json),
      "{\"id\":\"\uFFFD\",\"message\":\"a\uFFFDb\",\"owner\":\"\uFFFD\",\"account\":\"\uFFFD\","
      "\"region\":\"eu-west-1\",\"logGroup\":\"\uFFFDx\",\"logStream\":\"\uFFFD\","
      "\"subscriptionFilters\":[\"\uFFFD\"],\"extractedFields\":{\"\uFFFD\":\"\uFFFD\"}}");
}

TEST(JsonOutput, PutsPrettyPrintedFieldsOnOneLine) {
  const std::string line =
      line_of({{"OUTPUT_FIELDS", "extractedFields,subscriptionFilters"}},
              R"({"messageType":"DATA_MESSAGE","subscriptionFilters":[ "f" ,)"
              "\n \"g\" ],"
              R"("logEvents":[{"message":"m","extractedFields":)"
              "{\n  \"a\" : \" b \",\r\n\t\"c\":{ \"d\" : [ 1 , null ] }\n}}]}");
  EXPECT_EQ(line, R"({"extractedFields":{"a":" b ","c":{"d":[1,null]}},)"
                  R"("subscriptionFilters":["f","g"]})");
}

TEST(JsonOutput, WritesTimesInTheZoneOrAsMilliseconds) {
  const auto time = [](const std::string& zone, const std::string& ms) {
    return line_of({{"OUTPUT_FIELDS", "t=timestamp"}, {"TIME_ZONE", zone}}, raw("m", "1", ms));
  };
  EXPECT_EQ(time("UTC", "0"), R"({"t":"1970-01-01T00:00:00.000Z"})");
  EXPECT_EQ(time("UTC", "1655856000007"), R"({"t":"2022-06-22T00:00:00.007Z"})");
  EXPECT_EQ(time("Asia/Tokyo", "1655856000999"), R"({"t":"2022-06-22T09:00:00.999+09:00"})");
  EXPECT_EQ(time("Asia/Kolkata", "1655856000010"), R"({"t":"2022-06-22T05:30:00.010+05:30"})");
  EXPECT_EQ(time("America/St_Johns", "1655856000000"), R"({"t":"2022-06-21T21:30:00.000-02:30"})");
  EXPECT_EQ(time("America/New_York", "1710053999999"), R"({"t":"2024-03-10T01:59:59.999-05:00"})");
  EXPECT_EQ(time("America/New_York", "1710054000000"), R"({"t":"2024-03-10T03:00:00.000-04:00"})");
  EXPECT_EQ(time("UTC", "253402300799999"), R"({"t":"9999-12-31T23:59:59.999Z"})");
  for (const char* unusable : {"253402300800000", "-1", "1.5", "null", "\"1655856000000\""}) {
    EXPECT_EQ(time("UTC", unusable), "{}") << unusable;
  }
  EXPECT_EQ(line_of({{"OUTPUT_FIELDS", "timestamp"}, {"OUTPUT_TIMESTAMP", "epoch-ms"}}, raw("m")),
            R"({"timestamp":1655856000123})");
}

TEST(JsonOutput, RemembersNoTimeOfAnotherZoneOrSecond) {
  const Options tokyo = configured(
      {{"OUTPUT_FORMAT", "json"}, {"OUTPUT_FIELDS", "timestamp"}, {"TIME_ZONE", "Asia/Tokyo"}});
  const Options utc = configured({{"OUTPUT_FORMAT", "json"}, {"OUTPUT_FIELDS", "timestamp"}});
  OneLogEvent event(raw("m"));
  std::string out;
  for (int i = 0; i < 2; ++i) {
    OutputWriter().append(utc.rules->otherwise.output, event.fields(), out);
    OutputWriter().append(tokyo.rules->otherwise.output, event.fields(), out);
  }
  const std::string both =
      "{\"timestamp\":\"2022-06-22T00:00:00.123Z\"}\n"
      "{\"timestamp\":\"2022-06-22T09:00:00.123+09:00\"}\n";
  EXPECT_EQ(out, both + both);
}

// Where the message may be an object, lines are written field by field; this one is none.
TEST(JsonOutput, IsTheSameWithItsFrameMadeOnce) {
  constexpr const char* kFields[] = {
      "id,timestamp,message,owner,account,region,logGroup,logStream,subscriptionFilters,"
      "extractedFields",
      "message",
      "logGroup",
      "logGroup,message",
      "message,logGroup",
      "extractedFields",
      "t=timestamp,u=timestamp,extractedFields,region,i=id",
      "account,id,owner,message,m=message"};
  constexpr const char* kLogEvents[] = {
      R"({"id":"1","timestamp":1655856000000,"message":"a\"\u00e9\ud83d b"})",
      R"({"id":"\u0031","timestamp":1655856000123,"message":""})",
      R"({"id":7,"timestamp":1655856000000,"message":"n"})",
      R"({"timestamp":1655856000000,"message":"no id"})",
      R"({"id":"1","message":"no time"})",
      R"({"id":"1","timestamp":1655856000000,"message":"x","extractedFields":{"a": "b"}})"};
  for (const char* const fields : kFields) {
    for (const char* const time : {"iso", "epoch-ms"}) {
      ByName variables = {
          {"OUTPUT_FORMAT", "json"}, {"OUTPUT_FIELDS", fields}, {"OUTPUT_TIMESTAMP", time}};
      for (const char* const log_event : kLogEvents) {
        const std::string document =
            R"({"messageType":"DATA_MESSAGE","logGroup":"g \"1\"","logStream":"s","logEvents":[)" +
            std::string(log_event) + "]}";
        variables["OUTPUT_MESSAGE"] = "string";
        const std::string framed = output_of(variables, document);
        variables["OUTPUT_MESSAGE"] = "embed";
        EXPECT_EQ(framed, output_of(variables, document)) << fields << ' ' << log_event;
      }
    }
  }
}

// What log events share is written once a document.
TEST(JsonOutput, TakesFieldsOfItsOwnDocument) {
  Json one = document_of({log_event("1"), log_event("2")});
  Json other = one;
  other["logGroup"] = "another";
  other["logEvents"][0]["extractedFields"] = {{"@aws.account", "210987654321"}};
  const Answered answered =
      run(EventBuilder().add_gzip(one.dump() + other.dump() + one.dump()),
          configured({{"OUTPUT_FORMAT", "json"}, {"OUTPUT_FIELDS", "message,account,logGroup"}}));
  EXPECT_EQ(answered.data(0), R"({"message":"1","account":"123456789012","logGroup":"/aws/test"}
{"message":"2","account":"123456789012","logGroup":"/aws/test"}
{"message":"1","account":"210987654321","logGroup":"another"}
{"message":"2","account":"123456789012","logGroup":"another"}
{"message":"1","account":"123456789012","logGroup":"/aws/test"}
{"message":"2","account":"123456789012","logGroup":"/aws/test"}
)");
}

TEST(EmbeddedMessage, IsAnObjectWhereItIsOne) {
  const ByName embed = {{"OUTPUT_MESSAGE", "embed"}};
  EXPECT_EQ(line_of_message(embed, " {\"a\": [1, {\"b\" : \"x y\"}],\n\"c\":null }\n"),
            R"({"id":"1","message":{"a":[1,{"b":"x y"}],"c":null},"level":"/aws/test"})");
  EXPECT_EQ(line_of_message(embed, R"({"\ud800":"\udc00 \u0000"})"),
            "{\"id\":\"1\",\"message\":{\"\uFFFD\":\"\uFFFD \\u0000\"},\"level\":\"/aws/test\"}");
}

TEST(EmbeddedMessage, StaysAStringWhereItIsNone) {
  for (const char* how : {"embed", "merge"}) {
    for (const char* message : {"plain", "", "[1]", "1", "null", "{\"a\":1", "{} {}", "{'a':1}"}) {
      const std::string line = line_of_message({{"OUTPUT_MESSAGE", how}}, message);
      EXPECT_EQ(Json::parse(line).at("message"), message) << line;
    }
  }
}

TEST(MergedMessage, GivesItsFieldsToTheLine) {
  const ByName merge = {{"OUTPUT_MESSAGE", "merge"}};
  EXPECT_EQ(line_of_message(merge, R"({"a":1, "b":{"c":[2]}})"),
            R"({"id":"1","level":"/aws/test","a":1,"b":{"c":[2]}})");
  EXPECT_EQ(line_of_message(merge, "{ }"), R"({"id":"1","level":"/aws/test"})");
}

TEST(MergedMessage, WinsOverFieldsOfTheSameName) {
  const ByName merge = {{"OUTPUT_MESSAGE", "merge"}};
  EXPECT_EQ(line_of_message(merge, R"({"level":"INFO","id":7})"), R"({"level":"INFO","id":7})");
  EXPECT_EQ(line_of_message(merge, R"({"l\u0065vel":"INFO"})"),
            R"({"id":"1","l\u0065vel":"INFO"})");
  EXPECT_EQ(line_of_message(merge, R"({"message":"inner"})"),
            R"({"id":"1","level":"/aws/test","message":"inner"})");
}

TEST(MergedMessage, LeavesOursAloneUnderAnotherName) {
  EXPECT_EQ(line_of_message({{"OUTPUT_MESSAGE", "merge"}, {"OUTPUT_FIELDS", "cwId=id,message"}},
                            R"({"id":7})"),
            R"({"cwId":"1","id":7})");
}

TEST(MergedMessage, IsLeftOutWhereNoFieldAsksForIt) {
  EXPECT_EQ(line_of_message({{"OUTPUT_MESSAGE", "merge"}, {"OUTPUT_FIELDS", "id"}}, R"({"a":1})"),
            R"({"id":"1"})");
}

TEST(TemplateOutput, IsTheTemplatesText) {
  const ByName variables = {
      {"OUTPUT_FORMAT", "template"},
      {"OUTPUT_TEMPLATE", "{timestamp:%FT%TZ} {logStream} {extractedFields:none}{message}"}};
  EXPECT_EQ(output_of(variables, raw(R"(a\nb)")), "2022-06-22T00:00:00Z s a\nb\n");
}

}  // namespace
}  // namespace cwlogs::testing
