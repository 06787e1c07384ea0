#include "cli/replay_command.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/child_process.h"
#include "tests/event_fixture.h"
#include "tests/gzip_fixture.h"

namespace cwlogs::testing {
namespace {

class ReplayCommand : public ::testing::Test {
 protected:
  ChildResult replay(std::vector<std::string> arguments, const ChildOptions& options = {}) const {
    arguments.insert(arguments.begin(), "replay");
    return run_cwlogs(std::move(arguments), options);
  }

  TemporaryFolder folder_;
  const EventBuilder event_ = EventBuilder()
                                  .id("id-1")
                                  .add(document({"first", "second"}))
                                  .id("id-2")
                                  .add_bytes("broken")
                                  .id("id-3")
                                  .add(control_message())
                                  .id("id-4")
                                  .add(document({"third"}));
  const std::string path_ = folder_.write("event.json", event_.text());
  const std::string response_ = run(event_).response;
};

// Its first record fills 10,000 bytes; the second is put back as it came, the third in pieces.
EventBuilder overflowing(Source source) {
  EventBuilder event(source);
  for (const size_t lines : {60u, 30u, 200u}) {
    event.add(document(std::vector<std::string>(lines, std::string(99, 'm'))));
  }
  return event;
}

TEST_F(ReplayCommand, PrintsTheResponseAndNothingElse) {
  const ChildResult result = replay({path_});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, response_);
  for (const auto& option : {"-e", "--event"}) {
    EXPECT_EQ(replay({option, path_, "--quiet"}).out, response_);
  }
  EXPECT_EQ(replay({"-"}, {.input = event_.text(), .environment = {}, .output_path = {}}).out,
            response_);
}

TEST_F(ReplayCommand, SummarisesForPeople) {
  const std::string err = replay({path_}).err;
  for (const char* part :
       {"event.json: Direct PUT, stream test-stream, eu-west-1", "4 records: 2 Ok, 1 Dropped",
        "1 ProcessingFailed", "1 RawRecord, first recordId id-2", "1 ControlMessage",
        "3 log events", "of 6,291,456 bytes", "re-ingest   nothing"}) {
    EXPECT_NE(err.find(part), std::string::npos) << part << " is not in\n" << err;
  }
  EXPECT_EQ(err.find('\x1b'), std::string::npos);
}

TEST_F(ReplayCommand, SummarisesAsJson) {
  for (const std::vector<std::string>& option :
       {std::vector<std::string>{"--json"}, {"--summary", "json"}}) {
    std::vector<std::string> arguments = option;
    arguments.push_back(path_);
    const ChildResult result = replay(arguments);
    ASSERT_EQ(lines_in(result.err).size(), 1u);
    const Json summary = Json::parse(result.err);
    EXPECT_EQ(summary.at("event"), path_);
    EXPECT_EQ(summary.at("Ok"), 2);
    EXPECT_EQ(summary.at("ProcessingFailed"), 1);
    EXPECT_EQ(summary.at("reasons").at("RawRecord"),
              Json({{"records", 1},
                    {"firstRecordId", "id-2"},
                    {"advice",
                     "set RAW_RECORDS=lines or pass, or turn Firehose's message extraction off"}}));
    EXPECT_EQ(summary.at("responseBytes"), response_.size());
    EXPECT_EQ(summary.at("reingest").at("puts"), 0);
  }
}

TEST_F(ReplayCommand, IsQuietOnRequest) {
  for (const std::vector<std::string>& option :
       {std::vector<std::string>{"--quiet"}, {"-q"}, {"--summary", "none"}}) {
    std::vector<std::string> arguments = option;
    arguments.push_back(path_);
    const ChildResult result = replay(arguments);
    EXPECT_EQ(result.out, response_);
    EXPECT_EQ(result.err, "");
  }
}

TEST_F(ReplayCommand, DecodesWithAHeaderForEachOfSeveralRecords) {
  EXPECT_EQ(replay({"--decode", "--quiet", path_}).out,
            "==> id-1, 2 log events <==\nfirst\nsecond\n==> id-4, 1 log event <==\nthird\n");
  const std::string one = folder_.write("one.json", EventBuilder().add(document({"line"})).text());
  EXPECT_EQ(replay({"--decode", "--quiet", one}).out, "line\n");
}

TEST_F(ReplayCommand, ShowsPartitionKeys) {
  const ChildResult result =
      replay({"--decode", "--partition-keys", "stream={logStream},hour={timestamp:%H}",
              "--time-zone", "Asia/Tokyo", path_});
  EXPECT_NE(result.out.find("==> id-1, 2 log events, stream=stream-1 hour=09 <=="),
            std::string::npos);
  EXPECT_NE(result.err.find("stream=stream-1 hour=09: 2 records"), std::string::npos);
}

TEST_F(ReplayCommand, ColoursWhereAsked) {
  EXPECT_NE(replay({"--color", "always", path_}).err.find("\x1b["), std::string::npos);
  EXPECT_EQ(replay({"--color", "never", path_}).err.find('\x1b'), std::string::npos);
  EXPECT_EQ(replay({"--color", "auto", path_}).err.find('\x1b'), std::string::npos);
}

TEST_F(ReplayCommand, TakesEachSettingFromItsOptionOrItsVariable) {
  const auto with = [&](const std::string& option, const std::string& variable) {
    std::vector<std::string> arguments = {"--quiet", path_, "--partition-keys", "h={timestamp:%H}"};
    if (!option.empty()) arguments.insert(arguments.end(), {"--time-zone", option});
    ChildOptions options;
    if (!variable.empty()) options.environment = {"TIME_ZONE=" + variable};
    const ChildResult result = replay(arguments, options);
    return Json::parse(result.out)["records"][0]["metadata"]["partitionKeys"]["h"];
  };
  EXPECT_EQ(with("", ""), "00");
  EXPECT_EQ(with("", "Asia/Tokyo"), "09");
  EXPECT_EQ(with("Asia/Tokyo", ""), "09");
  EXPECT_EQ(with("America/New_York", "Asia/Tokyo"), "20");
}

TEST_F(ReplayCommand, TakesBudgetsAndKeysFromVariables) {
  ChildOptions options;
  options.environment = {"PARTITION_KEYS=g={logGroup}", "RESPONSE_BYTES_MAX=400",
                         "INFLATED_BYTES_MAX=1024"};
  const Json records = Json::parse(replay({"--quiet", path_}, options).out).at("records");
  EXPECT_EQ(records[0].at("metadata").at("partitionKeys").at("g"), "aws/test");
  const std::string large =
      folder_.write("large.json", EventBuilder().add(document({std::string(2000, 'm')})).text());
  EXPECT_EQ(
      Json::parse(replay({"--json", large}, options).err).at("reasons").count("InflatedTooLarge"),
      1u);
  const ChildResult wider =
      replay({"--quiet", "--inflated-bytes-max", "4096", "--response-bytes-max", "6291556", large},
             options);
  EXPECT_EQ(Json::parse(wider.out)["records"][0]["result"], "Ok");
}

TEST_F(ReplayCommand, WritesThePutRequestsInTheirWireForm) {
  for (const Source source : {Source::kDirectPut, Source::kKinesis}) {
    const std::string path = folder_.write("overflow.json", overflowing(source).text());
    const std::string requests = folder_.path("requests");
    const ChildResult result =
        replay({"--response-bytes-max", "10000", "--reingest-out", requests, path});
    EXPECT_EQ(result.exit_code, 0);
    const std::vector<std::string> lines = lines_in(read_file(requests));
    ASSERT_EQ(lines.size(), 1u);
    const Json request = Json::parse(lines[0]);
    const bool kinesis = source == Source::kKinesis;
    EXPECT_EQ(request.at(kinesis ? "StreamName" : "DeliveryStreamName"),
              kinesis ? "test-kinesis" : "test-stream");
    EXPECT_EQ(request.size(), 2u);
    EXPECT_GE(request.at("Records").size(), 5u);
    for (const Json& record : request.at("Records")) {
      EXPECT_EQ(record.count("PartitionKey"), kinesis ? 1u : 0u);
      EXPECT_EQ(gunzip_all(bytes_of_base64(record.at("Data").get<std::string>())).front(), '{');
    }
    EXPECT_NE(result.err.find(kinesis ? "PutRecords call" : "PutRecordBatch call"),
              std::string::npos);
  }
}

TEST_F(ReplayCommand, ShowsTheAnswerWhenThePutsFail) {
  const std::string path = folder_.write("overflow.json", overflowing(Source::kDirectPut).text());
  const auto results = [&](const std::string& outcome) {
    std::string text;
    const ChildResult result =
        replay({"--quiet", "--response-bytes-max", "10000", "--assume-put", outcome, path});
    const Json response = Json::parse(result.out);
    for (const Json& record : response.at("records")) {
      text += record.at("result").get<std::string>() + ' ';
    }
    return text;
  };
  EXPECT_EQ(results("ok"), "Ok Dropped Dropped ");
  EXPECT_EQ(results("fail"), "Ok ProcessingFailed ProcessingFailed ");
}

TEST_F(ReplayCommand, PrintsOneResponseALineForSeveralEvents) {
  const std::string bad = folder_.write("bad.json", "{\"records\":");
  const ChildResult result = replay({path_, bad, path_});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.out, response_ + '\n' + response_ + '\n');
  EXPECT_NE(result.err.find("cwlogs: " + bad + ": EventNotJson"), std::string::npos);
  EXPECT_EQ(replay({path_, path_}).exit_code, 0);
}

TEST_F(ReplayCommand, KeepsControlCharactersOffTheTerminal) {
  // The name of a stream is the event's to choose.
  std::string text = event_.text();
  text.replace(text.find("test-stream"), 11, "evil\\u001b[31m");
  const ChildResult result = replay({folder_.write("evil.json", text)});
  EXPECT_EQ(result.err.find('\x1b'), std::string::npos);
}

TEST_F(ReplayCommand, NeverOverwritesAnEvent) {
  const ChildResult result = replay({path_, "--reingest-out", folder_.path("./event.json")});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(read_file(path_), event_.text());
  const ChildResult through_bootstrap =
      replay({path_, "--bootstrap", CWLOGS_BOOTSTRAP, "--reingest-out", path_});
  EXPECT_EQ(through_bootstrap.exit_code, 2);
  EXPECT_EQ(read_file(path_), event_.text());
}

TEST_F(ReplayCommand, PutsNothingBackToAStreamWithoutAName) {
  std::string text = overflowing(Source::kDirectPut).text();
  text.replace(text.find("deliverystream/test-stream"), 26, "deliverystream/");
  const ChildResult result =
      replay({"--response-bytes-max", "10000", folder_.write("unnamed.json", text)});
  EXPECT_NE(result.err.find("2 NotReingestable"), std::string::npos) << result.err;
}

TEST_F(ReplayCommand, HelpsAndTellsItsVersion) {
  const ChildResult help = replay({"--help"});
  EXPECT_EQ(help.exit_code, 0);
  for (const char* option : {"--decode", "--reingest-out", "--assume-put", "--partition-keys",
                             "--time-zone", "--response-bytes-max", "--inflated-bytes-max",
                             "--summary", "--quiet", "--json", "--color", "--event"}) {
    EXPECT_NE(help.out.find(option), std::string::npos) << option;
  }
  EXPECT_EQ(run_cwlogs({"--version"}).out, "cwlogs 0.1.0\n");
}

TEST_F(ReplayCommand, ExitsWith2ForWrongUsage) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"replay"},
        {},
        {"unknown"},
        {"replay", "--unknown", path_},
        {"replay", "--summary", "xml", path_},
        {"replay", "--assume-put", "maybe", path_},
        {"replay", "--color", "sometimes", path_},
        {"replay", "--quiet", "--json", path_},
        {"replay", "--partition-keys", "x", path_},
        {"replay", "--partition-keys", "x={unknown}", path_},
        {"replay", "--time-zone", "Mars/Olympus", path_},
        {"replay", "--time-zone", "/etc/localtime", path_},
        {"replay", "--response-bytes-max", "1", path_},
        {"replay", "--response-bytes-max", "6291557", path_},
        {"replay", "--inflated-bytes-max", "many", path_}}) {
    const ChildResult result = run_cwlogs(arguments);
    EXPECT_EQ(result.exit_code, 2) << ::testing::PrintToString(arguments);
    EXPECT_EQ(result.out, "");
    EXPECT_NE(result.err, "");
  }
}

}  // namespace
}  // namespace cwlogs::testing
