// The environment of a bootstrap on the developer's machine: Lambda's, as far as that can be had.
#pragma once

#include <string>
#include <vector>

#include "config/environment.h"

namespace cwlogs {

enum class PutTo : uint8_t { kEmbedded, kUrl, kAws };

struct BootstrapPlace {
  std::string folder;       // of the bootstrap
  std::string runtime_api;  // host:port
  PutTo put_to = PutTo::kEmbedded;
  std::string put_url;  // but for kAws
};

// The configuration variables that the bootstrap gets, as NAME=value.
std::vector<std::string> configuration_variables(const Environment& shell);

// Everything it gets besides. Of the shell's own AWS_* variables that is none, unless the puts are
// to go to AWS: then those that say who and where.
std::vector<std::string> lambda_variables(const BootstrapPlace& place, const Environment& shell);

}  // namespace cwlogs
