#include "cli/bootstrap_environment.h"

#include <filesystem>
#include <optional>
#include <string_view>

#include "config/setting.h"

namespace cwlogs {
namespace {

// Who and where, for AWS itself.
constexpr std::string_view kIdentity[] = {"AWS_ACCESS_KEY_ID",
                                          "AWS_SECRET_ACCESS_KEY",
                                          "AWS_SESSION_TOKEN",
                                          "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                                          "AWS_CONTAINER_AUTHORIZATION_TOKEN",
                                          "AWS_PROFILE",
                                          "AWS_SHARED_CREDENTIALS_FILE",
                                          "AWS_CONFIG_FILE",
                                          "AWS_REGION",
                                          "AWS_DEFAULT_REGION",
                                          "AWS_USE_FIPS_ENDPOINT",
                                          "AWS_CA_BUNDLE",
                                          "HOME"};

// How to get out of this machine.
constexpr std::string_view kNetwork[] = {"HTTPS_PROXY", "https_proxy", "HTTP_PROXY",   "http_proxy",
                                         "NO_PROXY",    "no_proxy",    "SSL_CERT_FILE"};

// An empty value counts as unset.
std::optional<std::string> read(const Environment& shell, std::string_view name) {
  auto value = shell(name);
  if (value && value->empty()) value.reset();
  return value;
}

template <size_t kCount>
void copy_variables(const std::string_view (&names)[kCount], const Environment& shell,
                    std::vector<std::string>& variables) {
  for (const std::string_view name : names) {
    if (const auto value = read(shell, name)) {
      variables.push_back(std::string(name) + '=' + *value);
    }
  }
}

}  // namespace

std::vector<std::string> configuration_variables(const Environment& shell) {
  std::vector<std::string> variables;
  const auto copy = [&](const std::string& name, const std::optional<std::string>& value) {
    if (value) variables.push_back(name + '=' + *value);
  };
  for (const Setting& setting : all_settings()) {
    const std::string name = variable_of(setting.name);
    if (setting.scope != SettingScope::kRule) copy(name, read(shell, name));
  }
  // The bootstrap runs in a folder of its own.
  if (const auto path = read(shell, "PROCESSOR_CONFIG")) {
    copy("PROCESSOR_CONFIG", std::filesystem::absolute(*path).string());
  }
  return variables;
}

std::vector<std::string> lambda_variables(const BootstrapPlace& place, const Environment& shell) {
  std::vector<std::string> variables = {"AWS_LAMBDA_RUNTIME_API=" + place.runtime_api,
                                        "AWS_LAMBDA_FUNCTION_NAME=function",
                                        "AWS_LAMBDA_FUNCTION_VERSION=$LATEST",
                                        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=512",
                                        "AWS_LAMBDA_INITIALIZATION_TYPE=on-demand",
                                        "AWS_LAMBDA_LOG_GROUP_NAME=/aws/lambda/function",
                                        "AWS_LAMBDA_LOG_STREAM_NAME=local",
                                        "LAMBDA_TASK_ROOT=" + place.folder,
                                        "LAMBDA_RUNTIME_DIR=/var/runtime",
                                        "_HANDLER=bootstrap",
                                        "TZ=:UTC",
                                        "LANG=en_US.UTF-8",
                                        "PATH=/usr/local/bin:/usr/bin:/bin:/opt/bin"};
  if (place.put_to != PutTo::kEmbedded) copy_variables(kNetwork, shell, variables);
  if (place.put_to == PutTo::kAws) {
    copy_variables(kIdentity, shell, variables);
    return variables;
  }
  variables.insert(variables.end(),
                   {"AWS_REGION=us-east-1", "AWS_DEFAULT_REGION=us-east-1",
                    "AWS_ACCESS_KEY_ID=AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY=secret-of-nobody",
                    "AWS_SESSION_TOKEN=token-of-nobody", "AWS_ENDPOINT_URL=" + place.put_url});
  return variables;
}

}  // namespace cwlogs
