#include "cli/serve_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <thread>

#include "tests/child_process.h"
#include "tests/event_fixture.h"
#include "tests/http_call.h"

namespace cwlogs::testing {
namespace {

using ::testing::HasSubstr;

constexpr char kInvocations[] = "/2015-03-31/functions/function/invocations";

class ServeCommand : public ::testing::Test {
 protected:
  ~ServeCommand() override {
    if (pid_ > 0) end(SIGKILL);
  }

  // Starts `cwlogs serve` and waits for its line.
  void serve(std::vector<std::string> options = {}) {
    std::vector<std::string> arguments = {CWLOGS_PROGRAM,        "serve",  "--bootstrap",
                                          CWLOGS_FAKE_BOOTSTRAP, "--port", "0"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    std::fflush(nullptr);  // the child would write what is buffered once more
    pid_ = ::fork();
    if (pid_ == 0) {
      if (std::freopen(out_.c_str(), "w", stdout) == nullptr) ::_exit(127);
      if (std::freopen(err_.c_str(), "w", stderr) == nullptr) ::_exit(127);
      ::execv(argv[0], argv.data());
      ::_exit(127);
    }
    for (int i = 0; i < 3000 && read_file(out_).find('\n') == std::string::npos; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    url_ = read_file(out_).substr(0, read_file(out_).find("/2015"));
  }

  HttpReply invoke(const std::string& event, const std::vector<std::string>& headers = {}) const {
    return http_post(url_ + kInvocations, event, headers);
  }
  HttpReply invoke_that(const std::string& behaviour) const {
    return invoke(Json({{"do", behaviour}}).dump());
  }

  // Returns the exit code, or 128 + the signal.
  int end(int signal) {
    if (signal != 0) ::kill(pid_, signal);
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

  // Waits for what comes on other threads.
  bool says(const std::string& sentence) const {
    for (int i = 0; i < 1000; ++i) {
      if (read_file(err_).find(sentence) != std::string::npos) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }

  TemporaryFolder folder_;
  const std::string out_ = folder_.path("out");
  const std::string err_ = folder_.path("err");
  const std::string event_ = EventBuilder().id("id-1").add(document({"line"})).text();
  std::string url_;
  pid_t pid_ = -1;
};

TEST_F(ServeCommand, AnswersOneInvocationAfterTheOther) {
  serve();
  EXPECT_THAT(read_file(out_), HasSubstr("aws lambda invoke --endpoint-url " + url_ + " "));
  HttpReply reply = invoke(event_);
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(Json::parse(reply.body)["records"][0]["result"], "Ok");
  EXPECT_EQ(reply.headers.count("x-amz-function-error"), 0u);
  EXPECT_EQ(reply.headers["x-amz-executed-version"], "$LATEST");
  EXPECT_EQ(invoke_that("pid").body, invoke_that("pid").body);
  EXPECT_TRUE(says("answered with "));
  EXPECT_EQ(end(SIGINT), 0);
}

TEST_F(ServeCommand, TakesALargeFormAsCurlSendsIt) {
  serve();
  const std::string event = event_ + std::string(100'000, ' ');
  EXPECT_EQ(invoke(event, {"Content-Type: application/x-www-form-urlencoded"}).status, 200);
  EXPECT_EQ(end(SIGTERM), 0);
}

TEST_F(ServeCommand, IsInvokedByTheAwsCli) {
  serve();
  const std::string out = folder_.path("answer.json");
  ChildOptions options;
  options.environment = {"AWS_ACCESS_KEY_ID=a",  "AWS_SECRET_ACCESS_KEY=b",
                         "AWS_REGION=eu-west-1", "AWS_EC2_METADATA_DISABLED=true",
                         "PATH=/usr/bin:/bin",   "HOME=" + folder_.path(""),
                         "LANG=C.UTF-8"};
  const std::vector<std::string> command = {"/usr/bin/aws",
                                            "lambda",
                                            "invoke",
                                            "--endpoint-url",
                                            url_,
                                            "--function-name",
                                            "function",
                                            "--payload",
                                            "fileb://" + folder_.write("event.json", event_),
                                            out};
  const ChildResult result = run_child(command, options);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(Json::parse(result.out)["StatusCode"], 200);
  EXPECT_FALSE(Json::parse(result.out).contains("FunctionError"));
  EXPECT_EQ(Json::parse(read_file(out))["records"][0]["result"], "Ok");

  folder_.write("event.json", "{\"do\":\"error\"}");
  const ChildResult failed = run_child(command, options);
  EXPECT_EQ(Json::parse(failed.out)["FunctionError"], "Unhandled");
  EXPECT_EQ(Json::parse(read_file(out))["errorType"], "Function.Broken");
}

TEST_F(ServeCommand, HandsFunctionErrorsOnWithTheirHeader) {
  serve({"--timeout", "1"});
  for (const auto& [behaviour, type] : std::vector<std::pair<std::string, std::string>>{
           {"error", "Function.Broken"},
           {"oversize", "Function.ResponseSizeTooLarge"},
           {"exit", "Runtime.ExitError"},
           {"hang", "Sandbox.Timedout"}}) {
    HttpReply reply = invoke_that(behaviour);
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.headers["x-amz-function-error"], "Unhandled");
    EXPECT_EQ(Json::parse(reply.body)["errorType"], type);
    EXPECT_EQ(invoke(event_).headers.count("x-amz-function-error"), 0u) << behaviour;
  }
  EXPECT_TRUE(says("the bootstrap exited with status 3; started it again"));
  EXPECT_EQ(end(SIGTERM), 0);
}

TEST_F(ServeCommand, ReportsViolationsAsTheyHappen) {
  serve();
  EXPECT_EQ(invoke_that("double").status, 200);
  EXPECT_TRUE(says("a second time, by /response"));
}

TEST_F(ServeCommand, RefusesEverythingElse) {
  serve();
  EXPECT_EQ(http_get(url_ + kInvocations).status, 404);
  EXPECT_EQ(http_post(url_ + "/2015-03-31/functions/other/invocations", "{}").status, 404);
  EXPECT_EQ(invoke("{}", {"Origin: https://example.com"}).status, 403);
  EXPECT_EQ(invoke(std::string(kEventBytesMax + 1, ' ')).status, 413);
}

TEST_F(ServeCommand, GivesUpOnABootstrapThatExitsAtOnce) {
  serve({"--partition-keys", "start=exit"});
  EXPECT_EQ(end(0), 1);
  EXPECT_THAT(read_file(err_), HasSubstr("cwlogs: the bootstrap exited with status 7 before it was "
                                         "given an event, 3 times in a row\n"));
}

TEST_F(ServeCommand, TakesTheBootstrapWithItWhenItIsKilled) {
  serve();
  const std::string bootstrap = "/proc/" + invoke_that("pid").body;
  EXPECT_TRUE(std::filesystem::exists(bootstrap));
  end(SIGKILL);
  const auto lives = [&bootstrap] {
    return read_file(bootstrap + "/cmdline").find("fake_bootstrap") != std::string::npos;
  };
  for (int i = 0; i < 500 && lives(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_FALSE(lives());
}

TEST_F(ServeCommand, SharesItsPortWithNobody) {
  serve();
  const std::string port = url_.substr(url_.rfind(':') + 1);
  const ChildResult second =
      run_cwlogs({"serve", "--bootstrap", CWLOGS_FAKE_BOOTSTRAP, "--port", port});
  EXPECT_EQ(second.exit_code, 1);
  EXPECT_THAT(second.err, HasSubstr("cwlogs: cannot listen on 127.0.0.1:" + port));
}

TEST_F(ServeCommand, ExitsWith2ForWrongUsage) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"serve"},
        {"serve", "--bootstrap", "x", "--port", "65536"},
        {"serve", "--bootstrap", "x", "--put-to", "aws", "--assume-put", "ok"}}) {
    EXPECT_EQ(run_cwlogs(arguments).exit_code, 2);
  }
}

}  // namespace
}  // namespace cwlogs::testing
