// The way back, whole: what bootstrap could not process Firehose writes to its error prefix, and
// `cwlogs redrive` puts it.
#include <gtest/gtest.h>

#include "tests/bootstrap_fixture.h"
#include "tests/child_process.h"
#include "tests/error_file.h"
#include "tests/gzip_fixture.h"
#include "tests/reingest_books.h"

namespace cwlogs::testing {
namespace {

using Strings = std::vector<std::string>;

constexpr const char* kFailedStatus = "Lambda.ProcessingFailedStatus";

std::string data_of(const Json& record) {
  return bytes_of_base64(record.at("data").get<std::string>());
}

class BootstrapRedrive : public ::testing::TestWithParam<Source> {
 protected:
  BootstrapRedrive() {
    event_.add_bytes("broken");
    records_ = event_.json().at("records");
  }

  Books process(std::deque<PutBehaviour> script) const {
    FakeFirehoseOptions options;
    options.script = std::move(script);
    options.afterwards = access_denied();
    Books books = run_against(FakeFirehose(std::move(options)), event_).books;
    expect_balanced(books, event_);
    return books;
  }

  Strings failed(const Books& books) const {
    Strings failed;
    for (size_t i = 0; i < books.results.size(); ++i) {
      if (books.results[i] == "ProcessingFailed") failed.push_back(data_of(records_[i]));
    }
    return failed;
  }

  // The error prefix: these records, and another invocation's that timed out.
  std::string write_errors(const Strings& failed) const {
    std::string objects = error_line("of another event", "Lambda.FunctionTimedOut");
    for (const std::string& data : failed) objects += error_line(data, kFailedStatus);
    return folder_.write("errors.gz", gzip(objects));
  }

  ChildResult redrive(const FakeFirehose& firehose, const std::string& errors) const {
    Strings arguments = {"redrive",    "--error-code", kFailedStatus,
                         "--put-to",   firehose.url(), "--stream",
                         "the-stream", "--progress",   folder_.path("progress"),
                         errors};
    if (GetParam() == Source::kKinesis) arguments.emplace_back("--kinesis");
    return run_cwlogs(std::move(arguments));
  }

  // How often this line of the record was delivered, put back, or is among those redriven.
  static size_t copies(const Books& books, size_t record, const std::string& line,
                       const std::map<std::string, size_t>& redriven) {
    const auto put = books.put.find(line);
    return (books.ok[record].contains(line) ? books.ok[record].at(line) : 0) +
           (put == books.put.end() ? 0 : put->second.told + put->second.untold) +
           (redriven.contains(line) ? redriven.at(line) : 0);
  }

  EventBuilder event_ = overflowing(GetParam());
  Json records_;
  TemporaryFolder folder_;
};

std::map<std::string, size_t> lines_in_all(const Strings& data) {
  std::map<std::string, size_t> lines;
  for (const std::string& record : data) {
    for (const std::string& line : messages_of(record)) ++lines[line];
  }
  return lines;
}

TEST_P(BootstrapRedrive, BringsBackEachFailedRecordOnceAndNothingElse) {
  const Books books = process({throttle_indexes({0, 2})});
  const Strings failed = this->failed(books);
  ASSERT_EQ(failed.size(), 3u) << "two that stayed throttled, and the broken one";

  const FakeFirehose healthy;
  const std::string errors = write_errors(failed);
  const ChildResult first = redrive(healthy, errors);
  EXPECT_EQ(first.exit_code, 0) << first.err;
  EXPECT_EQ(healthy.stored_data(), failed);
  const ChildResult second = redrive(healthy, errors);
  EXPECT_EQ(second.exit_code, 0) << second.err;
  EXPECT_EQ(healthy.stored_data(), failed) << "a second run repeats nothing";
  EXPECT_EQ(healthy.violations(), Strings{});

  const auto redriven = lines_in_all(healthy.stored_data());
  for (size_t i = 0; i < records_.size(); ++i) {
    for (const std::string& line : messages_of(data_of(records_[i]))) {
      ASSERT_EQ(copies(books, i, line, redriven), 1u) << line;
    }
  }
}

// Of a record that was put back in part the accepted pieces come again, and no other line.
TEST_P(BootstrapRedrive, DoublesOnlyTheAcceptedPiecesOfAFailedRecord) {
  constexpr size_t kInPieces = kOverflowingRecords - 1;
  const Books books = process({throttle_entries([](size_t, const PutEntry& entry) {
    return gunzip_all(entry.data).find("record 11 line 199") != std::string::npos;
  })});
  ASSERT_EQ(books.partly_reingested, 1u);
  const Strings failed = this->failed(books);
  ASSERT_EQ(failed.size(), 2u) << "the one in pieces, and the broken one";

  const FakeFirehose healthy;
  EXPECT_EQ(redrive(healthy, write_errors(failed)).exit_code, 0);
  EXPECT_EQ(healthy.stored_data(), failed);
  const auto redriven = lines_in_all(healthy.stored_data());
  size_t doubled = 0;
  for (size_t i = 0; i < records_.size(); ++i) {
    for (const std::string& line : messages_of(data_of(records_[i]))) {
      const size_t expected = i == kInPieces && books.put.contains(line) ? 2 : 1;
      ASSERT_EQ(copies(books, i, line, redriven), expected) << line;
      doubled += expected - 1;
    }
  }
  EXPECT_GT(doubled, 0u);
  EXPECT_LT(doubled, 200u);
}

INSTANTIATE_TEST_SUITE_P(, BootstrapRedrive,
                         ::testing::Values(Source::kDirectPut, Source::kKinesis),
                         [](const auto& instance) {
                           return instance.param == Source::kKinesis ? "Kinesis" : "DirectPut";
                         });

}  // namespace
}  // namespace cwlogs::testing
