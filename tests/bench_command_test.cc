#include "cli/bench_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/child_process.h"
#include "tests/event_fixture.h"

namespace cwlogs::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class BenchCommand : public ::testing::Test {
 protected:
  static ChildResult bench(std::vector<std::string> arguments, const ChildOptions& options = {}) {
    arguments.insert(arguments.begin(), {"bench", "--seconds", "1"});
    return run_cwlogs(std::move(arguments), options);
  }
  static Json bench_json(std::vector<std::string> arguments) {
    arguments.emplace_back("--json");
    const ChildResult result = bench(std::move(arguments));
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return Json::parse(result.out);
  }

  // Ten records of 200 lines.
  std::string write_large_event() const {
    EventBuilder event;
    for (int i = 0; i < 10; ++i) {
      std::vector<std::string> lines;
      for (int j = 0; j < 200; ++j) lines.push_back("took " + std::to_string(j * 7919 % 1000));
      event.add(document(lines));
    }
    return folder_.write("large.json", event.text());
  }

  TemporaryFolder folder_;
  const EventBuilder event_ =
      EventBuilder().add(document({"first", "second"})).add(document({"third"}));
  const std::string path_ = folder_.write("event.json", event_.text());
};

TEST_F(BenchCommand, MeasuresEachEventAndAllOfThem) {
  const std::string other = folder_.write("other.json", event_.text());
  const ChildResult result = bench({path_, other});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.err, "");
  EXPECT_THAT(result.out, StartsWith("event "));
  EXPECT_THAT(result.out,
              AllOf(HasSubstr('\n' + path_), HasSubstr('\n' + other), HasSubstr("\nall "),
                    HasSubstr("inflating alone"), HasSubstr("output none, as configured"),
                    HasSubstr("output gzip, for comparison"), HasSubstr("best: ")));
}

TEST_F(BenchCommand, CountsWhatTheEventHolds) {
  const Json json = bench_json({path_, "--buffer", "0.2"});
  const Json& event = json["events"].at(0);
  EXPECT_EQ(event["event"], path_);
  EXPECT_EQ(event["records"], 2);
  EXPECT_EQ(event["logEvents"], 3);
  EXPECT_EQ(event["bytesInflated"],
            document({"first", "second"}).dump().size() + document({"third"}).dump().size());
  EXPECT_GE(event["runs"], 5);
  EXPECT_GT(event["medianMs"], 0.0);
  EXPECT_GE(event["p99Ms"], event["medianMs"]);
  EXPECT_GT(event["timesFloor"], 1.0);
  EXPECT_EQ(json["total"]["records"], 2);
  EXPECT_GT(json["memoryPeakBytes"], 0);
}

// Each record is billed as 5 KB: 2 of them, however short their text is.
TEST_F(BenchCommand, ProjectsDollarsForATerabyte) {
  const Json json = bench_json({path_, "--partition-keys", "stream={logStream}"});
  const Json& projection = json["projections"].at(0);
  EXPECT_EQ(projection["outputCompression"], "none");
  ASSERT_EQ(projection["buffers"].size(), 6u);
  const Json& costs = projection["buffers"][0]["sizes"][2]["dollarsPerTb"]["arm64"];
  const double text_bytes = json["total"]["bytesInflated"];
  EXPECT_NEAR(costs["ingestion"].get<double>(), 1024 * 2 * 5120 / text_bytes * 0.029,
              costs["ingestion"].get<double>() / 100);
  EXPECT_GT(costs["partitioning"], 0.0);
  EXPECT_EQ(costs["reingestion"], 0.0);
  EXPECT_EQ(projection["buffers"][0]["ingestedTimes"], 1.0);
}

TEST_F(BenchCommand, ComparesWithTheOtherOutput) {
  const Json json = bench_json({path_, "--buffer", "0.2", "--set", "OUTPUT_COMPRESSION=gzip"});
  EXPECT_EQ(json["outputCompression"], "gzip");
  EXPECT_EQ(json["projections"][0]["outputCompression"], "gzip");
  EXPECT_EQ(json["projections"][1]["outputCompression"], "none");
  EXPECT_EQ(json["projections"][1]["configured"], false);
}

TEST_F(BenchCommand, SeesWhatLargeBuffersPutBack) {
  const std::string path = write_large_event();
  const auto buffer = [&](const std::string& reingest) {
    const Json json = bench_json({path, "--buffer", "0.3", "--response-bytes-max", "200000",
                                  "--set", "REINGEST=" + reingest});
    EXPECT_EQ(json["projections"][0]["buffers"].size(), 1u);
    return json["projections"][0]["buffers"][0];
  };
  const Json put = buffer("put");
  EXPECT_EQ(put["bufferSizeInMBs"], 0.3);
  EXPECT_GT(put["ingestedTimes"], 2.0);
  EXPECT_EQ(put["failedShare"], 0.0);
  EXPECT_GT(put["sizes"][0]["dollarsPerTb"]["arm64"]["reingestion"], 0.0);
  const Json fail = buffer("fail");
  EXPECT_EQ(fail["ingestedTimes"], 1.0);
  EXPECT_GT(fail["failedShare"], 0.1);
}

TEST_F(BenchCommand, TakesPricesFromAFile) {
  const std::string prices =
      folder_.write("prices.json", R"({"asOf": "2030-01", "firehoseDirectPutGb": 0})");
  const Json json = bench_json({path_, "--buffer", "0.2", "--prices", prices});
  EXPECT_EQ(json["prices"]["asOf"], "2030-01");
  EXPECT_EQ(json["projections"][0]["buffers"][0]["sizes"][0]["dollarsPerTb"]["arm64"]["ingestion"],
            0.0);
  const std::string wrong = folder_.write("wrong.json", R"({"price": 1})");
  const ChildResult result = bench({path_, "--prices", wrong});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.err, "cwlogs: " + wrong + ": there is no price 'price'\n");
  EXPECT_EQ(bench({path_, "--prices", "/nowhere"}).exit_code, 1);
}

TEST_F(BenchCommand, TakesErrorObjects) {
  const std::string data = event_.json()["records"][0]["data"];
  const std::string path = folder_.write(
      "errors", R"({"errorCode":"Lambda.FunctionError","rawData":")" + data + "\"}\n");
  EXPECT_EQ(bench_json({path, "--buffer", "0.2"})["total"]["logEvents"], 2);
}

TEST_F(BenchCommand, SaysWhatIsWrongAndMeasuresTheRest) {
  const std::string bad = folder_.write("bad.json", "{");
  const ChildResult result = bench({bad, "/nowhere", path_, "--buffer", "0.2"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("cwlogs: " + bad + ": EventNotJson"));
  EXPECT_THAT(result.err, HasSubstr("/nowhere: No such file or directory\n"));
  EXPECT_THAT(result.out, HasSubstr('\n' + path_));
  const ChildResult nothing = bench({bad});
  EXPECT_EQ(nothing.exit_code, 1);
  EXPECT_EQ(nothing.out, "");
}

TEST_F(BenchCommand, RefusesWrongUsage) {
  EXPECT_EQ(bench({}).exit_code, 2);
  EXPECT_EQ(bench({path_, "--set", "OUTPUT_FORMAT=xml"}).exit_code, 2);
  EXPECT_EQ(bench({path_, "--ingestion", "x"}).exit_code, 2);
  EXPECT_EQ(run_cwlogs({"bench", "--seconds", "0", path_}).exit_code, 2);
  for (const char* hints : {"", "0.1", "3.1", "1,", "1;2", "nan"}) {
    EXPECT_EQ(bench({path_, "--buffer", hints}).exit_code, 2) << hints;
  }
  EXPECT_EQ(bench({path_, "--timeout", "5"}).exit_code, 2);  // needs --bootstrap
}

TEST_F(BenchCommand, MeasuresWhatHoldsNoText) {
  const std::string path = folder_.write("empty.json", EventBuilder().text());
  const ChildResult result = bench({path});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, HasSubstr("No projection: the events hold no text."));
  EXPECT_EQ(bench_json({path})["events"][0]["nsPerLogEvent"], nullptr);
}

TEST_F(BenchCommand, MeasuresABootstrap) {
  const Json json = bench_json({path_, "--bootstrap", CWLOGS_BOOTSTRAP, "--buffer", "1,0.2"});
  EXPECT_EQ(json["bootstrap"], CWLOGS_BOOTSTRAP);
  EXPECT_EQ(json["memoryPeakBytes"], nullptr);
  EXPECT_GT(json["events"][0]["medianMs"], 0.0);
  EXPECT_EQ(json["projections"].size(), 2u);
  EXPECT_EQ(json["projections"][0]["buffers"].size(), 2u);
}

TEST_F(BenchCommand, FollowsThePutsOfABootstrap) {
  const std::string path = write_large_event();
  const auto times = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {path, "--buffer", "0.3", "--response-bytes-max", "200000"});
    const Json json = bench_json(std::move(arguments));
    return json["projections"][0]["buffers"][0]["ingestedTimes"].get<double>();
  };
  const double of_core = times({});
  EXPECT_GT(of_core, 2.0);
  EXPECT_DOUBLE_EQ(times({"--bootstrap", CWLOGS_BOOTSTRAP}), of_core);
}

TEST_F(BenchCommand, SaysHowABootstrapFails) {
  const ChildResult ends = bench({path_, "--bootstrap", "/bin/true"});
  EXPECT_EQ(ends.exit_code, 1);
  EXPECT_EQ(ends.out, "");
  EXPECT_THAT(ends.err, HasSubstr("exited with status 0"));
  EXPECT_EQ(bench({path_, "--bootstrap", "/nowhere"}).exit_code, 1);
}

}  // namespace
}  // namespace cwlogs::testing
