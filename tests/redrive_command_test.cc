#include "cli/redrive_command.h"

#include <gtest/gtest.h>

#include "processor/limits.h"
#include "tests/child_process.h"
#include "tests/error_file.h"
#include "tests/gzip_fixture.h"

namespace cwlogs::testing {
namespace {

using Strings = std::vector<std::string>;

std::string gzip_document(const Strings& messages) { return gzip(document(messages).dump()); }

class RedriveCommand : public ::testing::Test {
 protected:
  ChildResult redrive(Strings arguments, std::string_view input = {}) const {
    arguments.insert(arguments.begin(), "redrive");
    return run_cwlogs(std::move(arguments), {.input = input, .environment = {}, .output_path = {}});
  }
  ChildResult redrive_path(Strings arguments) const {
    arguments.push_back(path_);
    return redrive(std::move(arguments));
  }
  // The result and data of each record of a response.
  static Strings answers(const std::string& response) {
    Strings answers;
    const Json json = Json::parse(response);
    for (const Json& record : json.at("records")) {
      answers.push_back(record.at("result").get<std::string>() +
                        (record.contains("data") ? record.at("data").get<std::string>() : ""));
    }
    return answers;
  }
  // One clear line, or several; nothing on standard output; exit code 2.
  void expect_usage_error(const Strings& arguments) const {
    const ChildResult result = redrive(arguments);
    EXPECT_EQ(result.exit_code, 2) << ::testing::PrintToString(arguments);
    EXPECT_EQ(result.out, "");
    EXPECT_NE(result.err, "");
  }

  static constexpr int64_t kHour = 3'600'000;

  TemporaryFolder folder_;
  const std::string text_ =
      error_line(gzip_document({"first", "second"})) + error_line("broken", "Lambda.TimedOut") +
      error_line(gzip(control_message().dump()), "Lambda.FunctionError", kArrival + kHour) +
      error_line(gzip_document({"third"}), "Lambda.TimedOut", kArrival + kHour);
  const std::string path_ = folder_.write("errors.json", text_);
};

TEST_F(RedriveCommand, CountsByCodeAndByHour) {
  const ChildResult result = redrive_path({});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.err, "");
  const Strings lines = lines_in(result.out);
  ASSERT_EQ(lines.size(), 9u) << result.out;
  EXPECT_EQ(lines[0].rfind("4 records, ", 0), 0u);
  EXPECT_EQ(lines[2], "errorCode                 records  first errorMessage");
  EXPECT_EQ(lines[3], "Lambda.FunctionError            2  About Lambda.FunctionError");
  EXPECT_EQ(lines[4], "Lambda.TimedOut                 2  About Lambda.TimedOut");
  EXPECT_EQ(lines[7], "2021-08-02T16:00Z               2");
  EXPECT_EQ(lines[8], "2021-08-02T17:00Z               2");
}

TEST_F(RedriveCommand, CountsForPrograms) {
  const Json json = Json::parse(redrive_path({"--json"}).out);
  EXPECT_EQ(json.at("records"), 4);
  EXPECT_EQ(json.at("problems"), 0);
  EXPECT_EQ(json.at("errorCodes").at(0),
            Json({{"errorCode", "Lambda.FunctionError"},
                  {"records", 2},
                  {"firstErrorMessage", "About Lambda.FunctionError"}}));
  EXPECT_EQ(json.at("hours").at(1), Json({{"hour", "2021-08-02T17:00Z"}, {"records", 2}}));
}

TEST_F(RedriveCommand, ReadsSeveralFilesGzipAndStandardInput) {
  const std::string zipped = folder_.write("errors.gz", gzip(text_) + gzip(text_));
  const ChildResult result = redrive({"--json", path_, zipped, "-"}, gzip(text_));
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(Json::parse(result.out).at("records"), 16);
}

TEST_F(RedriveCommand, TakesExactlyWhatIsAskedFor) {
  const auto selected = [&](Strings arguments) {
    arguments.push_back("--json");
    const Json json = Json::parse(redrive_path(arguments).out);
    EXPECT_EQ(json.at("records").get<int>() + json.at("notSelected").get<int>(), 4);
    return json.at("records").get<int>();
  };
  EXPECT_EQ(selected({"--error-code", "Lambda.TimedOut"}), 2);
  EXPECT_EQ(selected({"--error-code", "Lambda.TimedOut", "--error-code", "Lambda.FunctionError"}),
            4);
  EXPECT_EQ(selected({"--error-code", "Lambda"}), 0);
  EXPECT_EQ(selected({"--from", "2021-08-02T17:00Z"}), 2);
  EXPECT_EQ(selected({"--to", "2021-08-02T17:00Z"}), 2);
  EXPECT_EQ(selected({"--from", "1627921286181", "--to", "1627921286182"}), 2);
  EXPECT_EQ(selected({"--from", "1627921286182", "--error-code", "Lambda.TimedOut"}), 1);
}

TEST_F(RedriveCommand, SaysWhichRecordsHaveNoTime) {
  const std::string path = folder_.write("timeless.json", "{\"rawData\":\"\"}\n");
  const ChildResult result = redrive({"--from", "2021-08-02", path});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "0 records, 0 bytes; 1 not selected\n");
  EXPECT_NE(result.err.find("without an arrivalTimestamp, and so not selected: 1"),
            std::string::npos);
}

TEST_F(RedriveCommand, DecodesOneRecordOrAll) {
  const std::string time = ", 2021-08-02T16:21:26.181Z, ";
  const std::string first =
      "==> 1, " + path_ + ":1" + time + "Lambda.FunctionError, 2 log events <==\nfirst\nsecond\n";
  EXPECT_EQ(redrive_path({"--decode", "1"}).out, first);
  EXPECT_EQ(redrive_path({"--decode", "2"}).out,
            "==> 2, " + path_ + ":2" + time + "Lambda.TimedOut, ProcessingFailed: RawRecord <==\n");
  const ChildResult all = redrive_path({"--decode", "all"});
  EXPECT_EQ(all.exit_code, 0);
  EXPECT_EQ(all.out.rfind(first, 0), 0u);
  EXPECT_NE(all.out.find("Lambda.FunctionError, Dropped: ControlMessage <==\n==> 4"),
            std::string::npos);
  EXPECT_EQ(redrive({path_, "--decode"}).out, all.out);
  EXPECT_EQ(redrive({"--decode", path_}).out, all.out);
  // Counted among those selected.
  EXPECT_NE(redrive_path({"--error-code", "Lambda.TimedOut", "--decode", "2"}).out.find("third"),
            std::string::npos);
  const ChildResult missing = redrive_path({"--decode", "5"});
  EXPECT_EQ(missing.exit_code, 1);
  EXPECT_EQ(missing.err, "cwlogs: no record 5: 4 selected\n");
}

TEST_F(RedriveCommand, WritesAnEventForReplay) {
  const std::string event = folder_.path("event.json");
  const ChildResult result = redrive_path({"--event-out", event});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out.rfind("4 records, ", 0), 0u);
  const ChildResult replayed = run_cwlogs({"replay", event});
  EXPECT_EQ(answers(replayed.out), (Strings{"Ok" + base64_of("first\nsecond\n"), "ProcessingFailed",
                                            "Dropped", "Ok" + base64_of("third\n")}));
  EXPECT_NE(replayed.err.find("Direct PUT, stream redrive, eu-west-1"), std::string::npos);
  EXPECT_EQ(redrive_path({"--event-out", "-"}).out, read_file(event));
}

TEST_F(RedriveCommand, NumbersTheEventsWhereOneCantHoldThem) {
  std::string text;
  for (size_t i = 0; i < 20; ++i) text += error_line(random_bytes(1'000'000 + i));
  const std::string path = folder_.write("large.json", text);
  const ChildResult result = redrive({"--event-out", folder_.path("event.json"), path});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_NE(result.err.find("5 events: "), std::string::npos) << result.err;
  size_t records = 0;
  for (size_t i = 1; i <= 5; ++i) {
    const std::string event = read_file(folder_.path("event-" + std::to_string(i) + ".json"));
    EXPECT_LE(event.size(), kResponseBytesMax + 1);
    records += Json::parse(event).at("records").size();
  }
  EXPECT_EQ(records, 20u);
  EXPECT_EQ(read_file(folder_.path("event.json")), "");
  const ChildResult piped = redrive({"--event-out", "-", path});
  EXPECT_EQ(piped.exit_code, 1);
  EXPECT_EQ(piped.out, "");
  EXPECT_NE(piped.err.find("more than one event is needed"), std::string::npos);
}

TEST_F(RedriveCommand, WritesPutRequestsInTheirWireForm) {
  const std::string requests = folder_.path("requests");
  const std::string data = base64_of("broken");
  const Strings code = {"--error-code", "Lambda.TimedOut", "--to", "2021-08-02T17:00Z"};
  Strings arguments = {"--requests-out", requests, "--stream", "my.stream_1-x"};
  arguments.insert(arguments.end(), code.begin(), code.end());
  EXPECT_EQ(redrive_path(arguments).exit_code, 0);
  EXPECT_EQ(read_file(requests),
            R"({"DeliveryStreamName":"my.stream_1-x","Records":[{"Data":")" + data + "\"}]}\n");
  arguments.push_back("--kinesis");
  EXPECT_EQ(redrive_path(arguments).exit_code, 0);
  const Json json = Json::parse(read_file(requests));
  EXPECT_EQ(json.at("StreamName"), "my.stream_1-x");
  EXPECT_EQ(json.at("Records").at(0).at("Data"), data);
  EXPECT_EQ(json.at("Records").at(0).at("PartitionKey").get<std::string>().size(), 16u);
}

TEST_F(RedriveCommand, WritesOneRequestALineAndLeavesOutWhatIsTooLarge) {
  std::string text = error_line(std::string(1'024'001, 'x'));
  for (size_t i = 0; i < 1001; ++i) text += error_line(std::to_string(i));
  const ChildResult result =
      redrive({"--requests-out", "-", "--stream", "s", folder_.write("many.json", text)});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.err,
            "cwlogs: " + folder_.path("many.json") + ":1: too large for a put, left out\n");
  const Strings lines = lines_in(result.out);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(Json::parse(lines[0]).at("Records").size(), 500u);
  EXPECT_EQ(Json::parse(lines[2]).at("Records").size(), 1u);
}

TEST_F(RedriveCommand, BringsBackTheRecordsOfSavedEvents) {
  for (const char* name : {"one-record", "several-records", "broken-gzip", "broken-documents",
                           "control-messages", "gzip-members", "unicode", "decompressed"}) {
    SCOPED_TRACE(name);
    const std::string saved = std::string(CWLOGS_EVENTS "/") + name + ".json";
    std::string text;
    const Json json = Json::parse(read_file(saved));
    for (const Json& record : json.at("records")) {
      Json error = error_object("");
      error["rawData"] = record.at("data");
      text += error.dump() + '\n';
    }
    const std::string errors = folder_.write("saved.gz", gzip(text));
    const std::string event = folder_.path("saved-event.json");
    ASSERT_EQ(redrive({"--event-out", event, errors}).exit_code, 0);
    const Strings expected = answers(run_cwlogs({"replay", saved}).out);
    EXPECT_EQ(answers(run_cwlogs({"replay", event}).out), expected);
    EXPECT_EQ(answers(run_cwlogs({"replay", errors}).out), expected);
  }
}

TEST_F(RedriveCommand, ReplayTakesErrorObjectsToo) {
  const std::string path = folder_.write("bad.json", "\n" + text_ + "hello\n" + text_);
  const ChildResult result = run_cwlogs({"replay", path});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find("bad.json:6: not a JSON object"), std::string::npos);
  const Json records = Json::parse(result.out).at("records");
  ASSERT_EQ(records.size(), 8u);
  EXPECT_EQ(records.at(0).at("recordId"), "2");
  EXPECT_EQ(records.at(4).at("recordId"), "7");
  const std::string input = gzip(text_);
  const ChildResult piped =
      run_cwlogs({"replay", "-"}, {.input = input, .environment = {}, .output_path = {}});
  EXPECT_EQ(piped.exit_code, 0);
  EXPECT_EQ(Json::parse(piped.out).at("records").size(), 4u);
}

TEST_F(RedriveCommand, ReplayGivesOneResponseALineWhereOneEventCantHoldThem) {
  std::string text;
  for (size_t i = 0; i < 20; ++i) text += error_line(random_bytes(1'000'000));
  const ChildResult result = run_cwlogs({"replay", "-q", folder_.write("large.json", text)});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(lines_in(result.out).size(), 5u);
}

TEST_F(RedriveCommand, SaysWhatIsWrongWithAFileAndGoesOn) {
  const auto expect = [&](const std::string& path, const std::string& message) {
    const ChildResult result = redrive({"--json", path, path_});
    EXPECT_EQ(result.exit_code, 1) << path;
    EXPECT_EQ(Json::parse(result.out).at("problems"), 1);
    EXPECT_GE(Json::parse(result.out).at("records"), 4);
    EXPECT_EQ(lines_in(result.err).size(), 1u) << result.err;
    EXPECT_NE(result.err.find(path), std::string::npos);
    EXPECT_NE(result.err.find(message), std::string::npos) << result.err;
  };
  const auto text = [&](const std::string& bytes) { return folder_.write("bad", bytes); };
  expect(folder_.path("missing"), "No such file or directory");
  expect(folder_.path(""), "Is a directory");
  expect(text(""), "empty");
  expect(text("hello"), "bad:1: not a JSON object");
  expect(text("{\"rawData\":\"YQ\"}"), "bad:1: rawData is not base64");
  expect(text("{}"), "bad:1: no rawData");
  expect(text("{\"records\":[]}"), "bad:1: no rawData");
  expect(text(truncated(gzip(text_))), "GzipTruncated after line 4");
  expect(text(std::string("\0\1\2\xff", 4)), "bad:1: not UTF-8");
}

TEST_F(RedriveCommand, TellsAScreenfulOfProblems) {
  std::string text;
  for (size_t i = 0; i < 1000; ++i) text += "bad\n";
  const ChildResult result = redrive({folder_.write("bad", text)});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(lines_in(result.err).size(), 21u);
  EXPECT_NE(result.err.find("and 980 more problems"), std::string::npos);
  EXPECT_EQ(redrive({CWLOGS_PROGRAM}).exit_code, 1);
}

TEST_F(RedriveCommand, KeepsControlCharactersOffTheTerminal) {
  Json error = error_object(gzip_document({"line"}), "evil\x1b[31m");
  error["errorMessage"] = "more\n\x1b[2J";
  const std::string path = folder_.write("evil.json", error.dump());
  for (const Strings& arguments : {Strings{path}, {"--decode", "all", path}, {"--json", path}}) {
    const ChildResult result = redrive(arguments);
    EXPECT_EQ((result.out + result.err).find('\x1b'), std::string::npos);
  }
  EXPECT_NE(redrive({path}).out.find("evil\\x1b[31m"), std::string::npos);
}

TEST_F(RedriveCommand, TakesLittleMemoryForALargeFile) {
  // Inflates to 400 MB.
  std::string block;
  while (block.size() < 20'000'000) block += error_line(std::string(200'000, 'x'));
  const std::string member = gzip(block);
  std::string file;
  for (int i = 0; i < 20; ++i) file += member;
  const std::string path = folder_.write("large.gz", file);
  // What AddressSanitizer keeps of freed blocks does not count.
  const ChildResult result = run_cwlogs(
      {"redrive", "--json", "--requests-out", "/dev/null", "--stream", "s", path},
      {.input = {}, .environment = {"ASAN_OPTIONS=quarantine_size_mb=1"}, .output_path = {}});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_GE(Json::parse(result.out).at("bytes"), 300'000'000);
  EXPECT_LT(result.peak_bytes, 400'000'000u);  // with this process's, before exec
}

TEST_F(RedriveCommand, SaysWhereItCantWrite) {
  for (const Strings& arguments : {Strings{"--event-out", folder_.path("")},
                                   {"--requests-out", folder_.path(""), "--stream", "s"},
                                   {"--requests-out", "/dev/full", "--stream", "s"}}) {
    const ChildResult result = redrive_path(arguments);
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_EQ(lines_in(result.err).size(), 1u);
    EXPECT_EQ(result.err.rfind("cwlogs: cannot write ", 0), 0u) << result.err;
  }
}

TEST_F(RedriveCommand, ExitsWith2ForWrongUsage) {
  expect_usage_error({});
  for (const Strings& arguments : {Strings{"--unknown"},
                                   {"--from", "tomorrow"},
                                   {"--to", "2021-13-01"},
                                   {"--decode", "0"},
                                   {"--requests-out", "x"},
                                   {"--stream", "s"},
                                   {"--kinesis"},
                                   {"--json", "--decode", "1"},
                                   {"--requests-out", "x", "--stream", "a b"},
                                   {"--requests-out", "x", "--stream", std::string(65, 's')},
                                   {"--requests-out", "-", "--stream", "s", "--event-out", "-"}}) {
    Strings with_file = {path_};
    with_file.insert(with_file.end(), arguments.begin(), arguments.end());
    expect_usage_error(with_file);
  }
  EXPECT_EQ(redrive({"--help"}).exit_code, 0);
}

}  // namespace
}  // namespace cwlogs::testing
