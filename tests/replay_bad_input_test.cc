// What `cwlogs replay` says to whatever else a person may hand it.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "processor/limits.h"
#include "tests/child_process.h"
#include "tests/event_fixture.h"

namespace cwlogs::testing {
namespace {

class ReplayBadInput : public ::testing::Test {
 protected:
  // One clear line, nothing on standard output, exit code 1.
  void expect_error(const std::string& path, const std::string& message) const {
    SCOPED_TRACE(path);
    const ChildResult result = run_cwlogs({"replay", path});
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_EQ(result.out, "");
    EXPECT_EQ(lines_in(result.err).size(), 1u) << result.err;
    EXPECT_EQ(result.err.rfind("cwlogs: ", 0), 0u);
    EXPECT_NE(result.err.find(path), std::string::npos);
    EXPECT_NE(result.err.find(message), std::string::npos) << result.err;
  }
  void expect_text_error(const std::string& text, const std::string& message) const {
    expect_error(folder_.write("event.json", text), message);
  }

  TemporaryFolder folder_;
};

TEST_F(ReplayBadInput, FilesThatCantBeRead) {
  expect_error(folder_.path("missing.json"), "No such file or directory");
  expect_error(folder_.path(""), "Is a directory");
}

TEST_F(ReplayBadInput, TextThatIsNoJson) {
  expect_text_error("", "EventNotJson: empty");
  expect_text_error("hello", "EventNotJson: syntax error at byte 0");
  expect_text_error("{\"records\":[}", "EventNotJson: syntax error at byte 12");
  expect_text_error("{\"records\":[]} x", "at byte 15");
  expect_text_error(std::string("\0\0\0", 3), "EventNotJson");
  expect_text_error("{\"a\":\"\xff\"}", "at byte 6");
}

TEST_F(ReplayBadInput, EveryTruncationOfAnEvent) {
  const std::string event = EventBuilder().add(document({"line"})).text();
  for (size_t size = 1; size < event.size(); size += 37) {
    expect_text_error(event.substr(0, size),
                      "EventNotJson: the JSON ends too early at byte " + std::to_string(size));
  }
}

TEST_F(ReplayBadInput, JsonOfAnotherShape) {
  expect_text_error(R"({"Records":[{"messageId":"1","body":"x","eventSource":"aws:sqs"}]})",
                    "EventNotFirehose");
  expect_text_error("[1,2]", "EventNotFirehose");
  expect_text_error("5", "EventNotFirehose");
  expect_text_error("null", "EventNotFirehose");
  expect_text_error("{}", "EventNotFirehose");
  expect_text_error(R"({"records":null})", "EventNotFirehose");
  expect_text_error(R"({"records":{}})", "EventNotFirehose");
  expect_text_error(R"({"records":["x"]})", "RecordIdMissing");
  expect_text_error(R"({"records":[{"data":""}]})", "RecordIdMissing: the record at byte 12");
  expect_text_error(R"({"records":[{"recordId":5,"data":""}]})", "RecordIdMissing");
}

TEST_F(ReplayBadInput, AnswersThatDoNotFit) {
  const std::string event = EventBuilder().id(std::string(500, 'i')).add(document({"x"})).text();
  const std::string path = folder_.write("event.json", event);
  const ChildResult result = run_cwlogs({"replay", "--response-bytes-max", "400", path});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.out, "");
  EXPECT_NE(result.err.find("ResponseTooLarge"), std::string::npos);
}

TEST_F(ReplayBadInput, RecordsWithoutUsableDataAreAnswered) {
  const std::string path = folder_.write(
      "event.json",
      R"({"records":[{"recordId":"1"},{"recordId":"2","data":null},{"recordId":"3","data":5}]})");
  const ChildResult result = run_cwlogs({"replay", path});
  EXPECT_EQ(result.exit_code, 0);
  const Json response = Json::parse(result.out);
  EXPECT_EQ(response.at("records").size(), 3u);
  for (const Json& record : response.at("records")) {
    EXPECT_EQ(record.at("result"), "ProcessingFailed");
  }
  EXPECT_NE(result.err.find("3 DataMissing"), std::string::npos);
}

TEST_F(ReplayBadInput, EventsAboveTheLimit) {
  // 100 MB, on disk next to nothing.
  const std::string path = folder_.write("event.json", "{");
  std::filesystem::resize_file(path, 100'000'000);
  expect_error(path, "EventTooLarge: longer than 16777216 bytes");
  // The same through a pipe, whose length nobody knows before.
  const std::string input(kEventBytesMax + 1, ' ');
  const ChildResult piped =
      run_cwlogs({"replay", "-"}, {.input = input, .environment = {}, .output_path = {}});
  EXPECT_EQ(piped.exit_code, 1);
  EXPECT_NE(piped.err.find("standard input: EventTooLarge: longer than 16777216 bytes"),
            std::string::npos);
}

TEST_F(ReplayBadInput, ABinaryFile) { expect_error(CWLOGS_PROGRAM, ""); }

TEST_F(ReplayBadInput, EmptyStandardInput) {
  const ChildResult result = run_cwlogs({"replay", "-"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find("standard input: EventNotJson: empty"), std::string::npos);
}

TEST_F(ReplayBadInput, UsageErrorsAreOneLineWithoutControlCharacters) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"replay", "--x\n\x1b[31m"}, {"generate", "--family", "\x1b\n"}}) {
    const ChildResult result = run_cwlogs(arguments);
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_EQ(lines_in(result.err).size(), 1u) << result.err;
    EXPECT_EQ(result.err.rfind("cwlogs: ", 0), 0u);
    EXPECT_EQ(result.err.find('\x1b'), std::string::npos);
  }
}

TEST_F(ReplayBadInput, OutputsThatCantBeWritten) {
  const std::string path =
      folder_.write("event.json", EventBuilder().add(document({"line"})).text());
  const ChildResult full =
      run_cwlogs({"replay", path}, {.input = {}, .environment = {}, .output_path = "/dev/full"});
  EXPECT_EQ(full.exit_code, 1);
  EXPECT_NE(full.err.find("No space left on device"), std::string::npos);
  const ChildResult folder = run_cwlogs({"replay", "--reingest-out", folder_.path(""), path});
  EXPECT_EQ(folder.exit_code, 1);
  EXPECT_EQ(folder.out, "");
  EXPECT_NE(folder.err.find("Is a directory"), std::string::npos);
}

}  // namespace
}  // namespace cwlogs::testing
