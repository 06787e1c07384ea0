#include "cli/generate_command.h"

#include <gtest/gtest.h>

#include "tests/child_process.h"
#include "tests/event_fixture.h"

namespace cwlogs::testing {
namespace {

std::string generate(std::vector<std::string> options) {
  options.insert(options.begin(), "generate");
  const ChildResult result = run_cwlogs(std::move(options));
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.err, "");
  return result.out;
}

TEST(GenerateCommand, GivesTheSameBytesForTheSameOptions) {
  const std::string event = generate({"--seed", "7", "--family", "json"});
  EXPECT_EQ(generate({"--family", "json", "--seed", "7"}), event);
  EXPECT_NE(generate({"--family", "json", "--seed", "8"}), event);
  EXPECT_EQ(run_cwlogs({"generate-event", "--seed", "7", "--family", "json"}).out, event);
}

TEST(GenerateCommand, GivesWhatReplayTakes) {
  for (const char* family :
       {"nginx", "apache", "syslog", "lambda", "json", "java", "vpcflow", "mixed"}) {
    for (const char* source : {"direct", "kinesis", "msk"}) {
      const std::string event = generate({"--family", family, "--source", source, "--records", "3",
                                          "--log-events", "5", "--log-groups", "2"});
      const Answered answered = run(event);
      ASSERT_EQ(answered.answers.size(), 3u);
      for (size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(answered.result(i), "Ok");
        EXPECT_EQ(answered.answers[i].log_events, 5u);
      }
    }
  }
}

TEST(GenerateCommand, BreaksRecordsAsAsked) {
  const std::string event =
      generate({"--records", "200", "--log-events", "1", "--control", "0.2", "--broken",
                "bad-crc=0.1,not-gzip=0.1", "--broken", "bad-utf8=0.1"});
  const Answered answered = run(event);
  size_t control = 0;
  size_t failed = 0;
  for (const Answer& answer : answered.answers) {
    if (answer.reason == Reason::kControlMessage) ++control;
    if (answer.verdict == Verdict::kProcessingFailed) ++failed;
  }
  EXPECT_GT(control, 15u);
  EXPECT_GT(failed, 30u);
}

TEST(GenerateCommand, ReachesTheSizeAsked) {
  const std::string event = generate({"--size", "6MB", "--log-events", "2000"});
  EXPECT_LE(event.size(), 6'000'000u);
  EXPECT_GT(event.size(), 5'800'000u);
}

TEST(GenerateCommand, WritesAFile) {
  const TemporaryFolder folder;
  EXPECT_EQ(generate({"-o", folder.path("event.json")}), "");
  EXPECT_EQ(read_file(folder.path("event.json")), generate({}));
  EXPECT_EQ(run_cwlogs({"generate", "-o", folder.path("")}).exit_code, 1);
  EXPECT_EQ(run_cwlogs({"generate"}, {.input = {}, .environment = {}, .output_path = "/dev/full"})
                .exit_code,
            1);
}

TEST(GenerateCommand, ExitsWith2ForWrongUsage) {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"--family", "cobol"},
                                                    {"--records", "-1"},
                                                    {"--records", "many"},
                                                    {"--log-groups", "0"},
                                                    {"--size", "7MiB"},
                                                    {"--size", "12"},
                                                    {"--control", "1.5"},
                                                    {"--broken", "rusty=0.5"},
                                                    {"--broken", "bad-crc=0.6,bad-utf8=0.6"},
                                                    {"--start", "yesterday"},
                                                    {"--span", "long"},
                                                    {"--gzip-level", "10"},
                                                    {"--source", "sqs"}}) {
    std::vector<std::string> all = arguments;
    all.insert(all.begin(), "generate");
    const ChildResult result = run_cwlogs(all);
    EXPECT_EQ(result.exit_code, 2) << ::testing::PrintToString(arguments);
    EXPECT_EQ(result.out, "");
    EXPECT_NE(result.err, "");
  }
}

}  // namespace
}  // namespace cwlogs::testing
