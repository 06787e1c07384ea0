#include "cli/replay_page.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "processor/padded_text.h"
#include "tests/child_process.h"
#include "tests/configured.h"
#include "tests/event_fixture.h"
#include "tests/gzip_fixture.h"

namespace cwlogs::testing {
namespace {

constexpr int64_t kArrival = 1655815391007;  // 2022-06-21T12:43:11.007Z

Json arrived(const Json& document, int64_t arrival_ms = kArrival) {
  return {{"recordId", "id"},
          {"approximateArrivalTimestamp", arrival_ms},
          {"data", base64_of(gzip(document.dump()))}};
}

// Adds the event as a replay of it would. Returns the response's size.
size_t add_event(ReplayPage& page, const EventBuilder& event, Options options = {},
                 PutOutcome outcome = PutOutcome::kAccepted) {
  Processor processor(std::move(options));
  const PaddedText text(event.text());
  const auto plan = processor.process(text.view());
  EXPECT_TRUE(plan);
  const std::vector<PutOutcome> outcomes(plan->puts.size(), outcome);
  std::string response;
  render_response(*plan, outcomes, response);
  const ReplaySummary summary{summarize(*plan, outcomes, response.size()), "event.json"};
  page.add({*plan, outcomes, summary});
  return response.size();
}

Json event_data(const EventBuilder& event, Options options = {},
                std::optional<std::string> prefix = std::nullopt) {
  ReplayPage page({{}, std::move(prefix)});
  add_event(page, event, std::move(options));
  return page.data().at("events").at(0);
}

const EventBuilder kMixed = EventBuilder()
                                .id("a\\\"<")
                                .add(document({"first", "second"}))
                                .id("b")
                                .add_bytes("broken")
                                .id("c")
                                .add(control_message())
                                .add_record(arrived(document({"third"})));

TEST(ReplayPage, TellsTheAnswerToEachRecord) {
  const Json records = event_data(kMixed).at("records");
  ASSERT_EQ(records.size(), 4u);
  EXPECT_EQ(records[0].at("id"), "a\\\"<");
  EXPECT_EQ(records[0].at("result"), "Ok");
  EXPECT_EQ(records[0].at("reason"), nullptr);
  EXPECT_EQ(records[0].at("logEvents"), 2);
  EXPECT_EQ(records[0].at("bytesOut"), 13);
  EXPECT_EQ(records[0].at("lines"), Json({"first", "second"}));
  EXPECT_EQ(records[0].at("moreLines"), 0);
  EXPECT_EQ(records[1].at("result"), "ProcessingFailed");
  EXPECT_EQ(records[1].at("reason"), "RawRecord");
  EXPECT_FALSE(records[1].contains("lines"));
  EXPECT_EQ(records[2].at("result"), "Dropped");
  EXPECT_EQ(records[2].at("reason"), "ControlMessage");
  EXPECT_EQ(records[3].at("arrivalMs"), kArrival);
}

EventBuilder overflowing() {
  EventBuilder event;
  for (const size_t lines : {60u, 30u, 200u}) {
    event.add(document(std::vector<std::string>(lines, std::string(99, 'm'))));
  }
  return event;
}

// The shares of the records, the braces and commas around them make the whole.
TEST(ReplayPage, SharesOutTheResponse) {
  for (const PutOutcome outcome : {PutOutcome::kAccepted, PutOutcome::kFailed}) {
    for (const EventBuilder& event : {kMixed, overflowing()}) {
      ReplayPage page({});
      const size_t response = add_event(page, event, options_with_budget(10'000), outcome);
      const Json& records = page.data().at("events").at(0).at("records");
      size_t sum = std::string_view(R"({"records":[]})").size() + records.size() - 1;
      for (const Json& record : records) sum += record.at("responseBytes").get<size_t>();
      EXPECT_EQ(sum, response);
    }
  }
}

TEST(ReplayPage, TellsWhatWasPutBack) {
  const Json event = event_data(overflowing(), options_with_budget(10'000));
  const Json& records = event.at("records");
  EXPECT_FALSE(records[0].contains("puts"));
  EXPECT_EQ(records[1].at("puts").at("asReceived"), true);
  EXPECT_EQ(records[1].at("puts").at("records"), 1);
  EXPECT_EQ(records[1].at("puts").at("logEvents"), 30);
  EXPECT_EQ(records[2].at("puts").at("asReceived"), false);
  EXPECT_GE(records[2].at("puts").at("records"), 4);
  EXPECT_EQ(records[2].at("puts").at("logEvents"), 200);
  EXPECT_EQ(records[2].at("puts").at("firstCall"), 0);
  EXPECT_EQ(records[2].at("puts").at("lastCall"), 0);
  ASSERT_EQ(event.at("calls").size(), 1u);
  EXPECT_EQ(event.at("calls")[0].at("records"), event.at("summary").at("reingest").at("puts"));
  EXPECT_EQ(event.at("calls")[0].at("bytes"), records[1].at("puts").at("bytes").get<int>() +
                                                  records[2].at("puts").at("bytes").get<int>());
}

TEST(ReplayPage, CountsTheFoldersOfAPrefix) {
  const EventBuilder event = EventBuilder()
                                 .add_record(arrived(document({"a", "b"})))
                                 .add_record(arrived(document({"c"})))
                                 .add_record(arrived(document({"d"}), kArrival + 3'600'000));
  const Json folders = event_data(event, {}, "logs/!{timestamp:HH}/x-").at("folders");
  ASSERT_EQ(folders.size(), 2u);
  EXPECT_EQ(folders[0], (Json{{"folders", {"logs", "12"}},
                              {"objectPrefix", "x-"},
                              {"missingKeys", Json::array()},
                              {"records", 2},
                              {"lines", 3},
                              {"bytes", 6}}));
  EXPECT_EQ(folders[1].at("folders"), Json({"logs", "13"}));
}

TEST(ReplayPage, CompletesPrefixesAsFirehoseDoes) {
  const EventBuilder event = EventBuilder().add_record(arrived(document({"a"})));
  EXPECT_EQ(event_data(event).at("folders")[0].at("folders"), Json({"2022", "06", "21", "12"}));
  EXPECT_EQ(event_data(event, {}, "logs/").at("folders")[0].at("folders"),
            Json({"logs", "2022", "06", "21", "12"}));
  ReplayPage page({{}, "logs/"});
  EXPECT_EQ(page.data().at("timeAppended"), true);
  EXPECT_EQ(ReplayPage({{}, "!{timestamp:yyyy}/"}).data().at("timeAppended"), false);
}

TEST(ReplayPage, MakesFoldersOfPartitionKeys) {
  const ByName keys = {{"PARTITION_KEYS", "stream={logStream},group={logGroup}"}};
  const EventBuilder event = EventBuilder().add(document({"a"}));
  const Json shown = event_data(event, configured(keys));
  EXPECT_EQ(shown.at("folders")[0].at("folders"), Json({"stream=stream-1", "group=aws", "test"}));
  EXPECT_EQ(shown.at("records")[0].at("path"), "stream=stream-1/group=aws/test/");
  EXPECT_EQ(shown.at("records")[0].at("metadata").at("partitionKeys").at("stream"), "stream-1");
  const Json other = event_data(event, configured(keys), "!{partitionKeyFromLambda:shop}/");
  EXPECT_EQ(other.at("folders")[0].at("missingKeys"), Json({"shop"}));
}

TEST(ReplayPage, KeepsTimesThatAreNone) {
  for (const int64_t arrival_ms : {int64_t{0}, int64_t{-5}, INT64_MAX}) {
    const Json record = event_data(EventBuilder().add_record(arrived(document({"a"}), arrival_ms)),
                                   {}, "!{timestamp:yyyy/MM}/")
                            .at("records")[0];
    EXPECT_FALSE(record.contains("arrivalMs"));
    EXPECT_EQ(record.at("path"), "!{timestamp:yyyy/MM}/");
  }
}

TEST(ReplayPage, InflatesCompressedOutput) {
  Options options;
  options.gzip_level = 6;
  const Json record =
      event_data(EventBuilder().add(document({"a", "b"})), std::move(options)).at("records")[0];
  EXPECT_EQ(record.at("gzip"), true);
  EXPECT_EQ(record.at("lines"), Json({"a", "b"}));
}

class Binary : public Transform {
  Kept apply(const LogEvent& log_event, const LogEnvelope& /*envelope*/, Output& output) override {
    output.append(log_event.message);
    output.append(std::string_view("\0\x01\xfe\xff", 4));
    return Kept::kYes;
  }
};

TEST(ReplayPage, ShowsOtherDataAsItsSize) {
  Options options;
  options.transform = std::make_unique<Binary>();
  const Json record =
      event_data(EventBuilder().add(document({"a"})), std::move(options)).at("records")[0];
  EXPECT_EQ(record.at("binary"), true);
  EXPECT_EQ(record.at("bytesOut"), 5);
  EXPECT_EQ(record.at("lines"), Json::array());
}

TEST(ReplayPage, ShowsSoManyRecordsAndCountsTheOthers) {
  EventBuilder event;
  const Json record = arrived(document({"a"}));
  for (size_t i = 0; i < kPageRecordsMax / 2 + 3; ++i) event.add_record(record);
  ReplayPage page({});
  add_event(page, event);
  add_event(page, event);
  const Json& events = page.data().at("events");
  EXPECT_EQ(events[0].at("moreRecords"), 0);
  EXPECT_EQ(events[1].at("records").size(), kPageRecordsMax / 2 - 3);
  EXPECT_EQ(events[1].at("moreRecords"), 6);
  EXPECT_EQ(events[1].at("folders")[0].at("records"), kPageRecordsMax / 2 + 3);
  EXPECT_EQ(events[1].at("folders")[0].at("lines"), kPageRecordsMax / 2 + 3);
}

TEST(ReplayPage, BoundsItsLines) {
  // Each < is six bytes on the page.
  const EventBuilder event =
      EventBuilder().add(document(std::vector<std::string>(300, std::string(1000, '<'))));
  ReplayPage page({});
  for (size_t i = 0; i < 2 * kPageLinesBytesMax / kRecordLinesBytesMax; ++i) add_event(page, event);
  EXPECT_LT(page.render().size(), kPageLinesBytesMax + kMiB);
  EXPECT_EQ(page.data().at("events").back().at("records")[0].at("moreLines"), 300);
}

TEST(ReplayPage, BoundsNames) {
  ReplayPage page({});
  add_event(page, EventBuilder().id(std::string(100'000, 'i')).add_bytes("broken"));
  EXPECT_LT(page.render().size(), 100'000u);
}

TEST(ReplayPage, HoldsNothingOfOthersAsMarkup) {
  ReplayPage page({{"</script>"}, "</script>!{timestamp:yyyy}/"});
  add_event(page, EventBuilder()
                      .id("<script>pwned</script>")
                      .add(document({"<script>pwned</script>", "]]>", "\xe2\x80\xa8", "</pre>"})));
  page.add_error("<script>pwned</script>: \xff");
  const std::string html = page.render();
  EXPECT_EQ(html.find("<script>pwned"), html.npos);
  EXPECT_EQ(html.find("\xe2\x80\xa8"), html.npos);
  EXPECT_TRUE(std::ranges::count(html, '\0') == 0);
  const ReplayPage empty({});
  const auto closing = [](const std::string& text) {
    size_t count = 0;
    for (size_t at = text.find("</"); at != text.npos; at = text.find("</", at + 2)) ++count;
    return count;
  };
  EXPECT_EQ(closing(html), closing(empty.render()));
}

class ReplayHtml : public ::testing::Test {
 protected:
  ChildResult replay(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"replay", "--quiet"});
    return run_cwlogs(std::move(arguments));
  }
  void expect_refused(const std::vector<std::string>& arguments, const std::string& message) const {
    const ChildResult result = replay(arguments);
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_EQ(result.out, "");
    EXPECT_NE(result.err.find(message), std::string::npos) << result.err;
    EXPECT_EQ(read_file(path_), kMixed.text());
  }

  TemporaryFolder folder_;
  const std::string path_ = folder_.write("event.json", kMixed.text());
  const std::string html_ = folder_.path("page.html");
};

TEST_F(ReplayHtml, WritesThePageBesideTheResponse) {
  const std::string response = replay({path_}).out;
  EXPECT_EQ(replay({path_, "--html", html_, "--time-zone", "Asia/Tokyo"}).out, response);
  const std::string page = read_file(html_);
  EXPECT_EQ(page.rfind("<!doctype html>", 0), 0u);
  EXPECT_NE(page.find("4 records: 2 Ok"), std::string::npos);
  EXPECT_NE(page.find("TIME_ZONE=Asia/Tokyo"), std::string::npos);
  EXPECT_NE(page.find(R"("version":"0.1.0")"), std::string::npos);
  // The same for the same input.
  replay({path_, "--html", html_, "--time-zone", "Asia/Tokyo"});
  EXPECT_EQ(read_file(html_), page);
}

TEST_F(ReplayHtml, NeverOverwritesItsInput) {
  expect_refused({path_, "--html", folder_.path("./event.json")}, "--html would overwrite");
  const std::string config = folder_.write("config.json", "{}");
  expect_refused({path_, "--config", config, "--html", config}, "--html would overwrite");
  const std::string puts = folder_.write("puts.jsonl", "");
  expect_refused({path_, "--reingest-out", puts, "--html", puts}, "--html would overwrite");
}

TEST_F(ReplayHtml, RefusesWhatItCantDo) {
  expect_refused({path_, "--html", "-"}, "--html needs a file");
  expect_refused({path_, "--html", ""}, "--html needs a file");
  expect_refused({path_, "--html"}, "--html");
  expect_refused({path_, "--html", html_, "--bootstrap", CWLOGS_BOOTSTRAP}, "--bootstrap");
  expect_refused({path_, "--prefix", "logs/"}, "--html");
  expect_refused({path_, "--html", html_, "--prefix", "!{timestamp:b}/"}, "'!{timestamp:b}'");
  expect_refused({path_, "--html", html_, "--prefix", "!{"}, "has no closing }");
  expect_refused({path_, "--html", html_, "--prefix", "\xff"}, "not UTF-8");
  EXPECT_FALSE(std::filesystem::exists(html_));
}

TEST_F(ReplayHtml, SaysWhatCantBeWritten) {
  for (const std::string& path : {folder_.path(""), folder_.path("missing/page.html")}) {
    const ChildResult result = replay({path_, "--html", path});
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_EQ(result.out, "");
    EXPECT_NE(result.err.find("cannot write " + path), std::string::npos) << result.err;
  }
  const ChildResult full = replay({path_, "--html", "/dev/full"});
  EXPECT_EQ(full.exit_code, 1);
  EXPECT_NE(full.err.find("cannot write /dev/full"), std::string::npos) << full.err;
}

TEST_F(ReplayHtml, ShowsEventsThatCouldNotBeProcessed) {
  const std::string bad = folder_.write("bad<b>.json", "{");
  const ChildResult result = replay({path_, bad, folder_.path("missing"), "--html", html_});
  EXPECT_EQ(result.exit_code, 1);
  const std::string page = read_file(html_);
  EXPECT_NE(page.find("bad\\u003cb\\u003e.json: EventNotJson"), std::string::npos);
  EXPECT_NE(page.find("missing: No such file or directory"), std::string::npos);
  EXPECT_EQ(page.find("bad<b>"), std::string::npos);
}

}  // namespace
}  // namespace cwlogs::testing
