#include "runtime/aws_credentials.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/child_process.h"

namespace cwlogs::testing {
namespace {

using Variables = std::map<std::string, std::string>;

class ContainerHttp : public HttpClient {
 public:
  HttpResult send(const HttpRequest& request) override {
    requests.push_back(request);
    HttpAnswer answer;
    answer.status = status;
    answer.body = PaddedText(body);
    return answer;
  }

  int status = 200;
  std::string body = R"({"AccessKeyId":"A","SecretAccessKey":"S","Token":"T","Expiration":"x"})";
  std::vector<HttpRequest> requests;
};

tl::expected<AwsCredentials, std::string> load(const Variables& variables, HttpClient& http) {
  const Environment environment = [&](std::string_view name) -> std::optional<std::string> {
    const auto found = variables.find(std::string(name));
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
  return load_credentials(environment, http, std::chrono::milliseconds(1000));
}

TEST(AwsCredentials, PreferTheEnvironment) {
  ContainerHttp http;
  const auto credentials = load({{"AWS_ACCESS_KEY_ID", "AKIA"},
                                 {"AWS_SECRET_ACCESS_KEY", "secret"},
                                 {"AWS_SESSION_TOKEN", "token"},
                                 {"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/x"}},
                                http);
  ASSERT_TRUE(credentials);
  EXPECT_EQ(credentials->access_key_id, "AKIA");
  EXPECT_EQ(credentials->session_token, "token");
  EXPECT_TRUE(http.requests.empty());
}

TEST(AwsCredentials, ReadStaticKeysOfAProfile) {
  const TemporaryFolder folder;
  const std::string path = folder.write("credentials",
                                        "[default]\naws_access_key_id = no\n"
                                        "[work]\r\naws_access_key_id = AKIA\r\n"
                                        "aws_secret_access_key=a=b \n[other]\n"
                                        "aws_access_key_id=no\n");
  ContainerHttp http;
  const auto credentials =
      load({{"AWS_PROFILE", "work"}, {"AWS_SHARED_CREDENTIALS_FILE", path}}, http);
  ASSERT_TRUE(credentials) << credentials.error();
  EXPECT_EQ(credentials->access_key_id, "AKIA");
  EXPECT_EQ(credentials->secret_access_key, "a=b");
  EXPECT_FALSE(load({{"AWS_PROFILE", "none"}, {"AWS_SHARED_CREDENTIALS_FILE", path}}, http));
}

TEST(AwsCredentials, AskTheContainerWithItsToken) {
  ContainerHttp http;
  const auto credentials =
      load({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:2772/v1/credentials"},
            {"AWS_CONTAINER_AUTHORIZATION_TOKEN", "secret-token"}},
           http);
  ASSERT_TRUE(credentials) << credentials.error();
  EXPECT_EQ(credentials->secret_access_key, "S");
  EXPECT_EQ(http.requests.at(0).headers, std::vector<std::string>{"Authorization: secret-token"});
}

TEST(AwsCredentials, AskOnlyHostsThatAreAllowed) {
  ContainerHttp http;
  for (const char* uri : {"http://example.com/x", "http://169.254.169.254/x", "ftp://127.0.0.1/",
                          "http://127.0.0.1.evil.com/", "http://localhost@evil.com/"}) {
    EXPECT_FALSE(load({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", uri}}, http)) << uri;
  }
  EXPECT_TRUE(http.requests.empty());
  for (const char* uri : {"https://example.com/x", "http://[::1]:80/x", "http://169.254.170.23/x",
                          "http://[fd00:ec2::23]/x", "http://localhost:1/x"}) {
    EXPECT_TRUE(load({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", uri}}, http)) << uri;
  }
}

TEST(AwsCredentials, NeverQuoteASecret) {
  ContainerHttp http;
  http.body = R"({"AccessKeyId":"AKIA-secret"})";
  const auto credentials = load({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/x"},
                                 {"AWS_CONTAINER_AUTHORIZATION_TOKEN", "secret-token"}},
                                http);
  ASSERT_FALSE(credentials);
  EXPECT_EQ(credentials.error().find("secret-"), std::string::npos);
  EXPECT_EQ(credentials.error().find("AKIA"), std::string::npos);
}

}  // namespace
}  // namespace cwlogs::testing
