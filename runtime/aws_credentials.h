// The credentials that requests to AWS are signed with.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "config/environment.h"
#include "runtime/http_client.h"
#include "tl/expected.hpp"

namespace cwlogs {

struct AwsCredentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token;  // empty for keys of a user
};

// Looks where AWS's own tools look, in this order:
//   AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN
//   AWS_PROFILE in the shared credentials file (AWS_SHARED_CREDENTIALS_FILE): static keys
//   AWS_CONTAINER_CREDENTIALS_FULL_URI with its token, on the hosts AWS allows
// Errors: one sentence, without any secret. Cost: a request of at most `timeout` for the last.
tl::expected<AwsCredentials, std::string> load_credentials(const Environment& environment,
                                                           HttpClient& http,
                                                           std::chrono::milliseconds timeout);

}  // namespace cwlogs
