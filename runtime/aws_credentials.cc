#include "runtime/aws_credentials.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>

#include "processor/limits.h"

namespace cwlogs {
namespace {

using Loaded = tl::expected<AwsCredentials, std::string>;

constexpr auto kContainerTimeout = std::chrono::milliseconds(2000);

std::string value_of(const Environment& environment, std::string_view name) {
  return environment(name).value_or("");
}

std::string trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r") - first + 1));
}

Loaded from_profile(const std::string& profile, const Environment& environment) {
  std::string path = value_of(environment, "AWS_SHARED_CREDENTIALS_FILE");
  if (path.empty()) path = value_of(environment, "HOME") + "/.aws/credentials";
  std::ifstream file(path);
  if (!file) return tl::make_unexpected("AWS_PROFILE is set, but " + path + " can't be read");
  AwsCredentials credentials;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    line = trimmed(line);
    if (line.starts_with('[')) inside = line == '[' + profile + ']';
    const size_t equals = line.find('=');
    if (!inside || equals == std::string::npos) continue;
    const std::string key = trimmed(line.substr(0, equals));
    const std::string value = trimmed(line.substr(equals + 1));
    if (key == "aws_access_key_id") credentials.access_key_id = value;
    if (key == "aws_secret_access_key") credentials.secret_access_key = value;
    if (key == "aws_session_token") credentials.session_token = value;
  }
  if (!credentials.access_key_id.empty() && !credentials.secret_access_key.empty()) {
    return credentials;
  }
  return tl::make_unexpected("no static keys of the profile in AWS_PROFILE are in " + path);
}

// https leads anywhere; http only to this machine and to the platform beside it.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
bool is_allowed(const std::string& uri) {
  if (uri.starts_with("https://")) return true;
  const std::string_view host = host_of(uri);
  return uri.starts_with("http://") && is_local_host(host) && host != "169.254.169.254" &&
         host != "169.254.100.1";
}

std::optional<std::string> authorization_token(const Environment& environment) {
  const std::string path = value_of(environment, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
  if (path.empty()) return value_of(environment, "AWS_CONTAINER_AUTHORIZATION_TOKEN");
  std::ifstream file(path);
  std::string token;
  if (!std::getline(file, token)) return std::nullopt;
  return trimmed(token);
}

Loaded parse_container_answer(std::string_view body) {
  const auto json = nlohmann::json::parse(body, nullptr, false);
  const auto text = [&json](const char* name) {
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  if (!json.is_object()) return tl::make_unexpected("the container credentials are no JSON object");
  AwsCredentials credentials = {text("AccessKeyId"), text("SecretAccessKey"), text("Token")};
  if (credentials.access_key_id.empty() || credentials.secret_access_key.empty()) {
    return tl::make_unexpected("the container credentials lack a key");
  }
  return credentials;
}

Loaded from_container(const std::string& uri, const Environment& environment, HttpClient& http,
                      std::chrono::milliseconds timeout) {
  if (!is_allowed(uri)) {
    return tl::make_unexpected(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI leads to a host that is not allowed");
  }
  const auto token = authorization_token(environment);
  if (!token || token->find_first_of("\r\n") != std::string::npos) {
    return tl::make_unexpected("the token for AWS_CONTAINER_CREDENTIALS_FULL_URI can't be read");
  }
  HttpRequest request = {.url = uri,
                         .post = false,
                         .headers = {},
                         .body = {},
                         .timeout = std::min(timeout, kContainerTimeout),
                         .answer_bytes_max = 64 * kKiB,
                         .signature = {}};
  if (!token->empty()) request.headers.push_back("Authorization: " + *token);
  const HttpResult result = http.send(request);
  if (!result) {
    return tl::make_unexpected("AWS_CONTAINER_CREDENTIALS_FULL_URI: " + result.error().message);
  }
  if (result->status != 200) {
    return tl::make_unexpected("AWS_CONTAINER_CREDENTIALS_FULL_URI answered HTTP " +
                               std::to_string(result->status));
  }
  return parse_container_answer(result->body.view());
}

}  // namespace

Loaded load_credentials(const Environment& environment, HttpClient& http,
                        std::chrono::milliseconds timeout) {
  AwsCredentials credentials = {value_of(environment, "AWS_ACCESS_KEY_ID"),
                                value_of(environment, "AWS_SECRET_ACCESS_KEY"),
                                value_of(environment, "AWS_SESSION_TOKEN")};
  if (!credentials.access_key_id.empty() && !credentials.secret_access_key.empty()) {
    return credentials;
  }
  if (const std::string profile = value_of(environment, "AWS_PROFILE"); !profile.empty()) {
    return from_profile(profile, environment);
  }
  const std::string uri = value_of(environment, "AWS_CONTAINER_CREDENTIALS_FULL_URI");
  if (!uri.empty()) return from_container(uri, environment, http, timeout);
  return tl::make_unexpected(
      "no AWS credentials: neither AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY, nor AWS_PROFILE, "
      "nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set");
}

}  // namespace cwlogs
