#include "cli/replay_bootstrap.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/child_process.h"
#include "tests/event_fixture.h"

namespace cwlogs::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class ReplayBootstrap : public ::testing::Test {
 protected:
  static ChildResult replay(std::vector<std::string> arguments, const ChildOptions& options = {}) {
    arguments.insert(arguments.begin(), {"replay", "--bootstrap", CWLOGS_FAKE_BOOTSTRAP});
    return run_cwlogs(std::move(arguments), options);
  }

  // An event of two lines that tells the fake what to do.
  std::string event_that(const Json& behaviour) const {
    Json event = event_.json();
    event["do"] = behaviour;
    return folder_.write("event.json", event.dump());
  }
  ChildResult replay_that(const Json& behaviour, std::vector<std::string> arguments = {}) const {
    arguments.push_back(event_that(behaviour));
    return replay(std::move(arguments));
  }

  TemporaryFolder folder_;
  const EventBuilder event_ = EventBuilder()
                                  .id("id-1")
                                  .add(document({"first", "second"}))
                                  .id("id-2")
                                  .add(document({"third"}));
  const std::string path_ = folder_.write("event.json", event_.text());
};

TEST_F(ReplayBootstrap, PrintsWhatWasPostedByteForByte) {
  const ChildResult result = replay({path_});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  // As Python's json.dumps(…, indent=1) spells it.
  EXPECT_THAT(result.out, StartsWith("{\n \"records\": [\n  {\n   \"recordId\": \"id-1\",\n"));
  EXPECT_EQ(result.out.back(), '}');
  EXPECT_THAT(result.err, HasSubstr("event.json: answered in "));
  EXPECT_THAT(result.err, HasSubstr("2 records: 2 Ok\n"));
  EXPECT_THAT(result.err, HasSubstr("re-ingest   nothing\n"));
  const ChildResult piped =
      replay({"-"}, {.input = event_.text(), .environment = {}, .output_path = {}});
  EXPECT_EQ(piped.out, result.out);
}

TEST_F(ReplayBootstrap, PassesTheOutputOfTheBootstrapOn) {
  const ChildResult result = replay({"--quiet", path_});
  EXPECT_EQ(result.err,
            "bootstrap: started\nbootstrap: on standard error\nbootstrap: POST response 202\n");
}

TEST_F(ReplayBootstrap, DeliversSeveralEventsToOneWarmBootstrap) {
  const std::string event = event_that("pid");
  const ChildResult result = replay({"--quiet", event, event});
  const std::vector<std::string> lines = lines_in(result.out);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0], lines[1]);
}

TEST_F(ReplayBootstrap, DecodesTheDataOfTheOkRecords) {
  EXPECT_EQ(replay({"--decode", "--quiet", path_}).out,
            "==> id-1 <==\nfirst\nsecond\n==> id-2 <==\nthird\n");
}

TEST_F(ReplayBootstrap, GivesTheBootstrapLambdasEnvironmentAndTheConfiguration) {
  const std::string event = event_that("environment");
  ChildOptions options;
  options.environment = {
      "AWS_ACCESS_KEY_ID=mine", "AWS_PROFILE=mine", "AWS_REGION=mine", "HOME=/mine",
      "TIME_ZONE=Asia/Tokyo",   "REINGEST=fail",    "METRICS=",        "OTHER=mine"};
  const ChildResult result = replay({"--time-zone", "America/New_York", event}, options);
  const Json environment = Json::parse(result.out);
  EXPECT_EQ(environment["TIME_ZONE"], "America/New_York");
  EXPECT_EQ(environment["REINGEST"], "fail");
  EXPECT_THAT(result.err, HasSubstr("cwlogs: bootstrap gets TIME_ZONE=America/New_York\n"
                                    "cwlogs: bootstrap gets REINGEST=fail\n"));
  for (const char* absent : {"METRICS", "OTHER", "HOME", "AWS_PROFILE"}) {
    EXPECT_FALSE(environment.contains(absent)) << absent;
  }
  EXPECT_EQ(environment.dump().find("mine"), std::string::npos);
  for (const char* present :
       {"AWS_LAMBDA_RUNTIME_API", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_REGION", "LAMBDA_RUNTIME_DIR", "_HANDLER", "LANG",
        "PATH", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"}) {
    EXPECT_TRUE(environment.contains(present)) << present;
  }
  EXPECT_EQ(environment["TZ"], ":UTC");
  EXPECT_THAT(environment["AWS_ENDPOINT_URL"], StartsWith("http://127.0.0.1:"));
  EXPECT_EQ(environment["LAMBDA_TASK_ROOT"], environment["cwd"]);
}

TEST_F(ReplayBootstrap, SendsPutsElsewhereOnRequestOnly) {
  const std::string event = event_that("environment");
  ChildOptions options;
  options.environment = {"AWS_ACCESS_KEY_ID=mine", "AWS_REGION=eu-south-2", "AWS_PROFILE=mine",
                         "AWS_ENDPOINT_URL=http://mine", "SSL_CERT_FILE=/ca"};
  const ChildResult there = replay({"--put-to", "http://localhost:4566", event}, options);
  Json environment = Json::parse(there.out);
  EXPECT_EQ(environment["AWS_ENDPOINT_URL"], "http://localhost:4566");
  EXPECT_EQ(environment["AWS_REGION"], "us-east-1");
  EXPECT_EQ(environment["SSL_CERT_FILE"], "/ca");
  EXPECT_FALSE(environment.contains("AWS_PROFILE"));
  EXPECT_THAT(there.err, HasSubstr("whatever there is goes to http://localhost:4566"));

  environment = Json::parse(replay({"--put-to", "aws", event}, options).out);
  EXPECT_FALSE(environment.contains("AWS_ENDPOINT_URL"));
  EXPECT_FALSE(environment.contains("AWS_SECRET_ACCESS_KEY"));
  EXPECT_EQ(environment["AWS_ACCESS_KEY_ID"], "mine");
  EXPECT_EQ(environment["AWS_REGION"], "eu-south-2");
  EXPECT_EQ(environment["AWS_PROFILE"], "mine");
}

TEST_F(ReplayBootstrap, ShowsAndWritesThePuts) {
  const Json puts = Json::parse(
      R"([{"service": "firehose", "stream": "one", "records": [{"Data": "eHh4"}]},
          {"service": "firehose", "stream": "one", "records": [{"Data": "eHg="}]}])");
  const std::string requests = folder_.path("requests");
  const ChildResult result = replay_that(puts, {"--reingest-out", requests});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err,
              HasSubstr("2 records in 2 PutRecordBatch calls to one, eu-west-1: 5 bytes,"
                        " accepted by the embedded endpoint\n"));
  const std::vector<std::string> lines = lines_in(read_file(requests));
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(Json::parse(lines[1])["Records"][0]["Data"], "eHg=");
}

TEST_F(ReplayBootstrap, DeniesPutsOnRequest) {
  const Json puts = Json::parse(R"([{"service": "kinesis", "stream": "one",
                                     "records": [{"Data": "eHh4", "PartitionKey": "k"}]}])");
  const ChildResult result = replay_that(puts, {"--assume-put", "fail"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("bootstrap: PUT 400"));
  EXPECT_THAT(result.err, HasSubstr("AccessDeniedException"));
}

TEST_F(ReplayBootstrap, SummarisesAsJson) {
  const ChildResult result = replay_that("no-invocation-id", {"--json", "--time-zone", "UTC"});
  EXPECT_EQ(result.exit_code, 1);
  Json summary;
  for (const std::string& line : lines_in(result.err)) {
    if (line.starts_with('{')) summary = Json::parse(line);
  }
  EXPECT_EQ(summary["end"], "answered");
  EXPECT_EQ(summary["Ok"], 2);
  EXPECT_EQ(summary["responseBytes"], result.out.size());
  EXPECT_EQ(summary["violations"].size(), 1u);
  EXPECT_EQ(summary["configuration"], Json({{"TIME_ZONE", "UTC"}}));
}

TEST_F(ReplayBootstrap, ReportsViolationsOfABootstrapThatAnswers) {
  for (const auto& [behaviour, sentence] : std::vector<std::pair<std::string, std::string>>{
           {"double", "a second time, by /response"},
           {"wrong-request-id", "for an unknown request id, 'no-such-id'"},
           {"wrong-invocation-id", "echoed a wrong Lambda-Runtime-Invocation-Id"},
           {"no-invocation-id", "did not echo Lambda-Runtime-Invocation-Id"},
           {"content-type", "with content type 'text/html'"},
           {"init-error", "posted /init/error after"},
           {"exit-after-answer", "exited with status 4 after its answer"},
           {"forget-a-record", "the response has no answer to recordId id-1"},
           {"garbage", "the response is no JSON object"}}) {
    const ChildResult result = replay_that(behaviour, {"--quiet"});
    EXPECT_EQ(result.exit_code, 1) << behaviour;
    EXPECT_THAT(result.err, HasSubstr(sentence));
    EXPECT_THAT(result.err, HasSubstr("cwlogs: " + folder_.path("event.json") + ": the "));
    EXPECT_NE(result.out, "");
  }
}

TEST_F(ReplayBootstrap, PrintsNothingWhereThereIsNoAnswer) {
  for (const auto& [behaviour, sentence] : std::vector<std::pair<std::string, std::string>>{
           {"error", "the bootstrap posted an error: Function.Broken: it broke\n"},
           {"error-type", "Lambda-Runtime-Function-Error-Type 'oops'"},
           {"oversize", "a response of 6,291,557 bytes; 6,291,556 are allowed"},
           {"error-after-oversize", "posted /error after its response was refused"},
           {"exit", "exited with status 3 without answering"},
           {"abort", "was ended by signal 9 (Killed) without answering"},
           {"no-answer", "asked for the next event without answering"}}) {
    const ChildResult result = replay_that(behaviour, {"--quiet"});
    EXPECT_EQ(result.exit_code, 1) << behaviour;
    EXPECT_THAT(result.err, HasSubstr(sentence));
    EXPECT_EQ(result.out, "");
  }
}

TEST_F(ReplayBootstrap, EndsABootstrapThatIsLateOrNeverAnswers) {
  const ChildResult late = replay_that("late", {"--quiet", "--timeout", "1"});
  EXPECT_EQ(late.exit_code, 1);
  EXPECT_EQ(late.out, "");
  EXPECT_THAT(late.err, HasSubstr("ms after the deadline"));
  EXPECT_THAT(late.err, HasSubstr("Task timed out after 1.00 seconds"));

  const std::string hangs = event_that("hang");
  const std::string works = folder_.write("works.json", event_.text());
  const ChildResult result = replay({"--quiet", "--timeout", "1", hangs, works});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("Task timed out after 1.00 seconds"));
  EXPECT_THAT(result.err, HasSubstr("(Killed); started it again"));
  EXPECT_EQ(Json::parse(result.out)["records"].size(), 2u);
}

TEST_F(ReplayBootstrap, StartsTheBootstrapAgainForTheNextEventOnly) {
  const std::string exits = event_that("exit");
  const std::string works = folder_.write("works.json", event_.text());
  const ChildResult again = replay({"--quiet", exits, works});
  EXPECT_EQ(again.exit_code, 1);
  EXPECT_THAT(again.err, HasSubstr("the bootstrap exited with status 3; started it again"));
  EXPECT_EQ(Json::parse(again.out)["records"].size(), 2u);
  EXPECT_THAT(replay({"--quiet", exits}).err, Not(HasSubstr("started it again")));
}

TEST_F(ReplayBootstrap, TellsWhyABootstrapDoesNotStart) {
  for (const auto& [start, sentence] : std::vector<std::pair<std::string, std::string>>{
           {"start=init-error", "posted an init error: Runtime.Config: PARTITION_KEYS: no\n"},
           {"start=exit", "the bootstrap exited with status 7 before it was given an event\n"}}) {
    const ChildResult result = replay({"--quiet", "--partition-keys", start, path_, path_});
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.err, HasSubstr(sentence));
    EXPECT_EQ(result.err.find("cwlogs: "), result.err.rfind("cwlogs: ")) << result.err;
  }
  const ChildResult missing = run_cwlogs({"replay", "--bootstrap", "/no/such", path_});
  EXPECT_EQ(missing.exit_code, 1);
  EXPECT_EQ(missing.err, "cwlogs: cannot run /no/such: No such file or directory\n");
  const std::string script = folder_.write("script", "#!/no/such/interpreter\n");
  EXPECT_THAT(run_cwlogs({"replay", "--bootstrap", script, path_}).err,
              HasSubstr(script + ": Permission denied\n"));
}

TEST_F(ReplayBootstrap, KillsABootstrapThatIgnoresSigterm) {
  const ChildResult result = replay_that("ignore-sigterm", {"--quiet"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("did not end within 2 s of SIGTERM and was killed"));
}

TEST_F(ReplayBootstrap, RefusesOptionsThatDoNotGoTogether) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"replay", "--put-to", "aws", path_},
        {"replay", "--timeout", "5", path_},
        {"replay", "--bootstrap", "", path_},
        {"replay", "--bootstrap", "x", "--timeout", "0", path_},
        {"replay", "--bootstrap", "x", "--timeout", "901", path_},
        {"replay", "--bootstrap", "x", "--put-to", "ftp://x", path_},
        {"replay", "--bootstrap", "x", "--put-to", "http://", path_},
        {"replay", "--bootstrap", "x", "--put-to", "aws", "--assume-put", "fail", path_},
        {"replay", "--bootstrap", "x", "--put-to", "aws", "--reingest-out", "/dev/null", path_}}) {
    const ChildResult result = run_cwlogs(arguments);
    EXPECT_EQ(result.exit_code, 2) << ::testing::PrintToString(arguments);
    EXPECT_EQ(result.out, "");
    EXPECT_NE(result.err, "");
  }
}

}  // namespace
}  // namespace cwlogs::testing
