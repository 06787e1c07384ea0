#include "cli/redrive_sender.h"

#include <gtest/gtest.h>

#include "tests/child_process.h"
#include "tests/error_file.h"
#include "tests/fake_firehose.h"
#include "tests/gzip_fixture.h"

namespace cwlogs::testing {
namespace {

class RedriveSend : public ::testing::Test {
 protected:
  ChildResult redrive(const FakeFirehose& firehose, std::vector<std::string> options) const {
    std::vector<std::string> arguments = {"redrive",  "--put-to", firehose.url(),
                                          "--stream", "a-stream", path_};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return run_cwlogs(std::move(arguments));
  }

  static constexpr size_t kRecords = 1200;

  TemporaryFolder folder_;
  std::vector<std::string> data_;
  const std::string path_ = folder_.write("errors.json", [this] {
    std::string lines;
    for (size_t i = 0; i < kRecords; ++i) {
      data_.push_back(gzip(document({"line " + std::to_string(i)}).dump()));
      lines += error_line(data_.back(), i % 3 == 0 ? "Lambda.TimedOut" : "Lambda.FunctionError");
    }
    return lines;
  }());
};

TEST_F(RedriveSend, PutsEveryRecordOnceAndInOrder) {
  for (const char* kinesis : {"", "--kinesis"}) {
    FakeFirehose firehose;
    const ChildResult result =
        redrive(firehose,
                *kinesis == '\0' ? std::vector<std::string>{} : std::vector<std::string>{kinesis});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(firehose.stored_data(), data_);
    EXPECT_EQ(firehose.calls().size(), 3u);
    EXPECT_EQ(firehose.violations(), std::vector<std::string>{});
    EXPECT_NE(result.err.find("1,200 records accepted by a-stream in 3 calls"), std::string::npos);
  }
}

TEST_F(RedriveSend, PutsExactlyTheRecordsAskedFor) {
  FakeFirehose firehose;
  EXPECT_EQ(redrive(firehose, {"--error-code", "Lambda.TimedOut"}).exit_code, 0);
  ASSERT_EQ(firehose.stored_data().size(), kRecords / 3);
  EXPECT_EQ(firehose.stored_data()[1], data_[3]);
}

TEST_F(RedriveSend, GoesOnWhereAnEarlierRunStopped) {
  const std::string progress = folder_.path("progress");
  FakeFirehoseOptions options;
  options.script = {accept_all(), access_denied()};
  FakeFirehose first(std::move(options));
  const ChildResult stopped = redrive(first, {"--progress", progress});
  EXPECT_EQ(stopped.exit_code, 1);
  EXPECT_NE(stopped.err.find("AccessDeniedException"), std::string::npos) << stopped.err;
  ASSERT_EQ(first.stored_data().size(), 500u);

  // Another port is another target: the file is refused.
  FakeFirehose second;
  EXPECT_EQ(redrive(second, {"--progress", progress}).exit_code, 1);
  EXPECT_TRUE(second.stored_data().empty());

  const ChildResult rest = redrive(first, {"--progress", progress});
  EXPECT_EQ(rest.exit_code, 0) << rest.err;
  EXPECT_EQ(first.stored_data(), data_);
  EXPECT_NE(rest.err.find("500 in an earlier run"), std::string::npos) << rest.err;
  EXPECT_EQ(redrive(first, {"--progress", progress}).exit_code, 0);
  EXPECT_EQ(first.stored_data().size(), kRecords) << "nothing is put twice";
}

TEST_F(RedriveSend, PutsFailedRecordsAgain) {
  FakeFirehoseOptions options;
  options.script = {throttle_indexes({1, 7}), server_error()};
  FakeFirehose firehose(std::move(options));
  EXPECT_EQ(redrive(firehose, {}).exit_code, 0);
  std::vector<std::string> stored = firehose.stored_data();
  std::vector<std::string> expected = data_;
  std::sort(stored.begin(), stored.end());
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(stored, expected);
}

TEST_F(RedriveSend, RefusesOptionsThatDoNotGoTogether) {
  for (const std::vector<std::string>& options :
       {std::vector<std::string>{"--put-to", "http://127.0.0.1:1/"},
        {"--stream", "s"},
        {"--put-to", "ftp://x", "--stream", "s"},
        {"--requests-out", "x", "--stream", "s", "--progress", "p"}}) {
    std::vector<std::string> arguments = {"redrive", path_};
    arguments.insert(arguments.end(), options.begin(), options.end());
    EXPECT_EQ(run_cwlogs(arguments).exit_code, 2) << ::testing::PrintToString(options);
  }
  const ChildResult result = run_cwlogs({"redrive", path_, "--put-to", "aws", "--stream", "s"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find("no region"), std::string::npos);
}

}  // namespace
}  // namespace cwlogs::testing
