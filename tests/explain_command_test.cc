#include "cli/explain_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/child_process.h"
#include "tests/error_file.h"
#include "tests/event_fixture.h"

namespace cwlogs::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class ExplainCommand : public ::testing::Test {
 protected:
  ChildResult explain(const EventBuilder& event,
                      const std::vector<std::string>& options = {}) const {
    std::vector<std::string> arguments = {"explain", folder_.write("event.json", event.text())};
    for (const std::string& option : options) {
      const bool setting = option.find('=') != option.npos && !option.starts_with("--");
      if (setting) arguments.emplace_back("--set");
      arguments.push_back(option);
    }
    return run_cwlogs(std::move(arguments));
  }

  std::string text(const EventBuilder& event, const std::vector<std::string>& options = {}) const {
    const ChildResult result = explain(event, options);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(result.err, "");
    return result.out;
  }

  // Of each record.
  std::vector<Json> json(const EventBuilder& event, std::vector<std::string> options = {}) const {
    options.emplace_back("--json");
    std::vector<Json> records;
    for (const std::string& line : lines_in(text(event, options))) {
      records.push_back(Json::parse(line));
    }
    return records;
  }

  // The only log event of the only record.
  Json log_event(const std::string& message, std::vector<std::string> options = {}) const {
    return json(EventBuilder().add(document({message})), std::move(options)).at(0)["logEvents"][0];
  }

  TemporaryFolder folder_;
};

TEST_F(ExplainCommand, SaysWhatBecameOfEachLogEvent) {
  const EventBuilder event = EventBuilder()
                                 .id("first")
                                 .add(document({"level=error ip=1.2.3.4", "level=info"}))
                                 .id("second")
                                 .add_bytes("broken");
  EXPECT_EQ(text(event, {"PARSERS=logfmt", "REDACT_IP=on", "FIELD_PATTERN={ $.level = error }",
                         "PARTITION_KEYS=level={field:level},code={field:code|none}"}),
            R"(record first Ok
  partition level=error code=none
  log event 36895000000000000000000000000000000000000000000000000001
    from      /aws/test stream-1
    rule      none: the settings
    redacted  1 by ip
    parsed    by logfmt
              level = error (text)
              ip = xxx.xxx.xxx.xxx (text)
    time      2022-06-22T00:00:00.000Z, the log event's timestamp
    result    kept
    key       level=error, from {field:level}
    key       code=none, from {field:code|none}, absent: {field:code|none}
    line      level=error ip=xxx.xxx.xxx.xxx
  log event 36895000000000000000000000000000000000000000000000000001
    from      /aws/test stream-1
    rule      none: the settings
    parsed    by logfmt
              level = info (text)
    time      2022-06-22T00:00:00.000Z, the log event's timestamp
    message   level=info
    result    dropped by FIELD_PATTERN
record second ProcessingFailed: RawRecord
  set RAW_RECORDS=lines or pass, or turn Firehose's message extraction off
)");
}

TEST_F(ExplainCommand, NamesTheRule) {
  const EventBuilder event = EventBuilder().add(document({"m"}));
  const auto with = [&](const std::string& rule) {
    return text(event, {"--config",
                        folder_.write("c.json", R"({"rules":[{"logGroup":"x"},)" + rule + "]}")});
  };
  EXPECT_THAT(with(R"({"name":"all","outputFormat":"json"})"),
              HasSubstr("rule      all, rules[1]\n"));
  EXPECT_THAT(with(R"({"outputFormat":"json"})"), HasSubstr("rule      rules[1]\n"));
  EXPECT_THAT(with(R"({"name":"no","drop":true})"),
              AllOf(HasSubstr("Dropped: Filtered"), HasSubstr("rule      no, rules[1]\n"),
                    HasSubstr("result    dropped by the rule: drop\n"), Not(HasSubstr("message"))));
}

TEST_F(ExplainCommand, NeverShowsWhatWasReplaced) {
  const EventBuilder event = EventBuilder().add(
      document({"key=s3cret mail a@secret.example from 10.9.8.7", "s3cret 10.9.8.7"}));
  for (const std::string option : {"INCLUDE_AT_MATCH=key", "EXCLUDE_LOG_GROUPS=*",
                                   "PARTITION_KEYS=m={message}", "OUTPUT_FORMAT=json"}) {
    for (const std::string format : {"--json", "--color=never"}) {
      const std::string all = text(event, {option, format, "REDACT_IP=on", "REDACT_EMAIL=on",
                                           "REDACT_MATCH=s3cret", "PARSERS=logfmt"});
      EXPECT_THAT(all, AllOf(Not(HasSubstr("s3cret")), Not(HasSubstr("secret.example")),
                             Not(HasSubstr("10.9.8.7"))));
    }
  }
  EXPECT_EQ(log_event("s3cret s3cret a@b.com 10.9.8.7",
                      {"REDACT_IP=on", "REDACT_EMAIL=on", "REDACT_MATCH=s3cret"})["redacted"],
            Json({{"email", 1}, {"match[0]", 2}, {"ip", 1}}));
}

TEST_F(ExplainCommand, SaysWhereTheTimeIsFrom) {
  const std::vector<std::string> options = {"PARSERS=json", "TIME_FIELD=at"};
  EXPECT_EQ(log_event(R"({"at":"2020-01-02T03:04:05Z"})", options)["time"],
            Json({{"value", "2020-01-02T03:04:05.000Z"}, {"from", "field:at"}}));
  EXPECT_EQ(log_event(R"({"at":"noon"})", options)["time"],
            Json({{"value", "2022-06-22T00:00:00.000Z"}, {"from", "timestamp"}}));
  EXPECT_THAT(text(EventBuilder().add(document({"m"})), options),
              HasSubstr("the log event's timestamp; TIME_FIELD at is absent or no time\n"));
  Json without = document({"m"});
  without["logEvents"][0].erase("timestamp");
  EXPECT_THAT(text(EventBuilder().add(without)),
              HasSubstr("time      none: the log event's timestamp is not usable\n"));
}

TEST_F(ExplainCommand, GivesFieldsWithTheirKinds) {
  const Json explained = log_event(R"({"n":1.50,"s":"x","b":true,"o":{"a":1}})", {"PARSERS=json"});
  EXPECT_EQ(explained["parser"], "json");
  EXPECT_EQ(explained["fields"], Json::parse(R"([{"name":"n","kind":"number","value":"1.50"},
                            {"name":"s","kind":"text","value":"x"},
                            {"name":"b","kind":"boolean","value":"true"},
                            {"name":"o","kind":"json","value":"{\"a\":1}"}])"));
  EXPECT_EQ(log_event("plain", {"PARSERS=json"})["parser"], nullptr);
  EXPECT_THAT(text(EventBuilder().add(document({"plain"})), {"PARSERS=json"}),
              HasSubstr("parsed    no: no parser knows the message\n"));
}

TEST_F(ExplainCommand, TellsRecordsThatFollowTheirFirstLogEventFromThoseThatAreSplit) {
  const EventBuilder event = EventBuilder().add(document({"aaaa", "b"}));
  EXPECT_THAT(text(event, {"PARTITION_KEYS=m={message}"}),
              AllOf(HasSubstr("  partition m=aaaa\n"),
                    HasSubstr("    key       m=b, from {message}\n"
                              "              but the record follows its first log event\n")));
  EXPECT_THAT(text(event, {"PARTITION_KEYS=m={message}", "PARTITION_STRADDLE=split"}),
              AllOf(HasSubstr("  partition m=aaaa\n  put back  1 record\n"),
                    HasSubstr("              another partition: put back\n")));
}

TEST_F(ExplainCommand, CountsJoinedLogEvents) {
  const EventBuilder event = EventBuilder().add(document({"START a", " b", "START c"}));
  const std::vector<Json> records = json(event, {"MULTI_LINE_START_PATTERN=^START"});
  ASSERT_EQ(records[0]["logEvents"].size(), 2u);
  EXPECT_EQ(records[0]["logEvents"][0]["joined"], 2);
  EXPECT_EQ(records[0]["logEvents"][1]["joined"], 1);
  EXPECT_THAT(text(event, {"MULTI_LINE_START_PATTERN=^START"}),
              HasSubstr("joined    with 1 log event behind it, by MULTI_LINE_START_PATTERN\n"));
}

TEST_F(ExplainCommand, FailsWhatMayNotBePutBack) {
  EventBuilder event;
  for (int i = 0; i < 3; ++i)
    event.add(document(std::vector<std::string>(20, std::string(99, 'm'))));
  const std::vector<Json> put = json(event, {"RESPONSE_BYTES_MAX=6000"});
  EXPECT_EQ(put[2]["reason"], "Reingested");
  EXPECT_EQ(put[2]["puts"], 1);
  EXPECT_EQ(put[2]["logEvents"].size(), 20u);
  const std::vector<Json> failed = json(event, {"RESPONSE_BYTES_MAX=6000", "REINGEST=fail"});
  EXPECT_EQ(failed[2]["result"], "ProcessingFailed");
  EXPECT_EQ(failed[2]["reason"], "ReingestFailed");
  EXPECT_EQ(failed[2]["puts"], 0);
}

TEST_F(ExplainCommand, SaysThatPartitionsWereCapped) {
  const EventBuilder event = EventBuilder().add(document({"a"})).add(document({"b"}));
  const std::vector<Json> records =
      json(event, {"PARTITION_KEYS=m={message}", "PARTITIONS_MAX=1", "PARTITION_FALLBACK=rest"});
  EXPECT_EQ(records[0]["metadata"]["partitionKeys"]["m"], "a");
  EXPECT_EQ(records[0]["partitionFallback"], false);
  EXPECT_EQ(records[1]["metadata"]["partitionKeys"]["m"], "rest");
  EXPECT_EQ(records[1]["partitionFallback"], true);
  EXPECT_EQ(records[1]["logEvents"][0]["partitionKeys"],
            Json::parse(R"([{"name":"m","template":"{message}","value":"b","absent":[]}])"));
  EXPECT_THAT(text(event, {"PARTITION_KEYS=m={message}", "PARTITIONS_MAX=1"}),
              HasSubstr("PARTITION_FALLBACK for each key: PARTITIONS_MAX is reached\n"));
}

TEST_F(ExplainCommand, ExplainsTheIcebergRoute) {
  const Json explained =
      log_event("m", {"ICEBERG_DATABASE=logs", "ICEBERG_TABLE=t_{extractedFields:none}"});
  EXPECT_EQ(explained["iceberg"],
            Json::parse(R"([{"name":"destinationDatabaseName","template":"logs","value":"logs",
                             "absent":[]},
                            {"name":"destinationTableName","template":"t_{extractedFields:none}",
                             "value":"t_unknown","absent":["{extractedFields:none}"]}])"));
}

TEST_F(ExplainCommand, ReadsOneRecord) {
  const EventBuilder event =
      EventBuilder().id("a\"b").add(document({"first"})).id("c").add(document({"second"}));
  EXPECT_EQ(json(event).size(), 2u);
  const std::vector<Json> records = json(event, {"--record", "a\"b"});
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0]["logEvents"][0]["line"], "first");
  const ChildResult result = explain(event, {"--record", "d"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err,
            "cwlogs: --record: there is no record 'd' in " + folder_.path("event.json") + '\n');
}

TEST_F(ExplainCommand, ShowsEachLogEventOnceHoweverOftenItIsRead) {
  Json late = document({"a", "b"});
  late.erase("logGroup");
  late["logGroup"] = "late";
  const std::vector<Json> records = json(EventBuilder().add(late));
  ASSERT_EQ(records[0]["logEvents"].size(), 2u);
  EXPECT_EQ(records[0]["logEvents"][0]["logGroup"], "late");
}

TEST_F(ExplainCommand, ShowsNothingOfABrokenRecord) {
  std::string cut = document({"a", "b"}).dump();
  cut.pop_back();
  const std::vector<Json> records = json(EventBuilder().add_gzip(cut));
  EXPECT_EQ(records[0]["result"], "ProcessingFailed");
  EXPECT_EQ(records[0]["reason"], "BadJson");
  EXPECT_TRUE(records[0]["logEvents"].empty());
}

TEST_F(ExplainCommand, KnowsRecordsThatAreNoDocuments) {
  const EventBuilder event = EventBuilder().add_bytes("plain text\n");
  EXPECT_THAT(text(event, {"RAW_RECORDS=pass"}),
              HasSubstr("  passed on as it came: RAW_RECORDS=pass\n"));
  EXPECT_EQ(json(event, {"RAW_RECORDS=lines"})[0]["logEvents"][0]["line"], "plain text");
}

TEST_F(ExplainCommand, KeepsControlCharactersOffTheTerminal) {
  const EventBuilder event = EventBuilder().id("i\x1b").add(document({"\x1b[31mred\nline"}));
  const std::string all = text(event, {"PARTITION_KEYS=m={message}", "PARSERS=json"});
  EXPECT_EQ(all.find('\x1b'), all.npos);
  EXPECT_THAT(all, HasSubstr("line      \\x1b[31mred\\x0aline\n"));
  EXPECT_THAT(text(event, {"--color=always"}), HasSubstr("\x1b[1m"));
}

TEST_F(ExplainCommand, SaysWhatReplaySays) {
  const std::filesystem::path events = CWLOGS_EVENTS;
  for (const std::string name : {"several-records", "syslog-partitioned", "gzip-members"}) {
    const std::string path = events / (name + ".json");
    const ChildResult replayed = run_cwlogs({"replay", "-q", path});
    const Json answers = Json::parse(replayed.out)["records"];
    const std::vector<std::string> lines = lines_in(run_cwlogs({"explain", "--json", path}).out);
    ASSERT_EQ(lines.size(), answers.size());
    for (size_t i = 0; i < lines.size(); ++i) {
      const Json record = Json::parse(lines[i]);
      EXPECT_EQ(record["recordId"], answers[i]["recordId"]);
      EXPECT_EQ(record["result"], answers[i]["result"]);
      if (record["result"] != "Ok") continue;
      std::string data;
      for (const Json& log_event : record["logEvents"]) {
        if (log_event["kept"]) data += log_event["line"].get<std::string>() + '\n';
      }
      EXPECT_EQ(data, bytes_of_base64(answers[i]["data"].get<std::string>()));
    }
  }
}

TEST_F(ExplainCommand, ReadsErrorObjects) {
  const std::string path = folder_.write(
      "errors", error_line(document({"a"}).dump()) + "{}\n" + error_line(document({"b"}).dump()));
  const ChildResult result = run_cwlogs({"explain", "--json", "--record", "3", path});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("errors:2: "));
  ASSERT_EQ(lines_in(result.out).size(), 1u);
  EXPECT_EQ(Json::parse(result.out)["logEvents"][0]["line"], "b");
}

TEST_F(ExplainCommand, RefusesWhatItCannotRead) {
  const auto fails = [](std::vector<std::string> arguments, int exit_code, const std::string& why) {
    arguments.insert(arguments.begin(), "explain");
    const ChildResult result = run_cwlogs(std::move(arguments));
    EXPECT_EQ(result.exit_code, exit_code);
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.err, HasSubstr(why));
  };
  fails({}, 2, "EVENT is required");
  fails({"no-such-file"}, 1, "cannot read no-such-file");
  fails({"/"}, 1, "cannot read /: Is a directory");
  fails({folder_.write("empty", "")}, 1, "EventNotJson");
  fails({folder_.write("object", "{}")}, 1, "EventNotFirehose");
  fails({folder_.write("e", EventBuilder().text()), "--set", "TIME_ZONE=Nowhere"}, 2,
        "TIME_ZONE: ");
}

}  // namespace
}  // namespace cwlogs::testing
