#include "cli/error_object.h"

#include <gtest/gtest.h>

#include "tests/child_process.h"
#include "tests/error_file.h"
#include "tests/gzip_fixture.h"

namespace cwlogs::testing {
namespace {

using Step = ErrorObjectReader::Step;

struct Read {
  std::vector<std::string> data;
  std::vector<size_t> lines;
  std::vector<std::string> problems;
};

Read read_bytes(std::string_view bytes) {
  Read read;
  ErrorObjectReader reader(LineReader::of_bytes(bytes, "errors.json"));
  ErrorObject object;
  for (Step step = reader.next(object); step != Step::kEnd; step = reader.next(object)) {
    if (step == Step::kProblem) {
      read.problems.push_back(reader.problem());
    } else {
      read.data.emplace_back(object.data);
      read.lines.push_back(object.line);
    }
  }
  return read;
}

ErrorObject read_one(const std::string& line) {
  ErrorObjectReader reader(LineReader::of_bytes(line, "errors.json"));
  ErrorObject object;
  EXPECT_EQ(reader.next(object), Step::kObject) << reader.problem();
  object.raw_data = {};
  object.data = {};
  return object;
}

using Strings = std::vector<std::string>;

TEST(ErrorObject, IsReadWithNumbers) {
  const std::string line = error_line("record");
  const ErrorObject object = read_one(line);
  EXPECT_EQ(object.error_code, "Lambda.FunctionError");
  EXPECT_EQ(object.error_message, "About Lambda.FunctionError");
  EXPECT_EQ(object.lambda_arn, "arn:aws:lambda:eu-west-1:123456789012:function:processor:$LATEST");
  EXPECT_EQ(object.arrival, std::chrono::milliseconds(kArrival));
  EXPECT_EQ(object.attempt_ending, std::chrono::milliseconds(kArrival + 80'453));
  EXPECT_EQ(object.attempts, 4u);
  EXPECT_EQ(object.line, 1u);
  EXPECT_EQ(read_bytes(line).data, Strings{"record"});
}

TEST(ErrorObject, IsReadWithStrings) {
  Json json = error_object("record");
  for (const char* field : {"attemptsMade", "arrivalTimestamp", "attemptEndingTimestamp"}) {
    json[field] = json[field].dump();
  }
  const ErrorObject object = read_one(json.dump());
  EXPECT_EQ(object.arrival, std::chrono::milliseconds(kArrival));
  EXPECT_EQ(object.attempt_ending, std::chrono::milliseconds(kArrival + 80'453));
  EXPECT_EQ(object.attempts, 4u);
}

TEST(ErrorObject, TakesEverySpellingOfTheArn) {
  for (const char* name : {"lambdaArn", "lambdaARN", "LambdaArn"}) {
    const std::string line = std::string("{\"rawData\":\"\",\"") + name + "\":\"arn\"}";
    EXPECT_EQ(read_one(line).lambda_arn, "arn");
  }
}

TEST(ErrorObject, TakesTimesInAnyForm) {
  const auto arrival = [](const std::string& value) {
    return read_one("{\"arrivalTimestamp\":" + value + ",\"rawData\":\"\"}").arrival;
  };
  EXPECT_EQ(arrival("1.627921286181E12"), std::chrono::milliseconds(kArrival));
  EXPECT_EQ(arrival("\"2021-08-02T16:21:26.181Z\""), std::chrono::milliseconds(kArrival));
  for (const char* value : {"-1", "\"\"", "\"soon\"", "null", "1e300", "[]", "99999999999999999"}) {
    EXPECT_EQ(arrival(value), std::nullopt) << value;
  }
}

TEST(ErrorObject, UndoesJsonEscapesInRawData) {
  EXPECT_EQ(read_bytes(R"({"rawData":"\u0059Q\u003d="})").data, Strings{"a"});
  EXPECT_EQ(read_bytes(R"({"rawData":"\/\/8="})").data, Strings{"\xff\xff"});
}

TEST(ErrorObject, IsFoundInSeveralGzipMembers) {
  const std::string first = error_line("first");
  const std::string second = error_line("second");
  const std::string text = first + second;
  // A line may go on in the next member.
  const Read read = read_bytes(gzip(text.substr(0, 40)) + gzip(text.substr(40)) + gzip("") +
                               std::string(100, '\0'));
  EXPECT_EQ(read.data, (Strings{"first", "second"}));
  EXPECT_EQ(read.problems, Strings{});
}

TEST(ErrorObject, MayLackTheLastLineFeedAndHaveBlankLines) {
  std::string text = "\r\n" + error_line("first") + "\n" + error_line("second");
  text.pop_back();
  const Read read = read_bytes(text);
  EXPECT_EQ(read.data, (Strings{"first", "second"}));
  EXPECT_EQ(read.lines, (std::vector<size_t>{2, 4}));
  EXPECT_EQ(read.problems, Strings{});
}

TEST(ErrorObject, IsSkippedWhereItsLineIsBad) {
  const std::string text = "hello\n" + error_line("first") + "{\"errorCode\":\"x\"}\n" +
                           "{\"rawData\":\"no base64\"}\n" + "{\"rawData\":5}\n" +
                           "{\"rawData\":\"\"\n" + "{\"rawData\":\"\"}}\n" + "{\"a\":\"\xff\"}\n" +
                           error_line("last");
  const Read read = read_bytes(text);
  EXPECT_EQ(read.data, (Strings{"first", "last"}));
  EXPECT_EQ(read.problems,
            (Strings{"errors.json:1: not a JSON object",
                     "errors.json:3: no rawData: not an error object of Firehose",
                     "errors.json:4: rawData is not base64",
                     "errors.json:5: no rawData: not an error object of Firehose",
                     "errors.json:6: the JSON ends too early",
                     "errors.json:7: JSON syntax error at byte 14", "errors.json:8: not UTF-8"}));
}

TEST(ErrorObject, IsSkippedWhereItsLineIsTooLong) {
  const std::string text = error_line("first") +
                           std::string(LineReader::kLineBytesMax + 1'000'000, 'x') + '\n' +
                           error_line("last");
  const Read read = read_bytes(text);
  EXPECT_EQ(read.data, (Strings{"first", "last"}));
  EXPECT_EQ(read.lines, (std::vector<size_t>{1, 3}));
  EXPECT_EQ(read.problems, Strings{"errors.json:2: longer than 16000000 bytes"});
}

TEST(ErrorObject, IsReadAsFarAsABrokenGzipGoes) {
  const std::string text = error_line("first") + error_line(random_bytes(1000));
  const Read cut = read_bytes(truncated(gzip(text), 400));
  EXPECT_EQ(cut.data, Strings{"first"});
  EXPECT_EQ(cut.problems, Strings{"cannot read errors.json: GzipTruncated after line 1"});
  const Read corrupt = read_bytes(with_bad_crc(gzip(error_line("first"))));
  EXPECT_EQ(corrupt.data, Strings{"first"});
  EXPECT_EQ(corrupt.problems, Strings{"cannot read errors.json: GzipCorrupt after line 1"});
  const Read trailing = read_bytes(gzip(error_line("first")) + "garbage");
  EXPECT_EQ(trailing.data, Strings{"first"});
  EXPECT_EQ(trailing.problems, Strings{"cannot read errors.json: GzipTrailingBytes after line 1"});
}

TEST(ErrorObject, IsMissedInAnEmptyFile) {
  for (const std::string& text : {std::string(), std::string("\n \n"), gzip("")}) {
    EXPECT_EQ(read_bytes(text).problems, Strings{"errors.json: empty: no error objects"});
  }
}

TEST(ErrorObject, IsSelectedByCodeAndTime) {
  ErrorObject object = read_one(error_line("x"));
  using std::chrono::milliseconds;
  EXPECT_TRUE(ErrorSelection{}.has_code(object));
  EXPECT_TRUE((ErrorSelection{{"x", "Lambda.FunctionError"}, {}, {}}).has_code(object));
  EXPECT_FALSE((ErrorSelection{{"Lambda"}, {}, {}}).has_code(object));
  const auto in = [&](int64_t from, int64_t to) {
    return ErrorSelection{{}, milliseconds(from), milliseconds(to)}.has_time(object);
  };
  EXPECT_TRUE(in(kArrival, kArrival + 1));
  EXPECT_FALSE(in(kArrival + 1, kArrival + 2));
  EXPECT_FALSE(in(kArrival - 1, kArrival));
  object.arrival.reset();
  EXPECT_FALSE(in(0, kArrival + 1));
  EXPECT_TRUE(ErrorSelection{}.has_time(object));
}

}  // namespace
}  // namespace cwlogs::testing
