#include "processor/firehose_response.h"

#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "tests/event_fixture.h"

namespace cwlogs {
namespace {

using testing::bytes_of_base64;
using testing::Json;

constexpr PutOutcome kAccepted = PutOutcome::kAccepted;
constexpr PutOutcome kFailed = PutOutcome::kFailed;

// A plan built answer by answer, with all that it refers to.
class PlanBuilder {
 public:
  explicit PlanBuilder(Source source = Source::kDirectPut) { event_.source = source; }

  PlanBuilder& ok(std::string_view id, std::string_view data, std::string_view keys = "") {
    Answer answer{.verdict = Verdict::kOk};
    answer.data_begin = static_cast<uint32_t>(output_.size());
    answer.data_size = static_cast<uint32_t>(data.size());
    const std::string metadata =
        keys.empty() ? "" : R"({"partitionKeys":)" + std::string(keys) + '}';
    answer.metadata_begin = static_cast<uint32_t>(metadata_.size());
    answer.metadata_size = static_cast<uint32_t>(metadata.size());
    output_ += data;
    metadata_ += metadata;
    return add(id, answer);
  }
  PlanBuilder& plain(std::string_view id, Verdict verdict) { return add(id, {.verdict = verdict}); }
  PlanBuilder& reingest(std::string_view id, uint32_t puts) {
    puts_.resize(puts_.size() + puts);
    return add(id, {.verdict = Verdict::kReingest, .reason = Reason::kSplit, .puts = puts});
  }

  std::string render(const std::vector<PutOutcome>& outcomes = {}) const {
    Plan plan;
    plan.event = &event_;
    plan.answers = answers_;
    plan.puts = puts_;
    plan.output = output_;
    plan.metadata = metadata_;
    std::string response = "what was there before";
    render_response(plan, outcomes, response);
    return response;
  }

  // The results in order, by their first letters.
  std::string results(const std::vector<PutOutcome>& outcomes) const {
    std::string letters;
    const Json response = Json::parse(render(outcomes));
    for (const Json& record : response.at("records")) {
      letters += record.at("result").get<std::string>().front();
    }
    return letters;
  }

 private:
  PlanBuilder& add(std::string_view id, const Answer& answer) {
    event_.records.push_back({.id = {ids_.emplace_back(id)}, .data = {}, .partition_key = {}});
    answers_.push_back(answer);
    return *this;
  }

  std::deque<std::string> ids_;  // views into it stay valid
  FirehoseEvent event_;
  std::vector<Answer> answers_;
  std::vector<PutRecord> puts_;
  std::string output_;
  std::string metadata_;
};

TEST(Settle, KeepsWhatIsNotReingested) {
  for (const Verdict verdict : {Verdict::kOk, Verdict::kDropped, Verdict::kProcessingFailed}) {
    const Answer answer{.verdict = verdict, .reason = Reason::kFiltered, .log_events = 3};
    const Answer settled = settle(answer, {});
    EXPECT_EQ(settled.verdict, verdict);
    EXPECT_EQ(settled.reason, Reason::kFiltered);
    EXPECT_EQ(settled.log_events, 3U);
  }
}

TEST(Settle, DropsWhereEveryPutWasAccepted) {
  for (const Reason reason : {Reason::kReingested, Reason::kSplit}) {
    for (uint32_t puts = 1; puts <= 4; ++puts) {
      const std::vector<PutOutcome> outcomes(puts, kAccepted);
      const Answer settled =
          settle({.verdict = Verdict::kReingest, .reason = reason, .puts = puts}, outcomes);
      EXPECT_EQ(settled.verdict, Verdict::kDropped);
      EXPECT_EQ(settled.reason, reason);
      EXPECT_EQ(settled.puts, puts);
    }
  }
}

TEST(Settle, FailsWhereOnePutWasNotAccepted) {
  for (size_t failed = 0; failed < 4; ++failed) {
    std::vector<PutOutcome> outcomes(4, kAccepted);
    outcomes[failed] = kFailed;
    const Answer settled =
        settle({.verdict = Verdict::kReingest, .reason = Reason::kSplit, .puts = 4}, outcomes);
    EXPECT_EQ(settled.verdict, Verdict::kProcessingFailed);
    EXPECT_EQ(settled.reason, Reason::kReingestFailed);
  }
}

TEST(FirehoseResponse, IsThisText) {
  EXPECT_EQ(PlanBuilder().render(), R"({"records":[]})");
  const std::string response = PlanBuilder()
                                   .ok("1", "line\n")
                                   .plain("2", Verdict::kDropped)
                                   .plain("3", Verdict::kProcessingFailed)
                                   .ok("4", "ab", R"({"k":"v"})")
                                   .reingest("5", 1)
                                   .reingest("6", 1)
                                   .render({kAccepted, kFailed});
  EXPECT_EQ(
      response,
      R"({"records":[{"recordId":"1","result":"Ok","data":"bGluZQo="},)"
      R"({"recordId":"2","result":"Dropped"},{"recordId":"3","result":"ProcessingFailed"},)"
      R"({"recordId":"4","result":"Ok","data":"YWI=","metadata":{"partitionKeys":{"k":"v"}}},)"
      R"({"recordId":"5","result":"Dropped"},{"recordId":"6","result":"ProcessingFailed"}]})");
}

TEST(FirehoseResponse, CarriesDataOfEverySource) {
  for (const Source source : {Source::kDirectPut, Source::kKinesis, Source::kMsk}) {
    const Json record = Json::parse(PlanBuilder(source).ok("1", "data").render())["records"][0];
    EXPECT_EQ(record.size(), 3U);
    const char* const field = source == Source::kMsk ? "kafkaRecordValue" : "data";
    EXPECT_EQ(bytes_of_base64(record.at(field).get<std::string>()), "data");
  }
}

TEST(FirehoseResponse, CarriesEveryRecordsOwnDataAndKeys) {
  PlanBuilder plan;
  for (int i = 0; i < 50; ++i) {
    const std::string n = std::to_string(i);
    if (i % 3 == 0) {
      plan.ok(n, std::string(static_cast<size_t>(i), 'x') + n, R"({"n":")" + n + "\"}");
    } else if (i % 3 == 1) {
      plan.ok(n, std::string(100, 'y') + n);
    } else {
      plan.plain(n, Verdict::kDropped);
    }
  }
  const Json records = Json::parse(plan.render()).at("records");
  ASSERT_EQ(records.size(), 50U);
  for (size_t i = 0; i < 50; ++i) {
    const Json& record = records[i];
    EXPECT_EQ(record.at("recordId"), std::to_string(i));
    EXPECT_EQ(record.contains("data"), i % 3 != 2);
    EXPECT_EQ(record.contains("metadata"), i % 3 == 0);
    if (i % 3 == 2) continue;
    const std::string data = bytes_of_base64(record.at("data").get<std::string>());
    EXPECT_EQ(data, (i % 3 == 0 ? std::string(i, 'x') : std::string(100, 'y')) + std::to_string(i));
    if (i % 3 != 0) continue;
    EXPECT_EQ(record.at("metadata").at("partitionKeys").at("n"), std::to_string(i));
  }
}

TEST(FirehoseResponse, CarriesAnyBytes) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  for (size_t n = 1; n <= bytes.size(); ++n) {
    const Json response = Json::parse(PlanBuilder().ok("1", bytes.substr(0, n)).render());
    const std::string data = response["records"][0]["data"];
    ASSERT_EQ(bytes_of_base64(data), bytes.substr(0, n));
  }
}

TEST(FirehoseResponse, RepeatsRecordIdsAsTheyCame) {
  const std::string response = PlanBuilder()
                                   .plain(R"(a\/b\u00e9\"\\é)", Verdict::kDropped)
                                   .plain("", Verdict::kDropped)
                                   .render();
  EXPECT_EQ(response, R"({"records":[{"recordId":"a\/b\u00e9\"\\é","result":"Dropped"},)"
                      R"({"recordId":"","result":"Dropped"}]})");
}

TEST(FirehoseResponse, GivesEveryRecordItsOwnPuts) {
  PlanBuilder plan;
  plan.ok("1", "x")
      .reingest("2", 2)
      .plain("3", Verdict::kDropped)
      .reingest("4", 3)
      .reingest("5", 1);
  EXPECT_EQ(plan.results(std::vector<PutOutcome>(6, kAccepted)), "ODDDD");
  EXPECT_EQ(plan.results(std::vector<PutOutcome>(6, kFailed)), "OPDPP");
  const std::string_view expected[] = {"OPDDD", "OPDDD", "ODDPD", "ODDPD", "ODDPD", "ODDDP"};
  for (size_t failed = 0; failed < 6; ++failed) {
    std::vector<PutOutcome> outcomes(6, kAccepted);
    outcomes[failed] = kFailed;
    EXPECT_EQ(plan.results(outcomes), expected[failed]) << failed;
  }
}

// Room is reserved for ProcessingFailed: whatever becomes of the puts, the budget holds.
TEST(FirehoseResponse, IsShorterWhereARecordIsDropped) {
  PlanBuilder plan;
  plan.ok("1", "x").reingest("2", 1);
  const size_t saved =
      std::string_view("ProcessingFailed").size() - std::string_view("Dropped").size();
  EXPECT_EQ(plan.render({kAccepted}).size() + saved, plan.render({kFailed}).size());
}

}  // namespace
}  // namespace cwlogs
