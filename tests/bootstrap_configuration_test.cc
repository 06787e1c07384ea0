// bootstrap and its configuration file: found, checked before the first event, and obeyed.
#include <gtest/gtest.h>

#include "tests/bootstrap_fixture.h"
#include "tests/child_process.h"
#include "tests/event_fixture.h"

namespace cwlogs::testing {
namespace {

constexpr const char* kJsonLines = R"({"outputFormat":"json","outputFields":["message"]})";

// The data of the one record that bootstrap delivers.
std::string delivered(const Variables& variables) {
  Invocation invocation;
  invocation.body = EventBuilder().add(document({"line"})).text();
  const LoopResult result = run_bootstrap({invocation}, variables);
  if (result.posts.size() != 1) return "posts: " + std::to_string(result.posts.size()) + result.err;
  const Json response = Json::parse(result.posts[0].body);
  return bytes_of_base64(response.at("records").at(0).at("data").get<std::string>());
}

// What bootstrap posts instead of asking for an event.
std::string init_error(const Variables& variables) {
  FakeRuntimeApi api(std::vector<Invocation>{});
  Bootstrap bootstrap(api, variables);
  EXPECT_EQ(bootstrap.process().wait(std::chrono::seconds(20)).exit_code, 1);
  EXPECT_EQ(api.next_count(), 0u);
  if (api.posts_of(Post::Kind::kInitError).size() != 1) return "no init error";
  return Json::parse(api.posts()[0].body).at("errorMessage");
}

TEST(BootstrapConfiguration, IsTheFileThatTheVariableNames) {
  const TemporaryFolder folder;
  const std::string path = folder.write("any name.json", kJsonLines);
  EXPECT_EQ(delivered({"PROCESSOR_CONFIG=" + path}), "{\"message\":\"line\"}\n");
  EXPECT_EQ(delivered({"PROCESSOR_CONFIG=" + path, "OUTPUT_FIELDS=m=message"}),
            "{\"m\":\"line\"}\n");
}

TEST(BootstrapConfiguration, IsProcessorJsonBesideIt) {
  const TemporaryFolder folder;
  folder.write("processor.json", kJsonLines);
  EXPECT_EQ(delivered({"LAMBDA_TASK_ROOT=" + folder.path("")}), "{\"message\":\"line\"}\n");
  EXPECT_EQ(delivered({"LAMBDA_TASK_ROOT=" + folder.path("none")}), "line\n");
}

TEST(BootstrapConfiguration, NeverStartsWhereItIsWrong) {
  const TemporaryFolder folder;
  const std::string path = folder.path("processor.json");
  const std::string variable = "PROCESSOR_CONFIG=" + path;
  EXPECT_EQ(init_error({variable}), path + ": No such file or directory");
  EXPECT_EQ(init_error({"PROCESSOR_CONFIG=" + folder.path("")}),
            folder.path("") + ": this is a directory");
  for (const auto& [text, problem] : std::vector<std::pair<std::string, std::string>>{
           {"", ":1:1: the file is empty"},
           {R"({"outputFormat":"jsn"})", ":1:17: outputFormat: 'jsn' is not"},
           {R"({"rules":[{"includeAtMatch":"("}]})", ":1:29: rules[0].includeAtMatch: '('"},
           {R"({"timeZone":"Mars/Base"})", ":1:13: timeZone: 'Mars/Base' is not a known"},
           {std::string(1 << 20, '['), ":1:"}}) {
    folder.write("processor.json", text);
    const std::string error = init_error({variable});
    EXPECT_EQ(error.rfind(path + problem, 0), 0u) << error;
    EXPECT_EQ(error.find('\n'), std::string::npos);
  }
}

}  // namespace
}  // namespace cwlogs::testing
