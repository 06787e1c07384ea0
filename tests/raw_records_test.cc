// Records that are no CloudWatch Logs documents: failed, taken as lines, or passed on.
#include <gtest/gtest.h>

#include "processor/processor.h"
#include "tests/configured.h"
#include "tests/event_fixture.h"
#include "tests/gzip_fixture.h"
#include "tests/ledger.h"

namespace cwlogs::testing {
namespace {

const ByName kLines = {{"RAW_RECORDS", "lines"}};
const ByName kPass = {{"RAW_RECORDS", "pass"}};

ByName with(ByName variables, const ByName& more) {
  variables.insert(more.begin(), more.end());
  return variables;
}

Answered run_raw(const ByName& variables, std::string_view bytes) {
  return run(EventBuilder().add_bytes(bytes), configured(variables));
}

std::string data_of(const ByName& variables, std::string_view bytes) {
  const Answered answered = run_raw(variables, bytes);
  return answered.result(0) == "Ok" ? answered.data(0) : std::string(name_of(answered.reason(0)));
}

constexpr const char* kRawTexts[] = {
    "plain\nlines\n",
    "{\"level\":\"INFO\"}\n{\"level\":\"WARN\"}\n",
    "{\"level\":\"INFO\"}",
    "[1,2]",
    "{ not JSON",
    "\n",
    "  ",
    "日本語\r\n",
    "{}",
    "12",
};

TEST(RawRecords, FailUnlessTold) {
  for (const char* text : kRawTexts) EXPECT_EQ(data_of({}, text), "RawRecord") << text;
  EXPECT_EQ(data_of({}, std::string_view("\0\xff", 2)), "RawRecord");
}

TEST(RawRecords, BecomeLines) {
  EXPECT_EQ(data_of(kLines, "one\ntwo\n"), "one\ntwo\n");
  EXPECT_EQ(data_of(kLines, "one\ntwo"), "one\ntwo\n");  // the last one without a newline
  EXPECT_EQ(data_of(kLines, "\n\none\n\n"), "\n\none\n\n");
  EXPECT_EQ(data_of(kLines, "a\r\nb\r\n"), "a\r\nb\r\n");
  EXPECT_EQ(data_of(kLines, "日本語 😀\nb"), "日本語 😀\nb\n");
  EXPECT_EQ(data_of(kLines, "{\"level\":\"INFO\"}\n{\"level\":\"WARN\"}\n"),
            "{\"level\":\"INFO\"}\n{\"level\":\"WARN\"}\n");
  EXPECT_EQ(data_of(kLines, "{ not JSON"), "{ not JSON\n");
  EXPECT_EQ(data_of(kLines,
                    "\xEF\xBB\xBF"
                    "mark\n"),
            "mark\n");
}

TEST(RawRecords, FailAsLinesWhereTheyAreNoUtf8) {
  EXPECT_EQ(data_of(kLines, "ok\n\xff\n"), "BadUtf8");
  EXPECT_EQ(data_of(kLines, "{\"a\":\"\xff\"}"), "BadUtf8");
}

TEST(RawRecords, FailAsLinesThatAreTooLong) {
  const ByName small = with(kLines, {{"INFLATED_BYTES_MAX", "1024"}});
  EXPECT_EQ(data_of(small, std::string(1024, 'x')), "InflatedTooLarge");  // as a document
  EXPECT_EQ(data_of(small, std::string(900, 'x')), std::string(900, 'x') + "\n");
  EXPECT_EQ(data_of(small, std::string(100, '\n')), "InflatedTooLarge");
}

TEST(RawRecords, AreLogEventsOfTheirArrival) {
  EXPECT_EQ(data_of(with(kLines, {{"OUTPUT_FORMAT", "json"}}), "one"),
            "{\"timestamp\":\"2022-06-22T00:00:00.000Z\",\"message\":\"one\",\"region\":"
            "\"eu-west-1\"}\n");
  const Answered answered =
      run_raw(with(kLines, {{"PARTITION_KEYS", "h={timestamp:%H},g={logGroup}"}}), "one");
  EXPECT_EQ(answered.record(0).at("metadata").dump(),
            R"({"partitionKeys":{"h":"00","g":"unknown"}})");
}

TEST(RawRecords, AreFilteredLineByLine) {
  const Answered some = run_raw(with(kLines, {{"EXCLUDE_AT_MATCH", "b"}}), "a\nb\nc\n");
  EXPECT_EQ(some.data(0), "a\nc\n");
  EXPECT_EQ(some.answers[0].filtered, 1U);
  const Answered none = run_raw(with(kLines, {{"INCLUDE_AT_MATCH", "x"}}), "a\nb\nc\n");
  EXPECT_EQ(none.reason(0), Reason::kFiltered);
  EXPECT_EQ(none.answers[0].filtered, 3U);
}

TEST(RawRecords, ArePassedOnAsTheyAre) {
  for (const char* text : kRawTexts) EXPECT_EQ(data_of(kPass, text), text);
  std::string every_byte;
  for (int c = 0; c < 256; ++c) every_byte += static_cast<char>(c);
  EXPECT_EQ(data_of(kPass, every_byte), every_byte);
  EXPECT_EQ(data_of(kPass, "{" + every_byte), "{" + every_byte);
  EXPECT_EQ(data_of(kPass,
                    "\xEF\xBB\xBF"
                    "mark"),
            "\xEF\xBB\xBF"
            "mark");
}

TEST(RawRecords, ArePassedOnWithPartitionKeysButNothingElse) {
  const Answered answered =
      run_raw(with(kPass, {{"PARTITION_KEYS", "h={timestamp:%H},l={message:/level}"},
                           {"EXCLUDE_AT_MATCH", "."},
                           {"OUTPUT_FORMAT", "json"}}),
              "{\"level\":\"INFO\"}");
  EXPECT_EQ(answered.data(0), "{\"level\":\"INFO\"}");
  EXPECT_EQ(answered.record(0).at("metadata").dump(), R"({"partitionKeys":{"h":"00","l":"INFO"}})");
}

TEST(RawRecords, AreNoBrokenDocuments) {
  Json no_log_events = document({"a"});
  no_log_events.erase("logEvents");
  for (const ByName& variables : {ByName(), kLines, kPass}) {
    EXPECT_EQ(data_of(variables, no_log_events.dump()), "MissingField");
    EXPECT_EQ(data_of(variables, document({"a"}).dump() + "{"), "BadJson");
    EXPECT_EQ(data_of(variables, gzip("plain\n")), "BadJson");
    EXPECT_EQ(data_of(variables, ""), "EmptyRecord");
    EXPECT_EQ(data_of(variables, document({"a"}).dump()), "a\n");
    EXPECT_EQ(data_of(variables, R"({"messageType":"DATA_MESSAGE","x":")"
                                 "\xff\"}"),
              "BadUtf8");
  }
}

TEST(RawRecords, AreSplitByPartitionsLineByLine) {
  const Answered answered = run_raw(
      with(kLines, {{"PARTITION_KEYS", "l={message:/level}"}, {"PARTITION_STRADDLE", "split"}}),
      "{\"level\":\"a\"}\n{\"level\":\"b\",\"x\":1}\n");
  EXPECT_EQ(answered.data(0), "{\"level\":\"b\",\"x\":1}\n");
  ASSERT_EQ(answered.puts.size(), 1U);
  EXPECT_EQ(lines_of(entries_of(gunzip_all(bytes_of_base64(answered.put_data[0])))),
            "{\"level\":\"a\"}\n");
}

TEST(RawRecords, ComeRoundAgainWhereTheyDoNotFit) {
  std::string lines;
  for (int i = 0; i < 200; ++i) lines += "line " + std::to_string(i) + " of the record\n";
  for (const Source source : {Source::kDirectPut, Source::kKinesis}) {
    for (const size_t n : {1U, 5U}) {
      EventBuilder event(source);
      for (size_t i = 0; i < n; ++i) event.add_bytes(lines);
      Processor processor(configured(with(kLines, {{"RESPONSE_BYTES_MAX", "4000"}})));
      const Circulation circulation = circulate(processor, event, source, 100'000, 40);
      EXPECT_EQ(circulation.records_failed, 0U);
      EXPECT_EQ(circulation.delivered.size(), n * lines.size());
    }
  }
}

TEST(RawRecords, ArePutBackAsTheyCameWhereTheyPass) {
  const std::string small(900, 's');
  const Answered answered = run(EventBuilder().add_bytes(std::string(2500, 'l')).add_bytes(small),
                                configured(with(kPass, {{"RESPONSE_BYTES_MAX", "4000"}})));
  EXPECT_EQ(answered.result(0), "Ok");
  EXPECT_EQ(answered.reason(1), Reason::kReingested);
  EXPECT_EQ(bytes_of_base64(answered.put_data.at(0)), small);
  const Answered large = run(EventBuilder().add_bytes(small).add_bytes(std::string(2500, 'l')),
                             configured(with(kPass, {{"RESPONSE_BYTES_MAX", "4000"}})));
  EXPECT_EQ(large.reason(1), Reason::kNotReingestable);  // nor can it be split
}

}  // namespace
}  // namespace cwlogs::testing
